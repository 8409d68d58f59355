"""The channels that this installation is set up for."""

from django.conf import settings

from claims.channels.providers import NEEDED, OFF, Provider, read_provider
from participants.domain.channels import SMS, WHATSAPP


def is_offered(channel: str) -> bool:
    """Tell whether messages can go out on CHANNEL here. E-mail always can; to telephone takes people, not a provider."""
    provider = _provider_of(channel)
    return provider is None or provider.kind != OFF


def reports_delivery(channel: str) -> bool:
    """Tell whether the provider of CHANNEL tells us when a message has arrived."""
    provider = _provider_of(channel)
    return provider is not None and provider.kind in NEEDED


def _provider_of(channel: str) -> Provider | None:
    url = {SMS: settings.SMS_URL, WHATSAPP: settings.WHATSAPP_URL}.get(channel)
    return url and read_provider(url)
