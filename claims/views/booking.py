"""Take a queue number: where, on which day, at which hour, and who."""

from datetime import date, datetime, time
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.domain.queueing import SERVICE_LABELS
from claims.forms.booking import CodeBoxForm, OfficeForm, SlotForm, VisitForm, WaitForm, WhereForm
from claims.models import Claim
from claims.services import booking, waiting
from claims.services.booking import AlreadyBooked, TooManyNumbers, Wanted
from claims.services.booking_pages import OfficeLine, find_office, hours_in_words, nearby, offices_in, provinces
from claims.services.queue_places import NoSuchSlot, Opening, SlotFull
from claims.services.ticket_issuing import VisitorFacts
from claims.services.waiting import AlreadyWaiting, PlacesLeft
from claims.views.visitors import count_booking, remember, visitor_of
from jht_portal.errors import too_many
from jht_portal.lib.access import public
from jht_portal.lib.formats import long_date, short_date, slot_hours
from jht_portal.lib.http import SeeOther
from jht_portal.lib.sessions import signed_in_id
from jht_portal.lib.wording import say
from participants.domain.identifiers import mask_name

GONE = _("Tempat di jam itu baru saja diambil orang lain. Pilih jam lain, atau masuk daftar tunggu bila semua penuh.")
CLOSED = _("Hari atau jam itu tidak bisa dipesan. Pilih yang lain.")
TOO_MANY = _("Nomor HP ini sudah memegang tiga nomor antrian. Batalkan satu dulu.")
HELD = _("Anda sudah punya nomor antrian untuk keperluan ini. Satu orang satu nomor. Anda boleh mengganti harinya di sini.")
WAITING = _("Anda sudah ada di daftar tunggu untuk keperluan ini.")
PLACES_LEFT = _("Masih ada tempat pada hari itu. Pilih jamnya.")


@public
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Free places of all offices of a province side by side, and the way to a number that is taken already."""
    known = provinces()
    form = WhereForm(request.GET if "provinsi" in request.GET else None, provinces=known)
    lines = offices_in(form.cleaned_data["provinsi"], form.cleaned_data["layanan"], timezone.now()) if form.is_valid() else []
    context = {
        "form": form,
        "known": known,
        "offices": [_office(line) for line in lines],
        "asked": form.is_valid(),
        "box": CodeBoxForm(action=reverse("claims:find_ticket")),
    }
    return render(request, "claims/booking/places.html", context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """The hours of one day; a press takes the number, or asks first who comes."""
    now = timezone.now()
    line, day = chosen_day(request, now)
    if line is None:
        return redirect("claims:places")
    visitor = visitor_of(request, now)
    form = slot_form(request, line, day, now, **_own_claims(request))
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, line, day, visitor, now)
    if visitor is None:
        chosen = form.cleaned_data
        back = _address(line, day, chosen["jam"], is_priority=chosen["prioritas"])
        return SeeOther(f"{reverse('claims:booking_who')}?{urlencode({'lanjut': back})}")
    return _book(request, form, line, day, visitor, now)


@public
@require_POST
def wait(request: HttpRequest) -> HttpResponse:
    """Join the waiting list of a full day."""
    now = timezone.now()
    line, day = chosen_day(request, now)
    if line is None:
        return redirect("claims:places")
    form = WaitForm(request.POST, **_own_claims(request))
    form.is_valid()  # What is no claim of one's own is left out.
    chosen = form.cleaned_data
    visitor, back = visitor_of(request, now), _address(line, day, is_priority=chosen["prioritas"])
    if visitor is None:
        return SeeOther(f"{reverse('claims:booking_who')}?{urlencode({'lanjut': back})}")
    if not (allowance := count_booking(request)).allowed:
        return too_many(request, allowance.retry_after)
    try:
        entry = waiting.join(line.service, day, visitor, now=now, is_priority=chosen["prioritas"], claim=_claim(form, visitor))
    except AlreadyWaiting as known:
        messages.info(request, WAITING)
        return SeeOther(reverse("claims:waiting", args=[known.entry.code]) if known.entry else back)
    except AlreadyBooked as held:
        return _to_held(request, held)
    except (PlacesLeft, NoSuchSlot, TooManyNumbers) as refusal:
        messages.warning(request, _refusal(refusal))
        return SeeOther(back)
    remember(request, entry.code)
    return SeeOther(reverse("claims:waiting", args=[entry.code]))


def _book(request: HttpRequest, form: SlotForm, line: OfficeLine, day: date, visitor: VisitorFacts, now: datetime) -> HttpResponse:
    if not (allowance := count_booking(request)).allowed:
        return too_many(request, allowance.retry_after)
    claim = _claim(form, visitor)
    wanted = Wanted(line.service, day, hour_of(form), form.cleaned_data["prioritas"], claim)
    try:
        ticket = booking.book(wanted, visitor, now=now)
    except AlreadyBooked as held:
        return _to_held(request, held)
    except (SlotFull, NoSuchSlot, TooManyNumbers) as refusal:
        messages.warning(request, _refusal(refusal))
        return SeeOther(_address(line, day))
    remember(request, ticket.code)
    messages.success(request, _("Nomor antrian Anda sudah dipesan."))
    return SeeOther(reverse("claims:ticket", args=[ticket.code]))


def _refusal(refusal: Exception) -> str:
    return {SlotFull: GONE, NoSuchSlot: CLOSED, TooManyNumbers: TOO_MANY, PlacesLeft: PLACES_LEFT}[type(refusal)]


def _to_held(request: HttpRequest, held: AlreadyBooked) -> HttpResponse:
    messages.warning(request, HELD)
    if held.ticket is None:
        return SeeOther(reverse("claims:places"))
    remember(request, held.ticket.code)
    return SeeOther(reverse("claims:ticket", args=[held.ticket.code]))


# --- What is chosen, in the address


def chosen_day(request: HttpRequest, now: datetime) -> tuple[OfficeLine | None, date]:
    """Return the office and the day that the address names; the next free day where it names none, no office where it names none."""
    named = OfficeForm(request.GET)
    line = find_office(named.cleaned_data["kantor"], named.cleaned_data["layanan"], now) if named.is_valid() else None
    if line is None or not line.days:
        return None, now.date()
    day = parse_day(request.GET.get("tanggal", ""))
    return line, day if day and line.line_of(day) else line.first_free or line.days[0].day


def parse_day(text: str) -> date | None:
    """Read a day of the address; None for anything else."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def hour_of(form: SlotForm) -> time:
    """Return the hour that was chosen."""
    return time.fromisoformat(form.cleaned_data["jam"])


def slot_form(request: HttpRequest, line: OfficeLine, day: date, now: datetime, **more: object) -> SlotForm:
    """Return the form with the hours of a day, the full ones switched off."""
    found = line.of_day(day)
    legend = gettext("%(day)s (%(zone)s)") % {"day": long_date(day), "zone": line.office.get_timezone_display()}
    data = request.POST if request.method == "POST" else None
    full = frozenset(_hour(opening) for opening in found if opening.is_full)
    slots, wish = [(_hour(opening), _tile(opening)) for opening in found], request.GET.get("jam", "")
    initial = {"jam": wish if wish not in full else "", "prioritas": "prioritas" in request.GET, "klaim": request.GET.get("klaim", "")}
    return SlotForm(data, slots=slots, full=full, legend=legend, initial=initial, **more)


def _hour(opening: Opening) -> str:
    return f"{opening.slot.starts_at:%H:%M}"


def _tile(opening: Opening) -> SafeString:
    left = gettext("penuh") if opening.is_full else gettext("%(free)d sisa") % {"free": opening.free}
    return format_html("{}<small>{}</small>", slot_hours(opening.slot), left)


def _address(line: OfficeLine, day: date, hour: str = "", *, is_priority: bool = False) -> str:
    chosen = {"kantor": line.office.code, "layanan": line.service.service, "tanggal": day.isoformat()}
    chosen |= ({"jam": hour} if hour else {}) | ({"prioritas": "1"} if is_priority else {})
    return f"{reverse('claims:take_number')}?{urlencode(chosen)}"


def _own_claims(request: HttpRequest) -> dict[str, object]:
    person = signed_in_id(request)
    claims = Claim.objects.filter(participant=person).open().order_by("-submitted_at") if person else Claim.objects.none()
    return {"claims": [(claim.number, claim.number) for claim in claims]}


def _claim(form: VisitForm, visitor: VisitorFacts) -> Claim | None:
    number = form.cleaned_data.get("klaim")
    return Claim.objects.filter(participant=visitor.participant, number=number).first() if number and visitor.participant else None


# --- Pages


def _page(request: HttpRequest, form: SlotForm, line: OfficeLine, day: date, visitor: VisitorFacts | None, now: datetime) -> HttpResponse:
    of_day = line.line_of(day)
    context = {
        "form": form,
        "office": line.office,
        "purpose": say(SERVICE_LABELS[line.service.service]),
        "day": day,
        "days": day_tiles(line, day, _address),
        "nearby": [_neighbour(other, free.day, free.free) for other, free in nearby(line, day, now)],
        "visitor": visitor and mask_name(visitor.name),
        "back": f"{reverse('claims:places')}?{urlencode({'provinsi': line.office.province, 'layanan': line.service.service})}",
        "here": _address(line, day),
        "wait": _wait_form(request, line, day) if of_day.is_full else None,
    }
    return render(request, "claims/booking/take.html", context)


def _wait_form(request: HttpRequest, line: OfficeLine, day: date) -> WaitForm:
    action = f"{reverse('claims:join_waiting')}?{_address(line, day).partition('?')[2]}"
    return WaitForm(action=action, initial={"prioritas": "prioritas" in request.GET}, **_own_claims(request))


def day_tiles(line: OfficeLine, day: date | None, address: object) -> list[dict[str, object]]:
    """Return the days of an office as links, with what is free on each."""
    return [{"day": each.day, "free": each.free, "here": each.day == day, "url": address(line, each.day)} for each in line.days]


def _office(line: OfficeLine) -> dict[str, object]:
    return {
        "office": line.office,
        "days": day_tiles(line, None, _address),
        "hours": hours_in_words(line.office)[:1],
        "first": line.first_free,
        "url": _address(line, line.first_free) if line.first_free else "",
    }


def _neighbour(line: OfficeLine, day: date, free: int) -> dict[str, object]:
    note = gettext("%(free)d tempat kosong, %(day)s. %(address)s") % {
        "free": free,
        "day": short_date(day),
        "address": line.office.address,
    }
    return {"url": _address(line, day), "name": line.office.name, "note": note}
