"""The officers' desk, filed by noun. Importing a module registers what it shows."""

from claims.admin import claim

__all__ = ["claim"]
