"""Numbers and tickets: drawn in the caller's transaction, so that what is taken back leaves no gap."""

import os
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from claims.domain.numbers import new_booking_code
from claims.domain.queueing import Lane, Service
from claims.domain.ticket_life import TicketState, TicketStep
from claims.domain.workflow import Role
from claims.models import LaneDay, Office, Ticket, TicketEvent
from claims.services.guards import Actor
from participants.models import Participant

VISITOR = Actor(frozenset({Role.PARTICIPANT}))
SYSTEM = Actor(frozenset({Role.SYSTEM}))
CODE_BYTES = 8


@dataclass(frozen=True, repr=False)
class VisitorFacts:
    """Who comes. Without a PARTICIPANT the phone was proved with a code; a walk-in may be nobody known."""

    participant: Participant | None = None
    name: str = ""
    phone: str = ""
    email: str = ""
    channel: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """Return what a ticket or an entry of the waiting list keeps of the visitor."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


NOBODY_KNOWN = VisitorFacts()


@transaction.atomic(savepoint=False)
def draw(office: Office, day: date, lane: Lane | str) -> int:
    """Return the next number of a lane; the lane is locked until the caller's transaction ends."""
    mine = LaneDay.objects.filter(office=office, day=day, lane=lane)
    if not mine.update(last_number=F("last_number") + 1):
        LaneDay.objects.bulk_create([LaneDay(office=office, day=day, lane=lane)], ignore_conflicts=True)
        mine.update(last_number=F("last_number") + 1)
    return mine.values_list("last_number", flat=True).get()


def new_code() -> str:
    """Return a fresh booking code."""
    return new_booking_code(os.urandom(CODE_BYTES))


@transaction.atomic
def issue(
    office: Office,
    day: date,
    lane: Lane | str,
    service: Service | str,
    *,
    now: datetime,
    visitor: VisitorFacts = NOBODY_KNOWN,
    state: TicketState = TicketState.BOOKED,
    actor: Actor = VISITOR,
    **facts: Any,
) -> Ticket:
    """Write a ticket with the next number of its lane and its first event. FACTS are further columns (place, claim, replaces …).

    Raises IntegrityError where the visitor holds an active ticket for SERVICE already (``booking`` says it in words).
    """
    moments = {"checked_in_at": now} if state == TicketState.CHECKED_IN else {}
    ticket = Ticket(
        office=office, day=day, lane=lane, number=draw(office, day, lane), service=service, code=new_code(), state=state, issued_at=now
    )
    for name, value in (visitor.columns | moments | facts).items():
        setattr(ticket, name, value)
    ticket.save(force_insert=True)
    write_event(ticket, TicketStep.ISSUE, "", actor, now)
    return ticket


def write_event(ticket: Ticket, step: TicketStep, old_state: str, actor: Actor, now: datetime, note: str = "") -> TicketEvent:
    """Add the row of a step that TICKET has just taken."""
    return TicketEvent.objects.create(
        ticket=ticket,
        number=ticket.version,
        at=now,
        step=step,
        old_state=old_state,
        new_state=ticket.state,
        role=next(role for role in Role if role in actor.roles),
        actor=actor.user,
        counter=ticket.counter if step not in NO_COUNTER else None,
        note=note,
    )


NO_COUNTER = frozenset({TicketStep.ISSUE, TicketStep.CHECK_IN, TicketStep.CANCEL, TicketStep.RESCHEDULE, TicketStep.MOVE})
