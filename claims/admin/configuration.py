"""Uji konfigurasi: every part of the installation, tried on press, in words."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from claims.admin.access import pressed_on
from claims.domain.workflow import Role
from claims.officer_site import desk_at
from claims.services.configuration_care import CHECKERS
from claims.services.configuration_checks import CHECKS, beside, quick_codes, try_out
from claims.services.configuration_machines import MAIL_SECONDS, send_test_mail
from claims.services.configuration_outcome import Outcome, State

UNTRIED = Outcome(State.UNTRIED, "Tekan Uji untuk mencoba.")
TAGS = {
    State.OK: ("ok", "Baik"),
    State.CARE: ("act", "Perlu perhatian"),
    State.BROKEN: ("bad", "Tidak berfungsi"),
    State.UNTRIED: ("", "Belum diuji"),
}
ALL = "semua"


def show(request: HttpRequest) -> HttpResponse:
    """Show every part; those that only ask settings and database say at once how they stand."""
    return _page(request, try_out(quick_codes(), timezone.now()))


def press(request: HttpRequest, code: str) -> HttpResponse:
    """Try one part, or all of them."""
    _demand(request, {Role.CONFIGURATOR})
    if code != ALL and code not in CHECKS:
        raise Http404
    tried = list(CHECKS) if code == ALL else [*quick_codes(), code]
    return _page(request, try_out(tried, timezone.now()), pressed=code)


def test_mail(request: HttpRequest) -> HttpResponse:
    """Send a message to the officer's own address, and to no other."""
    _demand(request, {Role.CONFIGURATOR})
    sent = beside(lambda: send_test_mail(request.user.email, timezone.now()), MAIL_SECONDS + 2)
    return _page(request, try_out(quick_codes(), timezone.now()) | {"surat": sent}, pressed="surat")


def _demand(request: HttpRequest, roles: frozenset[Role] | set[Role]) -> None:
    if not desk_at(request).roles & roles:
        raise PermissionDenied


def _page(request: HttpRequest, outcomes: dict[str, Outcome], pressed: str = "") -> HttpResponse:
    _demand(request, CHECKERS)
    lines = [_line(code, outcomes.get(code, UNTRIED)) for code in CHECKS]
    context = admin.site.each_context(request) | {
        "title": "Uji konfigurasi",
        "lines": lines,
        "pressed": pressed,
        "at": timezone.now(),
        "may_press": Role.CONFIGURATOR in desk_at(request).roles,
        "own_address": request.user.email,
        "counts": [(words, sum(line["state"] == state for line in lines)) for state, (_, words) in TAGS.items()],
    }
    return TemplateResponse(request, "admin/claims/configuration.html", context)


def _line(code: str, outcome: Outcome) -> dict[str, Any]:
    kind, words = TAGS[outcome.state]
    check = CHECKS[code]
    return {
        "code": code,
        "label": check.label,
        "tries": check.tries,
        "state": outcome.state,
        "kind": kind,
        "words": words,
        "sentence": outcome.sentence,
        "todo": outcome.todo,
    }


_back = pressed_on("admin:configuration")
admin.site.own_pages += [
    path("konfigurasi/uji/", admin.site.admin_view(show), name="configuration"),
    path("konfigurasi/uji/surat-uji/", admin.site.admin_view(_back(test_mail)), name="configuration_mail"),
    path("konfigurasi/uji/<slug:code>/", admin.site.admin_view(_back(press)), name="configuration_try"),
]
