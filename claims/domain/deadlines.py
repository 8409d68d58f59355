"""The legal clock: five working days, counted in dates. Holidays are an argument; officers edit their table.

A working day is Monday to Friday, no national holiday, no joint leave. The day on which something arrives does not
count: day 1 is the first working day after it. Dates are those of the office's own time zone.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice, takewhile

from claims.domain.limits import Limit, limit

LEGAL_WORKING_DAYS = 5

Pause = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the legal clock stands on a day.

    ``due_on`` is the last legal day; ``day_number`` how many working days have begun (0 before the first, more than 5
    when late); ``days`` the five dated boxes, each ``past``, ``today``, ``coming`` or ``last``. While the clock stands
    still (``paused``) nobody can know the day: ``due_on`` is None and ``days`` is empty.
    """

    due_on: date | None
    day_number: int
    days: tuple[tuple[date, str], ...]
    late: bool
    paused: bool = False


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Whether offices work on a day: Monday to Friday and no holiday."""
    return day.weekday() < 5 and day not in holidays


def add_working_days(start: date, n: int, holidays: Collection[date]) -> date:
    """Return the n-th working day after a day (n from 1); n = 0 is the day itself."""
    return next(islice(_working_days_after(start, holidays), n - 1, None)) if n else start


def working_day_back(day: date, n: int, holidays: Collection[date]) -> date:
    """Return the n-th working day counted back from a day, itself included where it is one (n from 1)."""
    return next(islice((back for back in (day - timedelta(days=k) for k in count()) if is_working_day(back, holidays)), n - 1, None))


def working_days_between(start: date, end: date, holidays: Collection[date]) -> int:
    """Return how many working days lie after ``start`` up to and including ``end``; 0 when ``end`` is not later."""
    return sum(1 for _ in takewhile(lambda day: day <= end, _working_days_after(start, holidays)))


def clock(start_date: date, today: date, holidays: Collection[date], pauses: Sequence[Pause] = ()) -> Clock:
    """Return where the five legal working days stand that run from the arrival of the last accepted document.

    A pause is (asked on, answered on): the days after the asking up to and including the answer belong to the
    participant and do not count; an answer still awaited stops the clock. Law: 5 working days from "lengkap dan benar",
    Permenaker 4/2022 (domain.md 2.4).
    """
    pauses = [(asked, answered) for asked, answered in pauses if asked <= today]
    number = sum(1 for _ in takewhile(lambda day: day <= today, _counted_days(start_date, holidays, pauses)))
    if any(answered is None for _, answered in pauses):
        return Clock(None, number, (), late=number > LEGAL_WORKING_DAYS, paused=True)
    days = tuple(islice(_counted_days(start_date, holidays, pauses), LEGAL_WORKING_DAYS))
    return Clock(days[-1], number, tuple((day, _standing(day, today, days[-1])) for day in days), late=today > days[-1])


def first_look_due(arrived_on: date, holidays: Collection[date]) -> date:
    """Return the day by which an officer should have looked: some working days after arrival (our own target, no law)."""
    return add_working_days(arrived_on, limit(Limit.FIRST_LOOK_WORKING_DAYS, arrived_on), holidays)


def _counted_days(start: date, holidays: Collection[date], pauses: Sequence[Pause]) -> Iterator[date]:
    """Yield the working days after a day that count for the office; ends where an open pause begins."""
    known = (day for day in _working_days_after(start, holidays) if not _is_paused(day, pauses))
    opened = min((asked for asked, answered in pauses if answered is None), default=date.max)
    return takewhile(lambda day: day <= opened, known)


def _working_days_after(start: date, holidays: Collection[date]) -> Iterator[date]:
    return (day for day in (start + timedelta(days=n) for n in count(1)) if is_working_day(day, holidays))


def _is_paused(day: date, pauses: Sequence[Pause]) -> bool:
    return any(asked < day <= answered for asked, answered in pauses if answered)


def _standing(day: date, today: date, last: date) -> str:
    if day == today:
        return "today"
    if day < today:
        return "past"
    return "last" if day == last else "coming"
