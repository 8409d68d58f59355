"""Days off per year: what is known of a year, the days that return every year, and the deadlines that hang on them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F, Max, Q

from claims.domain.deadlines import clock
from claims.domain.holidays import JOINT_LEAVE, NATIONAL, fixed_holidays
from claims.domain.workflow import Step
from claims.models import Claim, Holiday, RulesStamp
from claims.services import deadlines, keeping, rulebook
from jht_portal.lib.formats import long_date

CHUNK = 500


@dataclass(frozen=True)
class Year:
    """How many days off are known of a year; FIXED_ONLY: none but those that return every year."""

    number: int
    national: int
    joint_leave: int
    fixed_only: bool

    @property
    def is_complete(self) -> bool:
        """Whether movable holidays and joint leave were written down too."""
        return bool(self.joint_leave) and not self.fixed_only

    @property
    def sentence(self) -> str:
        """Say what is missing."""
        if not self.national + self.joint_leave:
            return f"Tahun {self.number} belum punya hari libur. Salin hari tetap, lalu tambahkan dari SKB 3 Menteri."
        if self.fixed_only:
            return f"Tahun {self.number} baru memuat hari bertanggal tetap. Tambahkan libur lain dan cuti bersama dari SKB 3 Menteri."
        if not self.joint_leave:
            return f"Tahun {self.number} belum punya cuti bersama. Tambahkan dari SKB 3 Menteri."
        return f"Tahun {self.number}: {self.national} libur nasional dan {self.joint_leave} hari cuti bersama."


def year_of(number: int) -> Year:
    """Return what is known of a year."""
    rows = dict(Holiday.objects.filter(day__year=number).values_list("day", "kind"))
    kinds = list(rows.values())
    fixed = {holiday.day for holiday in fixed_holidays(number)}
    return Year(number, kinds.count(NATIONAL), kinds.count(JOINT_LEAVE), bool(rows) and set(rows) <= fixed)


def coming_years(today: date) -> list[Year]:
    """Return this year and the next."""
    return [year_of(today.year), year_of(today.year + 1)]


@transaction.atomic
def copy_fixed_days(year: int, *, user: AbstractBaseUser, now: datetime) -> int:
    """Add the days of YEAR that return every year and are not there yet; return how many were added."""
    known = set(Holiday.objects.filter(day__year=year).values_list("day", flat=True))
    missing = [holiday for holiday in fixed_holidays(year) if holiday.day not in known]
    for holiday in missing:
        keeping.keep(Holiday(day=holiday.day, name=holiday.name, kind=holiday.kind), user=user, now=now)
    if missing:
        rulebook.announce()
    return len(missing)


def faults(holiday: Holiday, today: date) -> Iterator[tuple[str, str]]:
    """Yield what forbids a day off: deadlines of the past were counted with the days as they were."""
    stored = Holiday.objects.filter(pk=holiday.pk).first()
    for day in {holiday.day, stored.day if stored else holiday.day}:
        if day <= today:
            yield "day", f"Paling cepat besok, {long_date(today + timedelta(days=1))}. Batas yang sudah lewat tidak dihitung ulang."
            return


def recount(now: datetime) -> int:
    """Count the legal day of every open claim anew where rules or days off changed since the last time; return how many moved."""
    stamp = RulesStamp.objects.exclude(number=F("recounted")).first()
    if stamp is None:
        return 0
    days_off = deadlines.holidays()
    running = Claim.objects.open().filter(due_on__gte=deadlines.local_date(None, now)).select_related("office")
    running = running.annotate(reopened_at=Max("events__at", filter=Q(events__step=Step.REOPEN)))
    moved = sum(_count_anew(claim, days_off) for claim in running.iterator(CHUNK))
    RulesStamp.objects.filter(pk=stamp.pk).update(recounted=stamp.number)
    return moved


def _count_anew(claim: Claim, days_off: frozenset[date]) -> int:
    """Write the legal day where it is another one; a claim that a step moved meanwhile was counted by that step."""
    began = claim.complete_at or max(filter(None, (claim.last_arrival_at, claim.reopened_at)))
    start, pauses = deadlines.local_date(claim.office, began), deadlines.parse_pauses(claim.clock_pauses)
    due = clock(start, max([start, *(ended for _, ended in pauses)]), days_off, pauses).due_on
    if due == claim.due_on:
        return 0
    return Claim.objects.filter(pk=claim.pk, version=claim.version, due_on=claim.due_on).update(due_on=due)
