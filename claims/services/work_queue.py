"""The work of an office: what waits, what is late, and the next claim for one officer."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Case, Count, Q, QuerySet, Value, When

from claims.domain.workflow import OPEN, WAITING_FOR_PARTICIPANT, ClaimStatus, Role, Step
from claims.models import Claim, Office
from claims.services.deadlines import local_date
from claims.services.officers import Desk
from claims.services.queue_rows import RELATED
from claims.services.workflow import ClaimChangedMeanwhile, StepRefused, advance

TRIES = 200
"""Claims that one press looks at before it gives up."""
WORK_OF: dict[Role, tuple[ClaimStatus, ...]] = {
    Role.VERIFIER: (ClaimStatus.SUBMITTED, ClaimStatus.CORRECTED),
    Role.APPROVER: (ClaimStatus.AWAITING_APPROVAL,),
    Role.PAYER: (ClaimStatus.APPROVED, ClaimStatus.PAYING),
}


def waiting_for(officer: AbstractBaseUser, office: Office) -> QuerySet[Claim]:
    """Return what OFFICER may take: own corrected claims first, then the oldest legal deadline; no colleague's."""
    own_first = Case(When(holder=officer, then=Value(0)), default=Value(1))
    free = Claim.objects.of_office(office).waiting_for_officer().filter(Q(holder=None) | Q(holder=officer))
    return free.order_by(own_first, "queue_on", "submitted_at", "id")


def take_next(desk: Desk, *, now: datetime) -> Claim | None:
    """Take the next claim for the officer, or return None when there is none.

    Two officers who press at once get two claims: who loses the race for one tries the next.
    """
    for claim in islice(waiting_for(desk.user, desk.office).iterator(chunk_size=20), TRIES):
        try:
            advance(claim, Step.TAKE, actor=desk.actor, now=now)
        except (ClaimChangedMeanwhile, StepRefused):
            continue
        return claim
    return None


@dataclass(frozen=True)
class Workload:
    """An office's open claims in numbers; MINE are those that the officer holds in review."""

    mine: int
    waiting: int
    approval: int
    payment: int
    participant: int
    running: int
    due_today: int
    late: int


def workload(desk: Desk, *, now: datetime) -> Workload:
    """Count the open claims of the officer's office, in one query."""
    today = local_date(desk.office, now)
    wanted = {
        "mine": Q(holder=desk.user, status=ClaimStatus.IN_REVIEW),
        "waiting": Q(status__in=WORK_OF[Role.VERIFIER]),
        "approval": Q(status__in=WORK_OF[Role.APPROVER]),
        "payment": Q(status__in=WORK_OF[Role.PAYER]),
        "participant": Q(status__in=WAITING_FOR_PARTICIPANT),
        "running": Q(),
        "due_today": Q(due_on=today),
        "late": Q(due_on__lt=today),
    }
    counts = {name: Count("pk", filter=condition) for name, condition in wanted.items()}
    return Workload(**Claim.objects.filter(office=desk.office, status__in=OPEN).aggregate(**counts))


def most_urgent(office: Office, limit: int = 8) -> QuerySet[Claim]:
    """Return the office's open claims whose legal day comes first, those without one left out."""
    urgent = Claim.objects.of_office(office).filter(status__in=OPEN, due_on__isnull=False)
    return urgent.select_related(*RELATED).order_by("due_on", "queue_on", "id")[:limit]
