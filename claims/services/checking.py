"""May this claim be filed, with the money on its card looked at: the rules' answer, refused or noted for an officer."""

from datetime import date

from claims.domain.eligibility import Verdict, no_longer_in_force
from claims.domain.reasons import find_reason, is_in_force
from claims.domain.workflow import ClaimStatus
from claims.services.applicants import Applicant, StatedFacts, judge, review_note
from claims.services.estimating import claimable_balance
from participants.domain.sentences import sentence
from participants.models import Membership
from participants.services.statements import withdrawals_of

WITHDRAWN_BEFORE = sentence("Ada penarikan lama di kartu Anda. Petugas memeriksa apakah itu klaim sebagian.")


class NotEligible(Exception):
    """The rules say not yet, or not for this reason; ``verdict`` says why and from which day."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.outcome)
        self.verdict = verdict


def check_claim(applicant: Applicant, membership: Membership, reason: str, stated: StatedFacts, today: date) -> tuple[int, str]:
    """Return the balance in whole rupiah and what an officer has to look at; raise NotEligible when the rules refuse.

    That the reason itself has ended since a draft was begun is such a refusal.
    """
    if not is_in_force(reason, today):
        raise NotEligible(no_longer_in_force(reason))
    balance = claimable_balance(membership, applicant.claims)
    verdict = judge(applicant, membership, reason, stated, today, balance=balance)
    if not verdict.may_file:
        raise NotEligible(verdict)
    unknown = find_reason(reason, today).is_partial and _was_withdrawn_elsewhere(applicant)
    return balance, review_note(verdict, WITHDRAWN_BEFORE if unknown else "")


def _was_withdrawn_elsewhere(applicant: Applicant) -> bool:
    """Tell whether the ledger shows money taken that no claim here explains: it may have been a partial claim."""
    explained = {claim.membership_id for claim in applicant.claims if claim.status == ClaimStatus.PAID}
    return any(withdrawal.membership_id not in explained for withdrawal in withdrawals_of(applicant.participant.pk))
