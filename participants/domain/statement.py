"""A statement (RSJHT): bookings gathered by year and month, in whole rupiah. Nothing is rounded, so every sum is the ledger's.

The yearly duty to inform: PP 46/2015 art 22(7).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from itertools import groupby
from typing import NamedTuple


class Booking(NamedTuple):
    """One line of a ledger: a day, one of the five kinds, and whole rupiah, negative for a withdrawal."""

    booked_on: date
    kind: str
    amount: int


@dataclass(frozen=True, slots=True)
class Sums:
    """What was booked, in whole rupiah, one field a kind; ``penarikan`` is zero or below."""

    iuran_pemberi_kerja: int = 0
    iuran_pekerja: int = 0
    iuran_mandiri: int = 0
    hasil_pengembangan: int = 0
    penarikan: int = 0

    @property
    def contributions(self) -> int:
        """What was paid in, by whoever paid it."""
        return self.iuran_pemberi_kerja + self.iuran_pekerja + self.iuran_mandiri

    @property
    def total(self) -> int:
        """What all of it changes on the balance."""
        return self.contributions + self.hasil_pengembangan + self.penarikan


KINDS = tuple(field.name for field in fields(Sums))
CONTRIBUTIONS = KINDS[:3]


@dataclass(frozen=True, slots=True)
class Period:
    """A month or a year: the balance before it, what was booked in it, and for a year its months that have bookings."""

    first_day: date
    opening: int
    sums: Sums
    months: tuple["Period", ...] = ()

    @property
    def year(self) -> int:
        return self.first_day.year

    @property
    def closing(self) -> int:
        """The balance at its end."""
        return self.opening + self.sums.total


def add_up(amounts: Iterable[tuple[str, int]]) -> Sums:
    """Add (kind, whole rupiah) by kind; raise KeyError for a kind that no ledger knows."""
    totals = dict.fromkeys(KINDS, 0)
    for kind, amount in amounts:
        totals[kind] += amount
    return Sums(**totals)


def sum_of(parts: Iterable[Sums]) -> Sums:
    """Return what PARTS come to together."""
    rows = list(parts)
    return Sums(*(sum(getattr(row, kind) for row in rows) for kind in KINDS))


def years_of(bookings: Iterable[Booking]) -> tuple[Period, ...]:
    """Return the years in which something was booked, oldest first, each with its months; the order of BOOKINGS does not matter."""
    years, balance = [], 0
    for year, months in groupby(_months(sorted(bookings)), key=lambda month: month.year):
        inside = tuple(months)
        years.append(Period(date(year, 1, 1), balance, sum_of(month.sums for month in inside), inside))
        balance = years[-1].closing
    return tuple(years)


def _months(bookings: list[Booking]) -> Iterable[Period]:
    balance = 0
    for first_day, inside in groupby(bookings, key=lambda booking: booking.booked_on.replace(day=1)):
        month = Period(first_day, balance, add_up((booking.kind, booking.amount) for booking in inside))
        balance = month.closing
        yield month


def merged_homes(merged_into: Mapping[object, object | None]) -> dict[object, object]:
    """Return for each card the one whose balance it counts in: itself, or the last of those it was merged into.

    MERGED_INTO gives for each card the next one, None for a card that stands by itself; a way that leads elsewhere ends before.
    """
    return {card: _last(card, merged_into) for card in merged_into}


def _last(card: object, merged_into: Mapping[object, object | None]) -> object:
    seen = {card}
    while (following := merged_into[card]) in merged_into and following not in seen:
        seen.add(following)
        card = following
    return card
