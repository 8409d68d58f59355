"""Whom a counter calls next: fair shares of the lanes, and one's turn within a lane. Shares and moments are arguments.

Each round every lane with somebody waiting gets its share of the calls; a lane where nobody waits gives its calls to the
others. A lane that was left out for a round comes first, so nobody waits longer than a round (and two calls, if the other
lanes were left out too) for the next call of the own lane, whatever happened before. Within a
lane the turn is the hour that was booked, or the arrival where that was later: who comes late goes behind who was there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from claims.domain.limits import Limit, limit
from claims.domain.queueing import Lane

Shares = Mapping[Lane, int]
"""How many of each round's calls go to a lane."""
SHARE_LIMITS: Mapping[Lane, Limit] = {
    Lane.PRIORITY: Limit.QUEUE_PRIORITY_SHARE,
    Lane.BOOKED: Limit.QUEUE_BOOKED_SHARE,
    Lane.WALK_IN: Limit.QUEUE_WALK_IN_SHARE,
}


def lane_shares() -> dict[Lane, int]:
    """Return the shares in force."""
    return {lane: limit(kind) for lane, kind in SHARE_LIMITS.items()}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who is there and waits: since when, and from which moment the booked hour runs (None: no hour was booked)."""

    key: Any
    lane: Lane
    number: int
    arrived_at: datetime
    hour_begins: datetime | None = None

    @property
    def turn(self) -> datetime:
        """Return the moment by which the lane is ordered."""
        return max(self.arrived_at, self.hour_begins) if self.hour_begins else self.arrived_at

    def is_early(self, now: datetime) -> bool:
        """Tell whether the booked hour has not begun."""
        return self.hour_begins is not None and self.hour_begins > now


def round_length(shares: Shares) -> int:
    """Return how many calls make a round."""
    return sum(shares.values())


def next_lane(waiting: Iterable[Lane], recent: Sequence[Lane], shares: Shares) -> Lane:
    """Return the lane that is owed most of the round: RECENT are the lanes called last, the newest at the end."""
    last = list(recent)[-(round_length(shares) - 1) :]
    return max(sorted(set(waiting), key=list(Lane).index), key=lambda lane: (lane not in last, shares[lane] - last.count(lane)))


def calling_order(waiting: Iterable[Waiting], recent: Sequence[Lane], shares: Shares, now: datetime) -> list[Waiting]:
    """Return everybody in the order in which they would be called if nobody else came; who is early goes behind who is due."""
    everybody = list(waiting)
    due = [each for each in everybody if not each.is_early(now)]
    called, lanes = _by_shares(due, list(recent), shares)
    return called + _by_shares([each for each in everybody if each.is_early(now)], lanes, shares)[0]


def _by_shares(waiting: list[Waiting], lanes: list[Lane], shares: Shares) -> tuple[list[Waiting], list[Lane]]:
    left = {lane: sorted((each for each in waiting if each.lane == lane), key=lambda each: (each.turn, each.number)) for lane in Lane}
    called: list[Waiting] = []
    while open_lanes := [lane for lane, line in left.items() if line]:
        lane = next_lane(open_lanes, lanes, shares)
        called.append(left[lane].pop(0))
        lanes = [*lanes, lane]
    return called, lanes


# --- The number, spoken

_DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_LETTERS: Mapping[Lane, str] = {Lane.PRIORITY: "pe", Lane.BOOKED: "be", Lane.WALK_IN: "a"}


def in_words(number: int) -> str:
    """Spell a number from 0 to 99.999 in Indonesian: 14 is empat belas, 1.203 seribu dua ratus tiga."""
    if number < 10:
        return _DIGITS[number]
    if number < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(number, f"{_DIGITS[number - 10]} belas")
    for size, name in ((1000, "ribu"), (100, "ratus"), (10, "puluh")):
        if number >= size:
            many, rest = divmod(number, size)
            head = f"se{name}" if many == 1 else f"{in_words(many)} {name}"
            return f"{head} {in_words(rest)}" if rest else head
    raise ValueError(number)


def spoken_call(lane: Lane | str, number: int, counter: int) -> str:
    """Say who is called, and where to, as it is spoken in the waiting room."""
    return f"Nomor antrian {_LETTERS[Lane(lane)]}, {in_words(number)}, silakan ke loket {in_words(counter)}."
