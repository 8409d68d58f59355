"""How figures add up: counts of an office, their median and their shares. Amounts are whole rupiah."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Self


@dataclass
class Tally:
    """What happened in a span of time; DAYS_TO_PAY counts paid claims by the legal working day, RETURN_REASONS by code."""

    filed: int = 0
    reopened: int = 0
    returned: int = 0
    approved: int = 0
    rejected: int = 0
    paid: int = 0
    cancelled: int = 0
    expired: int = 0
    paid_in_time: int = 0
    ended_after_return: int = 0
    gross_amount: int = 0
    tax_amount: int = 0
    days_to_pay: Counter[str] = field(default_factory=Counter)
    return_reasons: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, rows: Iterable[object]) -> Self:
        """Add up rows that carry the same names, as the stored days and months do."""
        total = cls()
        for row in rows:
            total.add(row)
        return total

    def add(self, row: object) -> None:
        """Add one such row."""
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(row, name))
        for name in TABLES:
            getattr(self, name).update(getattr(row, name))

    @property
    def came_in(self) -> int:
        return self.filed + self.reopened

    @property
    def went_out(self) -> int:
        return self.paid + self.rejected + self.cancelled + self.expired

    @property
    def ended(self) -> int:
        """Return how many claims came to an end by a decision: paid or rejected."""
        return self.paid + self.rejected

    @property
    def net_amount(self) -> int:
        return self.gross_amount - self.tax_amount

    @property
    def median_days(self) -> float | None:
        return median(self.days_to_pay)


TABLES = ("days_to_pay", "return_reasons")
COUNTS = tuple(each.name for each in fields(Tally) if each.name not in TABLES)


def median(histogram: Mapping[str, int]) -> float | None:
    """Return the median of whole numbers that are counted by their name, None where nothing was counted."""
    total = sum(histogram.values())
    if not total:
        return None
    return (_nth(histogram, (total - 1) // 2) + _nth(histogram, total // 2)) / 2


def _nth(histogram: Mapping[str, int], place: int) -> int:
    passed = 0
    for value, count in sorted((int(name), count) for name, count in histogram.items()):
        passed += count
        if passed > place:
            return value
    raise IndexError(place)


def percent(part: int, whole: int) -> int | None:
    """Return PART of WHOLE in whole percent, halves up; None where there is no whole. Only all of it is 100, only nothing is 0."""
    if not whole:
        return None
    rounded = (200 * part + whole) // (2 * whole)
    return rounded if part in (0, whole) else min(99, max(1, rounded))


def most_frequent(counted: Mapping[str, int], limit: int) -> list[tuple[str, int]]:
    """Return the LIMIT largest entries, largest first, equal ones by name."""
    return sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))[:limit]
