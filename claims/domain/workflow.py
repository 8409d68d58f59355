"""The life of a claim as a table: who may take which step from where to where.

Nothing else in the portal decides whether a step is legal; ``claims.services.workflow`` takes it.
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum


class ClaimStatus(StrEnum):
    """Where a claim stands. The values are public (``data-state``)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CORRECTION_REQUESTED = "correction_requested"
    CORRECTED = "corrected"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"
    PAYING = "paying"
    PAYMENT_FAILED = "payment_failed"
    PAID = "paid"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


S = ClaimStatus


class Stage(StrEnum):
    """The five stages that participants know from the agency's own app (domain.md 3.2)."""

    AGENDA = "agenda"
    PENETAPAN = "penetapan"
    PERSETUJUAN = "persetujuan"
    PEMBAYARAN = "pembayaran"
    SELESAI = "selesai"


STAGE_OF: dict[ClaimStatus, Stage | None] = {
    S.DRAFT: None,
    S.SUBMITTED: Stage.AGENDA,
    S.IN_REVIEW: Stage.PENETAPAN,
    S.CORRECTION_REQUESTED: Stage.PENETAPAN,
    S.CORRECTED: Stage.PENETAPAN,
    S.AWAITING_APPROVAL: Stage.PERSETUJUAN,
    S.APPROVED: Stage.PEMBAYARAN,
    S.PAYING: Stage.PEMBAYARAN,
    S.PAYMENT_FAILED: Stage.PEMBAYARAN,
    S.PAID: Stage.SELESAI,
    S.REJECTED: Stage.SELESAI,
    S.CANCELLED: Stage.SELESAI,
    S.EXPIRED: Stage.SELESAI,
}

CLOSED = frozenset({S.PAID, S.REJECTED, S.CANCELLED, S.EXPIRED})
OPEN = frozenset(set(ClaimStatus) - CLOSED - {S.DRAFT})
LIVE = OPEN | {S.DRAFT}
WAITING_FOR_PARTICIPANT = frozenset({S.CORRECTION_REQUESTED, S.PAYMENT_FAILED})
CLOCK_RUNS = frozenset({S.AWAITING_APPROVAL, S.APPROVED, S.PAYING})


class Role(StrEnum):
    """Who acts. The officers' roles are also the names of their groups."""

    PARTICIPANT = "Peserta"
    HEIR = "Ahli waris"
    SYSTEM = "Sistem"
    COUNTER = "Loket"
    VERIFIER = "Verifikator"
    APPROVER = "Penyetuju"
    PAYER = "Petugas Bayar"
    HEAD = "Kepala Kantor"
    AUDITOR = "Auditor"
    CONFIGURATOR = "Admin Konfigurasi"


OFFICER_ROLES = (Role.COUNTER, Role.VERIFIER, Role.APPROVER, Role.PAYER, Role.HEAD, Role.AUDITOR, Role.CONFIGURATOR)
FILERS = frozenset({Role.PARTICIPANT, Role.HEIR, Role.COUNTER})


class Step(StrEnum):
    """The verbs of product.md section 4."""

    SUBMIT = "submit"
    TAKE = "take"
    RELEASE = "release"
    TAKE_OVER = "take_over"
    REQUEST_CORRECTION = "request_correction"
    CORRECT = "correct"
    PROPOSE_PAYMENT = "propose_payment"
    PROPOSE_REJECTION = "propose_rejection"
    CHALLENGE = "challenge"
    APPROVE = "approve"
    REJECT = "reject"
    START_PAYMENT = "start_payment"
    CONFIRM_PAYMENT = "confirm_payment"
    FAIL_PAYMENT = "fail_payment"
    CANCEL = "cancel"
    EXPIRE = "expire"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Transition:
    """One legal step: from any of SOURCES to TARGET, by any of ROLES."""

    step: Step
    sources: frozenset[ClaimStatus]
    target: ClaimStatus
    roles: frozenset[Role]
    notice: str | None = None
    note_from: frozenset[Role] = frozenset()
    """Roles that must say why."""


def _t(
    step: Step,
    sources: Set[ClaimStatus],
    target: ClaimStatus,
    roles: Set[Role],
    notice: str | None = None,
    note_from: Set[Role] = frozenset(),
) -> Transition:
    return Transition(step, frozenset(sources), target, frozenset(roles), notice, frozenset(note_from))


TRANSITIONS: tuple[Transition, ...] = (
    _t(Step.SUBMIT, {S.DRAFT}, S.SUBMITTED, FILERS, "claim_received"),
    _t(Step.TAKE, {S.SUBMITTED, S.CORRECTED}, S.IN_REVIEW, {Role.VERIFIER, Role.HEAD}),
    _t(Step.RELEASE, {S.IN_REVIEW}, S.SUBMITTED, {Role.VERIFIER, Role.HEAD, Role.SYSTEM}, note_from={Role.VERIFIER, Role.HEAD}),
    _t(Step.TAKE_OVER, {S.IN_REVIEW}, S.IN_REVIEW, {Role.VERIFIER, Role.HEAD}, note_from={Role.VERIFIER, Role.HEAD}),
    _t(Step.REQUEST_CORRECTION, {S.IN_REVIEW}, S.CORRECTION_REQUESTED, {Role.VERIFIER}, "correction_requested"),
    _t(Step.CORRECT, {S.CORRECTION_REQUESTED, S.PAYMENT_FAILED}, S.CORRECTED, FILERS, "correction_received"),
    _t(Step.PROPOSE_PAYMENT, {S.IN_REVIEW}, S.AWAITING_APPROVAL, {Role.VERIFIER}, "complete_and_correct"),
    _t(Step.PROPOSE_REJECTION, {S.IN_REVIEW}, S.AWAITING_APPROVAL, {Role.VERIFIER}),
    _t(Step.CHALLENGE, {S.AWAITING_APPROVAL}, S.IN_REVIEW, {Role.APPROVER}, note_from={Role.APPROVER}),
    _t(Step.APPROVE, {S.AWAITING_APPROVAL}, S.APPROVED, {Role.APPROVER}, "approved"),
    _t(Step.REJECT, {S.AWAITING_APPROVAL}, S.REJECTED, {Role.APPROVER}, "rejected"),
    _t(Step.START_PAYMENT, {S.APPROVED}, S.PAYING, {Role.PAYER, Role.HEAD}),
    _t(Step.CONFIRM_PAYMENT, {S.PAYING}, S.PAID, {Role.PAYER}, "paid"),
    _t(Step.FAIL_PAYMENT, {S.PAYING}, S.PAYMENT_FAILED, {Role.PAYER}, "payment_failed"),
    _t(
        Step.CANCEL,
        {S.DRAFT, S.SUBMITTED, S.CORRECTION_REQUESTED, S.CORRECTED},
        S.CANCELLED,
        {Role.PARTICIPANT, Role.HEIR, Role.HEAD},
        "cancelled",
        note_from={Role.HEAD},
    ),
    _t(Step.EXPIRE, {S.DRAFT, S.CORRECTION_REQUESTED}, S.EXPIRED, {Role.SYSTEM}, "expired"),
    _t(
        Step.REOPEN,
        {S.REJECTED, S.EXPIRED, S.APPROVED, S.PAYMENT_FAILED},
        S.IN_REVIEW,
        {Role.HEAD},
        "reopened",
        note_from={Role.HEAD},
    ),
)
_BY_STEP = {transition.step: transition for transition in TRANSITIONS}


class StepNotAllowed(Exception):
    """The table has no such step from this status for these roles."""


def find_transition(step: Step | str, *, status: ClaimStatus | str, roles: Set[Role]) -> Transition:
    """Return the table's row for STEP, or raise StepNotAllowed."""
    transition = _BY_STEP.get(Step(step))
    if transition is None or status not in transition.sources or not roles & transition.roles:
        raise StepNotAllowed(f"{step} from {status}")
    return transition


def transitions_from(status: ClaimStatus | str, roles: Set[Role]) -> list[Transition]:
    """Return the steps that ROLES may take from STATUS, in the order of the table."""
    return [t for t in TRANSITIONS if status in t.sources and t.roles & roles]


class Part(StrEnum):
    """The three parts in a claim that three different people play, however often it comes back (four-eyes rule)."""

    VERIFYING = "verifying"
    DECIDING = "deciding"
    PAYING = "paying"


PART_OF: dict[Step, Part] = {
    Step.REQUEST_CORRECTION: Part.VERIFYING,
    Step.PROPOSE_PAYMENT: Part.VERIFYING,
    Step.PROPOSE_REJECTION: Part.VERIFYING,
    Step.CHALLENGE: Part.DECIDING,
    Step.APPROVE: Part.DECIDING,
    Step.REJECT: Part.DECIDING,
    Step.START_PAYMENT: Part.PAYING,
    Step.CONFIRM_PAYMENT: Part.PAYING,
    Step.FAIL_PAYMENT: Part.PAYING,
}


HELD_STEPS = (Step.PROPOSE_PAYMENT, Step.APPROVE, Step.START_PAYMENT)
"""Steps towards payment, which a claim that its participant denied does not take; what the bank did already is still written down."""


def steps_of_other_parts(part: Part) -> frozenset[Step]:
    """Return the steps that bar a person from PART: those of the two other parts."""
    return frozenset(step for step, its_part in PART_OF.items() if its_part is not part)
