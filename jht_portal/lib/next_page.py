"""Where to go after signing in: a page of ours, whatever the address says (safety.md D6)."""

from django.utils.http import url_has_allowed_host_and_scheme


def own_path(wanted: str, otherwise: str) -> str:
    """Return WANTED if it is a plain path on this site, else OTHERWISE."""
    is_path = wanted.startswith("/") and wanted.isprintable() and "\\" not in wanted
    return wanted if is_path and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else otherwise
