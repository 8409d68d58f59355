"""Which papers a claim needs, as the rules stood on the day it was begun."""

from datetime import date

from django.utils import timezone

from claims.domain.documents import Circumstances, Housing, SlotRequirement, required_slots
from claims.models import Claim


def rules_day(claim: Claim) -> date:
    """Return the day whose rules hold for CLAIM: the day it was begun."""
    return timezone.localdate(claim.created_at)


def requirements_of(claim: Claim, *, needs_tax_number: bool | None = None) -> dict[str, SlotRequirement]:
    """Return the slots of CLAIM in order, by code (domain.md 1.3); an NPWP stays conditional while its need is not known."""
    circumstances = Circumstances(
        is_foreigner=claim.participant.is_foreigner,
        needs_tax_number=needs_tax_number,
        housing=Housing(claim.housing) if claim.housing else None,
    )
    return {str(slot.slot): slot for slot in required_slots(claim.policy, claim.reason, circumstances, rules_day(claim))}
