"""Antrian hari ini: the numbers of the own office, its counters, and who comes in."""

from functools import wraps

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from claims.admin.access import pressed_on
from claims.domain.workflow import Role
from claims.forms.queue_desk import ArrivalForm, WalkInForm
from claims.officer_site import desk_at
from claims.services import arriving, queue_rules
from claims.services.queue_desk import FILTERS, queue_day, services_of
from jht_portal.lib.access import View
from jht_portal.lib.http import posted

PAGE = "admin:queue"
NOT_TODAY = "Tidak ada nomor itu hari ini di kantor ini. Untuk nomor hari lain ketik kode bookingnya."


def seen_by_readers(view: View) -> View:
    """Let in whoever may look at the queue of the own office."""

    @wraps(view)
    def inner(request: HttpRequest, **parts: object) -> HttpResponse:
        if not desk_at(request).sees_queue:
            raise PermissionDenied
        return view(request, **parts)

    return inner


def pressed_by_workers(view: View) -> View:
    """Let whoever works the counters act, by POST alone; any other visit goes to the queue."""

    @wraps(view)
    def inner(request: HttpRequest, **parts: object) -> HttpResponse:
        if not desk_at(request).works_queue:
            raise PermissionDenied
        return view(request, **parts)

    return pressed_on(PAGE)(inner)


@seen_by_readers
def show(request: HttpRequest) -> HttpResponse:
    """Show the day; with ?keadaan= only what stands there."""
    return page(request, ArrivalForm())


@pressed_by_workers
def check_in(request: HttpRequest) -> HttpResponse:
    """Note that somebody with a number has come."""
    form, now, desk = ArrivalForm(posted(request)), timezone.now(), desk_at(request)
    if form.is_valid():
        typed = form.cleaned_data["kode"]
        found = arriving.find_by_number(desk.office, typed, now) if form.is_number else arriving.find_by_code(typed)
        try:
            ticket = arriving.check_in(found, desk.office, now=now, actor=desk.actor)
        except arriving.NotTaken as refusal:
            form.add_error("kode", str(refusal) if found or not form.is_number else NOT_TODAY)
        else:
            messages.success(request, f"{ticket.label} sudah datang dan masuk antrian.")
            return redirect(PAGE)
    return page(request, form)


@pressed_by_workers
def give(request: HttpRequest) -> HttpResponse:
    """Draw a number for somebody who came without one."""
    desk = desk_at(request)
    form = WalkInForm(posted(request), services=services_of(desk.office))
    if not form.is_valid():
        return page(request, ArrivalForm(), form)
    chosen = form.cleaned_data
    ticket = arriving.give_number(desk.office, chosen["layanan"], chosen["jalur"], now=timezone.now(), actor=desk.actor)
    address = reverse("claims:ticket", args=[ticket.code])
    messages.success(request, format_html('{} masuk antrian. Kode {}. <a href="{}">Buka tiketnya</a>', ticket.label, ticket.code, address))
    return redirect(PAGE)


def page(request: HttpRequest, form: ArrivalForm, walk_in: WalkInForm | None = None) -> HttpResponse:
    """Return the page of the day with FORM, and WALK_IN as it was filled in."""
    desk, wanted = desk_at(request), request.GET.get("keadaan", "")
    context = {
        "title": "Antrian hari ini",
        "queue": queue_day(desk, wanted, timezone.now()),
        "wanted": wanted if wanted in FILTERS else "",
        "form": form,
        "walk_in": walk_in or WalkInForm(services=services_of(desk.office)),
        "may_work": desk.works_queue,
        "sees_moves": desk.may_read_claims and desk.oversees,
        "stranded": queue_rules.stranded(desk.office, timezone.now()) if Role.HEAD in desk.roles else 0,
    }
    return TemplateResponse(request, "admin/claims/queue.html", admin.site.each_context(request) | context)


admin.site.own_pages += [
    path("antrian/", admin.site.admin_view(show), name="queue"),
    path("antrian/beri/", admin.site.admin_view(give), name="queue_give"),
    path("antrian/datang/", admin.site.admin_view(check_in), name="queue_check_in"),
]
