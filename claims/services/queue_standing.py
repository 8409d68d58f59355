"""Where somebody stands in the queue: people ahead, and how long it may take by the pace of the day."""

from dataclasses import dataclass
from datetime import datetime

from claims.domain.queue_pace import WaitRange, wait_range
from claims.domain.ticket_life import TicketState, TicketStep
from claims.models import Counter, Office, Ticket, TicketEvent
from claims.services.calling import in_order, waiting_tickets
from claims.services.deadlines import local_date

SHOWN = frozenset({TicketState.BOOKED, TicketState.CHECKED_IN, TicketState.CALLED, TicketState.SERVING})


@dataclass(frozen=True)
class Standing:
    """AHEAD: people who would be called before this one (None: not in line yet); WAITING: everybody in line.

    WAIT is None where the day has shown too little to say. COUNTER: where the number is called to.
    """

    state: TicketState
    waiting: int
    ahead: int | None = None
    wait: WaitRange | None = None
    counter: Counter | None = None


def standing_of(ticket: Ticket, now: datetime) -> Standing | None:
    """Return where TICKET stands; None on another day, or where it is done."""
    state, office = TicketState(ticket.state), ticket.office
    if state not in SHOWN or ticket.day != local_date(office, now):
        return None
    line = in_order(waiting_tickets(office, ticket.day), office, ticket.day, now)
    if state != TicketState.CHECKED_IN:
        return Standing(state, len(line), counter=ticket.counter if state != TicketState.BOOKED else None)
    ahead = next((place for place, each in enumerate(line) if each.pk == ticket.pk), 0)
    return Standing(state, len(line), ahead, wait_range(ahead, calls_of_the_day(office, now), now))


def calls_of_the_day(office: Office, now: datetime) -> list[datetime]:
    """Return when numbers were called today, without repeats of a call."""
    calls = TicketEvent.objects.filter(ticket__office=office, ticket__day=local_date(office, now), step=TicketStep.CALL)
    return list(calls.order_by("at").values_list("at", flat=True))
