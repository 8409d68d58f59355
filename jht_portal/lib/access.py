"""Every page says who may see it; a test notices the one that does not."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Anyone may see this page, and someone decided so."""
    view.access = "public"
    return view


def guarded(access: str, check: Callable[[HttpRequest], HttpResponse | None]) -> Callable[[View], View]:
    """Make a decorator: the page is for ACCESS; CHECK answers instead of it where it refuses."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guard(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            return check(request) or view(request, *args, **kwargs)

        guard.access = access
        return guard

    return decorate
