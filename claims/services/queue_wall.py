"""What hangs on the wall of an office: numbers and counters, no names."""

from dataclasses import dataclass
from datetime import date, datetime

from claims.domain.calling import spoken_call
from claims.domain.ticket_life import TicketState
from claims.models import Office, TicketEvent
from claims.models.ticket import AT_COUNTER
from claims.services.calling import CALLS
from claims.services.deadlines import local_date

LOOKED_AT, CURRENT, BEFORE = 60, 8, 6


@dataclass(frozen=True)
class WallCall:
    """One call: NUMBER as on the ticket, the counter, and the words that are spoken. EVENT tells one call from the next."""

    event: int
    number: str
    counter: int
    words: str
    is_open: bool


@dataclass(frozen=True)
class Wall:
    """The calls of a day: those still before a counter, the newest first, and the last ones before them."""

    office: Office
    day: date
    calls: tuple[WallCall, ...]
    before: tuple[WallCall, ...]


def wall_of(office: Office, now: datetime) -> Wall:
    """Return what the wall of OFFICE shows now; one query."""
    day = local_date(office, now)
    events = TicketEvent.objects.filter(ticket__office=office, ticket__day=day, step__in=CALLS).select_related("ticket", "counter")
    newest: dict[object, WallCall] = {}
    for event in events.order_by("-pk")[:LOOKED_AT]:
        newest.setdefault(event.ticket_id, _call(event))
    calls = [call for call in newest.values() if call.is_open]
    before = [call for call in newest.values() if not call.is_open]
    return Wall(office, day, tuple(calls[:CURRENT]), tuple(before[:BEFORE]))


def _call(event: TicketEvent) -> WallCall:
    ticket, counter = event.ticket, event.counter
    is_open = ticket.state in AT_COUNTER and ticket.counter_id == event.counter_id
    words = spoken_call(ticket.lane, ticket.number, counter.number) if ticket.state == TicketState.CALLED else ""
    return WallCall(event.pk, ticket.label, counter.number, words, is_open)
