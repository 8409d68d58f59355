"""A claim that ended without money is filed again: the same card and reason, with the papers that nobody refused.

Papers are sealed to their page, so each is opened once and stored anew for the new draft; the old claim keeps its own.
The signed form names the old claim and its account, so it is asked for again.
"""

import logging
from datetime import datetime

from claims import storage
from claims.domain.papers import Slot
from claims.domain.workflow import ClaimStatus
from claims.models import Claim, Document, DocumentVersion
from claims.services import intake
from claims.services.applicants import find_applicant, stated_on
from claims.services.drafting import begin
from claims.services.requirements import requirements_of

REPEATABLE = frozenset({ClaimStatus.EXPIRED, ClaimStatus.CANCELLED, ClaimStatus.REJECTED})
MADE_ANEW = frozenset({str(Slot.FORMULIR)})
LEFT_OUT = (storage.DocumentMissing, storage.SealBroken, intake.DocumentFull)
"""What keeps one paper from being taken over, and no other."""
logger = logging.getLogger(__name__)


class NotRepeatable(Exception):
    """The claim runs, was paid, or was never sent."""


def may_repeat(claim: Claim) -> bool:
    """Tell whether CLAIM was sent and ended without money."""
    return claim.status in REPEATABLE and claim.submitted_at is not None


def papers_to_keep(claim: Claim) -> list[DocumentVersion]:
    """Return, in the order of the slots, the newest version of each paper that reached the office and was not refused."""
    documents = claim.documents.exclude(slot__in=MADE_ANEW).prefetch_related("versions__pages").order_by("position")
    return [version for document in documents if (version := _newest(document))]


def _newest(document: Document) -> DocumentVersion | None:
    sent = [version for version in document.versions.all() if version.sent_at]
    newest = max(sent, key=lambda version: version.number, default=None)
    return newest if newest and newest.verdict != "rejected" and newest.pages.all() else None


def repeat(claim: Claim, *, now: datetime) -> Claim:
    """Begin a draft like CLAIM with the papers that may be kept; a draft on the card that is there already is filled.

    A paper that cannot be read any more, or for which there is no room, is asked for anew.
    Raises NotRepeatable, NotEligible, ClaimAlreadyOpen, StorageUnavailable.
    """
    if not may_repeat(claim):
        raise NotRepeatable
    draft = begin(find_applicant(claim.participant_id), claim.membership, claim.reason, stated_on(claim), now)
    empty = {document.slot: document for document in draft.documents.filter(state="empty", slot__in=requirements_of(draft))}
    for version in papers_to_keep(claim):
        if version.document.slot in empty:
            _take_over(version, empty[version.document.slot], now)
    return draft


def _take_over(version: DocumentVersion, document: Document, now: datetime) -> None:
    try:
        intake.copy_pages(document, version, now=now)
    except LEFT_OUT as fault:
        logger.error("%s not taken over: %s", document.slot, type(fault).__name__)
