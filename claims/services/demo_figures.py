"""Figures of a demo's past year: invented, so that charts, reports and the public page have something to show.

They stand only in the tables of figures; there are no claims behind them. Yesterday and today are counted from the demo's own claims.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from itertools import accumulate, count

from django.utils import timezone

from claims.domain.deadlines import is_working_day
from claims.domain.figures import Tally
from claims.models import Office, OfficeDay
from claims.services.deadlines import holidays
from claims.services.demo_people import HOME_OFFICE
from claims.services.figures import add_up_month

DAYS_BACK = 400
REASONS = {
    "BURAM": 30,
    "TERPOTONG": 24,
    "REKENING_NAMA_BEDA": 16,
    "FORMULIR_BELUM_TTD": 12,
    "HALAMAN_KURANG": 9,
    "PAKLARING_TANPA_TTD_CAP": 6,
    "NIK_BEDA": 3,
}
DAYS_TO_PAY = {"1": 8, "2": 24, "3": 34, "4": 20, "5": 10, "6": 3, "8": 1}
"""Working days to payment, and in how many of a hundred cases."""
SIZES = {HOME_OFFICE: 14}
USUAL_SIZES = (9, 6, 4, 11, 3)
SMALLEST = 0.3
"""Claims a working day of the last office: so few that its months are not published."""

Dice = Iterator[float]


def load(today: date) -> int:
    """Write every day of the past year up to yesterday that has no row yet; return how many were written."""
    known, days_off = set(OfficeDay.objects.values_list("office", "day")), holidays()
    days = [today - timedelta(days=back) for back in range(1, DAYS_BACK)]
    sized = _sized(list(Office.objects.order_by("pk")))
    missing = [(office, size, day) for office, size in sized for day in days if (office.pk, day) not in known]
    now, tallies = timezone.now(), [invented(f"{office.code} {day}", size, is_working_day(day, days_off)) for office, size, day in missing]
    rows = [
        OfficeDay(office=office, day=day, computed_at=now, **vars(tally))
        for (office, _, day), tally in zip(missing, tallies, strict=True)
        if tally.came_in or tally.went_out
    ]
    OfficeDay.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    for zone, month in {(row.office.timezone, row.day.replace(day=1)) for row in rows}:
        add_up_month(zone, month)
    return len(rows)


def _sized(offices: list[Office]) -> list[tuple[Office, float]]:
    usual = [(office, SIZES.get(office.code, USUAL_SIZES[place % len(USUAL_SIZES)])) for place, office in enumerate(offices)]
    return [*usual[:-1], *((office, SMALLEST) for office, _ in usual[-1:])]


def invented(seed: str, size: float, working: bool) -> Tally:
    """Return the figures of one day of an office that gets SIZE claims a working day; for one SEED always the same."""
    dice = _dice(seed)
    filed, ended = _about(size if working else size / 6, dice), _about(size, dice) if working else 0
    rejected = _some(ended, 0.06, dice)
    returned = _some(filed, 0.22, dice) if working else 0
    took = _drawn(DAYS_TO_PAY, ended - rejected, dice)
    return Tally(
        filed=filed,
        returned=returned,
        approved=ended - rejected,
        rejected=rejected,
        paid=ended - rejected,
        paid_in_time=sum(claims for days, claims in took.items() if int(days) <= 5),
        ended_after_return=_some(ended, 0.2, dice),
        gross_amount=sum(1000 * round(4_000 + 56_000 * next(dice)) for _ in range(ended - rejected)),
        days_to_pay=took,
        return_reasons=_drawn(REASONS, returned, dice),
    )


def _dice(seed: str) -> Dice:
    """Yield numbers from 0 to 1 that look like chance and are the same for one SEED."""
    for number in count():
        digest = sha256(f"{seed} {number}".encode()).digest()
        yield from (int.from_bytes(digest[place : place + 4]) / 2**32 for place in range(0, 32, 4))


def _about(size: float, dice: Dice) -> int:
    return int(size * (0.6 + 0.8 * next(dice)) + next(dice))


def _some(claims: int, share: float, dice: Dice) -> int:
    return sum(next(dice) < share for _ in range(claims))


def _drawn(weights: dict[str, int], claims: int, dice: Dice) -> Counter[str]:
    """Draw so many of the names, each as often as its weight says."""
    limits = list(zip(weights, accumulate(weights.values()), strict=True))
    chances = (next(dice) * limits[-1][1] for _ in range(claims))
    return Counter(next(name for name, limit in limits if chance < limit) for chance in chances)
