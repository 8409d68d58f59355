"""A number that was taken: looked at by its code, put on paper and into a calendar, changed or given back by its owner."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.domain.queueing import LANE_LABELS, SERVICE_LABELS, Lane
from claims.domain.ticket_life import STATE_LABELS, TicketState, TicketStepNotAllowed
from claims.forms.booking import CodeBoxForm, GiveBackForm, OwnPhoneForm
from claims.models import Ticket
from claims.services import booking
from claims.services.booking import Wanted
from claims.services.booking_pages import OfficeLine, find_office
from claims.services.queue_places import NoSuchSlot, SlotFull
from claims.services.queue_standing import standing_of
from claims.services.slot_moving import Alternative, alternatives_of, note_choice
from claims.services.ticket_papers import ticket_appointment, ticket_paper
from claims.services.ticket_steps import TicketChangedMeanwhile
from claims.services.tickets import find_ticket, find_waiting, holds_phone, left_waiting
from claims.views.booking import CLOSED, GONE, day_tiles, hour_of, parse_day, slot_form
from claims.views.printing import pdf_file, print_page
from claims.views.visitors import count_miss, count_phone_try, guesses_left, owns, remember
from jht_portal.errors import too_many
from jht_portal.lib.access import View, public
from jht_portal.lib.calendar_file import calendar_file
from jht_portal.lib.fragments import fragment
from jht_portal.lib.http import SeeOther, posted
from jht_portal.lib.next_page import own_path
from jht_portal.lib.paper import Paper
from jht_portal.lib.wording import say
from participants.domain.identifiers import mask_name

TAGS = {
    TicketState.BOOKED: ("ok", "check"),
    TicketState.CHECKED_IN: ("now", "clock"),
    TicketState.CALLED: ("act", "alert"),
    TicketState.SERVING: ("now", "clock"),
    TicketState.SERVED: ("ok", "check"),
    TicketState.NO_SHOW: ("bad", "x"),
    TicketState.CANCELLED: ("", "x"),
}
OVER = {
    TicketState.SERVED: _("Nomor ini sudah selesai dilayani."),
    TicketState.NO_SHOW: _("Kami mencatat Anda tidak hadir. Masih di kantor hari ini? Lapor ke loket."),
    TicketState.CANCELLED: _("Nomor ini sudah dibatalkan dan tidak berlaku lagi."),
}
"""What is said first about a number that calls nobody any more; from here one takes another."""
LEFT_WAITING = _("Anda datang, tetapi hari itu kami tidak sempat memanggil Anda. Kami minta maaf. Ambil nomor lain.")
SAME = _("Itu jam Anda sekarang, jadi tidak ada yang diganti.")
TOO_LATE = _("Nomor ini tidak bisa diubah lagi.")
UNKNOWN = _("Tidak ada nomor antrian dengan kode itu. Periksa lagi setiap huruf dan angkanya.")


def ticket_in_address(view: View) -> View:
    """Hand the view the ticket of the code; a code that is nobody's counts as a guess, a number that was changed leads to its successor."""

    @wraps(view)
    def with_ticket(request: HttpRequest, ticket_code: str) -> HttpResponse:
        if not (allowance := guesses_left(request)).allowed:
            return too_many(request, allowance.retry_after)
        ticket = find_ticket(ticket_code)
        if ticket is None:
            count_miss(request)
            raise Http404
        if successor := getattr(ticket, "replaced_by", None):
            if owns(request, ticket):
                remember(request, successor.code)
            return redirect("claims:ticket", successor.code)
        return view(request, ticket)

    return public(with_ticket)


def owner_first(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask whoever does not own the ticket yet for the phone that it was taken with."""

    @wraps(view)
    def asked(request: HttpRequest, ticket: Ticket) -> HttpResponse:
        if owns(request, ticket):
            return view(request, ticket)
        return SeeOther(f"{reverse('claims:ticket_proof', args=[ticket.code])}?{urlencode({'lanjut': request.get_full_path()})}")

    return asked


@public
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Open the number, or the place in the waiting list, of a code that was typed."""
    if not (allowance := guesses_left(request)).allowed:
        return too_many(request, allowance.retry_after)
    form = CodeBoxForm(request.POST)
    if form.is_valid():
        if find_ticket(form.cleaned_data["kode"]):
            return SeeOther(reverse("claims:ticket", args=[form.cleaned_data["kode"]]))
        if find_waiting(form.cleaned_data["kode"]):
            return SeeOther(reverse("claims:waiting", args=[form.cleaned_data["kode"]]))
        count_miss(request)
        form.add_error("kode", UNKNOWN)
    return render(request, "claims/booking/find.html", {"form": form})


@ticket_in_address
@require_safe
def show(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """The ticket: number, place and time, with the way to change it. Whoever only has the code sees first letters of the name."""
    may_change = ticket.state == TicketState.BOOKED
    context = _now(ticket) | {
        "ticket": ticket,
        "purpose": say(SERVICE_LABELS[ticket.service]),
        "lane": say(LANE_LABELS[Lane.PRIORITY]) if ticket.lane == Lane.PRIORITY else "",
        "name": mask_name(ticket.name),
        "qr": "" if ticket.state in OVER else _qr(ticket),
        "links": _links(ticket),
        "may_change": may_change,
        "is_over": LEFT_WAITING if left_waiting(ticket) else OVER.get(TicketState(ticket.state), ""),
        "moved": _moved(ticket) if may_change else None,
    }
    return render(request, "claims/booking/ticket.html", context)


@ticket_in_address
@require_safe
def standing(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """The state, how many people are ahead and how long it may take: the part of the ticket that keeps itself up to date."""
    return fragment(request, "claims/queue/standing.html", {"ticket": ticket} | _now(ticket))


@ticket_in_address
@sensitive_post_parameters("telepon")
@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Ask for the phone that the number was taken with, then go on."""
    wanted = own_path(request.GET.get("lanjut", ""), reverse("claims:ticket", args=[ticket.code]))
    form = OwnPhoneForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if not (allowance := count_phone_try(request, ticket.code)).allowed:
            return too_many(request, allowance.retry_after)
        if holds_phone(ticket, form.cleaned_data["telepon"]):
            remember(request, ticket.code)
            return SeeOther(wanted)
        form.add_error("telepon", _("Nomor HP ini bukan yang dipakai saat mengambil nomor antrian."))
    sign_in = f"{reverse('claims:sign_in')}?{urlencode({'next': wanted})}" if ticket.participant_id else ""
    back = reverse("claims:ticket", args=[ticket.code])
    return render(request, "claims/booking/proof.html", {"form": form, "label": ticket.label, "back": back, "sign_in_url": sign_in})


@ticket_in_address
@require_http_methods(["GET", "HEAD", "POST"])
@owner_first
def change(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Another day or hour at the same office, for the same purpose; the old place is free at once."""
    now = timezone.now()
    line = find_office(ticket.office.code, ticket.service, now)
    if ticket.state != TicketState.BOOKED or line is None or not line.days:
        return _not_any_more(request, ticket)
    asked = parse_day(request.GET.get("tanggal", ""))
    day = next((each for each in (asked, ticket.day, line.first_free) if each and line.line_of(each)), line.days[0].day)
    form = slot_form(request, line, day, now, submit=_("Ganti ke jam ini"), lane=False)
    if request.method == "POST" and form.is_valid():
        wanted = Wanted(line.service, day, hour_of(form))
        return kept(request, ticket) if _stands_for(ticket, wanted) else exchanged(request, ticket, wanted)
    context = {"form": form, "ticket": ticket, "office": ticket.office, "day": day, "days": day_tiles(line, day, _change_address(ticket))}
    return render(request, "claims/booking/change.html", context | {"back": reverse("claims:ticket", args=[ticket.code])})


@ticket_in_address
@require_POST
@owner_first
def choose(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Take one of the other places that the office offered when it moved the slot."""
    chosen = next((each for each in alternatives_of(ticket, timezone.now()) if str(each.place.pk) == request.POST.get("tempat")), None)
    if chosen is None or chosen.is_kept:
        note_choice(ticket, timezone.now())
        return SeeOther(reverse("claims:ticket", args=[ticket.code]))
    place = chosen.place
    return exchanged(request, ticket, Wanted(place.service, place.day, place.starts_at))


@ticket_in_address
@require_http_methods(["GET", "HEAD", "POST"])
@owner_first
def give_back(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Cancel the number after one more question."""
    form = GiveBackForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            booking.cancel(ticket, now=timezone.now())
        except (TicketStepNotAllowed, TicketChangedMeanwhile):
            return _not_any_more(request, ticket)
        messages.success(request, _("Nomor antrian dibatalkan. Terima kasih, tempatnya untuk orang lain."))
        return SeeOther(reverse("claims:ticket", args=[ticket.code]))
    back = reverse("claims:ticket", args=[ticket.code])
    return render(request, "claims/booking/cancel.html", {"form": form, "ticket": ticket, "back": back})


@ticket_in_address
@require_safe
def on_paper(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """The ticket as a page to print."""
    back = {"url": reverse("claims:ticket", args=[ticket.code]), "text": _("Kembali ke nomor saya")}
    pdf = {"url": reverse("claims:ticket_pdf", args=[ticket.code]), "text": _("Unduh PDF"), "icon": "down"}
    return print_page(request, None, _paper(request, ticket), [pdf, back])


@ticket_in_address
@require_safe
def pdf(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """The ticket as PDF."""
    return pdf_file(_paper(request, ticket))


@ticket_in_address
@require_safe
def calendar(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """The visit for a calendar."""
    if ticket.place is None:
        raise Http404
    name = f'attachment; filename="antrian-{ticket.label}.ics"'
    content = calendar_file(ticket_appointment(ticket, timezone.now()))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": name})


def exchanged(request: HttpRequest, ticket: Ticket, wanted: Wanted) -> HttpResponse:
    """Change the number to another slot and lead to the new one; where that is gone, back to the hours."""
    try:
        new = booking.reschedule(ticket, wanted, now=timezone.now())
    except (SlotFull, NoSuchSlot) as refusal:
        messages.warning(request, GONE if isinstance(refusal, SlotFull) else CLOSED)
        return SeeOther(_change_address(ticket)(None, wanted.day))
    except (TicketStepNotAllowed, TicketChangedMeanwhile):
        return _not_any_more(request, ticket)
    note_choice(ticket, timezone.now())
    remember(request, new.code)
    messages.success(request, _("Jadwal diganti. Nomor Anda yang baru ada di bawah ini."))
    return SeeOther(reverse("claims:ticket", args=[new.code]))


def kept(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Leave a number that stands for the wanted hour already: another one would only be called later."""
    messages.info(request, SAME)
    return SeeOther(reverse("claims:ticket", args=[ticket.code]))


def _stands_for(ticket: Ticket, wanted: Wanted) -> bool:
    return (ticket.place.day, ticket.place.starts_at) == (wanted.day, wanted.starts_at)


def _not_any_more(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    messages.warning(request, TOO_LATE)
    return SeeOther(reverse("claims:ticket", args=[ticket.code]))


def _change_address(ticket: Ticket) -> Callable[[OfficeLine | None, object], str]:
    return lambda line, day: f"{reverse('claims:ticket_change', args=[ticket.code])}?{urlencode({'tanggal': day.isoformat()})}"


def _paper(request: HttpRequest, ticket: Ticket) -> Paper:
    if ticket.place is None:
        raise Http404
    return ticket_paper(ticket, timezone.now(), for_owner=owns(request, ticket))


def _qr(ticket: Ticket) -> SafeString:
    paper = ticket_paper(ticket, timezone.now(), for_owner=False) if ticket.place else None
    return SafeString(paper.qr.svg_inline(border=0, svgclass=None, lineclass=None, omitsize=True)) if paper else SafeString("")


def _links(ticket: Ticket) -> list[dict[str, object]]:
    if ticket.state in OVER:
        return [{"url": reverse("claims:places"), "icon": "plus", "text": _("Ambil nomor lain")}]
    ways = [("ticket_print", "print", _("Cetak tiket")), ("ticket_calendar", "down", _("Simpan ke kalender"))] if ticket.place else []
    if ticket.state == TicketState.BOOKED:
        ways += [("ticket_change", "turn", _("Ganti hari atau jam")), ("ticket_cancel", "x", _("Batalkan nomor ini"))]
    return [{"url": reverse(f"claims:{name}", args=[ticket.code]), "icon": icon, "text": text} for name, icon, text in ways]


def _now(ticket: Ticket) -> dict[str, object]:
    """Return what changes on the ticket while its visitor waits."""
    kind, icon = TAGS[TicketState(ticket.state)]
    words = _("Tidak sempat dipanggil") if left_waiting(ticket) else say(STATE_LABELS[TicketState(ticket.state)])
    tag = {"kind": kind, "text": words, "icon": icon}
    return {"tag": tag, "standing": standing_of(ticket, timezone.now())}


def _moved(ticket: Ticket) -> dict[str, object] | None:
    """Return what the office's move means to the visitor: why, and the other places."""
    moved = getattr(ticket, "moved_by_office", None)
    if moved is None:
        return None
    found: list[Alternative] = [each for each in alternatives_of(ticket, timezone.now()) if not each.is_kept]
    others = sorted(found, key=lambda each: (each.place.day, each.place.starts_at))
    return {"reason": moved.move.reason, "old": moved.move.place, "others": others, "chosen": moved.chosen_at is not None}
