"""One counter: sign on, call, serve, pass over, send on. Every button is one step of ``services.calling``."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from claims.admin.queue import PAGE, pressed_by_workers, seen_by_readers
from claims.domain.ticket_life import TicketStep, TicketStepNotAllowed
from claims.forms.queue_desk import TransferForm
from claims.models import Counter, Ticket
from claims.officer_site import desk_at
from claims.services import calling, counter_shifts
from claims.services.officers import Desk, shown_name
from claims.services.queue_desk import lanes_in_words, line_of, next_for, services_in_words, services_of
from claims.services.ticket_steps import TicketChangedMeanwhile, TicketStepRefused, take_step

COUNTER_PAGE = "admin:queue_counter"
NOBODY = "Tidak ada yang menunggu untuk loket ini."
BUSY = "Loket ini masih melayani {number}. Selesaikan dulu."
FASTER = "Keadaan nomor ini sudah berubah. Lihat keadaannya yang sekarang."
TOO_FEW = "Panggil {left} kali lagi sebelum melewati nomor ini."
NOT_YOURS = "Jaga loket ini dulu."
TAKEN = "{who} menjaga loket ini. Tekan Gantikan bila Anda mengambil alih."
LEFT = "Anda meninggalkan loket."
SHOWN = 8


def own_counter(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give VIEW the counter of the own office; answer 404 for any other."""

    @wraps(view)
    def inner(request: HttpRequest, counter_id: int, **parts: str) -> HttpResponse:
        own = Counter.objects.filter(office=desk_at(request).office).select_related("office")
        return view(request, get_object_or_404(own, pk=counter_id), **parts)

    return inner


@seen_by_readers
@own_counter
def show(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Show who is before the counter and who comes next."""
    return page(request, counter, None)


@pressed_by_workers
@own_counter
def sign_on(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Sit down at the counter."""
    try:
        counter_shifts.sign_on(counter, desk_at(request), now=timezone.now(), relieve="gantikan" in request.POST)
    except counter_shifts.CounterTaken as taken:
        messages.warning(request, TAKEN.format(who=shown_name(taken.shift.user) if taken.shift else "Rekan lain"))
    return redirect(COUNTER_PAGE, counter.pk)


@pressed_by_workers
def sign_off(request: HttpRequest) -> HttpResponse:
    """Leave the counter."""
    counter_shifts.sign_off(desk_at(request), now=timezone.now())
    messages.success(request, LEFT)
    return redirect(PAGE)


@pressed_by_workers
@own_counter
def call(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Call whoever is next."""
    if not sits_at(desk_at(request), counter):
        messages.warning(request, NOT_YOURS)
        return redirect(COUNTER_PAGE, counter.pk)
    try:
        if calling.call_next(counter, actor=desk_at(request).actor, now=timezone.now()) is None:
            messages.info(request, NOBODY)
    except calling.CounterBusy as busy:
        messages.warning(request, BUSY.format(number=busy.ticket.label))
    return redirect(COUNTER_PAGE, counter.pk)


STEPS = {"ulang": TicketStep.RECALL, "layani": TicketStep.SERVE, "selesai": TicketStep.FINISH, "kembali": TicketStep.RETURN}
ACTS = (*STEPS, "lewati", "teruskan")


@pressed_by_workers
def act(request: HttpRequest, ticket_id: UUID, queue_act: str) -> HttpResponse:
    """Take one step on a number of the own office; what was seen must still be so."""
    desk = desk_at(request)
    own = Ticket.objects.filter(office=desk.office).select_related("office", "place__service__office", "counter", "participant")
    ticket = get_object_or_404(own, pk=ticket_id)
    if queue_act not in ACTS:
        raise Http404
    ticket.version = seen_version(request, ticket)
    try:
        if queue_act == "teruskan":
            return send_on(request, ticket, desk)
        _take(ticket, queue_act, desk)
    except (TicketChangedMeanwhile, TicketStepNotAllowed):
        messages.warning(request, FASTER)
    except TicketStepRefused as refused:
        messages.warning(request, str(refused))
    except calling.CalledTooFew as refused:
        messages.warning(request, TOO_FEW.format(left=refused.left))
    return back(ticket, desk)


def _take(ticket: Ticket, name: str, desk: Desk) -> None:
    now = timezone.now()
    if name == "lewati":
        calling.pass_over(ticket, actor=desk.actor, now=now)
    else:
        counter = ticket.counter if name == "ulang" else None
        take_step(ticket, STEPS[name], now=now, actor=desk.actor, counter=counter)


def send_on(request: HttpRequest, ticket: Ticket, desk: Desk) -> HttpResponse:
    """Send the visitor to another service or counter; a form that was not filled in well stays on the page."""
    form = transfer_form(ticket, request.POST)
    if not form.is_valid():
        return page(request, ticket.counter, form) if ticket.counter else redirect(PAGE)
    to = Counter.objects.filter(office=desk.office, pk=form.cleaned_data["loket"] or 0).first()
    calling.transfer(ticket, service=form.cleaned_data["layanan"], to=to, actor=desk.actor, now=timezone.now())
    messages.success(request, f"{ticket.label} diteruskan.")
    return back(ticket, desk)


def seen_version(request: HttpRequest, ticket: Ticket) -> int:
    """Return the version that the officer had on the page; without one no step is taken."""
    typed = request.POST.get("versi", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else ticket.version + 1


def back(ticket: Ticket, desk: Desk) -> HttpResponse:
    """Lead back to where the officer works."""
    shift = counter_shifts.shift_of(desk.user)
    return redirect(COUNTER_PAGE, shift.counter_id) if shift and shift.counter.office_id == ticket.office_id else redirect(PAGE)


def sits_at(desk: Desk, counter: Counter) -> bool:
    """Tell whether the officer signed on to COUNTER."""
    shift = counter_shifts.shift_of(desk.user)
    return shift is not None and shift.counter_id == counter.pk


def transfer_form(ticket: Ticket, typed: object = None) -> TransferForm:
    """Return the form that sends TICKET on."""
    others = Counter.objects.filter(office_id=ticket.office_id, is_open=True).exclude(pk=ticket.counter_id)
    numbers = [(counter.pk, str(counter)) for counter in others.order_by("number")]
    return TransferForm(typed, services=services_of(ticket.office), counters=numbers, initial={"layanan": ticket.service})


def page(request: HttpRequest, counter: Counter, form: TransferForm | None) -> HttpResponse:
    """Return the page of one counter, FORM with what was typed."""
    desk, now, ticket = desk_at(request), timezone.now(), calling.current(counter)
    waiting = next_for(counter, now)
    there = counter_shifts.shift_at(counter)
    context = {
        "title": f"{counter}",
        "counter": counter,
        "line": line_of(ticket) if ticket else None,
        "calls_left": calling.calls_left(ticket) if ticket else 0,
        "claim": ticket.claim if ticket and ticket.claim and desk.may_read_claims else None,
        "waiting": waiting[:SHOWN],
        "waiting_count": len(waiting),
        "form": (form or transfer_form(ticket)) if ticket else None,
        "officer": shown_name(there.user) if there else "",
        "is_mine": there is not None and there.user_id == desk.user.pk,
        "may_work": desk.works_queue,
        "services": services_in_words(counter),
        "lanes": lanes_in_words(counter),
    }
    template = "admin/claims/parts/counter_waiting.html" if "menunggu" in request.GET else "admin/claims/queue_counter.html"
    return TemplateResponse(request, template, admin.site.each_context(request) | context)


admin.site.own_pages += [
    path("antrian/loket/<int:counter_id>/", admin.site.admin_view(show), name="queue_counter"),
    path("antrian/loket/<int:counter_id>/jaga/", admin.site.admin_view(sign_on), name="queue_sign_on"),
    path("antrian/tinggalkan/", admin.site.admin_view(sign_off), name="queue_sign_off"),
    path("antrian/loket/<int:counter_id>/panggil/", admin.site.admin_view(call), name="queue_call"),
    path("antrian/nomor/<uuid:ticket_id>/<slug:queue_act>/", admin.site.admin_view(act), name="queue_act"),
]
