"""A production that would be unsafe does not start, and says in words what to set."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

from claims.channels.providers import CONSOLE, FILE, read_provider


class Rule(NamedTuple):
    """One thing that production needs: its number, the test that it is missing, and what to do then."""

    id: str
    is_broken: Callable[[], bool]
    says: str


def served_without_tls() -> bool:
    return not settings.PUBLIC_URL.startswith("https://")


def answers_to_another_name() -> bool:
    return "*" in settings.ALLOWED_HOSTS or not validate_host(urlsplit(settings.PUBLIC_URL).hostname or "", settings.ALLOWED_HOSTS)


def cache_is_private_to_a_process() -> bool:
    return settings.CACHES["default"]["BACKEND"].endswith("LocMemCache")


def document_place_is_not_chosen() -> bool:
    return not settings.DOCUMENT_STORAGE_CHOSEN


def documents_lie_in_the_web_root() -> bool:
    scheme, _, path = settings.DOCUMENT_STORAGE_URL.partition("://")
    roots = [Path(root).resolve() for root in (settings.STATIC_ROOT, *settings.STATICFILES_DIRS)]
    return scheme == "file" and any(root in (place := Path(path).resolve(), *place.parents) for root in roots)


def mail_reaches_nobody() -> bool:
    return not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")


def hands_over_nowhere(url: str) -> bool:
    """Tell whether messages would stay on this machine, or leave it without TLS."""
    provider = read_provider(url)
    return provider.kind in (CONSOLE, FILE) or provider.is_plain


RULES = (
    Rule("jht_portal.E001", served_without_tls, "PUBLIC_URL: set the https:// address under which people reach the portal."),
    Rule("jht_portal.E002", answers_to_another_name, "ALLOWED_HOSTS: name the host of PUBLIC_URL, and never '*'."),
    Rule("jht_portal.E003", lambda: bool(settings.GENERATED_KEYS), "SECRET_KEY, FIELD_KEYS, INDEX_KEY: set all three (README, Keys)."),
    Rule("jht_portal.E004", cache_is_private_to_a_process, "CACHE_URL: set a cache that all processes share, redis://…"),
    Rule("jht_portal.E005", document_place_is_not_chosen, "DOCUMENT_STORAGE_URL: set where the documents lie, file:///… or s3://…"),
    Rule("jht_portal.E006", documents_lie_in_the_web_root, "DOCUMENT_STORAGE_URL: choose a folder outside the static files."),
    Rule("jht_portal.E007", mail_reaches_nobody, "EMAIL_URL: set a mail server, smtp+tls://…"),
    Rule("jht_portal.E008", lambda: hands_over_nowhere(settings.SMS_URL), "SMS_URL: set a gateway, twilio://… or vonage://…, or off://"),
    Rule("jht_portal.E009", lambda: hands_over_nowhere(settings.WHATSAPP_URL), "WHATSAPP_URL: set an account, cloud://…, or off://"),
)
HINT = "To try the portal set DEMO=True, to develop it DEBUG=True."


def installation_is_safe(app_configs: object = None, **kwargs: object) -> list[Error]:
    """Return what keeps a production from starting; nothing where DEBUG or DEMO is on."""
    return [Error(rule.says, hint=HINT, id=rule.id) for rule in RULES if rule.is_broken()] if settings.PRODUCTION else []


def refuse_unsafe_start(errors: Iterable[Error]) -> None:
    """Raise ImproperlyConfigured with every one of ERRORS, each on its line."""
    if lines := [f"  {error.id}: {error.msg}" for error in errors]:
        raise ImproperlyConfigured("\n".join(["This production would be unsafe:", *lines, HINT]))
