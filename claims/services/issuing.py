"""Check codes: what our paper carries, so that anyone can ask whether it is ours."""

import os
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction

from claims.domain.numbers import new_check_code
from claims.models import Claim, IssuedCode
from jht_portal.lib.throttle import Allowance, Budget, hit_all

CHECKS_A_MINUTE, CHECKS_AN_HOUR = 10, 60
TRIES = 4
TOLD = ("kind", "issued_at", "status", "claim__status", "claim__office__timezone")


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """What /cek/ tells of a code: the kind of paper, when it was made, its state then and the claim's state now."""

    kind: str
    issued_at: datetime
    zone: str
    status_then: str
    status_now: str


def issue_code(kind: str, claim: Claim | None, now: datetime) -> IssuedCode:
    """Return a code for a paper of KIND about CLAIM as it stands; the same state within a day keeps its code."""
    if claim is not None and (issued := _issued_today(kind, claim, now)):
        return issued
    status = claim.status if claim else ""
    for _ in range(TRIES - 1):
        try:
            with transaction.atomic():
                return _issue(kind, claim, status, now)
        except IntegrityError:  # 40 random bits met a code that exists.
            continue
    return _issue(kind, claim, status, now)


def find_paper(code: str) -> CheckedPaper | None:
    """Return what is known of CODE (as parse_check_code writes it), None when it is not ours."""
    issued = next(iter(IssuedCode.objects.select_related("claim__office").only(*TOLD).filter(code=code)), None)
    if issued is None:
        return None
    office = issued.claim.office if issued.claim else None
    return CheckedPaper(
        kind=issued.get_kind_display(),
        issued_at=issued.issued_at,
        zone=office.timezone if office else settings.TIME_ZONE,
        status_then=issued.status,
        status_now=issued.claim.status if issued.claim else "",
    )


def count_check(address: str, *, now: datetime | None = None) -> Allowance:
    """Count one question about a code from ADDRESS: 10 a minute, 60 an hour."""
    budgets = [Budget("check", address, CHECKS_A_MINUTE, 60), Budget("check", address, CHECKS_AN_HOUR, 3600)]
    return hit_all(budgets, now=now)


def _issued_today(kind: str, claim: Claim, now: datetime) -> IssuedCode | None:
    zone = ZoneInfo(claim.office.timezone if claim.office else settings.TIME_ZONE)
    midnight = datetime.combine(now.astimezone(zone).date(), time.min, zone)
    same = IssuedCode.objects.filter(claim=claim, kind=kind, status=claim.status, issued_at__gte=midnight, issued_at__lte=now)
    return same.order_by("-issued_at").first()


def _issue(kind: str, claim: Claim | None, status: str, now: datetime) -> IssuedCode:
    return IssuedCode.objects.create(code=new_check_code(os.urandom(5)), kind=kind, claim=claim, status=status, issued_at=now)
