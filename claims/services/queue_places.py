"""Places in slots: how many are free, and the one statement that takes one, however many people press at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import F

from claims.domain.queueing import Slot, moment_of
from claims.models import OfficeService, SlotDay, SlotQuota
from claims.services.queue_calendar import OfficeCalendar, calendars


class SlotFull(Exception):
    """Somebody else took the last place of this slot."""


class NoSuchSlot(Exception):
    """The office has no such slot on that day, or takes no numbers for it now."""


@dataclass(frozen=True)
class Opening:
    """A slot on one date, with how many of its places are free."""

    day: date
    slot: Slot
    capacity: int
    free: int

    @property
    def is_full(self) -> bool:
        """Tell whether nobody can take a number here now."""
        return self.free <= 0


def openings(services: Collection[OfficeService], now: datetime) -> dict[int, list[Opening]]:
    """Return for every service of SERVICES, by its key, the slots of the booking window in order; few queries, however many."""
    open_ones = [service for service in services if service.is_open]
    offices = calendars([service.office for service in open_ones])
    quotas, rows = _quotas(open_ones), _rows(open_ones)
    found: dict[int, list[Opening]] = {service.pk: [] for service in services}
    for service in open_ones:
        calendar = offices[service.office_id]
        for day in calendar.bookable_days(now):
            found[service.pk] += _of_day(calendar, day, quotas.get((service.pk, day.weekday()), ()), rows.get((service.pk, day), {}))
    return found


def openings_of(service: OfficeService, now: datetime) -> list[Opening]:
    """Return the slots of one service in the booking window."""
    return openings([service], now)[service.pk]


def _of_day(calendar: OfficeCalendar, day: date, quotas: Iterable[SlotQuota], rows: dict[time, SlotDay]) -> Iterable[Opening]:
    for quota in quotas:
        if calendar.takes_in(day, quota.slot):
            row = rows.get(quota.starts_at)
            capacity = (0 if row.closed_at else row.capacity) if row else quota.capacity
            yield Opening(day, quota.slot, capacity, row.free if row else capacity)


def _quotas(services: Collection[OfficeService]) -> dict[tuple[int, int], list[SlotQuota]]:
    found: dict[tuple[int, int], list[SlotQuota]] = {}
    for quota in SlotQuota.objects.filter(service__in=services).order_by("starts_at"):
        found.setdefault((quota.service_id, quota.weekday), []).append(quota)
    return found


def _rows(services: Collection[OfficeService]) -> dict[tuple[int, date], dict[time, SlotDay]]:
    found: dict[tuple[int, date], dict[time, SlotDay]] = {}
    for row in SlotDay.objects.filter(service__in=services):
        found.setdefault((row.service_id, row.day), {})[row.starts_at] = row
    return found


def find_opening(service: OfficeService, day: date, starts_at: time, now: datetime) -> Opening:
    """Return the slot that somebody asks for; raises NoSuchSlot where no number can be taken for it now."""
    for opening in openings_of(service, now):
        if (opening.day, opening.slot.starts_at) == (day, starts_at):
            return opening
    raise NoSuchSlot


def slot_day(service: OfficeService, day: date, starts_at: time) -> SlotDay:
    """Return the row that counts the places of a slot, made from the quota where nobody asked before. Raises NoSuchSlot."""
    mine = SlotDay.objects.filter(service=service, day=day, starts_at=starts_at)
    if (row := mine.first()) is not None:
        return row
    quota = SlotQuota.objects.filter(service=service, weekday=day.weekday(), starts_at=starts_at).first()
    if quota is None:
        raise NoSuchSlot
    fresh = SlotDay(service=service, day=day, starts_at=starts_at, ends_at=quota.ends_at, capacity=quota.capacity)
    SlotDay.objects.bulk_create([fresh], ignore_conflicts=True)
    return mine.get()


def take(place: SlotDay) -> None:
    """Take one place in the caller's transaction; raises SlotFull. One statement looks and counts, so nobody comes between."""
    if not SlotDay.objects.filter(pk=place.pk, closed_at=None, taken__lt=F("capacity")).update(taken=F("taken") + 1):
        raise SlotFull


def free(place: SlotDay) -> None:
    """Give one place back; whoever may wait for it is asked before (``queue_offers.give_back``)."""
    SlotDay.objects.filter(pk=place.pk, taken__gt=0).update(taken=F("taken") - 1)


def hold(*places: SlotDay) -> None:
    """Lock the rows of several slots in one order, so that two who change places with each other never wait in a circle."""
    list(SlotDay.objects.select_for_update(no_key=True).filter(pk__in={place.pk for place in places}).order_by("pk"))


def begins_at(place: SlotDay) -> datetime:
    """Return when a slot begins; PLACE comes with its service and office."""
    return moment_of(place.day, place.starts_at, place.service.office.timezone)
