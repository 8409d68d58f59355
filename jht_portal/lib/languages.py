"""In which language a page speaks: Indonesian, whatever a browser asks for, until its reader presses the switch.

The choice is a cookie that names a language and nobody. The officers' desk and all that no page says stays Indonesian.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

NAME = "bahasa"
KEPT_SECONDS = 365 * 86400
DESK = "/petugas/"
P, T = ParamSpec("P"), TypeVar("T")


def cookie_name() -> str:
    return f"__Host-{NAME}" if settings.SESSION_COOKIE_SECURE else NAME


def chosen(request: HttpRequest) -> str:
    """Return the language that this browser chose; nothing where it chose none."""
    language = request.COOKIES.get(cookie_name(), "")
    return language if language in dict(settings.LANGUAGES) else ""


def remember(response: HttpResponse, language: str) -> None:
    """Let RESPONSE tell the browser which language was chosen."""
    response.set_cookie(cookie_name(), language, max_age=KEPT_SECONDS, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")


def in_indonesian(make: Callable[P, T]) -> Callable[P, T]:
    """What MAKE makes is Indonesian, whoever asks for it: papers, and words that are kept."""

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> T:
        with translation.override(settings.LANGUAGE_CODE):
            return make(*args, **kwargs)

    return made


class LanguageMiddleware:
    """Answer in the language of the cookie and say which one it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        on_desk = request.path.startswith(DESK)
        language = settings.LANGUAGE_CODE if on_desk else chosen(request) or settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", language)
            if not on_desk:
                patch_vary_headers(response, ["Cookie"])
        return response
