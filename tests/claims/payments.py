"""Batches of payments: drawn up by one officer, released by another, through the services."""

from django.contrib.auth.models import User
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role
from claims.models import BatchState, Claim, Office, PaymentBatch
from claims.services import paying, releasing
from claims.services.officers import desk_of
from tests.builders import make_claim, make_officer


def approved_claim(office: Office, **facts: object) -> Claim:
    """Return an approved claim whose account is the one that was approved."""
    claim = make_claim(ClaimStatus.APPROVED, office=office, **facts)
    Claim.objects.filter(pk=claim.pk).update(approved_account_index=bytes(claim.account_index))
    claim.refresh_from_db()
    return claim


def drawn_up(claims: list[Claim], *, by: User | None = None) -> PaymentBatch:
    """Return an open batch of claims."""
    builder = by or make_officer(Role.PAYER, office=claims[0].office)
    entry = paying.enter({claim.pk: None for claim in claims}, desk_of(builder), now=timezone.now())
    assert entry.refused == []
    return entry.batch


def proposed(claims: list[Claim], *, by: User | None = None) -> PaymentBatch:
    """Return a batch that waits for a second person."""
    batch = drawn_up(claims, by=by)
    releasing.propose(batch, desk_of(batch.created_by), now=timezone.now())
    return batch


def released(claims: list[Claim], *, by: User | None = None, releaser: User | None = None) -> PaymentBatch:
    """Return a batch whose claims are on their way to the bank."""
    batch = proposed(claims, by=by)
    second = releaser or make_officer(Role.HEAD, office=batch.office)
    assert releasing.release(batch, desk_of(second), now=timezone.now()).dropped == []
    return batch


def about_to_start(claims: list[Claim], releaser: User) -> PaymentBatch:
    """Return a batch in the middle of its release by RELEASER: everything that START_PAYMENT asks for, and no more."""
    batch = proposed(claims)
    PaymentBatch.objects.filter(pk=batch.pk).update(state=BatchState.RELEASED, released_by=releaser, released_at=timezone.now())
    batch.orders.update(released_by=releaser)
    batch.refresh_from_db()
    return batch
