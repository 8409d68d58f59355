"""Late claims go to the head of the office by themselves: recorded once, settled by themselves, told once a working day.

A claim is late when it is open and its legal day (Permenaker 4/2022), or the day that would hold if the file proves complete,
is over at its office. The work list counts the same with ``batas=lewat``.
"""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from claims.domain.deadlines import is_working_day
from claims.domain.workflow import CLOCK_RUNS, OPEN, Role
from claims.models import Claim, Escalation, FollowUp, Notification, Office
from claims.services import auditing, notifying
from claims.services.deadlines import holidays, local_date
from claims.services.officers import Desk, shown_name

DIGEST_FROM = time(7)
"""When the mail of the morning goes out, in the office's own time."""
DIGEST = "late_digest"
PAYMENT, REVIEW = "bayar", "periksa"


def escalate(now: datetime) -> int:
    """Settle what is late no longer, record what is, tell the heads; return how many claims were recorded."""
    names = Office.objects.order_by().values_list("timezone", flat=True).distinct()
    zones = {name: now.astimezone(ZoneInfo(name)).date() for name in names}
    for zone, today in zones.items():
        _open(zone).exclude(_is_late("claim__", today)).update(settled_at=now)
    recorded = sum(_record(zone, today, now) for zone, today in zones.items())
    Escalation.objects.filter(settled_at=None, told_at=None).filter(Exists(heads_of(OuterRef("claim__office")))).update(told_at=now)
    _send_digests(now)
    return recorded


def _open(zone: str) -> QuerySet[Escalation]:
    return Escalation.objects.filter(settled_at=None, claim__office__timezone=zone)


def _is_late(path: str, today: date) -> Q:
    return Q(**{f"{path}status__in": sorted(OPEN), f"{path}due_on__lt": today})


def _record(zone: str, today: date, now: datetime) -> int:
    known = Escalation.objects.filter(claim=OuterRef("pk"), settled_at=None)
    late = Claim.objects.filter(_is_late("", today), ~Exists(known), office__timezone=zone).only("status", "proposal", "due_on")
    rows = [Escalation(claim=claim, at=now, due_on=claim.due_on, reason=_reason(claim)) for claim in late]
    Escalation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


def _reason(claim: Claim) -> str:
    return PAYMENT if claim.status in CLOCK_RUNS and claim.proposal == "bayar" else REVIEW


def heads_of(office: object) -> QuerySet[User]:
    """Return the active heads of an OFFICE, also those who look after it from another one."""
    heads = User.objects.filter(is_active=True, groups__name=Role.HEAD)
    return heads.filter(Q(officer__office=office) | Q(officer__other_offices=office)).distinct()


def _send_digests(now: datetime) -> None:
    """Write one mail to every head of an office with late claims, once on every working day; no person stands in it."""
    days_off, late = holidays(), Escalation.objects.filter(settled_at=None).values("claim__office")
    counted = late.annotate(count=Count("pk"), unpaid=Count("pk", filter=Q(reason=PAYMENT)), oldest=Min("due_on")).order_by()
    facts = {row.pop("claim__office"): row for row in counted}
    for office in Office.objects.filter(pk__in=facts):
        local = now.astimezone(ZoneInfo(office.timezone))
        if local.time() >= DIGEST_FROM and is_working_day(local.date(), days_off) and not was_sent(DIGEST, office, local):
            _tell_heads_of(office, local.date(), facts[office.pk], now)


def was_sent(digest: str, office: Office, local: datetime) -> bool:
    """Tell whether the DIGEST of an office was written on the day of LOCAL."""
    begun = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return Notification.objects.filter(office=office, kind=digest, created_at__gte=begun).exists()


@transaction.atomic
def _tell_heads_of(office: Office, today: date, facts: dict[str, Any], now: datetime) -> None:
    """Write to every head or to none: one mail stands for the day (``was_sent``)."""
    for head in heads_of(office).exclude(email=""):
        cause = f"late-{office.pk}-{today:%Y%m%d}"
        notifying.plan_for_officer(DIGEST, head, office, cause=cause, now=now, name=shown_name(head), **facts)


def is_past_its_day(claim: Claim, now: datetime) -> bool:
    """Tell whether an open CLAIM is past its day at its office."""
    return claim.status in OPEN and claim.due_on is not None and claim.due_on < local_date(claim.office, now)


def head_told_at(claim: Claim) -> datetime | None:
    """Return since when the head of the office knows that CLAIM is late; None while nobody was told."""
    return Escalation.objects.filter(claim=claim, settled_at=None).values_list("told_at", flat=True).first()


def escalations_within_reach(desk: Desk) -> QuerySet[Escalation]:
    """Return the late claims of the offices within reach, for those who oversee."""
    if not (desk.may_read_claims and desk.oversees):
        return Escalation.objects.none()
    return Escalation.objects.filter(claim__office__in=desk.offices)


class NotTheHead(Exception):
    """Only the head of the claim's own office writes what was done about it."""


@transaction.atomic
def follow_up(escalation: Escalation, note: str, *, desk: Desk, now: datetime) -> FollowUp:
    """Write down what the head did about a late claim; raises NotTheHead."""
    if not may_follow_up(escalation, desk):
        raise NotTheHead
    auditing.record("follow_up", now=now, user=desk.user, role=Role.HEAD, claim=escalation.claim, what=f"escalation {escalation.pk}")
    return FollowUp.objects.create(escalation=escalation, at=now, user=desk.user, note=note.strip())


def may_follow_up(escalation: Escalation, desk: Desk) -> bool:
    """Tell whether the officer heads the claim's own office."""
    return Role.HEAD in desk.roles and desk.acts_on(escalation.claim)
