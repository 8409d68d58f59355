"""How long one still waits, from the pace of the day: an honest range, or none where too little was seen.

What is measured are the pauses between one call of the office and the next. For somebody with N people ahead, N+1 calls
must come; their sum scatters, and the mean itself is known from few calls only. The range covers about four of five.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, sqrt
from statistics import fmean, stdev

FEWEST = 6
"""Pauses that must have been seen before anything is said."""
MOST = 30
LOOK_BACK = timedelta(minutes=90)
BREAK = timedelta(minutes=30)
"""A longer pause is lunch or prayer, not pace; if the last call is that old, the pace is not known now."""
STEP = 5
"""Minutes to which a range is rounded outwards."""
EIGHTY_PERCENT = 1.4
"""Standard deviations on either side; a little more than the normal 1,28, because pauses have a long tail."""


@dataclass(frozen=True, slots=True)
class WaitRange:
    """At least and at most, in minutes."""

    low: int
    high: int


def pauses(calls: Sequence[datetime], now: datetime) -> list[float]:
    """Return the minutes between the calls of the last while, oldest first, without breaks."""
    seen = [at for at in sorted(calls) if now - LOOK_BACK <= at <= now]
    gaps = [later - earlier for earlier, later in zip(seen, seen[1:], strict=False)]
    return [gap / timedelta(minutes=1) for gap in gaps if gap < BREAK][-MOST:]


def wait_range(ahead: int, calls: Sequence[datetime], now: datetime) -> WaitRange | None:
    """Return how long somebody with AHEAD people before them waits; None where the day has shown too little to say."""
    measured = pauses(calls, now)
    if len(measured) < FEWEST or now - max(calls) > BREAK:
        return None
    turns, mean, spread = ahead + 1, fmean(measured), stdev(measured)
    middle = turns * mean
    aside = EIGHTY_PERCENT * spread * sqrt(turns + turns**2 / len(measured))
    low, high = max(0, int((middle - aside) // STEP) * STEP), max(1, ceil((middle + aside) / STEP)) * STEP
    return WaitRange(low, high)


def calls_an_hour(calls: Sequence[datetime], now: datetime) -> float | None:
    """Return the pace of the office in calls an hour; None where the day has shown too little."""
    measured = pauses(calls, now)
    return 60 / fmean(measured) if len(measured) >= FEWEST and fmean(measured) > 0 else None
