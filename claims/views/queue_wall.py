"""The wall display of an office: whoever waits sees and hears the next number. Public: it shows no names."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims.models import Office
from claims.services.queue_wall import wall_of
from jht_portal.lib.access import public
from jht_portal.lib.fragments import fragment


@public
@require_safe
def show(request: HttpRequest, office_code: str) -> HttpResponse:
    """The whole page."""
    wall = wall_of(get_object_or_404(Office, code=office_code), timezone.now())
    return render(request, "claims/queue/wall.html", {"wall": wall, "now": timezone.now()})


@public
@require_safe
def calls(request: HttpRequest, office_code: str) -> HttpResponse:
    """What changes on it, asked for every second; a short answer where nothing did."""
    wall = wall_of(get_object_or_404(Office, code=office_code), timezone.now())
    return fragment(request, "claims/queue/wall_calls.html", {"wall": wall})
