"""What the own record says at the start of a simulation."""

from dataclasses import dataclass, field
from uuid import UUID

from claims.domain.workflow import ClaimStatus
from claims.services.applicants import Applicant, find_applicant
from claims.services.estimating import unbooked_payments
from participants.domain.tax import Payment
from participants.services.statements import CardSavings, Withdrawal, savings_on, withdrawals_of
from participants.services.wages import last_monthly_wage, last_segment


@dataclass(frozen=True)
class StartingPoint:
    """What a person need not type: whole rupiah; EARLIER payments of savings that go on; whether a part was taken before."""

    answers: dict = field(default_factory=dict)
    earlier: list[Payment] = field(default_factory=list)
    took_part: bool = False


NOBODY = StartingPoint()


def starting_point(participant_id: UUID) -> StartingPoint:
    """Return what the record of a person says, in five queries; nothing where there is no card."""
    applicant = find_applicant(participant_id)
    if not applicant.memberships:
        return NOBODY
    savings, withdrawals = savings_on(applicant.memberships), withdrawals_of(participant_id)
    segment = last_segment(applicant.memberships)
    answers = {
        "lahir": applicant.participant.birth_date,
        "segmen": segment,
        "upah": last_monthly_wage(applicant.memberships, segment),
        "saldo": _balance(savings, applicant, withdrawals),
        "npwp": bool(applicant.participant.tax_number),
    }
    return StartingPoint(answers, _earlier(savings, withdrawals), applicant.took_part())


def _balance(savings: list[CardSavings], applicant: Applicant, withdrawals: list[Withdrawal]) -> int:
    paid = [claim for claim in applicant.claims if claim.status == ClaimStatus.PAID]
    gone = sum(claim.gross_amount for claim in unbooked_payments(paid, withdrawals))
    return max(0, sum(each.sums.total for each in savings) - gone)


def _earlier(savings: list[CardSavings], withdrawals: list[Withdrawal]) -> list[Payment]:
    """Return the payments that began the two years of tax: what was taken from a card that still holds something."""
    open_cards = {each.membership.pk for each in savings if each.sums.total > 0}
    return [(withdrawal.paid_on, withdrawal.amount) for withdrawal in withdrawals if withdrawal.membership_id in open_cards]
