"""The work of an office: what waits, and the next claim for one officer."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Case, Q, QuerySet, Value, When

from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import Claim, Office
from claims.services.deadlines import left_lying_before
from claims.services.officers import Desk
from claims.services.workflow import ClaimChangedMeanwhile, StepRefused, advance

TRIES = 200
"""Claims that one press looks at before it gives up."""
WORK_OF: dict[Role, tuple[ClaimStatus, ...]] = {
    Role.VERIFIER: (ClaimStatus.SUBMITTED, ClaimStatus.CORRECTED),
    Role.APPROVER: (ClaimStatus.AWAITING_APPROVAL,),
    Role.PAYER: (ClaimStatus.APPROVED, ClaimStatus.PAYING),
}


def waiting_for(officer: AbstractBaseUser, office: Office, now: datetime) -> QuerySet[Claim]:
    """Return what OFFICER may take: own corrected claims first, then the oldest legal deadline.

    Of colleagues' only corrections that were left lying, or whose officer has left.
    """
    own_first = Case(When(holder=officer, then=Value(0)), default=Value(1))
    left = Q(holder__is_active=False) | Q(last_arrival_at__lt=left_lying_before(office, now))
    free = Claim.objects.of_office(office).waiting_for_officer().filter(Q(holder=None) | Q(holder=officer) | left)
    return free.order_by(own_first, "queue_on", "submitted_at", "id")


def take_next(desk: Desk, *, now: datetime) -> Claim | None:
    """Take the next claim for the officer, or return None when there is none.

    Of all who press at once each gets another claim: on PostgreSQL a claim that a colleague is just taking is passed by,
    on SQLite they come one after the other.
    """
    refused: list[UUID] = []
    while len(refused) < TRIES:
        with transaction.atomic():
            claim = first_free(desk, refused, now)
            if claim is None:
                return None
            try:
                advance(claim, Step.TAKE, actor=desk.actor, now=now)
                return claim
            except (ClaimChangedMeanwhile, StepRefused):
                refused.append(claim.pk)
    return None


def first_free(desk: Desk, refused: Collection[UUID], now: datetime) -> Claim | None:
    """Return the first claim that the officer may take, held until the transaction ends; those REFUSED are passed by."""
    free = waiting_for(desk.user, desk.office, now).exclude(pk__in=refused).only("pk")
    first = free.select_for_update(of=("self",), skip_locked=connection.features.has_select_for_update_skip_locked).first()
    return first and Claim.objects.get(pk=first.pk)
