"""What a participant repairs after the claim was sent: refused documents, and an account that the bank refused."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import AccountChange, Claim, ClaimEvent, SlotState
from claims.services import notifying
from claims.services.guards import Actor, StepFacts
from claims.services.intake import send_versions
from claims.services.slots import Slot
from claims.services.workflow import ClaimChangedMeanwhile, advance

BANK_BOOK = "buku_rekening"
REPAIRABLE = (ClaimStatus.CORRECTION_REQUESTED, ClaimStatus.PAYMENT_FAILED)


class NotRepairable(Exception):
    """Nobody asked the participant for anything on this claim now."""


@dataclass(frozen=True)
class Account:
    """A bank account as the participant typed it."""

    bank_code: str
    number: str
    name: str


def account_may_change(claim: Claim, slots: list[Slot]) -> bool:
    """Tell whether the account is part of what was asked for: the bank refused it, or an officer the bank book."""
    if claim.status == ClaimStatus.PAYMENT_FAILED:
        return True
    asked = next((slot for slot in slots if slot.code == BANK_BOOK), None)
    return claim.status == ClaimStatus.CORRECTION_REQUESTED and asked is not None and asked.document.is_repaired


@transaction.atomic
def change_account(claim: Claim, account: Account, *, now: datetime) -> None:
    """Write a bank account on a claim that waits for the participant; if it is another one, tell the old contact too.

    Raises NotRepairable, ClaimChangedMeanwhile.
    """
    if claim.status not in REPAIRABLE:
        raise NotRepairable
    current = Claim.objects.select_for_update().get(pk=claim.pk)
    if (current.status, current.version) != (claim.status, claim.version):
        raise ClaimChangedMeanwhile(claim.number)
    before = (claim.bank_code, claim.account_number)
    is_another = before != (account.bank_code, account.number)
    claim.bank_code, claim.account_number, claim.account_name = account.bank_code, account.number, account.name
    claim.account_confirmed = True
    claim.data_ticks = [tick for tick in claim.data_ticks if tick != "rekening"]
    claim.save(
        update_fields=["bank_code", "account_number", "account_index", "account_name", "account_confirmed", "data_ticks", "updated_at"]
    )
    _ask_for_bank_book(claim)
    if is_another:
        AccountChange.objects.create(claim=claim, at=now, bank_code=before[0], account_number=before[1])
        notifying.plan_account_changed(claim, now)


def _ask_for_bank_book(claim: Claim) -> None:
    """Another account than the approved one needs its own bank book; the approved one again needs nothing new."""
    if claim.status != ClaimStatus.PAYMENT_FAILED:
        return
    asked, settled = (SlotState.INSISTED, SlotState.ACCEPTED) if account_changed(claim) else (SlotState.ACCEPTED, SlotState.INSISTED)
    claim.documents.filter(slot=BANK_BOOK, state=settled).update(state=asked)


def account_changed(claim: Claim) -> bool:
    """Tell whether the account is another one than the officers approved."""
    return bytes(claim.account_index or b"") != bytes(claim.approved_account_index or b"")


@transaction.atomic
def send_correction(claim: Claim, *, now: datetime, role: Role = Role.PARTICIPANT) -> ClaimEvent:
    """Send the repaired documents and account back to the office.

    Raises StepNotAllowed, StepRefused (something asked for is still missing), ClaimChangedMeanwhile.
    """
    send_versions(claim, now)
    facts = StepFacts(details={"account_changed": True} if claim.account_confirmed else {})
    return advance(claim, Step.CORRECT, actor=Actor(frozenset({role})), facts=facts, now=now)
