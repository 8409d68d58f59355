"""App configuration."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ClaimsConfig(AppConfig):
    """Everything that happens to a claim."""

    name = "claims"
    verbose_name = "Klaim"


class OfficerAdminConfig(AdminConfig):
    """Django's admin as the officers' desk."""

    default_site = "claims.officer_site.OfficerAdminSite"
