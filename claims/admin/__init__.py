"""The officers' desk, filed by noun. Importing a module registers what it shows."""

from claims.admin import claim, office, officer, person, records

__all__ = ["claim", "office", "officer", "person", "records"]
