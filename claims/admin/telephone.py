"""The call list of an office: whom to ring, what to say, and what came of it."""

from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from claims.admin.access import pressed_on
from claims.domain.message_words import ENGLISH
from claims.forms.telephoning import CallForm
from claims.models import Call, Notification
from claims.officer_site import desk_at
from claims.services import channel_states, telephoning
from claims.services.composing import first_name
from claims.services.officers import Desk, shown_name
from participants.domain.channels import TELEPHONE

LIST = "admin:calls"
SHOWN = 100
SAID = {
    Call.REACHED: "Tercatat: pesan sudah disampaikan.",
    Call.UNANSWERED: "Tercatat: tidak diangkat.",
    Call.LATER: "Tercatat: ditelepon lagi pada waktu yang diminta.",
    Call.WRONG_NUMBER: "Tercatat: nomor salah. Minta nomor baru bila peserta datang.",
}
MEANWHILE = "Rekan Anda sudah mencatat hasil telepon ini, atau pesannya sudah sampai lewat saluran lain."


def caller(request: HttpRequest) -> Desk:
    """Return the officer's desk; refuse whoever serves nobody by telephone."""
    desk = desk_at(request)
    if not telephoning.may_call(desk):
        raise PermissionDenied
    return desk


def show_list(request: HttpRequest) -> HttpResponse:
    """Show who must be rung, those that are due first."""
    desk, now = caller(request), timezone.now()
    calls = telephoning.waiting_calls(desk)
    lines = [telephoning.line_of(message, now) for message in calls[:SHOWN]]
    count = calls.order_by().aggregate(every=Count("pk"), due=Count("pk", filter=Q(next_try_at__lte=now)))
    context = {
        "title": "Telepon peserta",
        "lines": lines,
        "due": count["due"],
        "rest": max(0, count["every"] - SHOWN),
        "paused": channel_states.paused().get(TELEPHONE),
    }
    return TemplateResponse(request, "admin/claims/calls.html", admin.site.each_context(request) | context)


@require_GET
def show_call(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Show one call, name and number masked."""
    return page(request, waiting(request, call_id))


@pressed_on("admin:call", "call_id")
def reveal(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Show name and number for one page view, written down."""
    message = waiting(request, call_id)
    return page(request, message, opened=telephoning.open_call(message, desk_at(request), now=timezone.now()))


@pressed_on("admin:call", "call_id")
def write_down(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Keep what came of the call; whoever was slower than a colleague is told so."""
    desk, now = caller(request), timezone.now()
    message = telephoning.waiting_calls(desk).filter(pk=call_id).first()
    form = message and CallForm(request.POST, zone=message.office.timezone, now=now)
    if form and not form.is_valid():
        return page(request, message, form=form)
    try:
        if message is None:
            raise telephoning.CalledMeanwhile
        telephoning.write_outcome(
            message, form.cleaned_data["hasil"], form.cleaned_data["saat"], seen=seen_calls(request), desk=desk, now=now
        )
    except telephoning.CalledMeanwhile:
        messages.warning(request, MEANWHILE)
    else:
        messages.success(request, SAID[form.cleaned_data["hasil"]])
    return redirect(LIST)


def seen_calls(request: HttpRequest) -> int:
    """Return how many calls the page of the press showed; -1 for what no page said."""
    said = request.POST.get("panggilan", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else -1


def waiting(request: HttpRequest, call_id: UUID) -> Notification:
    """Return a call that waits at the officer's office; answer 404 for any other."""
    return get_object_or_404(telephoning.waiting_calls(caller(request)), pk=call_id)


def page(
    request: HttpRequest, message: Notification, *, form: CallForm | None = None, opened: telephoning.Opened | None = None
) -> HttpResponse:
    now, desk = timezone.now(), desk_at(request)
    line = telephoning.line_of(message, now)
    context = {
        "title": f"Telepon: {line.about}",
        "line": line,
        "calls": message.calls.select_related("user"),
        "opened": opened,
        "form": form or CallForm(zone=message.office.timezone, now=now),
        "asked_for": first_name(telephoning.name_of(message)) if telephoning.name_of(message) else "",
        "caller": shown_name(request.user),
        "in_english": message.language == ENGLISH,
        "zone": message.office.timezone,
        "tries": telephoning.UNANSWERED_TRIES,
        "may_open_claim": message.claim is not None and desk.may_read_claims,
    }
    return TemplateResponse(request, "admin/claims/call.html", admin.site.each_context(request) | context)


admin.site.own_pages += [
    path("telepon/", admin.site.admin_view(show_list), name="calls"),
    path("telepon/<uuid:call_id>/", admin.site.admin_view(show_call), name="call"),
    path("telepon/<uuid:call_id>/buka/", admin.site.admin_view(reveal), name="call_reveal"),
    path("telepon/<uuid:call_id>/hasil/", admin.site.admin_view(write_down), name="call_outcome"),
]
