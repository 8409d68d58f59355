"""A batch goes from hand to hand: proposed by the one who drew it up, released by another; the bank gets what two agreed on.

Who counts as payer: both. Releasing takes the step (START_PAYMENT), so the one who releases stands in ``Claim.payer``;
the one who drew up stands in the order. Neither may have verified or approved any claim in it, nor be the other.
A release is agreed on in one transaction; then each claim starts in its own, so that nobody at the office waits for all
of them. After a crash in the middle the batch stands released, its file is not given yet, and the rest is carried out.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from claims.domain.workflow import Role, Step, StepNotAllowed
from claims.models import BatchState, Claim, OrderState, PaymentBatch, PaymentOrder
from claims.services.guards import StepFacts
from claims.services.officers import Desk, desk_of
from claims.services.paying import barred_from_paying, must_be_builder
from claims.services.payment_batches import BatchRefused, change, drop, hold, must_handle, record
from claims.services.payment_orders import settle
from claims.services.workflow import ClaimChangedMeanwhile, StepRefused, advance

CHANGED = "Klaim berubah sesudah masuk daftar."
DISSOLVED = "Daftar dibongkar."
BARRED = "Di daftar ini ada {count} klaim milik Anda, atau yang Anda periksa atau setujui. Orang lain yang harus merilis."


@transaction.atomic
def propose(batch: PaymentBatch, desk: Desk, *, now: datetime) -> None:
    """Close the batch and hand it to a second person. Raises BatchRefused, BatchChangedMeanwhile."""
    hold(batch, BatchState.OPEN)
    must_be_builder(batch, desk)
    if reasons := faults_to_propose(batch):
        raise BatchRefused(reasons)
    change(batch, state=BatchState.PROPOSED, proposed_at=now, returned_note="")
    record("batch_proposed", batch, desk, now)


def faults_to_propose(batch: PaymentBatch) -> list[str]:
    """Return why the batch cannot be handed over yet, in sentences."""
    waiting = batch.orders.filter(state=OrderState.WAITING)
    nameless = waiting.filter(bank_name="").count()
    return [
        *([] if waiting.exists() else ["Daftar ini masih kosong."]),
        *([f"Tulis nama bank dari buku rekening untuk {nameless} klaim."] if nameless else []),
    ]


@transaction.atomic
def give_back(batch: PaymentBatch, desk: Desk, note: str, *, now: datetime) -> None:
    """Open a proposed batch again: the builder takes it back, or the second person returns it and says why."""
    hold(batch, BatchState.PROPOSED)
    must_handle(desk, batch)
    by_builder = batch.created_by_id == desk.user.pk
    if not (by_builder or note.strip()):
        raise BatchRefused(["Tulis alasannya."])
    if PaymentBatch.objects.filter(office=batch.office_id, created_by=batch.created_by_id, state=BatchState.OPEN).exists():
        raise BatchRefused(["Penyusun sudah membuka daftar lain. Daftar itu harus diajukan atau dibongkar dulu."])
    change(batch, state=BatchState.OPEN, proposed_at=None, returned_note="" if by_builder else note.strip()[:300])
    record("batch_returned", batch, desk, now)


@transaction.atomic
def dissolve(batch: PaymentBatch, desk: Desk, *, now: datetime) -> None:
    """Take a batch that was not released apart; its claims are free for another. The builder may, and the head."""
    hold(batch, BatchState.OPEN, BatchState.PROPOSED)
    must_handle(desk, batch)
    if batch.created_by_id != desk.user.pk and Role.HEAD not in desk.roles:
        raise BatchRefused(["Hanya penyusun atau Kepala Kantor yang boleh membongkar daftar ini."])
    drop(batch.orders.all(), DISSOLVED, now)
    change(batch, state=BatchState.DISSOLVED, ended_at=now)
    record("batch_dissolved", batch, desk, now)


# --- Releasing


@dataclass(frozen=True)
class Release:
    """What a release started, and what dropped out with the reason."""

    started: int
    dropped: list[PaymentOrder]


def faults_to_release(batch: PaymentBatch, desk: Desk) -> list[str]:
    """Return why this officer cannot release the batch, in sentences; empty when nothing stands in the way."""
    if batch.created_by_id == desk.user.pk:
        return ["Anda menyusun daftar ini. Orang lain yang harus merilis."]
    inside = Claim.objects.filter(orders__batch=batch, orders__state=OrderState.WAITING)
    count = len(barred_from_paying(inside, desk.user))
    return [BARRED.format(count=count)] if count else []


def release(batch: PaymentBatch, desk: Desk, *, now: datetime) -> Release:
    """Let the batch go and start the payment of every claim in it; one that changed meanwhile drops out and says why.

    Raises BatchRefused, BatchChangedMeanwhile; then nothing happened.
    """
    _agree(batch, desk, now)
    return carry_out(batch, desk, now=now)


@transaction.atomic
def _agree(batch: PaymentBatch, desk: Desk, now: datetime) -> None:
    """Write down that a second person let the batch go: from here on it can only be carried out."""
    hold(batch, BatchState.PROPOSED)
    must_handle(desk, batch)
    if reasons := faults_to_release(batch, desk):
        raise BatchRefused(reasons)
    change(batch, state=BatchState.RELEASED, released_by=desk.user, released_at=now)
    waiting = batch.orders.filter(state=OrderState.WAITING)
    record("batch_released", batch, desk, now, orders=waiting.update(released_by=desk.user))


def carry_out(batch: PaymentBatch, desk: Desk, *, now: datetime) -> Release:
    """Start what a released batch has not started yet, each claim in its own transaction, in the name of who released.

    Safe to repeat, and to press twice at once: after a crash in the middle any officer who handles batches goes on.
    Raises BatchRefused.
    """
    must_handle(desk, batch)
    releaser = desk_of(batch.released_by)
    orders = list(batch.orders.filter(state=OrderState.WAITING, released_by=releaser.user).select_related("claim__office").order_by("key"))
    started = sum(_start(order, batch, releaser, now) for order in orders)
    with transaction.atomic():
        PaymentBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
        settle(batch.pk, now)
    batch.refresh_from_db()
    dropped = batch.orders.filter(pk__in=[order.pk for order in orders], state=OrderState.DROPPED)
    return Release(started, list(dropped.select_related("claim")))


def _start(order: PaymentOrder, batch: PaymentBatch, releaser: Desk, now: datetime) -> bool:
    try:
        advance(order.claim, Step.START_PAYMENT, actor=releaser.actor, facts=StepFacts(batch=batch), now=now)
    except StepRefused as refusal:
        reason = " ".join(refusal.reasons)
    except (ClaimChangedMeanwhile, StepNotAllowed):
        reason = CHANGED
    else:
        return True
    drop(PaymentOrder.objects.filter(pk=order.pk), reason, now)
    return False
