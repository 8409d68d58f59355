"""The words of a message, from ``templates/messages/<notice>.{subject,txt}``.

A message carries no NIK, amount, account or sign-in link: a first name, the masked claim number, what is to be
known, the short address to type and a check code for /cek/ (product.md section 5).
"""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string

from claims.domain.numbers import mask_claim_number
from claims.domain.return_reasons import find_return_reason
from claims.models import Claim, Document, SlotState
from claims.models.document import ASKED_AGAIN
from claims.services.deadlines import local_date
from claims.services.effects import CORRECTION_DAYS
from claims.services.requirements import requirements_of
from jht_portal.lib.logs import strike_out

PREVIEW_CODE = "XXXX-XXXX"
LISTING_DOCUMENTS = ("correction_requested", "correction_reminder")
INSISTED = "Dokumen ini tetap diperlukan. Unggah dokumennya, atau datang ke kantor untuk bertanya."


class Message(NamedTuple):
    """What a person reads: one line of subject, plain text below."""

    subject: str
    body: str


class AskedAgain(NamedTuple):
    """One document that must be replaced: its name, and every reason as (what is wrong, what to do)."""

    name: str
    reasons: list[tuple[str, str]]
    note: str


def render_notice(notice: str, claim: Claim, *, now: datetime, check_code: str = PREVIEW_CODE, name: str = "", **more: Any) -> Message:
    """Return NOTICE about CLAIM as it stands at NOW; before the step it is the preview of what the step will send."""
    context = {
        "name": first_name(name or addressee(claim)),
        "claim": claim,
        "number": mask_claim_number(claim.number),
        "zone": claim.office.timezone if claim.office else settings.TIME_ZONE,
        "check_code": check_code,
        "now": now,
        **_facts(notice, claim, now),
    }
    return compose(notice, context | more)


def compose(notice: str, context: dict[str, Any]) -> Message:
    """Return the message NOTICE filled with CONTEXT; its subject is one line whatever stands in it."""
    context = _sender() | context
    subject = render_to_string(f"messages/{notice}.subject", context)
    return Message(" ".join(subject.split()), render_to_string(f"messages/{notice}.txt", context).strip() + "\n")


def addressee(claim: Claim) -> str:
    """Return the name of the person who files CLAIM: the heir, or the participant."""
    return claim.heir_name or claim.participant.name


def first_name(name: str) -> str:
    """Return the first word of a name, in title case."""
    return (name.split() or ["Peserta"])[0].title()


def asked_again(claim: Claim) -> list[AskedAgain]:
    """Return every document that must be replaced, with all its reasons, in the order of the slots."""
    labels = requirements_of(claim)
    documents = claim.documents.filter(state__in=ASKED_AGAIN).prefetch_related("versions")
    return [_asked(document, labels[document.slot].label if document.slot in labels else document.slot) for document in documents]


def _asked(document: Document, name: str) -> AskedAgain:
    if document.state == SlotState.INSISTED:
        return AskedAgain(name, [("Belum ada", INSISTED)], strike_out(document.decision_note or ""))
    refused = [version for version in document.versions.all() if version.verdict == "rejected"][-1:]
    reasons = [find_return_reason(code) for version in refused for code in version.reasons]
    return AskedAgain(name, [(reason.short, reason.advice) for reason in reasons], strike_out(refused[0].note) if refused else "")


def _facts(notice: str, claim: Claim, now: datetime) -> dict[str, Any]:
    if notice not in LISTING_DOCUMENTS:
        return {}
    due = claim.correction_due_on or local_date(claim.office, now) + timedelta(days=CORRECTION_DAYS)
    return {"documents": asked_again(claim), "due": due, "days_left": days_left(due, local_date(claim.office, now))}


def days_left(due: date, today: date) -> int:
    """Return how many days remain until DUE, 0 on the day itself."""
    return max(0, (due - today).days)


def _sender() -> dict[str, str]:
    return {
        "site": settings.PUBLIC_URL.partition("://")[2],
        "operator_name": settings.OPERATOR_NAME,
        "operator_phone": settings.OPERATOR_PHONE,
        "operator_hours": settings.OPERATOR_HOURS,
    }
