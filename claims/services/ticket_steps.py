"""The one door through which a ticket changes its state."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from claims.domain.ticket_life import FREES_PLACE, TicketState, TicketStep, find_ticket_transition
from claims.domain.workflow import Role
from claims.models import Counter, Ticket, TicketEvent
from claims.services import auditing, queue_offers
from claims.services.guards import Actor
from claims.services.ticket_issuing import VISITOR, write_event

NOTE_NEEDED = "Tulis alasannya."
HOLDS_ANOTHER = "Pengunjung ini sudah memegang nomor lain untuk layanan itu. Layani dengan nomor itu."
QUEUE_STEP = "queue_step"
"""The audit's kind of a step that an officer took on a ticket."""


class TicketChangedMeanwhile(Exception):
    """Somebody else took a step first; nothing was written."""


class TicketStepRefused(Exception):
    """What the step needs is missing, in words for the one who pressed the button."""


@transaction.atomic
def take_step(
    ticket: Ticket,
    step: TicketStep | str,
    *,
    now: datetime,
    actor: Actor = VISITOR,
    note: str = "",
    counter: Counter | None = None,
    **columns: Any,
) -> TicketEvent:
    """Take one step, record it, and pass on the place that it frees: all or nothing. COLUMNS are what it writes beside the state.

    TICKET is as the actor saw it. Raises TicketStepNotAllowed (the table), TicketStepRefused, TicketChangedMeanwhile.
    """
    step, old, note = TicketStep(step), TicketState(ticket.state), note.strip()
    transition = find_ticket_transition(step, state=old, roles=actor.roles)
    if transition.needs_note and not note:
        raise TicketStepRefused(NOTE_NEEDED)
    frees = transition.target in FREES_PLACE and ticket.place is not None
    if frees:
        queue_offers.hold_line(ticket.place.service, ticket.place.day)
    _compare_and_set(ticket, _columns(step, transition.target, now, counter) | columns)
    if frees:
        queue_offers.give_back(ticket.place, now)
    event = write_event(ticket, step, old, actor, now, note)
    if actor.user is not None:
        role = next(role for role in Role if role in transition.roles & actor.roles)
        auditing.record(QUEUE_STEP, now=now, user=actor.user, role=role, office=ticket.office, what=f"{step} {ticket.label} {ticket.day}")
    return event


MOMENTS: dict[TicketStep, str] = {
    TicketStep.CHECK_IN: "checked_in_at",
    TicketStep.RETURN: "checked_in_at",
    TicketStep.CALL: "called_at",
    TicketStep.RECALL: "called_at",
    TicketStep.SERVE: "served_at",
    TicketStep.FINISH: "finished_at",
}


def _columns(step: TicketStep, target: TicketState, now: datetime, counter: Counter | None) -> dict[str, Any]:
    moment = {MOMENTS[step]: now} if step in MOMENTS else {}
    return {"state": target, **moment, **({"counter": counter} if counter else {})}


def _compare_and_set(ticket: Ticket, written: dict[str, Any]) -> None:
    """Write the columns if nobody was faster, and bring TICKET up to date; one person has one active number a purpose."""
    written = written | {"version": ticket.version + 1}
    try:
        is_written = Ticket.objects.filter(pk=ticket.pk, state=ticket.state, version=ticket.version).update(**written)
    except IntegrityError as error:
        raise TicketStepRefused(HOLDS_ANOTHER) from error
    if not is_written:
        raise TicketChangedMeanwhile(ticket.label)
    for column, value in written.items():
        setattr(ticket, column, value)
