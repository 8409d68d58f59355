"""A draft is begun, or gets another reason: one a card, with a row for every paper that its reason asks for."""

import os
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from claims.domain.documents import SlotRequirement
from claims.domain.numbers import new_claim_number
from claims.domain.workflow import LIVE
from claims.models import Claim, Document, SlotState
from claims.services.applicants import STATED, Applicant, StatedFacts
from claims.services.checking import check_claim
from claims.services.deadlines import local_date
from claims.services.estimating import asks_tax_number
from claims.services.filing import locked_draft
from claims.services.requirements import requirements_of
from claims.services.workflow import ClaimChangedMeanwhile
from participants.models import Membership

NUMBER_TRIES = 5
OVERTURNED = ("account_number", "account_index", "account_name", "tax_number", "data_saved_at", "tax_warning_read_at")
"""What another reason or another claimant may make untrue."""


class ClaimAlreadyOpen(Exception):
    """This membership has a claim on its way; ``claim`` is it."""

    def __init__(self, claim: Claim) -> None:
        super().__init__(claim.number)
        self.claim = claim


def begin(applicant: Applicant, membership: Membership, reason: str, stated: StatedFacts, now: datetime) -> Claim:
    """Open a draft on MEMBERSHIP, or give its draft another reason; what was uploaded stays.

    Raises NotEligible, ClaimAlreadyOpen, KeyError when no such reason is in force.
    """
    balance, note = check_claim(applicant, membership, reason, stated, local_date(None, now))
    needs_tax_number = asks_tax_number(balance, applicant.took_part())
    with transaction.atomic():
        draft = _draft_on(membership, applicant, now)
        _state(draft, reason, stated, note)
        _fit_documents(draft, requirements_of(draft, needs_tax_number=needs_tax_number))
    return draft


def _draft_on(membership: Membership, applicant: Applicant, now: datetime) -> Claim:
    """Return the card's draft, held; a new one where there is none, whoever asks at the same moment."""
    live = applicant.live_claim(membership)
    if live is None:
        if opened := _opened(membership, now):
            return opened
        live = Claim.objects.get(membership=membership, status__in=LIVE)
    try:
        return locked_draft(live)
    except ClaimChangedMeanwhile as error:
        raise ClaimAlreadyOpen(live) from error


def _opened(membership: Membership, now: datetime) -> Claim | None:
    """Insert a draft under a number that is free; None where another tab was faster."""
    facts = {"participant": membership.participant, "membership": membership, "policy": settings.REQUIREMENT_POLICY}
    for _ in range(NUMBER_TRIES):
        try:
            with transaction.atomic():
                return Claim.objects.create(number=new_claim_number(local_date(None, now).year, os.urandom(5)), **facts)
        except IntegrityError:
            if Claim.objects.filter(membership=membership, status__in=LIVE).exists():
                return None
    raise RuntimeError(f"No free claim number in {NUMBER_TRIES} tries.")


def _state(draft: Claim, reason: str, stated: StatedFacts, note: str) -> None:
    """Write reason and facts. Another reason asks to read the tax warning again, another claimant for their own account."""
    if draft.reason != reason:
        draft.tax_warning_read_at = None
    if bool(draft.heir_name) != bool(stated.heir_name):
        draft.account_number = draft.account_name = draft.tax_number = ""
        draft.data_saved_at = None
    draft.reason, draft.review_note = reason, note
    for column in STATED:
        setattr(draft, column, getattr(stated, column))
    draft.save(update_fields=[*STATED, *OVERTURNED, "reason", "review_note", "updated_at"])


def _fit_documents(draft: Claim, asked: dict[str, SlotRequirement]) -> None:
    """Give the draft one row a slot in order. An empty slot that is asked no more goes; a filled one stays, out of sight."""
    rows = {document.slot: document for document in draft.documents.all()}
    for position, (slot, requirement) in enumerate(asked.items(), 1):
        rows.setdefault(slot, Document(claim=draft, slot=slot))
        rows[slot].position, rows[slot].required = position, requirement.is_required
    for slot in rows.keys() - asked.keys():
        rows[slot].required = False
    old = [document for document in rows.values() if not document._state.adding]
    Document.objects.bulk_create([document for document in rows.values() if document._state.adding])
    Document.objects.bulk_update(old, ["position", "required"])
    draft.documents.filter(state=SlotState.EMPTY).exclude(slot__in=asked).delete()
