"""The waiting list of a full day: joined at its end, served from its beginning, and nobody jumps it."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from claims.models import Claim, OfficeService, SlotDay, Ticket, WaitingEntry, WaitingLine
from claims.services import booking, queue_notices, queue_offers, queue_places
from claims.services.booking import Wanted
from claims.services.deadlines import local_date
from claims.services.ticket_issuing import VisitorFacts, new_code


class PlacesLeft(Exception):
    """The day has a free place: there is nothing to wait for."""


class AlreadyWaiting(Exception):
    """The visitor waits for this purpose already. ENTRY is that place in line."""

    def __init__(self, entry: WaitingEntry | None) -> None:
        super().__init__()
        self.entry = entry


class OfferEnded(Exception):
    """Nothing is held for this entry (any more), or the office closes that day."""


@transaction.atomic
def join(
    service: OfficeService, day: date, visitor: VisitorFacts, *, now: datetime, is_priority: bool = False, claim: Claim | None = None
) -> WaitingEntry:
    """Add VISITOR at the end of the line of a full day.

    Raises NoSuchSlot, PlacesLeft, AlreadyWaiting, and what refuses a second number (AlreadyBooked, TooManyNumbers).
    """
    line = queue_offers.hold_line(service, day)
    of_day = [opening for opening in queue_places.openings_of(service, now) if opening.day == day]
    if not of_day:
        raise queue_places.NoSuchSlot
    if any(not opening.is_full for opening in of_day):
        raise PlacesLeft
    booking.refuse_second(service.service, visitor)
    WaitingLine.objects.filter(pk=line.pk).update(last_number=F("last_number") + 1)
    line.refresh_from_db()
    facts = visitor.columns | {"is_priority": is_priority, "claim": claim, "service": service.service, "joined_at": now}
    return _enter(WaitingEntry(line=line, number=line.last_number, code=new_code()), facts, visitor)


def _enter(entry: WaitingEntry, facts: dict[str, object], visitor: VisitorFacts) -> WaitingEntry:
    for name, value in facts.items():
        setattr(entry, name, value)
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyWaiting(next(iter(booking.waiting_entries(entry.service, visitor)), None)) from error
    return entry


def position(entry: WaitingEntry) -> int:
    """Return how many stand before and with ENTRY in its line: 1 is the next."""
    return entry.line.entries.filter(state="waiting", number__lte=entry.number).count()


@transaction.atomic
def accept(entry: WaitingEntry, *, now: datetime) -> Ticket:
    """Turn the held place into a number. Raises OfferEnded, AlreadyBooked."""
    service = entry.line.service
    queue_offers.hold_line(service, entry.line.day)
    held = WaitingEntry.objects.filter(pk=entry.pk, state="offered", held_until__gt=now)
    if not queue_offers.is_open_on(service, entry.line.day) or not held.update(state="taken", held_until=None):
        raise OfferEnded
    entry.refresh_from_db()
    ticket = _issue(entry, service, now)
    WaitingEntry.objects.filter(pk=entry.pk).update(ticket=ticket)
    queue_notices.booked(ticket, now)
    return ticket


def _issue(entry: WaitingEntry, service: OfficeService, now: datetime) -> Ticket:
    visitor = booking.visitor_of(entry)
    booking.refuse_second(service.service, visitor)
    place = SlotDay.objects.get(pk=entry.place_id)
    place.service = service
    wanted = Wanted(service, entry.line.day, place.starts_at, entry.is_priority, entry.claim)
    return booking.issue_once(wanted, place, visitor, now)


@transaction.atomic
def leave(entry: WaitingEntry, *, now: datetime) -> None:
    """Step out of the line; a held place goes to the next at once."""
    queue_offers.leave(entry, now)


def pass_on_lapsed(now: datetime) -> int:
    """Pass on every place whose time to choose is over, and close the lines of days gone by; return how many entries ended."""
    return sum(_end(entry, now, "lapsed") for entry in _lapsed(now)) + sum(_end(entry, now, "over") for entry in _gone_by(now))


def _lapsed(now: datetime) -> list[WaitingEntry]:
    due = WaitingEntry.objects.filter(state="offered", held_until__lte=now).select_related("line__service__office")
    return list(due.order_by("held_until", "number"))


def _gone_by(now: datetime) -> list[WaitingEntry]:
    waiting = WaitingEntry.objects.filter(state__in=("waiting", "offered"), line__day__lte=local_date(None, now))
    entries = waiting.select_related("line__service__office")
    return [entry for entry in entries if entry.line.day < local_date(entry.line.service.office, now)]


@transaction.atomic
def _end(entry: WaitingEntry, now: datetime, state: str) -> bool:
    return queue_offers.leave(entry, now, state)
