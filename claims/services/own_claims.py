"""What a signed-in participant sees of the own claims, and the two ends an owner may choose."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from claims.domain.workflow import CLOSED, LIVE, ClaimStatus, Role, Step
from claims.models import Claim, ClaimEvent
from claims.services.forgetting import forget_draft
from claims.services.guards import Actor
from claims.services.workflow import advance
from participants.models import Membership


@dataclass(frozen=True)
class Card:
    """One KPJ of the person with its claims, newest first; FREE when a new claim may be begun on it."""

    membership: Membership
    claims: list[Claim]
    free: bool


def cards_of(participant_id: UUID) -> list[Card]:
    """Return every KPJ of the participant, the ones with something going on first: two queries.

    A draft that ended unsent is no claim any more.
    """
    memberships = Membership.objects.filter(participant=participant_id).select_related("employer").order_by("-started_on")
    claims: dict[UUID, list[Claim]] = {}
    kept = Claim.objects.filter(participant=participant_id).exclude(submitted_at=None, status__in=CLOSED)
    for claim in kept.select_related("membership", "office").order_by("-created_at"):
        claims.setdefault(claim.membership_id, []).append(claim)
    cards = [_card(membership, claims.get(membership.pk, [])) for membership in memberships]
    return sorted(cards, key=lambda card: not any(claim.status in LIVE for claim in card.claims))


def _card(membership: Membership, claims: list[Claim]) -> Card:
    taken = any(claim.status in LIVE or (claim.status == ClaimStatus.PAID and not claim.is_partial) for claim in claims)
    return Card(membership, claims, free=not taken and membership.merged_into_id is None)


def note_of_last(claim: Claim, step: Step) -> str:
    """Return what an officer wrote for the participant when STEP was taken last; empty where nothing was."""
    event = claim.events.filter(step=step).last()
    return event.note if event else ""


@transaction.atomic
def cancel_claim(claim: Claim) -> ClaimEvent:
    """Cancel the participant's own claim before approval, a draft without a trace of its papers; raises what ``advance`` raises."""
    event = advance(claim, Step.CANCEL, actor=Actor(frozenset({Role.PARTICIPANT})), now=timezone.now())
    if claim.submitted_at is None:
        forget_draft(claim)
    return event
