"""Response headers that every answer carries and no view can forget."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PERMISSIONS = "camera=(self), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
NOTHING = "default-src 'none'; frame-ancestors 'none'"
"""The content policy of what is no page of ours: styles, pictures, a redirect to HTTPS."""


class GuardHeadersMiddleware:
    """Nothing that we answer is kept by browser or proxy, shown in a frame or read by another site, unless somebody says otherwise.

    It stands before every other middleware, so that static files and refusals pass through it too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Content-Security-Policy", NOTHING)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response
