"""A claim as one masked line of the work queue."""

from dataclasses import dataclass
from datetime import date

from claims.domain.reasons import reason_labels
from claims.domain.workflow import CLOSED, ClaimStatus
from claims.labels import STATUS_WORDING
from claims.models import Claim, Office
from claims.services.officers import shown_name
from jht_portal.lib.formats import day_and_month
from participants.domain.identifiers import mask_kpj, mask_name

RELATED = ("participant", "membership", "holder", "office")
"""What a line needs beside the claim itself."""


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
    due_day: str
    office: str = ""


def row_of(claim: Claim, today: date, office: Office | None = None) -> Row:
    """Return CLAIM as the queue shows it on a day; OFFICE is named where claims of several stand together."""
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
        day_and_month(claim.due_on) if due else "",
        office.name if office else "",
    )


def reason_label(code: str) -> str:
    """Return the official label of a reason for claiming."""
    return reason_labels().get(code, code)


def due_words(due_on: date | None, today: date) -> tuple[str, str]:
    """Say how near the legal day is, and the kind of tag that shows it."""
    if due_on is None:
        return "", ""
    days = (due_on - today).days
    if days < 0:
        return f"Lewat {-days} hari", "bad"
    return ("Hari ini", "act") if days == 0 else (f"{days} hari lagi", "")
