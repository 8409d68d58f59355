"""When an office receives people: opening hours, days off and closures of its own, in its own days."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from claims.domain import queueing as domain
from claims.models import Closure, Office, OpeningHours
from claims.services.deadlines import holidays, local_date


@dataclass(frozen=True)
class OfficeCalendar:
    """The hours of an office by weekday, and the days on which it is closed all the same."""

    office: Office
    hours: Mapping[int, OpeningHours]
    holidays: frozenset[date]
    closures: tuple[Closure, ...]

    @property
    def spans(self) -> list[domain.Span]:
        """Return the office's own closed days, first and last."""
        return [(closure.first_on, closure.last_on) for closure in self.closures]

    def is_open_on(self, day: date) -> bool:
        """Tell whether the office receives people on DAY."""
        return domain.is_open_on(day, self.hours, self.holidays, self.spans)

    def bookable_days(self, now: datetime) -> tuple[date, ...]:
        """Return the days for which a number can be taken now, seen from the office's own clock."""
        return domain.bookable_days(local_date(self.office, now), self.hours, self.holidays, self.spans)

    def takes_in(self, day: date, slot: domain.Slot) -> bool:
        """Tell whether a slot lies within the hours of DAY's weekday."""
        hours = self.hours.get(day.weekday())
        return hours is not None and domain.fits(slot, hours.opens_at, hours.closes_at)


def calendars(offices: Collection[Office]) -> dict[int, OfficeCalendar]:
    """Return the calendars of OFFICES by their keys, in three queries."""
    days_off = holidays()
    hours: dict[int, dict[int, OpeningHours]] = {office.pk: {} for office in offices}
    closures: dict[int, list[Closure]] = {office.pk: [] for office in offices}
    for row in OpeningHours.objects.filter(office__in=offices):
        hours[row.office_id][row.weekday] = row
    for closure in Closure.objects.filter(office__in=offices):
        closures[closure.office_id].append(closure)
    return {office.pk: OfficeCalendar(office, hours[office.pk], days_off, tuple(closures[office.pk])) for office in offices}


def calendar_of(office: Office) -> OfficeCalendar:
    """Return the calendar of one office."""
    return calendars([office])[office.pk]
