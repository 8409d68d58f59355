"""A draft is begun, or gets another reason: one a card, with a row for every paper that its reason asks for."""

import os
from datetime import datetime
from typing import Any

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
OVERTURNED = ("account_number", "account_index", "account_name", "tax_number", "data_saved_at", "tax_warning_read_at", "tax_warning")
"""What another reason or another claimant may make untrue."""


class ClaimAlreadyOpen(Exception):
    """This membership has a claim on its way; ``claim`` is it."""

    def __init__(self, claim: Claim) -> None:
        super().__init__(claim.number)
        self.claim = claim


def begin(applicant: Applicant, membership: Membership, reason: str, stated: StatedFacts, now: datetime) -> Claim:
    """Open a draft on MEMBERSHIP, or give its draft another reason; what was uploaded stays.

    Raises NotEligible, ClaimAlreadyOpen, KeyError for a reason that never was.
    """
    balance, note = check_claim(applicant, membership, reason, stated, local_date(None, now))
    asks_npwp = asks_tax_number(balance, applicant.took_part())
    told = {"reason": reason, "review_note": note} | {column: getattr(stated, column) for column in STATED}
    with transaction.atomic():
        live = applicant.live_claim(membership)
        draft = None if live else _opened(membership, told, now)
        if draft:
            Document.objects.bulk_create(_rows(draft, requirements_of(draft, needs_tax_number=asks_npwp)))
        else:
            draft = _held(live or Claim.objects.get(membership=membership, status__in=LIVE))
            _retell(draft, told)
            _fit_documents(draft, requirements_of(draft, needs_tax_number=asks_npwp))
    return draft


def _opened(membership: Membership, told: dict[str, Any], now: datetime) -> Claim | None:
    """Insert a draft under a number that is free; None where another tab was faster."""
    owner = {"participant": membership.participant, "membership": membership, "policy": settings.REQUIREMENT_POLICY}
    for _ in range(NUMBER_TRIES):
        try:
            with transaction.atomic():
                return Claim.objects.create(number=new_claim_number(local_date(None, now).year, os.urandom(5)), **owner, **told)
        except IntegrityError:
            if Claim.objects.filter(membership=membership, status__in=LIVE).exists():
                return None
    raise RuntimeError(f"No free claim number in {NUMBER_TRIES} tries.")


def _held(live: Claim) -> Claim:
    try:
        return locked_draft(live)
    except ClaimChangedMeanwhile as error:
        raise ClaimAlreadyOpen(live) from error


def _retell(draft: Claim, told: dict[str, Any]) -> None:
    """Write reason and facts anew. Another reason asks to read the tax warning again, another claimant for their own account."""
    if draft.reason != told["reason"]:
        draft.tax_warning_read_at = draft.tax_warning = None
    if bool(draft.heir_name) != bool(told["heir_name"]):
        draft.account_number = draft.account_name = draft.tax_number = ""
        draft.data_saved_at = None
    for column, value in told.items():
        setattr(draft, column, value)
    draft.save(update_fields=[*told, "heir_nik_index", *OVERTURNED, "updated_at"])


def _rows(draft: Claim, asked: dict[str, SlotRequirement]) -> list[Document]:
    """Return an empty row for every slot that is asked, in order."""
    slots = enumerate(asked.values(), 1)
    return [Document(claim=draft, slot=slot.slot, position=position, required=slot.is_required) for position, slot in slots]


def _fit_documents(draft: Claim, asked: dict[str, SlotRequirement]) -> None:
    """Fit the draft's rows to what is asked. An empty slot that is asked no more goes; a filled one stays, out of sight."""
    had = {document.slot: document for document in draft.documents.all()}
    rows = _rows(draft, asked)
    for row in rows:
        if row.slot in had:
            had[row.slot].position, had[row.slot].required = row.position, row.required
    for slot in had.keys() - asked.keys():
        had[slot].required = False
    Document.objects.bulk_create([row for row in rows if row.slot not in had])
    Document.objects.bulk_update(had.values(), ["position", "required"])
    draft.documents.filter(state=SlotState.EMPTY).exclude(slot__in=asked).delete()
