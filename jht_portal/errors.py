"""Pages for what went wrong: each says what is still safe and how to go on."""

import math
import sys

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from jht_portal.lib.formats import waiting_time

DESK = "/petugas/"
DESK_FRAME = "admin/base_site.html"
RETRY_SECONDS = "120"
LAST_RESORT = (
    '<!doctype html><html lang="id"><meta charset="utf-8"><title>Kesalahan di pihak kami | Portal JHT</title>'
    "<h1>Ada kesalahan di pihak kami.</h1><p>Yang sudah Anda simpan tetap aman. Coba lagi beberapa menit lagi.</p></html>"
)


def error_page(request: HttpRequest, status: int, template: str = "", **context: object) -> HttpResponse:
    """Answer with the page of this status."""
    if on_desk(request):
        context |= admin.site.each_context(request) | {"frame": DESK_FRAME}
    return render(request, template or f"{status}.html", context, status=status)


def on_desk(request: HttpRequest) -> bool:
    """Tell whether the page belongs to the officers' desk; it wears that frame then."""
    return request.path.startswith(DESK)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request could not be read, or was too long; it may have no session and no host, so nothing of it is asked."""
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return HttpResponse(bare_page(f"{status}.html", desk=on_desk(request)), status=status)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the page is not for this person."""
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that nothing was sent, that what is stored is safe, and to load the page anew."""
    return error_page(request, 403, "403_csrf.html")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page."""
    return error_page(request, 404)


def too_many(request: HttpRequest, retry_after: float) -> HttpResponse:
    """Say how long to wait, in words and in Retry-After (whole seconds, at least one)."""
    seconds = max(1, math.ceil(retry_after))
    response = error_page(request, 429, wait=waiting_time(seconds))
    response["Retry-After"] = str(seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, or that the database rests for a while; neither page asks anything of anyone."""
    if isinstance(sys.exception(), OperationalError):
        return unavailable()
    return HttpResponse(bare_page("500.html", desk=on_desk(request)), status=500)


def unavailable() -> HttpResponse:
    """Say that the portal rests for a while."""
    return HttpResponse(bare_page("503.html"), status=503, headers={"Retry-After": RETRY_SECONDS})


def bare_page(template: str, *, desk: bool = False) -> str:
    """Render a page from settings alone; where even the template fails, say it without one."""
    operator = {name: getattr(settings, name.upper()) for name in ("operator_name", "operator_hours", "operator_phone")}
    frame = {"frame": DESK_FRAME, "desk": True, "site_header": admin.site.site_header, "site_title": admin.site.site_title} if desk else {}
    try:
        return render_to_string(template, {**operator, **frame, "demo": settings.DEMO})
    except Exception:  # The page for every fault must not add its own.
        return LAST_RESORT
