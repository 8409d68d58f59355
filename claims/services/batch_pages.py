"""A batch as its pages show it: claims masked, money in whole rupiah, states and reasons in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from claims.domain.bank_results import PROBLEM_WORDS, Problem, Verdict
from claims.domain.return_reasons import find_bank_return
from claims.models import Claim, OrderState, PaymentBatch, PaymentOrder, ResultFile, ResultRow, RowState
from claims.services.bank_results import judge_again
from claims.services.comparing import bank_label
from claims.services.deadlines import local_date
from claims.services.officers import Desk
from claims.services.paying import approved, hindrances_of
from claims.services.queue_rows import due_words
from participants.domain.banks import OTHER_BANK
from participants.domain.identifiers import mask_name

SHOWN = 200
"""Claims on one page of the drawing-up; the rest comes when these are in."""
ORDER_TONES = {OrderState.WAITING: "", OrderState.PAYING: "now", OrderState.PAID: "ok", OrderState.FAILED: "bad", OrderState.DROPPED: ""}
ROW_TONES = {RowState.RECORDED: "ok", RowState.KNOWN: "", RowState.REVIEW: "act", RowState.RESOLVED: "ok", RowState.WAITING: "now"}
UNTIL = {"lewat": -1, "hari_ini": 0, "besok": 1}
"""How many days from today the legal day may lie."""


# --- Drawing up


@dataclass(frozen=True)
class Candidate:
    """An approved claim that could be paid, or the reasons why not."""

    claim: Claim
    name: str
    bank: str
    due: str
    due_kind: str
    hindrances: list[str]


def wanted(desk: Desk, bank: str, until: str, now: datetime) -> QuerySet[Claim]:
    """Return the approved claims in no batch of the officer's office, of one bank and due until a day where asked."""
    claims = approved(desk.office)
    if bank:
        claims = claims.filter(bank_code=bank)
    if until in UNTIL:
        claims = claims.filter(due_on__lte=local_date(desk.office, now) + timedelta(days=UNTIL[until]))
    return claims


def candidates(claims: QuerySet[Claim], desk: Desk, now: datetime) -> list[Candidate]:
    """Return the first claims as lines of the page, in five queries however many they are."""
    shown, today = list(claims.select_related("participant")[:SHOWN]), local_date(desk.office, now)
    reasons = hindrances_of(shown, desk.user)
    return [_candidate(claim, reasons[claim.pk], today) for claim in shown]


def _candidate(claim: Claim, reasons: list[str], today: date) -> Candidate:
    due, kind = due_words(claim.due_on, today)
    return Candidate(claim, mask_name(claim.heir_name or claim.participant.name), bank_label(claim.bank_code), due, kind, reasons)


# --- The batch


@dataclass(frozen=True)
class OrderLine:
    """One claim of a batch in words."""

    order: PaymentOrder
    name: str
    bank: str
    needs_bank: bool
    state: str
    tone: str
    outcome: str


def order_lines(batch: PaymentBatch) -> list[OrderLine]:
    """Return the claims of a batch in order of their keys, those that dropped out last: one query."""
    orders = batch.orders.select_related("claim__participant")
    return [_order_line(order) for order in sorted(orders, key=lambda order: (order.state == OrderState.DROPPED, order.key))]


def _order_line(order: PaymentOrder) -> OrderLine:
    state = OrderState(order.state)
    outcome = order.bank_reference or (_return_words(order.return_code) if order.return_code else order.left_because)
    name = mask_name(order.claim.heir_name or order.claim.participant.name)
    bank = order.bank_name or bank_label(order.bank_code)
    return OrderLine(order, name, bank, order.bank_code == OTHER_BANK, state.label, ORDER_TONES[state], outcome)


def _return_words(code: str) -> str:
    try:
        return find_bank_return(code).short
    except KeyError:
        return code


# --- Results


@dataclass(frozen=True)
class ResultLineRow:
    """One row of a result file in words: what it says, and what comes or came of it."""

    row: ResultRow
    says: str
    state: str
    tone: str
    words: str


WILL = {Verdict.PAY: "Akan dicatat dibayar", Verdict.FAIL: "Akan dicatat gagal", Verdict.KNOWN: "Sudah tercatat"}


def result_lines(file: ResultFile) -> list[ResultLineRow]:
    """Return the rows of a file; a waiting row is judged as things stand now."""
    return [result_line(row) for row in file.rows.select_related("order__claim", "resolved_by")]


def result_line(row: ResultRow) -> ResultLineRow:
    """Return one row in words."""
    says = f"Berhasil, referensi {row.bank_reference}" if row.succeeded else f"Gagal: {_return_words(row.return_code)}"
    state, problem = RowState(row.state), row.problem
    if state == RowState.WAITING:
        verdict, found = judge_again(row)
        if verdict in WILL:
            return ResultLineRow(row, says, WILL[verdict], "" if verdict == Verdict.KNOWN else "now", "")
        state, problem = RowState.REVIEW, found
    words = PROBLEM_WORDS[Problem(problem)] if problem else ""
    if row.resolution:
        words = f"{words} Ditinjau: {row.resolution}".strip()
    return ResultLineRow(row, says, state.label, ROW_TONES[state], words)


@dataclass(frozen=True)
class Counted:
    """How many rows of a file there are of each kind, with what they add up to in whole rupiah."""

    label: str
    count: int
    amount: int
    tone: str


def counted(lines: Iterable[ResultLineRow]) -> list[Counted]:
    """Count rows by what comes of them, in the order in which they first stand."""
    found: dict[str, list[ResultLineRow]] = {}
    for line in lines:
        found.setdefault(line.state, []).append(line)
    return [Counted(label, len(group), sum(line.row.amount for line in group), group[0].tone) for label, group in found.items()]


def to_review(batch: PaymentBatch) -> list[ResultLineRow]:
    """Return the rows of recorded files that nobody has settled yet."""
    rows = ResultRow.objects.filter(file__batch=batch, file__confirmed_at__isnull=False, state=RowState.REVIEW)
    return [result_line(row) for row in rows.select_related("order__claim", "resolved_by", "file").order_by("file", "line")]
