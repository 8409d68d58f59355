"""What the bank answered: a file is read, looked at, then recorded row by row; nothing is ever recorded twice."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from openpyxl import load_workbook

from claims.domain.bank_results import (
    MAX_ROWS,
    Judged,
    Problem,
    ResultFileWrong,
    ResultLine,
    Verdict,
    contradicting,
    judge,
    read_results,
)
from claims.domain.workflow import ClaimStatus, Step, transitions_from
from claims.models import BatchState, PaymentBatch, ResultFile, ResultRow, RowState
from claims.services.deadlines import local_date
from claims.services.four_eyes import is_own_claim
from claims.services.guards import OWN_CLAIM, StepFacts, obstacles
from claims.services.officers import Desk
from claims.services.payment_batches import BatchRefused, must_handle, record
from claims.services.workflow import ClaimChangedMeanwhile, StepRefused, advance

TAKES_RESULTS = (BatchState.RELEASED, BatchState.SENT, BatchState.SETTLED)
MAX_BYTES = 2 * 1024 * 1024
MAX_UNPACKED = 20 * 1024 * 1024
"""Bytes of a workbook once its parts are unpacked: more is a bomb, not a list of payments."""
MAX_PARTS, MAX_COLUMNS = 60, 40
TRIES = 3
PAYERS_ONLY = "Hanya Petugas Bayar yang mencatat hasil bank."
BROKEN_WORKBOOK = "Berkas XLSX ini rusak. Simpan ulang, lalu unggah lagi."
STEPS = {Verdict.PAY: Step.CONFIRM_PAYMENT, Verdict.FAIL: Step.FAIL_PAYMENT}


class AlreadyUploaded(Exception):
    """The very same file was taken in before. ``file`` is what was made of it."""

    def __init__(self, file: ResultFile) -> None:
        super().__init__(file.sha256)
        self.file = file


# --- Reading


def read(content: bytes, now: datetime, batch: PaymentBatch) -> list[ResultLine]:
    """Return the lines of a CSV or XLSX file, looked at as bytes first. Raises ResultFileWrong."""
    if len(content) > MAX_BYTES:
        raise ResultFileWrong([f"Berkas lebih besar dari {MAX_BYTES // 1024 // 1024} MB. Bagi menjadi beberapa berkas."])
    rows = _xlsx_rows(content) if content.startswith(b"PK") else _csv_rows(content)
    return read_results(rows, local_date(batch.office, now))


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ResultFileWrong(["Berkas ini bukan CSV UTF-8 dan bukan XLSX. Simpan ulang sebagai CSV UTF-8."]) from error
    if "\0" in text:
        raise ResultFileWrong(["Berkas ini bukan CSV dan bukan XLSX."])
    separator = max(",;\t", key=text.partition("\n")[0].count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise ResultFileWrong(["Susunan CSV rusak: ada tanda kutip yang tidak ditutup atau isi sel terlalu panjang."]) from error


def _xlsx_rows(content: bytes) -> Iterator[Sequence[object]]:
    try:
        _refuse_bomb(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)):
            if number > 2 * MAX_ROWS:
                raise ResultFileWrong(["Baris terakhir terlalu jauh di bawah. Hapus baris kosong, lalu simpan ulang."])
            yield cells
    except ResultFileWrong:
        raise
    except Exception as error:  # Unpacking and reading fail in as many ways as a file can be broken.
        raise ResultFileWrong([BROKEN_WORKBOOK]) from error


def _refuse_bomb(content: bytes) -> None:
    """Look at the parts of a workbook before any of them is parsed."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        listed = parts.infolist()
        if len(listed) > MAX_PARTS or sum(part.file_size for part in listed) > MAX_UNPACKED:
            raise ResultFileWrong(["Berkas XLSX ini terlalu besar setelah dibuka. Kirim hanya lembar hasil."])
        if any(b"<!DOCTYPE" in parts.read(part) for part in listed if part.filename.endswith((".xml", ".rels"))):
            raise ResultFileWrong([BROKEN_WORKBOOK])


# --- Taking in


@transaction.atomic
def take_in(batch: PaymentBatch, content: bytes, desk: Desk, *, now: datetime) -> ResultFile:
    """Keep the rows of a file about the batch, to be looked at; nothing is recorded yet.

    Raises ResultFileWrong, AlreadyUploaded, BatchRefused.
    """
    must_handle(desk, batch)
    lines, digest = read(content, now, batch), sha256(content).hexdigest()
    batch = PaymentBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if batch.state not in TAKES_RESULTS:
        raise BatchRefused(["Hasil bank baru bisa masuk sesudah daftar dirilis."])
    if before := ResultFile.objects.filter(batch=batch, sha256=digest).first():
        raise AlreadyUploaded(before)
    file = ResultFile.objects.create(batch=batch, sha256=digest, uploaded_by=desk.user, uploaded_at=now)
    ResultRow.objects.bulk_create(_rows(file, lines))
    record("result_file", batch, desk, now, rows=len(lines), sha256=digest)
    return file


def _rows(file: ResultFile, lines: list[ResultLine]) -> Iterator[ResultRow]:
    orders = {order.key: order for order in file.batch.orders.all()}
    doubtful, seen = contradicting(lines), set()
    for line in lines:
        order = orders.get(line.key)
        verdict, problem = judge(line, order)
        if line.key in doubtful:
            verdict, problem = Verdict.REVIEW, Problem.CONTRADICTS
        elif line.key in seen and verdict in STEPS:
            verdict = Verdict.KNOWN
        seen.add(line.key)
        yield _row(file, line, order and order.pk, verdict, problem)


def _row(file: ResultFile, line: ResultLine, order_id: UUID | None, verdict: Verdict, problem: Problem | None) -> ResultRow:
    return ResultRow(
        file=file,
        line=line.line,
        key=line.key,
        order_id=order_id,
        succeeded=line.succeeded,
        bank_reference=line.bank_reference,
        return_code=line.return_code,
        booked_on=line.booked_on,
        amount=line.amount,
        state=STATE_OF.get(verdict, RowState.WAITING),
        problem=problem or "",
    )


STATE_OF = {Verdict.KNOWN: RowState.KNOWN, Verdict.REVIEW: RowState.REVIEW}


@transaction.atomic
def discard(file: ResultFile, desk: Desk, *, now: datetime) -> None:
    """Forget a file of which nothing was recorded. Raises BatchRefused."""
    must_handle(desk, file.batch)
    file = ResultFile.objects.select_for_update(of=("self",)).select_related("batch__office").get(pk=file.pk)
    if file.confirmed_at:
        raise BatchRefused(["Berkas ini sudah dicatat, jadi tidak bisa dibuang."])
    record("result_discarded", file.batch, desk, now, sha256=file.sha256)
    file.delete()


# --- Recording


@dataclass
class Recorded:
    """What came of a press: numbers of rows, and the claims that this officer may not record, with the reason."""

    paid: int = 0
    failed: int = 0
    known: int = 0
    review: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def may_record(desk: Desk) -> bool:
    """Tell whether one of the officer's roles takes the steps that an answer of the bank leads to."""
    return bool(transitions_from(ClaimStatus.PAYING, desk.roles))


def record_results(file: ResultFile, desk: Desk, *, now: datetime) -> Recorded:
    """Record every waiting row, each in its own transaction: after a crash the rest waits, and the press can be repeated.

    Raises BatchRefused for who handles no batches of the office, and for who records none.
    """
    must_handle(desk, file.batch)
    if not may_record(desk):
        raise BatchRefused([PAYERS_ONLY])
    _confirm(file, desk, now)
    done = Recorded()
    for row_id in file.rows.filter(state=RowState.WAITING).values_list("pk", flat=True):
        for _ in range(TRIES):
            try:
                _record_row(row_id, desk, done, now)
                break
            except ClaimChangedMeanwhile:
                continue
    return done


@transaction.atomic
def _confirm(file: ResultFile, desk: Desk, now: datetime) -> None:
    """Say once that somebody looked at the file and let it count."""
    if ResultFile.objects.filter(pk=file.pk, confirmed_at=None).update(confirmed_at=now, confirmed_by=desk.user):
        record("result_confirmed", file.batch, desk, now, sha256=file.sha256)


@transaction.atomic
def _record_row(row_id: UUID, desk: Desk, done: Recorded, now: datetime) -> None:
    row = ResultRow.objects.select_for_update(of=("self",)).filter(pk=row_id, state=RowState.WAITING).first()
    if row is None:  # A colleague pressed too.
        return
    verdict, problem = judge_again(row)
    if verdict not in STEPS:
        _put(row, verdict, problem, done)
        return
    claim, step = row.order.claim, STEPS[verdict]
    if reasons := [OWN_CLAIM] if is_own_claim(claim, desk.user) else obstacles(claim, step, desk.actor, now):
        done.refused.append((claim.number, " ".join(reasons)))
        return
    facts = StepFacts(bank_reference=row.bank_reference) if step is Step.CONFIRM_PAYMENT else StepFacts(return_code=row.return_code)
    try:
        advance(claim, step, actor=desk.actor, facts=facts, now=now)
    except StepRefused:
        _put(row, Verdict.REVIEW, Problem.REFERENCE_USED, done)
    else:
        _put(row, verdict, None, done)


def judge_again(row: ResultRow) -> Judged:
    """Return what to do with a kept row, given its order as it stands now."""
    line = ResultLine(row.line, row.key, row.succeeded, row.bank_reference, row.return_code, row.booked_on, row.amount)
    return judge(line, row.order)


def _put(row: ResultRow, verdict: Verdict, problem: Problem | None, done: Recorded) -> None:
    state = STATE_OF.get(verdict, RowState.RECORDED)
    ResultRow.objects.filter(pk=row.pk).update(state=state, problem=problem or "")
    name = {Verdict.PAY: "paid", Verdict.FAIL: "failed"}.get(verdict, verdict.value)
    setattr(done, name, getattr(done, name) + 1)


@transaction.atomic
def resolve(row: ResultRow, desk: Desk, note: str, *, now: datetime) -> None:
    """Note how a row that did not fit was settled. Raises BatchRefused without words."""
    must_handle(desk, row.file.batch)
    if not note.strip():
        raise BatchRefused(["Tulis bagaimana baris ini diselesaikan."])
    sealed = ResultRow._meta.get_field("resolution").sealed(note.strip(), row)
    columns = {"state": RowState.RESOLVED, "resolved_by": desk.user, "resolved_at": now, "resolution": sealed}
    if ResultRow.objects.filter(pk=row.pk, state=RowState.REVIEW).update(**columns):
        record("result_resolved", row.file.batch, desk, now, line=row.line)
