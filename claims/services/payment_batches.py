"""What every change of a payment batch shares: the lock, the version, the audit, the sums."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, QuerySet, Sum

from claims.domain.workflow import Role
from claims.models import BatchState, OrderState, PaymentBatch, PaymentOrder
from claims.services import auditing
from claims.services.officers import Desk

HANDLERS = frozenset({Role.PAYER, Role.HEAD})
"""Who may handle a batch beyond drawing it up: release, bank file, taking results in."""


class BatchChangedMeanwhile(Exception):
    """A colleague changed the batch first; nothing was written."""


class BatchRefused(Exception):
    """The batch cannot do that. ``reasons`` are sentences for the one who pressed the button."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def hold(batch: PaymentBatch, *states: BatchState) -> None:
    """Lock the batch until the transaction ends; raise BatchChangedMeanwhile if it is not as BATCH says, in one of STATES."""
    as_seen = PaymentBatch.objects.select_for_update(no_key=True).filter(version=batch.version, state__in=states)
    try:
        batch.refresh_from_db(from_queryset=as_seen)
    except PaymentBatch.DoesNotExist as error:
        raise BatchChangedMeanwhile(batch.reference) from error


def change(batch: PaymentBatch, **columns: object) -> None:
    """Write COLUMNS, so that every page opened before is refused; the caller holds the batch."""
    PaymentBatch.objects.filter(pk=batch.pk).update(version=F("version") + 1, **columns)
    batch.refresh_from_db()


def must_handle(desk: Desk, batch: PaymentBatch) -> None:
    """Raise BatchRefused unless the officer is one of the office's Petugas Bayar or its head."""
    if not desk.roles & HANDLERS or desk.office is None or desk.office.pk != batch.office_id:
        raise BatchRefused(["Hanya Petugas Bayar dan Kepala Kantor dari kantor ini yang boleh."])


def drop(orders: QuerySet[PaymentOrder], reason: str, now: datetime) -> int:
    """Leave waiting orders out and return how many; what they would have told the bank is forgotten."""
    columns = {"account_number": None, "account_name": None, "ended_at": now}
    return orders.filter(state=OrderState.WAITING).update(state=OrderState.DROPPED, left_because=reason[:300], **columns)


def record(kind: str, batch: PaymentBatch, desk: Desk, now: datetime, /, **details: int | str) -> None:
    """Write into the audit what an officer did with the batch."""
    role = next((role for role in Role if role in desk.roles & HANDLERS), "")
    auditing.record(kind, now=now, user=desk.user, role=role, office=batch.office, what=batch.reference, details=details)


@dataclass(frozen=True)
class Totals:
    """A batch in numbers; money is whole rupiah. BANKS gives name, number of claims and what goes there."""

    count: int
    gross: int
    tax: int
    net: int
    banks: list[tuple[str, int, int]]


def totals(batch: PaymentBatch) -> Totals:
    """Add the batch up: every order that did not drop out."""
    net = F("gross_amount") - F("tax_amount")
    orders = batch.orders.exclude(state=OrderState.DROPPED)
    banks = orders.values_list("bank_name").annotate(count=Count("pk"), net=Sum(net)).order_by("-net", "bank_name")
    sums = orders.aggregate(count=Count("pk"), gross=Sum("gross_amount", default=0), tax=Sum("tax_amount", default=0))
    return Totals(sums["count"], sums["gross"], sums["tax"], sums["gross"] - sums["tax"], [tuple(row) for row in banks])
