"""The file of a released batch for the bank. Sealed accounts are opened here and nowhere else, and every taking is logged."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from claims.domain.bank_files import PaymentLine, Row, csv_bytes, rows_of
from claims.models import AccessLog, BankFile, BatchState, OrderState, PaymentBatch, PaymentOrder
from claims.services import auditing
from claims.services.officers import Desk
from claims.services.payment_batches import BatchRefused, must_handle, record

RELEASED = (BatchState.RELEASED, BatchState.SENT, BatchState.SETTLED)
LOGGED_AS = "berkas bank"
"""How the access log calls it, before the batch's number."""


@dataclass(frozen=True)
class TakenFile:
    """A file on its way out."""

    content: bytes
    content_type: str
    name: str


@transaction.atomic
def take(batch: PaymentBatch, kind: str, desk: Desk, *, now: datetime) -> TakenFile:
    """Log and return the batch as csv or xlsx; the same batch gives the same bytes of CSV every time.

    Raises BatchRefused for a batch that nobody released, and for who handles no batches of its office; KeyError for
    another kind.
    """
    write, content_type = KINDS[kind]
    must_handle(desk, batch)
    batch = PaymentBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    orders = list(batch.orders.exclude(state=OrderState.DROPPED).select_related("claim"))
    if batch.state not in RELEASED or not orders:
        raise BatchRefused(["Berkas bank baru ada sesudah daftar dirilis."])
    if any(order.state == OrderState.WAITING for order in orders):
        raise BatchRefused(["Rilis daftar ini terputus. Lanjutkan rilis dulu."])
    _log(batch, orders, kind, desk, now)
    rows = rows_of(batch.reference, [_line(order) for order in orders])
    BankFile.objects.create(batch=batch, kind=kind, fingerprint=rows[-1][-1], taken_by=desk.user, taken_at=now)
    PaymentBatch.objects.filter(pk=batch.pk, state=BatchState.RELEASED).update(state=BatchState.SENT)
    return TakenFile(write(rows), content_type, f"bayar-{batch.reference}.{kind}")


def _line(order: PaymentOrder) -> PaymentLine:
    return PaymentLine(
        key=order.key,
        bank_code=order.bank_code,
        bank_name=order.bank_name,
        account_number=order.account_number,
        account_name=order.account_name,
        amount=order.net_amount,
        description=f"Klaim {order.claim.number}",
    )


def _log(batch: PaymentBatch, orders: Sequence[PaymentOrder], kind: str, desk: Desk, now: datetime) -> None:
    """Say that these accounts leave: once in the audit, once for every claim; before any of them is opened."""
    what = f"{LOGGED_AS} {batch.reference}"
    readings = [
        AccessLog(at=now, kind="export", claim=order.claim, participant_id=order.claim.participant_id, user=desk.user, object=what)
        for order in orders
    ]
    AccessLog.objects.bulk_create(readings)
    auditing.record_readings(readings, office_id=batch.office_id)
    record("bank_file", batch, desk, now, kind=kind, orders=len(orders))


def _xlsx_bytes(rows: Sequence[Row]) -> bytes:
    """Return rows as a workbook: every text as text, so that no account loses its zeros and nothing is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("bayar")
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(sheet: object, value: str | int) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type, cell.number_format = "s", "@"
    return cell


KINDS: dict[str, tuple[Callable[[Sequence[Row]], bytes], str]] = {
    "csv": (csv_bytes, "text/csv; charset=utf-8"),
    "xlsx": (_xlsx_bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
