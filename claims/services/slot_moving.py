"""The office must move a slot: never without a reason, with a place kept for everyone and two more to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from claims.domain.ticket_life import TicketState, TicketStep
from claims.models import MovedTicket, SlotDay, SlotMove, Ticket, WaitingEntry
from claims.services import auditing, booking, queue_notices, queue_offers, queue_places
from claims.services.booking import Wanted
from claims.services.guards import Actor
from claims.services.queue_places import Opening, SlotFull

ALTERNATIVES = 3
QUEUE_MOVE = "queue_move"
NOTE_NEEDED = "Tulis alasannya. Peserta membacanya."
NO_ROOM = "Hanya ada {free} tempat lain yang kosong untuk {count} orang. Tambah kuota dulu, atau pindahkan sebagian."


class MoveRefused(Exception):
    """The slot cannot be moved now, in words for the head of the office; nobody was moved."""


@dataclass(frozen=True)
class Alternative:
    """A place that was offered instead; IS_KEPT: the visitor's number stands for it now."""

    place: SlotDay
    is_kept: bool
    free: int


@transaction.atomic
def move(place: SlotDay, reason: str, *, actor: Actor, now: datetime, other_day: bool = False) -> SlotMove:
    """Move everybody who booked PLACE to the nearest free places, close the slot, and tell them on every channel: all or nobody.

    OTHER_DAY: the whole day falls away, so nobody is moved to another hour of it. PLACE comes with its service and office.
    Raises MoveRefused, TicketChangedMeanwhile.
    """
    if not (reason := " ".join(reason.split()).rstrip(". ")):
        raise MoveRefused(NOTE_NEEDED)
    _close(place, now, other_day)
    tickets, found = list(booked_at(place)), move_targets(place, now, other_day=other_day)
    if len(tickets) > (free := sum(opening.free for opening in found)):
        raise MoveRefused(NO_ROOM.format(free=free, count=len(tickets)))
    office = place.service.office
    moved = SlotMove.objects.create(office=office, place=place, reason=reason[:200], at=now, by=actor.user)
    for ticket in tickets:
        _move_one(ticket, moved, _three(place, now, other_day), actor, now)
    details = {"count": len(tickets), "starts_at": f"{place.starts_at:%H:%M}"}
    auditing.record(QUEUE_MOVE, now=now, user=actor.user, office=office, what=f"slot {place.service.service} {place.day}", details=details)
    return moved


def booked_at(place: SlotDay) -> Iterable[Ticket]:
    """Return the numbers that still stand for PLACE, in the order in which they were taken."""
    tickets = place.tickets.filter(state=TicketState.BOOKED).select_related("office", "place__service__office", "participant", "claim")
    return tickets.order_by("lane", "number")


def _close(place: SlotDay, now: datetime, other_day: bool) -> None:
    """Let nobody take a place in a slot that is about to be emptied; whoever was offered one waits on, in the same place of the line.

    Locks come in the order of all: the line, then every slot that people may be moved to.
    """
    queue_offers.hold_line(place.service, place.day)
    found = move_targets(place, now, other_day=other_day)
    queue_places.hold(place, *(queue_places.slot_day(place.service, each.day, each.slot.starts_at) for each in found))
    SlotDay.objects.filter(pk=place.pk).update(closed_at=now)
    for entry in WaitingEntry.objects.filter(place=place, state="offered"):
        WaitingEntry.objects.filter(pk=entry.pk).update(state="waiting", place=None, held_until=None)
        queue_places.free(place)


def move_targets(place: SlotDay, now: datetime, *, other_day: bool = False) -> list[Opening]:
    """Return the free slots for the same purpose at the same office, the nearest in time to the old one first; of an OTHER_DAY only."""
    begins = queue_places.begins_at(place)
    found = [opening for opening in queue_places.openings_of(place.service, now) if not opening.is_full]
    others = [opening for opening in found if opening.day != place.day or (opening.slot.starts_at != place.starts_at and not other_day)]
    return sorted(others, key=lambda opening: _distance(opening, place, begins))


def _distance(opening: Opening, place: SlotDay, begins: datetime) -> tuple[int, int]:
    days = abs((opening.day - place.day).days)
    return days, abs(opening.slot.starts_at.hour - place.starts_at.hour)


def _move_one(ticket: Ticket, moved: SlotMove, offered: list[Opening], actor: Actor, now: datetime) -> None:
    first = offered[0]
    wanted = Wanted(moved.place.service, first.day, first.slot.starts_at)
    new = booking.exchange(ticket, wanted, TicketStep.MOVE, now=now, actor=actor, note=moved.reason)
    keys = [queue_places.slot_day(moved.place.service, opening.day, opening.slot.starts_at).pk for opening in offered]
    MovedTicket.objects.create(move=moved, ticket=new, alternatives=keys)
    queue_notices.moved(ticket, new, moved.reason, now)


def _three(place: SlotDay, now: datetime, other_day: bool) -> list[Opening]:
    """Return the nearest free slot and two more, one of another day where there is one."""
    found = move_targets(place, now, other_day=other_day)
    if not found:
        raise SlotFull
    other_days = [opening for opening in found[1:] if opening.day != found[0].day]
    chosen = [found[0], *other_days[:1], *found[1:]]
    return list(dict.fromkeys(chosen))[:ALTERNATIVES]


def alternatives_of(ticket: Ticket, now: datetime) -> list[Alternative]:
    """Return what was offered to a ticket that the office moved, as far as it can still be had: the kept place first."""
    moved = MovedTicket.objects.filter(ticket=ticket).first()
    if moved is None:
        return []
    places = SlotDay.objects.select_related("service__office").in_bulk(moved.alternatives)
    known = [places[key] for key in moved.alternatives if key in places]
    free = {(opening.day, opening.slot.starts_at): opening.free for opening in queue_places.openings_of(known[0].service, now)}
    lines = [Alternative(place, place.pk == ticket.place_id, free.get((place.day, place.starts_at), 0)) for place in known]
    return [line for line in lines if line.is_kept or line.free > 0]


def note_choice(ticket: Ticket, now: datetime) -> None:
    """Remember that the visitor has chosen: to stay where the office put the number, or another place."""
    MovedTicket.objects.filter(ticket=ticket, chosen_at=None).update(chosen_at=now)
