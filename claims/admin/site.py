"""The officers' desk: Django's admin under its own name."""

from django.contrib.admin import AdminSite


class OfficerAdminSite(AdminSite):
    """The admin at /petugas/."""

    site_header = "Meja petugas"
    site_title = "Meja petugas Portal JHT"
    index_title = "Dasbor"
    enable_nav_sidebar = False
