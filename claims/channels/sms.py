"""SMS through the gateway that SMS_URL names."""

from django.conf import settings

from claims.channels import twilio, vonage
from claims.channels.failures import DeliveryFailed
from claims.channels.letters import Letter
from claims.channels.locally import keep_letter, print_letter
from claims.channels.providers import CONSOLE, FILE, TWILIO, VONAGE, read_provider

GATEWAYS = {TWILIO: twilio.send, VONAGE: vonage.send}
REPORTS = "/kabar/sms/"


def send(letter: Letter) -> str:
    """Hand one message to the gateway; return what it calls the message, empty where it says nothing; raise DeliveryFailed."""
    provider = read_provider(settings.SMS_URL)
    if provider.kind == CONSOLE:
        return print_letter("sms", letter)
    if provider.kind == FILE:
        return keep_letter(provider.base, "sms", letter)
    if provider.kind not in GATEWAYS:
        raise DeliveryFailed("no gateway is set up", permanent=True)
    return GATEWAYS[provider.kind](letter, provider, report_to=f"{settings.PUBLIC_URL}{REPORTS}")
