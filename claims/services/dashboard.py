"""The dashboard of an office, as the roles of the officer need it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db.models import Count, Exists, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from claims.domain.charts import Plot
from claims.domain.deadlines import is_working_day
from claims.domain.figures import Tally
from claims.domain.workflow import OPEN, PART_OF, ClaimStatus, Role, Step
from claims.models import Claim, ClaimEvent, Escalation, Notification, Office, OfficeDay, PaymentBatch, Ticket
from claims.services import plots
from claims.services.deadlines import holidays, local_date
from claims.services.officers import Desk, shown_name, workers_of
from claims.services.queue_rows import RELATED, Row, row_of
from claims.services.tiles import BATCHES, FAILED, QUEUE, Figure, Sight, count_tiles, strip_of
from claims.services.work_queue import WORK_OF

S = ClaimStatus
URGENT = 8
GONE_BACK_SHOWN = timedelta(days=4)
"""How long the desk tells of claims that went back to the queue by themselves: two working days and a weekend."""
WORK_STATUSES: dict[Role, Iterable[ClaimStatus]] = {
    Role.VERIFIER: (S.SUBMITTED, S.CORRECTED, S.IN_REVIEW),
    Role.APPROVER: WORK_OF[Role.APPROVER],
    Role.PAYER: WORK_OF[Role.PAYER],
}
"""What a role can move on; the others look at everything."""


@dataclass(frozen=True)
class Load:
    """What one officer has in hand and did this week; SINCE is when the oldest claim in hand was taken."""

    user_id: int
    name: str
    held: int
    since: datetime | None
    done: int


@dataclass(frozen=True)
class GoneBack:
    """A claim that the system put back into the queue, and from whose hands."""

    claim_id: UUID
    number: str
    at: datetime
    holder: str


@dataclass(frozen=True)
class Board:
    """One dashboard, top to bottom."""

    office: Office
    now: datetime
    today: date
    is_head: bool
    may_assign: bool
    figures: dict[str, Figure]
    strip: list[Figure]
    rest: list[Figure]
    urgent: list[Row]
    gone_back: list[GoneBack]
    load: list[Load]
    plots: list[Plot]
    counted_at: datetime | None

    @property
    def assignable(self) -> tuple[ClaimStatus, ...]:
        """Return the states from which the head hands a claim to a verifier."""
        return WORK_OF[Role.VERIFIER]

    @property
    def late(self) -> int:
        return self.figures["late"].count

    @property
    def late_tomorrow(self) -> int:
        """Return how many open claims have their legal day today: whatever of them is not done will be late tomorrow."""
        return self.figures["today"].count


def board_of(desk: Desk, office: Office, *, now: datetime) -> Board:
    """Return the dashboard of an OFFICE within reach: ten queries at most, whatever the number of claims."""
    sight, days_off = Sight(desk.user, office, local_date(desk.office, now)), holidays()
    counted, aged = count_tiles(sight, days_off)
    beside = count_beside(sight, now)
    counted["messages"] = Figure("messages", FAILED, beside.failed)
    if desk.sees_batches and office == desk.office:
        counted["batches"] = Figure("batches", BATCHES, beside.batches)
    if desk.sees_queue and office == desk.office:
        counted["queue"] = Figure("queue", QUEUE, beside.queue)
    named = office.code if desk.others else ""
    figures = {code: replace(figure, office=named) for code, figure in counted.items()}
    strip, days = strip_of(desk.roles), days_of(sight)
    return Board(
        office=office,
        now=now,
        today=sight.today,
        is_head=Role.HEAD in desk.roles,
        may_assign=Role.HEAD in desk.roles and office == desk.office,
        figures=figures,
        strip=[figures[code] for code in strip if code in figures],
        rest=[figure for code, figure in figures.items() if code not in strip],
        urgent=[row_of(claim, sight.today) for claim in most_urgent(sight, desk.roles)[:URGENT]],
        gone_back=gone_back(sight, desk.roles, now) if beside.released else [],
        load=load_of(sight) if Role.HEAD in desk.roles else [],
        plots=draw(days, aged, sight.today, days_off),
        counted_at=max((row.computed_at for row in days), default=None),
    )


def most_urgent(sight: Sight, roles: Collection[Role]) -> QuerySet[Claim]:
    """Return the open claims that ROLES can move on, those whose legal day comes first in front; none held by a colleague."""
    wanted = [status for role in roles for status in WORK_STATUSES.get(role, ())]
    urgent = Claim.objects.filter(office=sight.office, status__in=sorted(wanted or OPEN), due_on__isnull=False)
    if roles & {Role.VERIFIER} and not roles & {Role.HEAD}:
        urgent = urgent.exclude(~Q(holder=sight.user), holder__isnull=False)
    if Role.HEAD in roles:
        urgent = urgent.annotate(escalation=Subquery(_escalation("pk")), followed_at=Subquery(_escalation("last")))
    return urgent.select_related(*RELATED).order_by("due_on", "queue_on", "id")


def _escalation(column: str) -> QuerySet:
    """Return a column of the claim's open escalation; "last" is when the head last wrote what was done."""
    still_open = Escalation.objects.filter(claim=OuterRef("pk"), settled_at=None)
    return still_open.annotate(last=Max("follow_ups__at")).values(column)


class Beside(NamedTuple):
    """What is counted beside claims: messages that failed, batches to release, people who wait; whether claims went back to the queue."""

    failed: int
    batches: int
    queue: int
    released: bool


def count_beside(sight: Sight, now: datetime) -> Beside:
    """Count what is not a claim, in one query."""
    failed = Notification.objects.filter(FAILED.condition(sight), office=OuterRef("pk"))
    batches = PaymentBatch.objects.filter(BATCHES.condition(sight), office=OuterRef("pk"))
    queue = Ticket.objects.filter(QUEUE.condition(sight), office=OuterRef("pk"))
    counts = (_count(failed, "office"), _count(batches, "office"), _count(queue, "office"))
    return Beside(*Office.objects.filter(pk=sight.office.pk).values_list(*counts, Exists(_released(sight, now))).get())


def _count(rows: QuerySet, by: str) -> Coalesce:
    """Return the number of ROWS, which are told apart BY a column, as part of another query."""
    return Coalesce(Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def _released(sight: Sight, now: datetime) -> QuerySet[ClaimEvent]:
    released = ClaimEvent.objects.filter(step=Step.RELEASE, role=Role.SYSTEM, at__gt=now - GONE_BACK_SHOWN)
    return released.filter(claim__office=sight.office).order_by("-at")


def gone_back(sight: Sight, roles: Collection[Role], now: datetime) -> list[GoneBack]:
    """Return what the system lately put back into the queue: to the head everything, to an officer what was in the own hands."""
    released = _released(sight, now)
    if Role.HEAD not in roles:
        released = released.filter(details__holder=sight.user.pk)
    found = list(released.values("claim", "claim__number", "at", "details")[:URGENT])
    names = {user.pk: shown_name(user) for user in User.objects.filter(pk__in=[_holder(row) for row in found])} if found else {}
    return [GoneBack(row["claim"], row["claim__number"], row["at"], names.get(_holder(row), "")) for row in found]


def _holder(row: dict) -> int:
    return row["details"].get("holder", 0)


def load_of(sight: Sight) -> list[Load]:
    """Return what every active officer of the office has in hand and moved on since Monday, the fullest hands first."""
    zone = ZoneInfo(sight.office.timezone)
    monday = datetime.combine(sight.today - timedelta(days=sight.today.weekday()), time(), zone)
    held = Claim.objects.filter(holder=OuterRef("pk"), status=S.IN_REVIEW, office=sight.office)
    done = ClaimEvent.objects.filter(actor=OuterRef("pk"), at__gte=monday, step__in=PART_OF)
    counted = workers_of([sight.office]).annotate(
        held=_count(held, "holder"),
        since=Subquery(held.order_by().values("holder").annotate(first=Min("held_since")).values("first")),
        done=_count(done, "actor"),
    )
    loads = [Load(user.pk, shown_name(user), user.held, user.since, user.done) for user in counted]
    return sorted(loads, key=lambda load: (-load.held, load.name))


def days_of(sight: Sight) -> list[OfficeDay]:
    """Return the office's figures of the last weeks, in one query."""
    since = sight.today - timedelta(weeks=plots.WEEKS)
    return list(OfficeDay.objects.filter(office=sight.office, day__gt=since, day__lte=sight.today).order_by("day"))


def draw(days: list[OfficeDay], aged: dict[str, int], today: date, days_off: Collection[date]) -> list[Plot]:
    """Return the charts of the dashboard."""
    back = (today - timedelta(days=n) for n in range(7 * plots.WEEKS))
    working = [day for day in back if is_working_day(day, days_off)][: plots.WORKING_DAYS][::-1]
    returned = Tally.of(row for row in days if row.day >= working[0])
    title = f"Alasan perbaikan, {plots.WORKING_DAYS} hari kerja terakhir"
    return [plots.flow(days, working, today), plots.ages(aged), plots.reasons(returned, title), plots.punctuality(days, today)]
