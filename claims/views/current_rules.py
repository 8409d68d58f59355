"""Every request is answered by the rules as officers keep them now."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from claims.services import rulebook

ASK_NOTHING = frozenset({"/healthz/", "/readyz/"})
"""Addresses that say how things stand, also where no rule can be read."""


class CurrentRulesMiddleware:
    """Before a request, look whether the rules changed: one small query in a few seconds, none for most requests."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path not in ASK_NOTHING:
            rulebook.refresh_if_due()
        return self.get_response(request)
