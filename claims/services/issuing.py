"""Check codes: what our paper carries, so that anyone can ask whether it is ours."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction

from claims.domain.numbers import new_check_code
from claims.models import Claim, IssuedCode
from jht_portal.lib.throttle import Allowance, Budget, hit_all

CHECKS_A_MINUTE, CHECKS_AN_HOUR = 10, 60
TRIES = 4
TOLD = ("kind", "notice", "issued_at", "status", "claim__status", "claim__office__timezone")


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """What /cek/ tells of a code: the kind of paper, which message, when it was made, its state then and the claim's state now."""

    kind: str
    notice: str
    issued_at: datetime
    zone: str
    status_then: str
    status_now: str


def issue_code(kind: str, claim: Claim | None, now: datetime, notice: str | None = None) -> IssuedCode:
    """Return a code for a paper of KIND about CLAIM as it stands, or for the message NOTICE; the same within a day keeps its code."""
    if claim is not None and (issued := _issued_today(kind, claim, now, notice)):
        return issued
    facts = {"kind": kind, "notice": notice, "claim": claim, "status": claim.status if claim else "", "issued_at": now}
    return _new_code(facts)


def issue_personal_code(kind: str, participant_id: UUID, about: str, now: datetime, notice: str | None = None) -> IssuedCode:
    """Return a code for a paper of a person's own that no claim stands behind, or for the message NOTICE to that person.

    The same paper within a day keeps its code.
    """
    facts = {"kind": kind, "notice": notice, "participant_id": participant_id, "about": about}
    since = _midnight(now, settings.TIME_ZONE)
    same = IssuedCode.objects.filter(**facts, issued_at__gte=since, issued_at__lte=now).order_by("-issued_at").first()
    return same or _new_code(facts | {"issued_at": now})


def find_paper(code: str) -> CheckedPaper | None:
    """Return what is known of CODE (as parse_check_code writes it), None when it is not ours."""
    issued = next(iter(IssuedCode.objects.select_related("claim__office").only(*TOLD).filter(code=code)), None)
    if issued is None:
        return None
    office = issued.claim.office if issued.claim else None
    return CheckedPaper(
        kind=issued.get_kind_display(),
        notice=issued.notice or "",
        issued_at=issued.issued_at,
        zone=office.timezone if office else settings.TIME_ZONE,
        status_then=issued.status,
        status_now=issued.claim.status if issued.claim else "",
    )


def count_check(address: str, *, now: datetime | None = None) -> Allowance:
    """Count one question about a code from ADDRESS: 10 a minute, 60 an hour."""
    budgets = [Budget("check", address, CHECKS_A_MINUTE, 60), Budget("check", address, CHECKS_AN_HOUR, 3600)]
    return hit_all(budgets, now=now)


def _issued_today(kind: str, claim: Claim, now: datetime, notice: str | None) -> IssuedCode | None:
    since = _midnight(now, claim.office.timezone if claim.office else settings.TIME_ZONE)
    same = IssuedCode.objects.filter(claim=claim, kind=kind, notice=notice, status=claim.status, issued_at__gte=since, issued_at__lte=now)
    return same.order_by("-issued_at").first()


def _midnight(now: datetime, zone_name: str) -> datetime:
    zone = ZoneInfo(zone_name)
    return datetime.combine(now.astimezone(zone).date(), time.min, zone)


def _new_code(facts: dict[str, object]) -> IssuedCode:
    for _ in range(TRIES - 1):
        try:
            with transaction.atomic():
                return _write(facts)
        except IntegrityError:  # 40 random bits met a code that exists.
            continue
    return _write(facts)


def _write(facts: dict[str, object]) -> IssuedCode:
    return IssuedCode.objects.create(code=new_check_code(os.urandom(5)), **facts)


def forget_codes(kinds: Collection[str], before: datetime) -> int:
    """Forget the codes of messages of KINDS that were issued BEFORE; return how many."""
    return IssuedCode.objects.filter(notice__in=kinds, issued_at__lte=before).delete()[0]
