"""Claims with a past: steps as the audit trail keeps them, written straight into it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from claims.domain.workflow import TRANSITIONS, ClaimStatus, Role, Step
from claims.models import Claim, ClaimEvent
from tests.builders import make_claim, make_office

WIB = ZoneInfo("Asia/Jakarta")
TARGETS = {row.step: row for row in TRANSITIONS}


def wib(day: int, hour: int = 9, minute: int = 14) -> datetime:
    """Return a moment of November 2026 in Jakarta; the 17th is a Tuesday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=WIB)


def take_steps(claim: Claim, *steps: tuple) -> Claim:
    """Write (step, moment[, role]) into the trail of CLAIM, oldest first."""
    old = ClaimStatus.DRAFT
    for number, (step, at, *role) in enumerate(steps, 1):
        row = TARGETS[Step(step)]
        taken_by = role[0] if role else min(row.roles)
        ClaimEvent.objects.create(claim=claim, number=number, at=at, step=step, old_status=old, new_status=row.target, role=taken_by)
        old = row.target
    return claim


SUBMIT, TAKE = ("submit", wib(17)), ("take", wib(18, 8, 32))
PROPOSE, APPROVE, TRANSFER = ("propose_payment", wib(19)), ("approve", wib(19, 15)), ("start_payment", wib(20))
PASTS: dict[ClaimStatus, tuple[tuple[tuple, ...], dict[str, Any]]] = {
    ClaimStatus.SUBMITTED: ((SUBMIT,), {}),
    ClaimStatus.IN_REVIEW: ((SUBMIT, TAKE), {}),
    ClaimStatus.CORRECTION_REQUESTED: (
        (SUBMIT, TAKE, ("request_correction", wib(20))),
        {"correction_due_on": wib(4).date().replace(month=12)},
    ),
    ClaimStatus.CORRECTED: ((SUBMIT, TAKE, ("request_correction", wib(20)), ("correct", wib(21))), {}),
    ClaimStatus.AWAITING_APPROVAL: ((SUBMIT, TAKE, PROPOSE), {"complete_at": wib(17), "proposal": "bayar"}),
    ClaimStatus.APPROVED: ((SUBMIT, TAKE, PROPOSE, APPROVE), {"complete_at": wib(17), "proposal": "bayar"}),
    ClaimStatus.PAYING: ((SUBMIT, TAKE, PROPOSE, APPROVE, TRANSFER), {"complete_at": wib(17), "proposal": "bayar"}),
    ClaimStatus.PAYMENT_FAILED: (
        (SUBMIT, TAKE, PROPOSE, APPROVE, TRANSFER, ("fail_payment", wib(21))),
        {"complete_at": wib(17), "proposal": "bayar", "clock_pauses": [["2026-11-21"]], "due_on": None},
    ),
    ClaimStatus.PAID: (
        (SUBMIT, TAKE, PROPOSE, APPROVE, TRANSFER, ("confirm_payment", wib(20, 14, 20))),
        {"complete_at": wib(17), "proposal": "bayar", "closed_at": wib(20, 14, 20), "due_on": wib(24).date()},
    ),
    ClaimStatus.REJECTED: (
        (SUBMIT, TAKE, ("propose_rejection", wib(19)), ("reject", wib(20))),
        {"proposal": "tolak", "closed_at": wib(20), "rejection_codes": ["MASIH_AKTIF"], "due_on": None},
    ),
    ClaimStatus.CANCELLED: ((SUBMIT, ("cancel", wib(18), Role.PARTICIPANT)), {"closed_at": wib(18), "due_on": None}),
    ClaimStatus.EXPIRED: (
        (SUBMIT, TAKE, ("request_correction", wib(18, 10)), ("expire", wib(20))),
        {"closed_at": wib(20), "due_on": None},
    ),
}


def make_tracked_claim(status: ClaimStatus, **facts: Any) -> Claim:
    """Store a claim that came to STATUS in the week of 17 November 2026, with every step on the way."""
    steps, columns = PASTS[status]
    office = facts.pop("office", None) or make_office(name="Kantor Cabang Bandung Timur")
    sent = {"submitted_at": wib(17), "last_arrival_at": wib(17), "office": office}
    return take_steps(make_claim(status, **sent | columns | facts), *steps)
