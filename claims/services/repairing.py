"""What a participant repairs after the claim was sent: refused documents, and an account that the bank refused."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import Claim, ClaimEvent
from claims.models.document import ASKED_AGAIN
from claims.services import notifying
from claims.services.guards import Actor, StepFacts
from claims.services.intake import send_versions
from claims.services.slots import Slot
from claims.services.workflow import ClaimChangedMeanwhile, advance

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
    asked = next((slot for slot in slots if slot.code == "buku_rekening"), None)
    return claim.status == ClaimStatus.CORRECTION_REQUESTED and asked is not None and asked.state in (*ASKED_AGAIN, "replaced")


@transaction.atomic
def change_account(claim: Claim, account: Account) -> None:
    """Write another bank account on a claim that waits for the participant, and tell the old contact.

    Raises NotRepairable, ClaimChangedMeanwhile.
    """
    if claim.status not in REPAIRABLE:
        raise NotRepairable
    current = Claim.objects.select_for_update().get(pk=claim.pk)
    if (current.status, current.version) != (claim.status, claim.version):
        raise ClaimChangedMeanwhile(claim.number)
    claim.bank_code, claim.account_number, claim.account_name = account.bank_code, account.number, account.name
    claim.account_confirmed = True
    claim.data_ticks = [tick for tick in claim.data_ticks if tick != "rekening"]
    claim.save(
        update_fields=["bank_code", "account_number", "account_index", "account_name", "account_confirmed", "data_ticks", "updated_at"]
    )
    notifying.plan_account_changed(claim)


@transaction.atomic
def send_correction(claim: Claim, *, now: datetime, role: Role = Role.PARTICIPANT) -> ClaimEvent:
    """Send the repaired documents and account back to the office.

    Raises StepNotAllowed, StepRefused (something asked for is still missing), ClaimChangedMeanwhile.
    """
    send_versions(claim, now)
    facts = StepFacts(details={"account_changed": True} if claim.account_confirmed else {})
    return advance(claim, Step.CORRECT, actor=Actor(frozenset({role})), facts=facts, now=now)
