"""Browsers in which an officer has signed in completely. A known one has tries of its own, so that nobody locks its owner out.

It opens nothing. The cookie holds a number of the browser and keyed hashes of up to eight user names: a counter's computer is shared.
"""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jht_portal.lib.crypto import blind_index

KEPT_SECONDS = 180 * 86400
MOST_NAMES = 8
SALT = "petugas-dikenal"


def cookie_name() -> str:
    return f"__Host-{SALT}" if settings.SESSION_COOKIE_SECURE else SALT


def known_as(request: HttpRequest, username: str) -> str:
    """Return the number of this browser if the officer of that name has signed in here, else nothing."""
    browser, names = _read(request)
    return browser if _hashed(username) in names else ""


def remember(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Let RESPONSE tell the browser that the officer of that name has signed in here."""
    browser, names = _read(request)
    kept = [_hashed(username), *(name for name in names if name != _hashed(username))][:MOST_NAMES]
    response.set_signed_cookie(
        cookie_name(),
        ".".join([browser or secrets.token_hex(8), *kept]),
        salt=SALT,
        max_age=KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    browser, *names = request.get_signed_cookie(cookie_name(), "", salt=SALT, max_age=KEPT_SECONDS).split(".")
    return browser, names


def _hashed(username: str) -> str:
    return blind_index(username.casefold(), "known-browser").hex()
