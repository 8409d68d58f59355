"""An order follows its claim, in the claim's own step: whoever takes it, at the desk or by a file, the batch knows."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import F

from claims.domain.workflow import Step
from claims.models import AT_BANK, BatchState, Claim, OrderState, PaymentBatch, PaymentOrder
from claims.services.guards import StepFacts

LOOKED_AT_AGAIN = "Klaim diperiksa lagi."
UNFINISHED = (OrderState.WAITING, OrderState.PAYING)


def _paying(facts: StepFacts, now: datetime) -> dict[str, Any]:
    return {"state": OrderState.PAYING}


def _paid(facts: StepFacts, now: datetime) -> dict[str, Any]:
    return {"state": OrderState.PAID, "bank_reference": facts.bank_reference, "ended_at": now}


def _failed(facts: StepFacts, now: datetime) -> dict[str, Any]:
    return {"state": OrderState.FAILED, "return_code": facts.return_code, "ended_at": now}


def _left_out(facts: StepFacts, now: datetime) -> dict[str, Any]:
    forgotten = {"account_number": None, "account_name": None}
    return forgotten | {"state": OrderState.DROPPED, "left_because": LOOKED_AT_AGAIN, "ended_at": now}


FOLLOWS: dict[Step, Callable[[StepFacts, datetime], dict[str, Any]]] = {
    Step.START_PAYMENT: _paying,
    Step.CONFIRM_PAYMENT: _paid,
    Step.FAIL_PAYMENT: _failed,
    Step.REOPEN: _left_out,
}


def follow(claim: Claim, step: Step, facts: StepFacts, now: datetime) -> None:
    """Write on the claim's live order what STEP made of it; the last answer of the bank settles the batch."""
    if step not in FOLLOWS:
        return
    order = PaymentOrder.objects.filter(claim=claim, state__in=UNFINISHED).first()
    if order is None:  # Paid before orders were kept.
        return
    PaymentBatch.objects.select_for_update(no_key=True).get(pk=order.batch_id)
    PaymentOrder.objects.filter(pk=order.pk).update(**FOLLOWS[step](facts, now))
    if step is Step.REOPEN:  # The sums that somebody sees are no longer those of the batch.
        PaymentBatch.objects.filter(pk=order.batch_id).update(version=F("version") + 1)
    if step is not Step.START_PAYMENT:
        settle(order.batch_id, now)


def settle(batch_id: int, now: datetime) -> None:
    """End a released batch of which every claim has its answer; the caller holds the batch."""
    if not PaymentOrder.objects.filter(batch=batch_id, state__in=UNFINISHED).exists():
        PaymentBatch.objects.filter(pk=batch_id, state__in=AT_BANK).update(state=BatchState.SETTLED, ended_at=now)
