"""The words of a message, from ``templates/messages/<notice>.{subject,txt,sms,whatsapp}``; in English from ``templates/messages/en/``.

A message carries no NIK, amount, account or sign-in link: a first name, the masked claim number, what is to be
known, the short address to type and a check code for /cek/ (product.md section 5).
"""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from claims.domain.limits import Limit, limit
from claims.domain.message_words import ENGLISH, INDONESIAN, MessageWords, fill, find_words
from claims.domain.numbers import mask_claim_number
from claims.domain.sms import plain_for_sms
from claims.models import Claim, Document, SlotState
from claims.models.document import ASKED_AGAIN
from claims.services.deadlines import local_date
from claims.services.message_texts import value_of
from claims.services.requirements import refusals_of, requirements_of
from jht_portal.lib.languages import in_indonesian
from jht_portal.lib.logs import strike_out

EMAIL, SMS, WHATSAPP = "email", "sms", "whatsapp"
ENDINGS = {EMAIL: "txt", SMS: "sms", WHATSAPP: "whatsapp"}
"""The templates' endings by channel, in the order of a preview."""
FOLDERS = {INDONESIAN: "messages", ENGLISH: "messages/en"}
PREVIEW_CODE = "XXXX-XXXX"
LISTING_DOCUMENTS = ("correction_requested", "correction_reminder")
INSISTED = "Dokumen ini tetap diperlukan. Unggah dokumennya, atau datang ke kantor untuk bertanya."


class Message(NamedTuple):
    """What a person reads: one line of subject (e-mail only), plain text below."""

    subject: str
    body: str


class AskedAgain(NamedTuple):
    """One document that must be replaced: its name, and every reason as (what is wrong, what to do)."""

    name: str
    reasons: list[tuple[str, str]]
    note: str


@in_indonesian
def render_notice(
    notice: str,
    claim: Claim,
    *,
    now: datetime,
    channel: str = EMAIL,
    check_code: str = PREVIEW_CODE,
    name: str = "",
    **more: Any,
) -> Message:
    """Return NOTICE about CLAIM as it stands at NOW; before the step it is the preview of what the step will send."""
    return compose(notice, notice_context(notice, claim, now=now, check_code=check_code, name=name) | more, channel)


def render_everywhere(notice: str, claim: Claim, *, now: datetime) -> dict[str, Message]:
    """Return the preview of NOTICE on every channel."""
    context = notice_context(notice, claim, now=now)
    return {channel: compose(notice, context, channel) for channel in ENDINGS}


def notice_context(notice: str, claim: Claim, *, now: datetime, check_code: str = PREVIEW_CODE, name: str = "") -> dict[str, Any]:
    """Return what the templates of NOTICE may say about CLAIM; NAME is the greeting, by default the first name of who files."""
    return {
        "name": name or first_name(addressee(claim)),
        "claim": claim,
        "number": mask_claim_number(claim.number),
        "zone": claim.office.timezone if claim.office else settings.TIME_ZONE,
        "check_code": check_code,
        "now": now,
        **_facts(notice, claim, now),
    }


def compose(notice: str, context: dict[str, Any], channel: str = EMAIL, language: str = INDONESIAN) -> Message:
    """Return the message NOTICE for CHANNEL filled with CONTEXT: in the officers' words where they wrote some, else as it ships."""
    words = find_words(notice, channel, language)
    return in_own_words(words, context) if words else as_shipped(notice, context, channel, language)


def as_shipped(notice: str, context: dict[str, Any], channel: str = EMAIL, language: str = INDONESIAN) -> Message:
    """Return the message NOTICE as the portal ships it; subject and SMS are one line whatever stands in them."""
    subject = _rendered(f"{notice}.subject", context, language) if channel == EMAIL else ""
    return _message(subject, _rendered(f"{notice}.{ENDINGS[channel]}", context, language), channel)


def in_own_words(words: MessageWords, context: dict[str, Any]) -> Message:
    """Return a message in WORDS that officers wrote, with the greeting and the standing sentences of every message around them."""
    context, channel, language = _sender() | context, words.channel, words.language
    with translation.override(language):
        subject, body = (fill(text, lambda place: value_of(place, context, channel)) for text in (words.subject, words.body))
    return _message(subject, _rendered(f"own.{ENDINGS[channel]}", context | {"own_body": body}, language), channel)


def _rendered(name: str, context: dict[str, Any], language: str) -> str:
    """Fill a template of messages with words, days and times in LANGUAGE, whatever the page speaks from which it is sent."""
    folder = FOLDERS[language]
    with translation.override(language):
        return render_to_string(f"{folder}/{name}", _sender() | context)


def _message(subject: str, body: str, channel: str) -> Message:
    if channel == SMS:
        return Message("", plain_for_sms(_one_line(body)))
    return Message(_one_line(subject), body.strip() + "\n")


def _one_line(text: str) -> str:
    return " ".join(text.split())


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
    reasons = [reason for version in refused for reason in refusals_of(version)]
    return AskedAgain(name, [(reason.short, reason.advice) for reason in reasons], strike_out(refused[0].note) if refused else "")


def _facts(notice: str, claim: Claim, now: datetime) -> dict[str, Any]:
    if notice not in LISTING_DOCUMENTS:
        return {}
    today, due = local_date(claim.office, now), correction_due(claim, now)
    return {"documents": asked_again(claim), "due": due, "days_left": days_left(due, today)}


def correction_due(claim: Claim, now: datetime) -> date:
    """Return the last day of the correction that CLAIM waits for, or of one that is asked for now."""
    today = local_date(claim.office, now)
    return claim.correction_due_on or today + timedelta(days=limit(Limit.CORRECTION_DAYS, today))


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
