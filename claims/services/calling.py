"""Calling at the counters: the next number by lane rules, once more, and what becomes of it.

The row of the office is the lock under which numbers are called: of two counters that press at once the second sees what
the first one took, so shares stay exact. The step itself is compare-and-set, so a visitor who cancels meanwhile is never called.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from claims.domain.calling import Waiting, calling_order, lane_shares, round_length
from claims.domain.limits import Limit, limit
from claims.domain.queueing import Lane, moment_of
from claims.domain.ticket_life import TicketState, TicketStep
from claims.models import Counter, Office, Ticket, TicketEvent
from claims.models.ticket import AT_COUNTER
from claims.services import queue_notices
from claims.services.deadlines import local_date
from claims.services.guards import Actor
from claims.services.ticket_steps import TicketChangedMeanwhile, take_step

NEAR = 3
"""People ahead at which a visitor is told to come close."""
CALLS = (TicketStep.CALL, TicketStep.RECALL)
NEW_TURN = (TicketStep.RETURN, TicketStep.TRANSFER)


class CounterBusy(Exception):
    """The counter has somebody before it. TICKET is that number."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(ticket.label)
        self.ticket = ticket


class CalledTooFew(Exception):
    """A number may be passed over only after several calls. LEFT is how many are missing."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


def waiting_tickets(office: Office, day: date) -> list[Ticket]:
    """Return everybody who is there and waits."""
    found = Ticket.objects.filter(office=office, day=day, state=TicketState.CHECKED_IN)
    return list(found.select_related("office", "place__service__office", "participant", "claim", "sent_to"))


def in_order(tickets: Iterable[Ticket], office: Office, day: date, now: datetime) -> list[Ticket]:
    """Return TICKETS as they would be called if nobody else came."""
    by_key = {ticket.pk: ticket for ticket in tickets}
    shares = lane_shares()
    recent = recent_lanes(office, day, round_length(shares))
    return [by_key[each.key] for each in calling_order(map(_waiting, by_key.values()), recent, shares, now)]


def _waiting(ticket: Ticket) -> Waiting:
    place = ticket.place
    begins = moment_of(ticket.day, place.starts_at, ticket.office.timezone) if place else None
    return Waiting(ticket.pk, Lane(ticket.lane), ticket.number, ticket.checked_in_at, begins)


def recent_lanes(office: Office, day: date, count: int) -> list[Lane]:
    """Return the lanes of the last COUNT calls of the day, the newest at the end."""
    calls = TicketEvent.objects.filter(ticket__office=office, ticket__day=day, step=TicketStep.CALL)
    return [Lane(lane) for lane in calls.order_by("-pk").values_list("ticket__lane", flat=True)[:count]][::-1]


def current(counter: Counter) -> Ticket | None:
    """Return who is before the counter: called or being served."""
    found = Ticket.objects.filter(counter=counter, state__in=AT_COUNTER)
    return found.select_related("office", "place__service__office", "participant", "claim", "counter").first()


def may_serve(counter: Counter, ticket: Ticket) -> bool:
    """Tell whether a counter calls TICKET: one of its lanes and services, and not sent to another one that is in use."""
    fits = ticket.lane in counter.lanes and (not counter.services or ticket.service in counter.services)
    is_free = ticket.sent_to is None or not ticket.sent_to.is_open
    return ticket.sent_to_id == counter.pk or (is_free and fits)


@transaction.atomic
def call_next(counter: Counter, *, actor: Actor, now: datetime) -> Ticket | None:
    """Call whoever is next for this counter, None where nobody waits for it. Raises CounterBusy.

    Whoever was sent here comes first, then the lanes by their shares. Those who are near now are told.
    """
    office = Office.objects.select_for_update(no_key=True).get(pk=counter.office_id)
    if (busy := current(counter)) is not None:
        raise CounterBusy(busy)
    day = local_date(office, now)
    order = in_order(waiting_tickets(office, day), office, day, now)
    mine = [ticket for ticket in order if may_serve(counter, ticket)]
    for ticket in sorted(mine, key=lambda each: each.sent_to_id is None):
        try:
            take_step(ticket, TicketStep.CALL, now=now, actor=actor, counter=counter)
        except TicketChangedMeanwhile:
            continue
        tell_who_is_near(office, day, now)
        return ticket
    return None


def tell_who_is_near(office: Office, day: date, now: datetime) -> None:
    """Tell everybody with at most three ahead, once a ticket."""
    for ahead, ticket in enumerate(in_order(waiting_tickets(office, day), office, day, now)[: NEAR + 1]):
        queue_notices.near(ticket, ahead, now)


def calls_left(ticket: Ticket) -> int:
    """Return how many times more TICKET must be called before it may be passed over; coming back or being sent on begins the count anew."""
    steps = list(ticket.events.order_by("number").values_list("step", flat=True))
    since = max((place for place, step in enumerate(steps) if step in NEW_TURN), default=0)
    return max(0, limit(Limit.QUEUE_CALLS) - sum(step in CALLS for step in steps[since:]))


def pass_over(ticket: Ticket, *, actor: Actor, now: datetime) -> None:
    """Note that nobody came. Raises CalledTooFew, and what ``take_step`` raises."""
    if left := calls_left(ticket):
        raise CalledTooFew(left)
    take_step(ticket, TicketStep.MARK_ABSENT, now=now, actor=actor)


def transfer(ticket: Ticket, *, service: str, to: Counter | None, actor: Actor, now: datetime) -> None:
    """Send the visitor on: for another service, to one counter or whichever calls next. The turn is kept."""
    take_step(ticket, TicketStep.TRANSFER, now=now, actor=actor, service=service, sent_to=to)
