"""The queue of an office on one day, as its officers work on it."""

from collections import Counter as Tally
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from claims.domain.queueing import LANE_LABELS, SERVICE_LABELS, Lane
from claims.domain.ticket_life import TicketState
from claims.models import Counter, CounterShift, Office, OfficeService, Ticket
from claims.models.ticket import AT_COUNTER
from claims.services.calling import in_order, may_serve, waiting_tickets
from claims.services.deadlines import local_date
from claims.services.officers import Desk, shown_name
from participants.domain.identifiers import mask_name

S = TicketState
FILTERS: Mapping[str, tuple[str, tuple[TicketState, ...]]] = {
    "menunggu": ("Menunggu dipanggil", (S.CHECKED_IN,)),
    "dilayani": ("Di loket", (S.CALLED, S.SERVING)),
    "dipesan": ("Belum datang", (S.BOOKED,)),
    "selesai": ("Selesai", (S.SERVED,)),
    "tidak_hadir": ("Tidak hadir", (S.NO_SHOW,)),
    "batal": ("Batal atau diganti", (S.CANCELLED, S.MOVED)),
}
"""What the list of the day can be narrowed to; every state is in just one of them."""
TONES: Mapping[TicketState, str] = {S.CALLED: "act", S.SERVING: "now", S.SERVED: "ok", S.NO_SHOW: "bad", S.CHECKED_IN: "now"}


@dataclass(frozen=True)
class Place:
    """A counter as the list shows it: who sits there, and who is before it."""

    counter: Counter
    officer: str
    is_mine: bool
    ticket: Ticket | None
    services: str
    lanes: str


@dataclass(frozen=True)
class TicketLine:
    """One number of the day; NAME masked."""

    ticket: Ticket
    service: str
    hour: str
    state: str
    tone: str
    name: str


@dataclass(frozen=True)
class QueueDay:
    """The queue of OFFICE today: counters, how many numbers stand where, and the numbers asked for."""

    office: Office
    day: date
    places: list[Place]
    counts: list[tuple[str, str, int]]
    lines: list[TicketLine]


def today_of(office: Office, day: date) -> QuerySet[Ticket]:
    """Return the numbers of a day."""
    return Ticket.objects.filter(office=office, day=day)


def queue_day(desk: Desk, wanted: str, now: datetime) -> QueueDay:
    """Return the queue of the officer's own office; WANTED is a key of FILTERS, anything else shows all."""
    office, day = desk.office, local_date(desk.office, now)
    tickets = today_of(office, day)
    states = Tally(tickets.values_list("state", flat=True))
    counts = [(code, label, sum(states[state] for state in wanted_states)) for code, (label, wanted_states) in FILTERS.items()]
    shown = tickets.filter(state__in=FILTERS[wanted][1]) if wanted in FILTERS else tickets
    lines = [line_of(ticket) for ticket in shown.select_related("place", "counter", "claim").order_by("lane", "number")]
    return QueueDay(office, day, places_of(desk), counts, lines)


def line_of(ticket: Ticket) -> TicketLine:
    """Return one number as a list shows it."""
    state = S(ticket.state)
    hour = str(ticket.place.slot) if ticket.place else ""
    service = SERVICE_LABELS[ticket.service]
    return TicketLine(
        ticket, service, hour, ticket.get_state_display(), TONES.get(state, ""), mask_name(ticket.name) if ticket.name else ""
    )


def places_of(desk: Desk) -> list[Place]:
    """Return the counters of the own office in their order."""
    sitting = Prefetch("shifts", CounterShift.objects.filter(ended_at=None).select_related("user"), to_attr="sitting")
    before = Prefetch("tickets", Ticket.objects.filter(state__in=AT_COUNTER), to_attr="before")
    found = Counter.objects.filter(office=desk.office).filter(Q(is_open=True) | Q(shifts__ended_at=None, shifts__isnull=False)).distinct()
    return [_place(counter, desk) for counter in found.prefetch_related(sitting, before).order_by("number")]


def _place(counter: Counter, desk: Desk) -> Place:
    officer = counter.sitting[0].user if counter.sitting else None
    return Place(
        counter,
        shown_name(officer) if officer else "",
        officer is not None and officer.pk == desk.user.pk,
        counter.before[0] if counter.before else None,
        services_in_words(counter),
        lanes_in_words(counter),
    )


def services_in_words(counter: Counter) -> str:
    """Say what a counter serves."""
    return ", ".join(SERVICE_LABELS[each] for each in counter.services) or "Semua layanan"


def lanes_in_words(counter: Counter) -> str:
    """Say from which lanes a counter calls."""
    return "Semua jalur" if set(counter.lanes) >= set(Lane) else ", ".join(LANE_LABELS[Lane(each)] for each in counter.lanes)


def next_for(counter: Counter, now: datetime) -> list[TicketLine]:
    """Return whom the counter would call, in order, if nobody else came."""
    office, day = counter.office, local_date(counter.office, now)
    order = in_order(waiting_tickets(office, day), office, day, now)
    mine = [ticket for ticket in order if may_serve(counter, ticket)]
    return [line_of(ticket) for ticket in sorted(mine, key=lambda each: each.sent_to_id is None)]


def services_of(office: Office) -> list[str]:
    """Return the services that an office gives."""
    return list(OfficeService.objects.filter(office=office).values_list("service", flat=True).order_by("pk"))
