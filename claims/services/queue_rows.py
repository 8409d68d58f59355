"""A claim as one masked line of the work queue."""

from dataclasses import dataclass
from datetime import date

from claims.domain.reasons import REASONS
from claims.domain.workflow import CLOSED, ClaimStatus
from claims.labels import STATUS_WORDING
from claims.models import Claim
from claims.services.officers import shown_name
from participants.domain.identifiers import mask_kpj, mask_name

RELATED = ("participant", "membership", "holder", "office")
"""What a line needs beside the claim itself."""
REASON_LABELS = {reason.code: reason.label for reason in REASONS}


@dataclass(frozen=True)
class Row:
    """One claim in the queue, masked; DUE_KIND and TONE name tags."""

    claim: Claim
    kpj: str
    name: str
    reason: str
    status: str
    tone: str
    holder: str
    due: str
    due_kind: str


def row_of(claim: Claim, today: date) -> Row:
    """Return CLAIM as the queue shows it to its office on a day."""
    wording = STATUS_WORDING[ClaimStatus(claim.status)]
    due, due_kind = due_words(None if claim.status in CLOSED else claim.due_on, today)
    return Row(
        claim,
        mask_kpj(claim.membership.kpj),
        mask_name(claim.participant.name),
        reason_label(claim.reason),
        wording.officer,
        wording.tone,
        shown_name(claim.holder) if claim.holder else "",
        due,
        due_kind,
    )


def reason_label(code: str) -> str:
    """Return the official label of a reason for claiming."""
    return REASON_LABELS.get(code, code)


def due_words(due_on: date | None, today: date) -> tuple[str, str]:
    """Say how near the legal day is, and the kind of tag that shows it."""
    if due_on is None:
        return "", ""
    days = (due_on - today).days
    if days < 0:
        return f"Lewat {-days} hari", "bad"
    return ("Hari ini", "act") if days == 0 else (f"{days} hari lagi", "")
