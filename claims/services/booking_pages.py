"""What the pages of booking show: free places of offices side by side, and the days and hours of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from claims.models import Office, OfficeService, OpeningHours
from claims.services.queue_places import Opening, openings


@dataclass(frozen=True)
class DayLine:
    """One day of an office: its free places over all hours."""

    day: date
    free: int

    @property
    def is_full(self) -> bool:
        return self.free <= 0


@dataclass(frozen=True)
class OfficeLine:
    """An office with the days of the booking window on which it is open."""

    service: OfficeService
    days: tuple[DayLine, ...]
    openings: tuple[Opening, ...]

    @property
    def office(self) -> Office:
        return self.service.office

    @property
    def free(self) -> int:
        return sum(line.free for line in self.days)

    @property
    def first_free(self) -> date | None:
        """Return the next day with a free place."""
        return next((line.day for line in self.days if not line.is_full), None)

    def of_day(self, day: date) -> tuple[Opening, ...]:
        """Return the hours of DAY."""
        return tuple(opening for opening in self.openings if opening.day == day)

    def line_of(self, day: date) -> DayLine | None:
        """Return DAY, None where the office is closed or the day cannot be booked."""
        return next((line for line in self.days if line.day == day), None)


def provinces() -> list[str]:
    """Return the provinces that have an office which takes numbers."""
    return list(_given().order_by("office__province").values_list("office__province", flat=True).distinct())


def offices_in(province: str, service: str, now: datetime) -> list[OfficeLine]:
    """Return the offices of PROVINCE that give SERVICE, the one with the nearest free day first."""
    given = list(_given().filter(office__province=province, service=service).select_related("office"))
    lines = [_line(each, of_each) for each, of_each in _with_openings(given, now)]
    return sorted(lines, key=lambda line: (line.first_free or date.max, -line.free, line.office.name))


def find_office(code: str, service: str, now: datetime) -> OfficeLine | None:
    """Return the office CODE with its days for SERVICE, None where it takes no numbers for it."""
    given = list(_given().filter(office__code=code, service=service).select_related("office"))
    return next((_line(*pair) for pair in _with_openings(given, now)), None)


def nearby(line: OfficeLine, day: date, now: datetime) -> list[tuple[OfficeLine, DayLine]]:
    """Return the other offices of the same province that have a free place on DAY."""
    others = [other for other in offices_in(line.office.province, line.service.service, now) if other.office.pk != line.office.pk]
    pairs = [(other, other.line_of(day)) for other in others]
    return [(other, of_day) for other, of_day in pairs if of_day is not None and not of_day.is_full]


def hours_in_words(office: Office) -> list[OpeningHours]:
    """Return the opening hours of an office, Monday first."""
    return list(office.opening_hours.order_by("weekday"))


def _given() -> QuerySet[OfficeService]:
    return OfficeService.objects.filter(is_open=True, office__opening_hours__isnull=False).distinct()


def _with_openings(given: list[OfficeService], now: datetime) -> Iterable[tuple[OfficeService, list[Opening]]]:
    found = openings(given, now)
    return [(each, found[each.pk]) for each in given]


def _line(service: OfficeService, found: list[Opening]) -> OfficeLine:
    days = sorted({opening.day for opening in found})
    lines = tuple(DayLine(day, sum(max(opening.free, 0) for opening in found if opening.day == day)) for day in days)
    return OfficeLine(service, lines, tuple(found))
