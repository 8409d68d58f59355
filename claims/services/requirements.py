"""What the rules say to one claim: its papers as of the day it was begun, what was refused in the words of that day."""

from datetime import date

from django.utils import timezone

from claims.domain.documents import Circumstances, Housing, SlotRequirement, required_slots
from claims.domain.return_reasons import CodedReason, ReturnReason, find_rejection_reason, find_return_reason
from claims.models import Claim, DocumentVersion


def rules_day(claim: Claim) -> date:
    """Return the day whose rules hold for CLAIM: the day it was begun."""
    return timezone.localdate(claim.created_at)


def requirements_of(claim: Claim, *, needs_tax_number: bool | None = None) -> dict[str, SlotRequirement]:
    """Return the slots of CLAIM in order, by code (domain.md 1.3); an NPWP stays conditional while its need is not known."""
    circumstances = Circumstances(
        is_foreigner=claim.participant.is_foreigner,
        needs_tax_number=needs_tax_number,
        housing=Housing(claim.housing) if claim.housing else None,
        shares_right=None if claim.other_heirs is None else bool(claim.co_heirs),
    )
    return {str(slot.slot): slot for slot in required_slots(claim.policy, claim.reason, circumstances, rules_day(claim))}


def refusals_of(version: DocumentVersion) -> list[ReturnReason]:
    """Return why a version was refused, in the words of the day on which it was judged."""
    day = timezone.localdate(version.judged_at) if version.judged_at else None
    return [find_return_reason(code, day) for code in version.reasons]


def rejections_of(claim: Claim) -> list[CodedReason]:
    """Return why CLAIM is rejected, in the words of the day of the decision: a letter says the same for ever."""
    day = timezone.localdate(claim.closed_at) if claim.closed_at else None
    return [find_rejection_reason(code, day) for code in claim.rejection_codes]
