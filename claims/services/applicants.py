"""Who files: a person's memberships and claims, and what the rules say to a claim of theirs."""

from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from claims.domain.eligibility import Facts, Verdict, Weight, check_eligibility
from claims.domain.workflow import LIVE, OPEN, ClaimStatus
from claims.models import Claim
from participants.models import Membership, Participant

COUNTS_AS_TAKEN = OPEN | {ClaimStatus.PAID}
NOTE_LENGTH = 300


@dataclass(frozen=True, kw_only=True)
class StatedFacts:
    """What the claimant says about the event; empty where the reason does not ask."""

    event_on: date | None = None
    pension_age: int | None = None
    housing: str = ""
    heir_name: str = ""
    heir_nik: str = ""
    heir_relation: str = ""
    other_heirs: str | None = None
    """Who shares the right, as ``claims.domain.heirs.written`` writes them; None where nobody was asked."""


NOTHING_STATED = StatedFacts()
STATED = tuple(field.name for field in fields(StatedFacts))


@dataclass(frozen=True)
class Applicant:
    """A person with every membership and every claim: what eligibility looks at, over all KPJ."""

    memberships: list[Membership]
    claims: list[Claim]

    @property
    def participant(self) -> Participant:
        return self.memberships[0].participant

    @property
    def claimable(self) -> list[Membership]:
        """The memberships that a claim can name: those that were not merged into another."""
        return [membership for membership in self.memberships if membership.merged_into_id is None]

    @property
    def merged(self) -> list[Membership]:
        return [membership for membership in self.memberships if membership.merged_into_id]

    @property
    def drafts(self) -> list[Claim]:
        return [claim for claim in self.claims if claim.status == ClaimStatus.DRAFT]

    @property
    def running(self) -> set[UUID]:
        """The memberships with a claim on its way."""
        return {claim.membership_id for claim in self.claims if claim.status in OPEN}

    def live_claim(self, membership: Membership) -> Claim | None:
        """Return the draft or open claim on MEMBERSHIP; there is never a second one."""
        return next((claim for claim in self.claims if claim.membership_id == membership.pk and claim.status in LIVE), None)

    def took_part(self, *, except_for: Claim | None = None) -> bool:
        """Tell whether a partial claim was sent or paid on any KPJ (once in a lifetime, PP 46/2015 art 22(6))."""
        return any(claim.is_partial and claim.status in COUNTS_AS_TAKEN for claim in self.claims if claim != except_for)


def stated_on(claim: Claim) -> StatedFacts:
    """Return what CLAIM keeps of the claimant's words."""
    return StatedFacts(**{column: getattr(claim, column) for column in STATED})


def find_applicant(participant_id: UUID) -> Applicant:
    """Return the person with memberships (newest first) and claims, in two queries."""
    memberships = Membership.objects.filter(participant=participant_id).select_related("participant", "employer")
    claims = Claim.objects.filter(participant=participant_id).order_by("-created_at")
    return Applicant(list(memberships.order_by("-started_on", "pk")), list(claims))


def judge(
    applicant: Applicant, membership: Membership, reason: str, stated: StatedFacts, today: date, *, balance: int | None = None
) -> Verdict:
    """Say whether MEMBERSHIP can be claimed for REASON today; BALANCE is whole rupiah, None where not looked up.

    Raises KeyError when no such reason is in force. Rules: domain.md 1.2.
    """
    person, others = applicant.participant, [m for m in applicant.claimable if m != membership]
    facts = Facts(
        birth_date=person.birth_date,
        segment=membership.segment,
        started_on=membership.started_on,
        ended_on=membership.ended_on,
        end_reason=membership.end_reason,
        other_active_memberships=any(other.is_active(today) for other in others),
        first_membership_on=min(m.started_on for m in applicant.memberships),
        event_date=stated.event_on,
        is_foreigner=person.is_foreigner,
        earlier_partial_claim=applicant.took_part(except_for=applicant.live_claim(membership)),
        pension_age=stated.pension_age,
        is_heir=True,  # Who files after a death says below who they are; the heir letter proves it.
        balance=balance,
    )
    return check_eligibility(reason, facts, today)


def review_note(verdict: Verdict, other: str = "") -> str:
    """Return what an officer has to look at, OTHER matters last; empty where nothing is."""
    sentences = [obstacle.sentence for obstacle in verdict.obstacles if obstacle.weight is Weight.REVIEW]
    return " ".join(filter(None, (*sentences, other)))[:NOTE_LENGTH]
