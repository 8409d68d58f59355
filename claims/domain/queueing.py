"""Antrian: lanes, services, slots, the booking window and the numbers on tickets. Today and holidays are arguments.

A slot is a piece of an office's day, in the office's own time. Seven slots a day, the booking window from tomorrow to
the seventh day and numbers such as B-014 are those that participants know from the agency's own queue (domain.md 3.3).
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

WINDOW_DAYS = 7
HOLD = timedelta(minutes=60)
"""How long a place that became free is kept for the next in the waiting list."""
OFFERS_FROM, OFFERS_UNTIL = time(7), time(20)
"""The hours of the office's day in which a held place is counted down; nobody loses one asleep."""
MOST_ACTIVE_A_PHONE = 3
"""Numbers that one phone may hold at once, over all services: a family, not a tout."""


class Lane(StrEnum):
    """The lanes of an office. The value is the letter on the ticket."""

    PRIORITY = "P"
    BOOKED = "B"
    WALK_IN = "A"


LANE_LABELS: dict[Lane, str] = {Lane.PRIORITY: "Prioritas", Lane.BOOKED: "Pesan lewat portal", Lane.WALK_IN: "Datang langsung"}
BOOKABLE_LANES = frozenset({Lane.BOOKED, Lane.PRIORITY})


class Service(StrEnum):
    """What one comes for: the purpose of a visit."""

    CLAIM = "klaim"
    REPAIR = "perbaikan"
    DATA = "data"
    ADVICE = "informasi"


SERVICE_LABELS: dict[Service, str] = {
    Service.CLAIM: "Klaim JHT",
    Service.REPAIR: "Perbaikan dokumen klaim",
    Service.DATA: "Pembaruan data peserta",
    Service.ADVICE: "Informasi dan konsultasi",
}


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A piece of a day, in the office's own time."""

    starts_at: time
    ends_at: time

    def __str__(self) -> str:
        return f"{self.starts_at:%H.%M}–{self.ends_at:%H.%M}"


STANDARD_SLOTS: tuple[Slot, ...] = (
    *(Slot(time(hour), time(hour + 1)) for hour in range(8, 14)),
    Slot(time(14), time(14, 30)),
)
"""08.00–09.00 … 13.00–14.00 and the half hour from 14.00."""

Span = tuple[date, date]
"""The first and the last day of a closure."""


def window(today: date) -> tuple[date, ...]:
    """Return the days for which a number can be taken: tomorrow to the seventh day."""
    return tuple(today + timedelta(days=n) for n in range(1, WINDOW_DAYS + 1))


def is_open_on(day: date, weekdays: Collection[int], holidays: Collection[date], closures: Iterable[Span] = ()) -> bool:
    """Tell whether an office receives people on DAY: one of its WEEKDAYS (Monday 0), no holiday, no closure."""
    return day.weekday() in weekdays and day not in holidays and not any(first <= day <= last for first, last in closures)


def bookable_days(today: date, weekdays: Collection[int], holidays: Collection[date], closures: Iterable[Span] = ()) -> tuple[date, ...]:
    """Return the days of the window on which an office is open."""
    closed = tuple(closures)
    return tuple(day for day in window(today) if is_open_on(day, weekdays, holidays, closed))


def fits(slot: Slot, opens_at: time, closes_at: time) -> bool:
    """Tell whether a slot lies within the opening hours, and lasts."""
    return opens_at <= slot.starts_at < slot.ends_at <= closes_at


def overlaps(slot: Slot, other: Slot) -> bool:
    """Tell whether two slots share a moment; neighbours do not."""
    return slot.starts_at < other.ends_at and other.starts_at < slot.ends_at


def moment_of(day: date, at: time, zone: str) -> datetime:
    """Return the moment when the clock of an office in ZONE shows AT on DAY."""
    return datetime.combine(day, at, ZoneInfo(zone))


def held_until(now: datetime, slot_begins: datetime, zone: str) -> datetime:
    """Return until when a place that opened at NOW is held: an hour of the office's day, but never past the slot's beginning."""
    local = now.astimezone(ZoneInfo(zone))
    if local.time() >= OFFERS_UNTIL:
        local = moment_of(local.date() + timedelta(days=1), OFFERS_FROM, zone)
    elif local.time() < OFFERS_FROM:
        local = moment_of(local.date(), OFFERS_FROM, zone)
    return min(local + HOLD, slot_begins)


# --- Numbers

_WRITTEN = re.compile(r"([PBA])-?([0-9]{1,5})")


def ticket_number(lane: Lane | str, number: int) -> str:
    """Write a number as it stands on a ticket and on the wall: B-014."""
    return f"{Lane(lane).value}-{number:03d}"


def parse_ticket_number(text: str) -> tuple[Lane, int]:
    """Read a number however it is typed; raise ValueError when it is none."""
    found = _WRITTEN.fullmatch("".join(text.split()).upper())
    if found is None or not int(found[2]):
        raise ValueError("not a ticket number")
    return Lane(found[1]), int(found[2])
