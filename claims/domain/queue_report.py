"""The report of queue days: what became of every number, and how long people waited. Every number is in exactly one column."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from statistics import median

from claims.domain.ticket_life import TicketState

S = TicketState


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """One number: its lane, the hour of the office's day that it belongs to, its state, and when it came and was first called.

    LEFT_WAITING: the day ended while its visitor was there and waited; nobody was absent but the office.
    """

    lane: str
    hour: int
    state: TicketState
    came_at: datetime | None = None
    called_at: datetime | None = None
    left_waiting: bool = False

    @property
    def waited(self) -> float | None:
        """Return the minutes from coming (or from the booked hour, if one came early) to the first call."""
        if self.came_at is None or self.called_at is None:
            return None
        return max(0.0, (self.called_at - self.came_at).total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class QueueTally:
    """What became of some numbers: SERVED + ABSENT + UNCALLED + CANCELLED + MOVED + RUNNING = ISSUED. Minutes of waiting, rounded up."""

    issued: int
    served: int
    absent: int
    uncalled: int
    """Came and waited until the office closed."""
    cancelled: int
    moved: int
    running: int
    median_wait: int | None
    long_wait: int | None
    """Nine of ten waited at most so long."""

    @property
    def absent_percent(self) -> int | None:
        """Return the share of those who were expected and did not come, in whole percent."""
        expected = self.served + self.absent
        return round(100 * self.absent / expected) if expected else None


def tally(tickets: Iterable[TicketFacts]) -> QueueTally:
    """Count TICKETS."""
    rows = list(tickets)
    waits = sorted(wait for row in rows if (wait := row.waited) is not None)
    states, uncalled = [row.state for row in rows], sum(row.left_waiting and row.state == S.NO_SHOW for row in rows)
    return QueueTally(
        issued=len(rows),
        served=states.count(S.SERVED),
        absent=states.count(S.NO_SHOW) - uncalled,
        uncalled=uncalled,
        cancelled=states.count(S.CANCELLED),
        moved=states.count(S.MOVED),
        running=sum(state in RUNNING for state in states),
        median_wait=ceil(median(waits)) if waits else None,
        long_wait=ceil(percentile(waits, 90)) if waits else None,
    )


RUNNING = frozenset({S.BOOKED, S.CHECKED_IN, S.CALLED, S.SERVING})


def percentile(ordered: Sequence[float], share: int) -> float:
    """Return the smallest of ORDERED that SHARE percent do not exceed (nearest rank)."""
    return ordered[max(0, ceil(share * len(ordered) / 100) - 1)]


def by_lane(tickets: Collection[TicketFacts], lanes: Iterable[str]) -> dict[str, QueueTally]:
    """Return a tally of each of LANES."""
    return {lane: tally(row for row in tickets if row.lane == lane) for lane in lanes}


def by_hour(tickets: Collection[TicketFacts]) -> dict[int, QueueTally]:
    """Return a tally of each hour in which somebody was expected or came, earliest first."""
    hours = sorted({row.hour for row in tickets})
    return {hour: tally(row for row in tickets if row.hour == hour) for hour in hours}


@dataclass(frozen=True, slots=True)
class Capacity:
    """One slot of a plan: PLACES that can be booked, TAKEN of them, and how many people the COUNTERS can serve in that time."""

    places: int
    taken: int
    counters: int
    minutes: int
    minutes_each: float | None

    @property
    def can_serve(self) -> int | None:
        """Return how many people the counters serve in the slot; None where nobody was measured."""
        return int(self.counters * self.minutes / self.minutes_each) if self.minutes_each else None

    @property
    def verdict(self) -> str:
        """Say how places and pace fit: "unknown", "over" (more places than people can be served), "full", "room"."""
        if self.can_serve is None:
            return "unknown"
        if self.places > self.can_serve:
            return "over"
        return "full" if self.taken >= self.places else "room"
