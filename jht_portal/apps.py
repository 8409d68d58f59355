"""App configuration of the whole."""

from django.apps import AppConfig
from django.core.checks import register

from jht_portal.checks import installation_is_safe


class PortalConfig(AppConfig):
    """What belongs to the installation rather than to people or claims."""

    name = "jht_portal"

    def ready(self) -> None:
        register(installation_is_safe)
