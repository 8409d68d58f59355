"""A place that became free goes to the first in the waiting list, and only when nobody waits to everybody.

The row of the line is the lock: whoever gives a place back, joins, accepts or leaves holds it first, then slots in the
order of their keys, then lanes, then tickets. While somebody waits no place of that day is free, so nobody can jump it.
"""

from datetime import date, datetime

from claims.domain.queueing import held_until
from claims.models import OfficeService, SlotDay, WaitingEntry, WaitingLine
from claims.services import queue_notices, queue_places
from claims.services.queue_calendar import calendar_of


def hold_line(service: OfficeService, day: date) -> WaitingLine:
    """Return the waiting list of a day, locked until the caller's transaction ends."""
    mine = WaitingLine.objects.select_for_update(no_key=True).filter(service=service, day=day)
    if (line := mine.first()) is not None:
        return line
    WaitingLine.objects.bulk_create([WaitingLine(service=service, day=day)], ignore_conflicts=True)
    return mine.get()


def is_open_on(service: OfficeService, day: date) -> bool:
    """Tell whether the office still receives people on DAY: it may have been closed after the first number was taken."""
    return calendar_of(service.office).is_open_on(day)


def give_back(place: SlotDay, now: datetime) -> WaitingEntry | None:
    """Pass a taken place on: to the next who waits, who is told; else it is free again. The line is held already or now."""
    line = hold_line(place.service, place.day)
    begins = queue_places.begins_at(place)
    is_open = begins > now and SlotDay.objects.filter(pk=place.pk, closed_at=None).exists()
    entry = line.entries.filter(state="waiting").order_by("number").first() if is_open else None
    if entry is None or not is_open_on(place.service, place.day):
        queue_places.free(place)
        return None
    entry.state, entry.place = "offered", place
    entry.held_until = held_until(now, begins, place.service.office.timezone)
    entry.save(update_fields=["state", "place", "held_until"])
    queue_notices.offer(entry, now)
    return entry


def leave(entry: WaitingEntry, now: datetime, state: str = "left") -> bool:
    """Take ENTRY out of its line as STATE says; a place that was held goes to the next. False where somebody was faster."""
    hold_line(entry.line.service, entry.line.day)
    held = WaitingEntry.objects.filter(pk=entry.pk, state="offered").select_related("place__service__office").first()
    if not WaitingEntry.objects.filter(pk=entry.pk, state__in=("waiting", "offered")).update(state=state, held_until=None):
        return False
    entry.state = state
    if held is not None:
        give_back(held.place, now)
    return True
