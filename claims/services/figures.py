"""The figures of every office and day, counted from the steps that were taken, in the office's own days.

They can be counted again at any time and come out the same: a day is replaced as a whole. The worker counts today and
yesterday every ten minutes, and after a downtime every day since.

"Paid within five working days" runs from the day the claim was complete and correct to the day of the transfer; the
days on which it waited for the participant do not count (claims/domain/deadlines.py; Permenaker 4/2022).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, F, Max, Model, OuterRef, QuerySet

from claims.domain.deadlines import clock
from claims.domain.figures import Tally
from claims.domain.workflow import OPEN, ClaimStatus, Step
from claims.models import ClaimEvent, Office, OfficeDay, OfficeMonth
from claims.services.deadlines import holidays, parse_pauses

ONE_DAY = timedelta(days=1)
COUNTED = {
    Step.SUBMIT: "filed",
    Step.REOPEN: "reopened",
    Step.REQUEST_CORRECTION: "returned",
    Step.APPROVE: "approved",
    Step.REJECT: "rejected",
    Step.CONFIRM_PAYMENT: "paid",
    Step.CANCEL: "cancelled",
    Step.EXPIRE: "expired",
}
ENDS = (Step.CONFIRM_PAYMENT, Step.REJECT)
OF_CLAIM = {
    "office": F("claim__office"),
    "complete_at": F("claim__complete_at"),
    "pauses": F("claim__clock_pauses"),
    "gross": F("claim__gross_amount"),
    "tax": F("claim__tax_amount"),
}


@dataclass(frozen=True)
class Place:
    """A time zone and the days off that hold there."""

    zone: ZoneInfo
    days_off: frozenset[date]

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def span(self, day: date) -> tuple[datetime, datetime]:
        """Return the first moment of DAY and of the next one."""
        return tuple(datetime.combine(each, time(), self.zone) for each in (day, day + ONE_DAY))


def refresh(now: datetime) -> int:
    """Count yesterday and today, and every day since the last count; return how many days of offices were written."""
    return sum(_count_days(place, _last_counted(place, now), now) for place in _places())


def recompute(since: date, now: datetime) -> int:
    """Count every day from SINCE to today anew; return how many days of offices were written."""
    return sum(_count_days(place, since, now) for place in _places())


def _places() -> list[Place]:
    days_off = holidays()
    zones = Office.objects.order_by().values_list("timezone", flat=True).distinct()
    return [Place(ZoneInfo(name), days_off) for name in sorted(zones)]


def _last_counted(place: Place, now: datetime) -> date:
    yesterday = place.today(now) - ONE_DAY
    counted = OfficeDay.objects.filter(office__timezone=place.zone.key).aggregate(last=Max("day"))["last"]
    if counted is None:
        first = ClaimEvent.objects.order_by("at").values_list("at", flat=True).first()
        counted = place.today(first) if first else yesterday
    return min(counted, yesterday)


def _count_days(place: Place, since: date, now: datetime) -> int:
    today = place.today(now)
    days = [since + timedelta(days=n) for n in range((today - since).days + 1)]
    written = sum(_count_day(place, day, now) for day in days)
    for month in sorted({day.replace(day=1) for day in days}):
        add_up_month(place.zone.key, month)
    return written


@transaction.atomic
def _count_day(place: Place, day: date, now: datetime) -> int:
    """Replace one day of every office in a time zone; return how many offices had something to count."""
    tallies = tally_of(place, day)
    OfficeDay.objects.filter(office__timezone=place.zone.key, day=day).exclude(office__in=tallies).delete()
    rows = [OfficeDay(office_id=office, day=day, computed_at=now, **vars(tally)) for office, tally in tallies.items()]
    return len(_replace(OfficeDay, rows, ["office", "day"]))


def tally_of(place: Place, day: date) -> dict[int, Tally]:
    """Count what happened on DAY, by office."""
    tallies: dict[int, Tally] = defaultdict(Tally)
    for happened in _steps_of(place, day).iterator(chunk_size=2000):
        _count(tallies[happened["office"]], happened, day, place)
    return tallies


def _steps_of(place: Place, day: date) -> QuerySet:
    start, end = place.span(day)
    earlier = ClaimEvent.objects.filter(claim=OuterRef("claim"), number__lt=OuterRef("number"), step=Step.REQUEST_CORRECTION)
    steps = ClaimEvent.objects.filter(at__gte=start, at__lt=end, step__in=COUNTED, claim__office__timezone=place.zone.key)
    sent = steps.exclude(old_status=ClaimStatus.DRAFT, step__in=(Step.CANCEL, Step.EXPIRE)).order_by()
    sent = sent.exclude(old_status__in=OPEN, step=Step.REOPEN)  # It never went out.
    return sent.annotate(after_return=Exists(earlier)).values("step", "details", "after_return", **OF_CLAIM)


def _count(tally: Tally, happened: dict, day: date, place: Place) -> None:
    step = Step(happened["step"])
    setattr(tally, COUNTED[step], getattr(tally, COUNTED[step]) + 1)
    if step in ENDS:
        tally.ended_after_return += happened["after_return"]
    if step is Step.REQUEST_CORRECTION:
        tally.return_reasons.update(_reasons(happened["details"]))
    if step is Step.CONFIRM_PAYMENT:
        _count_payment(tally, happened, day, place)


def _reasons(details: dict) -> Iterator[str]:
    return (code for codes in details.get("slots", {}).values() for code in codes)


def _count_payment(tally: Tally, happened: dict, paid_on: date, place: Place) -> None:
    tally.gross_amount += happened["gross"] or 0
    tally.tax_amount += happened["tax"] or 0
    if happened["complete_at"] is None:
        return
    complete_on = happened["complete_at"].astimezone(place.zone).date()
    stood = clock(complete_on, paid_on, place.days_off, parse_pauses(happened["pauses"]))
    tally.days_to_pay[str(stood.day_number)] += 1
    tally.paid_in_time += not stood.late


@transaction.atomic
def add_up_month(zone: str, month: date) -> None:
    """Replace one month of every office in a time zone by the sum of its days."""
    tallies: dict[int, Tally] = defaultdict(Tally)
    for row in OfficeDay.objects.filter(office__timezone=zone, day__gte=month, day__lt=next_month(month)):
        tallies[row.office_id].add(row)
    OfficeMonth.objects.filter(office__timezone=zone, month=month).exclude(office__in=tallies).delete()
    _replace(
        OfficeMonth, [OfficeMonth(office_id=office, month=month, **vars(tally)) for office, tally in tallies.items()], ["office", "month"]
    )


def next_month(month: date) -> date:
    """Return the first day of the month after the one that begins on MONTH."""
    return (month + timedelta(days=31)).replace(day=1)


def _replace(model: type[Model], rows: Collection[Model], key: list[str]) -> Collection[Model]:
    written = [field.name for field in model._meta.concrete_fields if not field.primary_key and field.name not in key]
    return model.objects.bulk_create(rows, update_conflicts=True, unique_fields=key, update_fields=written, batch_size=500)
