"""Numbers taken ahead: booked, changed to another slot, given back. Never more than there are places."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from claims.domain.queueing import MOST_ACTIVE_A_PHONE, Lane
from claims.domain.ticket_life import ACTIVE, TicketStep
from claims.models import Claim, OfficeService, SlotDay, Ticket, WaitingEntry
from claims.services import queue_notices, queue_offers, queue_places
from claims.services.guards import Actor
from claims.services.ticket_issuing import VISITOR, VisitorFacts, issue
from claims.services.ticket_steps import take_step
from jht_portal.lib.crypto import blind_index


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for: a slot of a service on a day, in which lane, for which claim."""

    service: OfficeService
    day: date
    starts_at: time
    is_priority: bool = False
    claim: Claim | None = None

    @property
    def lane(self) -> Lane:
        """Return the lane of the number."""
        return Lane.PRIORITY if self.is_priority else Lane.BOOKED


class AlreadyBooked(Exception):
    """The visitor holds an active number for this purpose. TICKET is that one."""

    def __init__(self, ticket: Ticket | None) -> None:
        super().__init__()
        self.ticket = ticket


class TooManyNumbers(Exception):
    """This phone holds as many active numbers as one may."""


@transaction.atomic
def book(wanted: Wanted, visitor: VisitorFacts, *, now: datetime) -> Ticket:
    """Take a place and draw the number for it: all or nothing.

    Raises NoSuchSlot, SlotFull, AlreadyBooked, TooManyNumbers.
    """
    queue_places.find_opening(wanted.service, wanted.day, wanted.starts_at, now)
    refuse_second(wanted.service.service, visitor)
    leave_waiting(wanted.service.service, visitor, now)
    place = queue_places.slot_day(wanted.service, wanted.day, wanted.starts_at)
    queue_places.take(place)
    place.service = wanted.service
    ticket = issue_once(wanted, place, visitor, now)
    queue_notices.booked(ticket, now)
    return ticket


def issue_once(wanted: Wanted, place: SlotDay, visitor: VisitorFacts, now: datetime) -> Ticket:
    """Issue the number for a place that is taken already. Raises AlreadyBooked: pressed twice at once, the other press got it."""
    service, facts = wanted.service, {"place": place, "claim": wanted.claim}
    try:
        with transaction.atomic():
            return issue(service.office, wanted.day, wanted.lane, service.service, now=now, visitor=visitor, **facts)
    except IntegrityError as error:
        raise AlreadyBooked(active_ticket(service.service, visitor)) from error


def active_ticket(service: str, visitor: VisitorFacts) -> Ticket | None:
    """Return the number that the visitor holds for this purpose, for a participant also one that was taken without signing in."""
    active = Ticket.objects.filter(service=service, state__in=ACTIVE)
    same_phone = active.filter(phone_index=blind_index(visitor.phone, "phone")) if visitor.phone else active.none()
    if visitor.participant is None:
        return same_phone.first()
    own = active.filter(participant=visitor.participant).first()
    return own or next((ticket for ticket in same_phone.filter(participant=None) if _same_name(ticket.name, visitor.name)), None)


def _same_name(name: str, other: str) -> bool:
    return name.casefold().split() == other.casefold().split()


def refuse_second(service: str, visitor: VisitorFacts) -> None:
    """One active number a person and purpose, and few a phone. Raises AlreadyBooked, TooManyNumbers."""
    if (held := active_ticket(service, visitor)) is not None:
        raise AlreadyBooked(held)
    index = blind_index(visitor.phone, "phone")
    if visitor.phone and Ticket.objects.filter(phone_index=index, state__in=ACTIVE).count() >= MOST_ACTIVE_A_PHONE:
        raise TooManyNumbers


def leave_waiting(service: str, visitor: VisitorFacts, now: datetime) -> None:
    """Whoever takes a number waits no longer for one; a place held for the visitor goes to the next."""
    for entry in waiting_entries(service, visitor):
        queue_offers.leave(entry, now)


def waiting_entries(service: str, visitor: VisitorFacts) -> list[WaitingEntry]:
    """Return where the visitor waits for this purpose."""
    waits = WaitingEntry.objects.filter(service=service, state__in=("waiting", "offered")).select_related("line__service__office")
    if visitor.participant is not None:
        return list(waits.filter(participant=visitor.participant))
    return list(waits.filter(participant=None, phone_index=blind_index(visitor.phone, "phone"))) if visitor.phone else []


@transaction.atomic
def cancel(ticket: Ticket, *, now: datetime, actor: Actor = VISITOR, note: str = "") -> None:
    """Give a number back; its place is free, or offered on, at once. Raises what ``take_step`` raises."""
    take_step(ticket, TicketStep.CANCEL, now=now, actor=actor, note=note)
    queue_notices.cancelled(ticket, now)


@transaction.atomic
def reschedule(ticket: Ticket, wanted: Wanted, *, now: datetime, actor: Actor = VISITOR) -> Ticket:
    """Change a number to another slot for the same purpose: a new number there, the old place free at once.

    Raises NoSuchSlot, SlotFull, and what ``take_step`` raises; then nothing has changed.
    """
    new = exchange(ticket, wanted, TicketStep.RESCHEDULE, now=now, actor=actor)
    queue_notices.booked(new, now)
    return new


def exchange(ticket: Ticket, wanted: Wanted, step: TicketStep, *, now: datetime, actor: Actor, note: str = "") -> Ticket:
    """Take the wanted place, close TICKET by STEP, and issue its successor to the same visitor; in the caller's transaction."""
    queue_places.find_opening(wanted.service, wanted.day, wanted.starts_at, now)
    queue_offers.hold_line(ticket.place.service, ticket.place.day)
    place = queue_places.slot_day(wanted.service, wanted.day, wanted.starts_at)
    queue_places.hold(place, ticket.place)
    queue_places.take(place)
    place.service = wanted.service
    take_step(ticket, step, now=now, actor=actor, note=note)
    facts = {"place": place, "claim": ticket.claim, "replaces": ticket}
    office = wanted.service.office
    return issue(office, wanted.day, ticket.lane, ticket.service, now=now, visitor=visitor_of(ticket), actor=actor, **facts)


def visitor_of(ticket: Ticket | WaitingEntry) -> VisitorFacts:
    """Return who stands behind a ticket or an entry: nobody else can be put in."""
    return VisitorFacts(ticket.participant, ticket.name, ticket.phone, ticket.email, ticket.channel)
