"""A provider as one address names it: ``kind://user:password@host/path?option=value``, ``kind+http://…`` without TLS."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

OFF, CONSOLE, FILE = "off", "console", "file"
TWILIO, VONAGE, CLOUD = "twilio", "vonage", "cloud"
NEEDED: Mapping[str, tuple[str, ...]] = {TWILIO: ("from",), VONAGE: ("from", "signature"), CLOUD: ("secret", "verify")}
"""The options without which a provider cannot be used."""
SMS_KINDS = (OFF, CONSOLE, FILE, TWILIO, VONAGE)
WHATSAPP_KINDS = (OFF, CONSOLE, FILE, CLOUD)


@dataclass(frozen=True)
class Provider:
    """Where messages are handed over, and the account there; never printed, for it holds secrets."""

    kind: str
    user: str
    password: str
    base: str
    """The address up to the path, ``https://host/path``; of a folder its path."""
    options: Mapping[str, str]
    is_plain: bool
    """Whether the way there is without TLS."""

    def __repr__(self) -> str:
        return f"Provider({self.kind})"


@lru_cache(maxsize=16)
def read_provider(url: str) -> Provider:
    """Return the provider that URL names; raise ValueError with what is missing, never with what was given."""
    parts = urlsplit(url)
    kind, _, way = parts.scheme.partition("+")
    if way not in ("", "http"):
        raise ValueError("use kind:// or kind+http://")
    options = dict(parse_qsl(parts.query))
    if missing := [name for name in NEEDED.get(kind, ()) if not options.get(name)]:
        raise ValueError(f"add ?{missing[0]}=…")
    if kind in NEEDED and not (parts.username and parts.password and parts.hostname):
        raise ValueError(f"use {kind}://user:password@host?{NEEDED[kind][0]}=…")
    if kind == FILE and not parts.path.startswith("/"):
        raise ValueError("use file:///folder")
    base = parts.path if kind == FILE else f"{'http' if way else 'https'}://{_host(parts.netloc)}{parts.path.rstrip('/')}"
    return Provider(kind, unquote(parts.username or ""), unquote(parts.password or ""), base, options, way == "http")


def _host(netloc: str) -> str:
    return netloc.rpartition("@")[2]
