"""Calendar arithmetic and dates in Indonesian words. Days are plain dates; what day it is now is always an argument."""

from calendar import monthrange
from datetime import date

from participants.domain.sentences import written

DAY_NAMES = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTH_NAMES = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day where it is shorter (31 January + 1 = end of February)."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """Return the anniversary of a day; a 29 February falls on 28 February in a common year."""
    return add_months(day, 12 * years)


def first_of_next_month(day: date) -> date:
    """Return the first day of the month that follows."""
    return add_months(day.replace(day=1), 1)


def long_date(day: date, *, weekday: bool = True) -> str:
    """Write a day as people say it: ``Selasa, 24 November 2026``."""
    words = f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
    return written("weekday", day, f"{DAY_NAMES[day.weekday()]}, {words}") if weekday else written("day", day, words)
