"""What keeps an office from changing how it receives people: nobody who holds a number is dropped silently."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Model, QuerySet

from claims.domain.queueing import WINDOW_DAYS, Slot, fits
from claims.domain.ticket_life import TicketState
from claims.models import Closure, Office, OfficeService, OpeningHours, SlotDay, SlotQuota, Ticket, WaitingEntry
from claims.services import queue_offers, queue_places
from claims.services.deadlines import local_date
from claims.services.queue_calendar import calendar_of

BOOKED = "{count} orang sudah memegang nomor untuk {what}. Pindahkan dulu lewat Pemindahan jadwal."


def booked(office: Office) -> QuerySet[Ticket]:
    """Return the numbers that people hold for days to come at OFFICE."""
    return Ticket.objects.filter(office=office, state=TicketState.BOOKED, place__isnull=False).select_related("place")


def faults(row: Model, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield what forbids ROW as it would stand, as (field, sentence)."""
    if isinstance(row, Closure) and row.first_on and row.last_on:
        yield from _closure_faults(row, now)
    if isinstance(row, OpeningHours) and row.opens_at and row.closes_at:
        yield from _hours_faults(row)


def _closure_faults(closure: Closure, now: datetime) -> Iterator[tuple[str, str]]:
    if closure.last_on < closure.first_on:
        yield "last_on", "Tanggal terakhir sebelum tanggal pertama. Periksa lagi."
    elif closure.last_on <= local_date(closure.office, now):
        yield "last_on", "Hari ini dan hari yang lewat tidak bisa ditutup di sini. Paling cepat besok."
    elif count := booked(closure.office).filter(day__range=(closure.first_on, closure.last_on)).count():
        yield "first_on", BOOKED.format(count=count, what="hari-hari itu")


def _hours_faults(hours: OpeningHours) -> Iterator[tuple[str, str]]:
    if hours.closes_at <= hours.opens_at:
        yield "closes_at", "Jam tutup sebelum jam buka. Periksa lagi."
    elif count := sum(not fits(ticket.place.slot, hours.opens_at, hours.closes_at) for ticket in _of_weekday(hours)):
        yield "opens_at", BOOKED.format(count=count, what="jam di luar jam buka ini")


def _of_weekday(hours: OpeningHours) -> list[Ticket]:
    return [ticket for ticket in booked(hours.office) if ticket.day.weekday() == hours.weekday]


def closed_days(office: Office, days: Collection[date]) -> set[date]:
    """Return those of DAYS on which OFFICE receives nobody."""
    calendar = calendar_of(office)
    return {day for day in days if not calendar.is_open_on(day)}


def held_on(day: date) -> int:
    """Return how many people hold a number for DAY, over all offices."""
    return Ticket.objects.filter(day=day, state=TicketState.BOOKED).count()


def stranded(office: Office, now: datetime) -> int:
    """Return how many people hold a number for a day to come on which OFFICE is closed: a holiday was added meanwhile."""
    days = list(booked(office).filter(day__gt=local_date(office, now)).values_list("day", flat=True))
    closed = closed_days(office, set(days))
    return sum(day in closed for day in days)


def may_drop(row: Model) -> bool:
    """Tell whether ROW can be deleted: hours of a weekday only while nobody holds a number for one."""
    return not (isinstance(row, OpeningHours) and _of_weekday(row))


# --- Quotas


@transaction.atomic
def set_places(service: OfficeService, weekday: int, slot: Slot, capacity: int, *, now: datetime) -> SlotQuota | None:
    """Give a slot of a weekday CAPACITY places and let the days to come follow; return the row if it is another one than before.

    Who holds a number keeps it: a day never gets fewer places than are taken. New places go to the waiting list first.
    """
    quota = SlotQuota.objects.filter(service=service, weekday=weekday, starts_at=slot.starts_at).first()
    if capacity == (quota.capacity if quota else 0):
        return None
    quota = quota or SlotQuota(service=service, weekday=weekday, starts_at=slot.starts_at, ends_at=slot.ends_at)
    quota.capacity = capacity
    quota.save()
    today = local_date(service.office, now)
    for day in (today + timedelta(days=n) for n in range(1, WINDOW_DAYS + 1)):
        if day.weekday() == weekday:
            _follow(service, day, quota, now)
    return quota


def _follow(service: OfficeService, day: date, quota: SlotQuota, now: datetime) -> None:
    line = queue_offers.hold_line(service, day)
    place = queue_places.slot_day(service, day, quota.starts_at)
    queue_places.hold(place)
    place.refresh_from_db(fields=["taken", "closed_at"])
    SlotDay.objects.filter(pk=place.pk).update(capacity=max(place.taken, quota.capacity))
    place.service = service
    waits = WaitingEntry.objects.filter(line=line, state="waiting").count()
    for _ in range(min(waits, 0 if place.closed_at else max(0, quota.capacity - place.taken))):
        queue_places.take(place)
        queue_offers.give_back(place, now)
