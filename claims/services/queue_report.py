"""The report of queue days of an office, the plan of the days to come, and the table to take along."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean
from zoneinfo import ZoneInfo

from django.db.models import F

from claims.domain.charts import Column, Plot, columns
from claims.domain.queue_report import Capacity, QueueTally, TicketFacts, by_hour, by_lane, tally
from claims.domain.queueing import LANE_LABELS, Lane, Slot, moment_of
from claims.domain.ticket_life import TicketState, TicketStep
from claims.models import Counter, Office, OfficeService, SlotMove, Ticket, TicketEvent
from claims.services import auditing
from claims.services.deadlines import local_date
from claims.services.officers import Desk
from claims.services.plots import WIDE
from claims.services.queue_places import openings
from jht_portal.lib.formats import number
from jht_portal.lib.spreadsheets import Cell

MOST_DAYS = 92
MEASURED_DAYS, FEWEST_SERVED = 28, 20
HEADINGS = ["Tanggal", "Jalur", "Jam", "Diambil", "Dilayani", "Tidak hadir", "Dibatalkan", "Diganti"]
HEADINGS += ["Tidak sempat dipanggil", "Masih berjalan", "Median tunggu (menit)", "Tunggu 9 dari 10 orang (menit)"]


@dataclass(frozen=True)
class QueueReport:
    """What became of the numbers from FIRST to LAST, by lane and by hour; MOVES: slots that the office moved."""

    office: Office
    first: date
    last: date
    total: QueueTally
    lanes: list[tuple[str, QueueTally]]
    hours: list[tuple[str, QueueTally]]
    moves: int
    plot: Plot


def report_of(office: Office, first: date, last: date) -> QueueReport:
    """Return the report of OFFICE over a span of days."""
    facts = [each for _, each in facts_of(office, first, last)]
    hours = by_hour(facts)
    lanes = by_lane(facts, [lane.value for lane in Lane])
    moves = SlotMove.objects.filter(office=office, place__day__gte=first, place__day__lte=last).count()
    return QueueReport(
        office,
        first,
        last,
        tally(facts),
        [(LANE_LABELS[Lane(lane)], each) for lane, each in lanes.items()],
        [(hour_name(hour), each) for hour, each in hours.items()],
        moves,
        waiting_plot(hours),
    )


def facts_of(office: Office, first: date, last: date) -> list[tuple[date, TicketFacts]]:
    """Return every number of the span with its day; two queries."""
    tickets = Ticket.objects.filter(office=office, day__gte=first, day__lte=last).select_related("place").order_by("day", "lane", "number")
    events = TicketEvent.objects.filter(ticket__office=office, ticket__day__gte=first, ticket__day__lte=last).order_by("number")
    came: dict[object, datetime] = {}
    called: dict[object, datetime] = {}
    before: dict[object, str] = {}
    for ticket_id, step, old, state, at in events.values_list("ticket", "step", "old_state", "new_state", "at"):
        before[ticket_id] = old
        if step == TicketStep.CALL:
            called.setdefault(ticket_id, at)
        elif state == TicketState.CHECKED_IN:
            came.setdefault(ticket_id, at)
    return [
        (each.day, _facts(each, office, came.get(each.pk), called.get(each.pk), before.get(each.pk) == TicketState.CHECKED_IN))
        for each in tickets
    ]


def _facts(ticket: Ticket, office: Office, came: datetime | None, called: datetime | None, was_waiting: bool) -> TicketFacts:
    begins = moment_of(ticket.day, ticket.place.starts_at, office.timezone) if ticket.place else None
    since = max(came, begins) if came and begins else came
    hour = (begins or came or ticket.issued_at).astimezone(ZoneInfo(office.timezone)).hour
    return TicketFacts(ticket.lane, hour, TicketState(ticket.state), since, called, was_waiting)


def hour_name(hour: int) -> str:
    """Write an hour of the day: 09.00."""
    return f"{hour:02d}.00"


def waiting_plot(hours: dict[int, QueueTally]) -> Plot:
    """Show how long people waited, by the hour for which they were expected or in which they came."""
    known = {hour: each for hour, each in hours.items() if each.median_wait is not None}
    groups = [Column(hour_name(hour), (each.median_wait or 0, each.long_wait or 0)) for hour, each in known.items()]
    longest = max(known.items(), key=lambda pair: pair[1].long_wait or 0, default=None)
    said = (
        f"Paling lama pukul {hour_name(longest[0])}: 9 dari 10 orang menunggu paling lama {number(longest[1].long_wait)} menit."
        if longest
        else ""
    )
    return Plot(
        "tunggu",
        "Lama tunggu per jam, dalam menit",
        said or "Belum ada nomor yang dipanggil.",
        columns(groups, width=WIDE, height=230, write=number),
        ("Jam", "Median", "9 dari 10 orang paling lama"),
        tuple((hour_name(hour), number(each.median_wait), number(each.long_wait)) for hour, each in known.items()),
        legend=(("a", "Median"), ("b", "9 dari 10 orang paling lama")),
        note="Dihitung dari datang, atau dari jam pesanan bila datang lebih awal, sampai panggilan pertama.",
        wide=True,
    )


def export_rows(desk: Desk, first: date, last: date, *, form: str, now: datetime) -> list[list[Cell]]:
    """Write down that the report leaves the house, and return its rows by day, lane and hour, in the order of HEADINGS."""
    groups: dict[tuple[date, str, int], list[TicketFacts]] = {}
    for day, each in facts_of(desk.office, first, last):
        groups.setdefault((day, each.lane, each.hour), []).append(each)
    keys = sorted(groups, key=lambda key: (key[0], list(Lane).index(Lane(key[1])), key[2]))
    rows = [_row(key, groups[key]) for key in keys]
    details = {"rows": len(rows), "from": first.isoformat(), "to": last.isoformat()}
    auditing.record("export", now=now, user=desk.user, office=desk.office, what=f"queue {form}", details=details)
    return rows


def _row(key: tuple[date, str, int], facts: Iterable[TicketFacts]) -> list[Cell]:
    day, lane, hour = key
    each = tally(facts)
    counts = [each.issued, each.served, each.absent, each.cancelled, each.moved, each.uncalled, each.running]
    return [day, LANE_LABELS[Lane(lane)], hour_name(hour), *counts, each.median_wait, each.long_wait]


# --- The plan


@dataclass(frozen=True)
class PlanLine:
    """One slot of a day to come, over all services."""

    day: date
    slot: Slot
    capacity: Capacity


@dataclass(frozen=True)
class Plan:
    """The slots that can be booked, and the measure: COUNTERS in use, MINUTES_EACH a person (None: too few were measured)."""

    lines: list[PlanLine]
    counters: int
    minutes_each: float | None


def plan_of(office: Office, now: datetime) -> Plan:
    """Return places, bookings and what the counters can serve, for the days of the booking window."""
    services = list(OfficeService.objects.filter(office=office, is_open=True).select_related("office"))
    places: dict[tuple[date, Slot], list[int]] = {}
    for found in openings(services, now).values():
        for opening in found:
            both = places.setdefault((opening.day, opening.slot), [0, 0])
            both[0] += opening.capacity
            both[1] += opening.capacity - opening.free
    counters, minutes_each = Counter.objects.filter(office=office, is_open=True).count(), minutes_a_person(office, now)
    lines = [
        PlanLine(day, slot, Capacity(capacity, taken, counters, _minutes(slot), minutes_each))
        for (day, slot), (capacity, taken) in sorted(places.items())
    ]
    return Plan(lines, counters, minutes_each)


def _minutes(slot: Slot) -> int:
    return 60 * (slot.ends_at.hour - slot.starts_at.hour) + slot.ends_at.minute - slot.starts_at.minute


def minutes_a_person(office: Office, now: datetime) -> float | None:
    """Return how long one person keeps a counter, from the last call to the end, over the last weeks; None where few were served.

    A number that was forgotten at the counter, and closed by the night, measures nothing.
    """
    served = Ticket.objects.filter(office=office, state=TicketState.SERVED, day__gte=(now - timedelta(days=MEASURED_DAYS)).date())
    spans = served.filter(finished_at__gt=F("called_at")).values_list("day", "called_at", "finished_at")
    minutes = [(finished - called) / timedelta(minutes=1) for day, called, finished in spans if local_date(office, finished) == day]
    return fmean(minutes) if len(minutes) >= FEWEST_SERVED else None
