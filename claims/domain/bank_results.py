"""What the bank sends back: our own format, described in docs/bank_files.md. Money is whole rupiah.

A file that cannot be read is refused as a whole, with its lines; a row that can be read and does not fit is put aside.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from claims.domain.return_reasons import find_bank_return

COLUMNS = ("kunci", "hasil", "referensi_bank", "kode_retur", "tanggal", "jumlah")
OUTCOMES = {"berhasil": True, "gagal": False}
MAX_ROWS = 5_000
MAX_FAULTS = 20
"""Lines told at once: enough to see what is wrong."""
MAX_AMOUNT = 10**12
CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,29}")
KEY = re.compile(r"[A-Z0-9][A-Z0-9-]{0,39}")
REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{0,39}")
AMOUNT = re.compile(r"\d{1,13}|\d{1,3}(\.\d{3})+", re.ASCII)
ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)", re.ASCII)
OUR_DAY = re.compile(r"(?P<day>\d\d?)[/-](?P<month>\d\d?)[/-](?P<year>\d{4})", re.ASCII)


class ResultFileWrong(Exception):
    """The file cannot be read. FAULTS are sentences with line numbers; nothing of it counts."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = list(faults)


class CellWrong(Exception):
    """One cell cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class ResultLine:
    """What the bank says of one key."""

    line: int
    key: str
    succeeded: bool
    bank_reference: str
    return_code: str
    booked_on: date
    amount: int

    @property
    def said(self) -> tuple[bool, str, str, int]:
        """Return what the line says, wherever it stands."""
        return self.succeeded, self.bank_reference, self.return_code, self.amount


# --- Reading


def read_results(rows: Iterable[Sequence[object]], today: date) -> list[ResultLine]:
    """Read the rows of a file, its headings first; columns that are not ours are passed over. Raises ResultFileWrong."""
    found, faults = [], []
    numbered = ((number, cells) for number, cells in enumerate(rows, 1) if any(_text(cell) for cell in cells))
    places = _places(next(numbered, (0, ()))[1])
    for count, (number, cells) in enumerate(numbered, 1):
        if count > MAX_ROWS:
            raise ResultFileWrong([f"Berkas berisi lebih dari {MAX_ROWS:,} baris. Bagi menjadi beberapa berkas.".replace(",", ".")])
        row = {name: cells[place] if place < len(cells) else None for name, place in places.items()}
        try:
            found.append(_read_line(number, row, today))
        except CellWrong as wrong:
            faults.append(f"Baris {number}: {wrong}")
        if len(faults) == MAX_FAULTS:
            raise ResultFileWrong([*faults, "Baris sesudahnya belum diperiksa."])
    if faults or not found:
        raise ResultFileWrong(faults or ["Berkas tidak berisi baris hasil."])
    return found


def _places(headings: Sequence[object]) -> dict[str, int]:
    names = [_text(cell).casefold() for cell in headings]
    if missing := [name for name in COLUMNS if name not in names]:
        raise ResultFileWrong([f"Kolom ini belum ada di baris pertama: {', '.join(missing)}."])
    if doubled := [name for name in COLUMNS if names.count(name) > 1]:
        raise ResultFileWrong([f"Kolom ini ada dua kali: {', '.join(doubled)}."])
    return {name: names.index(name) for name in COLUMNS}


def _read_line(number: int, row: dict[str, object], today: date) -> ResultLine:
    succeeded = _outcome(row["hasil"])
    reference = _matching(REFERENCE, "referensi_bank", row["referensi_bank"], needed=succeeded)
    code = _matching(CODE, "kode_retur", _text(row["kode_retur"]).upper(), needed=not succeeded)
    if succeeded and code:
        raise CellWrong("hasil berhasil tidak punya kode_retur.")
    key = _matching(KEY, "kunci", _text(row["kunci"]).upper(), needed=True)
    return ResultLine(number, key, succeeded, reference, code, _day(row["tanggal"], today), _amount(row["jumlah"]))


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _outcome(cell: object) -> bool:
    if (said := _text(cell).casefold()) not in OUTCOMES:
        raise CellWrong("hasil harus berhasil atau gagal.")
    return OUTCOMES[said]


def _matching(form: re.Pattern[str], column: str, cell: object, *, needed: bool) -> str:
    text = _text(cell)
    if not text and needed:
        raise CellWrong(f"{column} belum diisi.")
    if text and not form.fullmatch(text):
        raise CellWrong(f"{column} berisi tanda yang tidak dipakai, atau terlalu panjang.")
    return text


def _day(cell: object, today: date) -> date:
    day = cell.date() if isinstance(cell, datetime) else cell if isinstance(cell, date) else _parsed_day(_text(cell))
    if day is None:
        raise CellWrong("tanggal ditulis 2026-11-24 atau 24/11/2026.")
    if day > today:
        raise CellWrong("tanggal ini belum tiba.")
    return day


def _parsed_day(text: str) -> date | None:
    match = ISO_DAY.fullmatch(text) or OUR_DAY.fullmatch(text)
    parts = {name: int(number) for name, number in match.groupdict().items()} if match else {}
    try:
        return date(**parts) if parts else None
    except ValueError:
        return None


def _amount(cell: object) -> int:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = _text(cell).removeprefix("Rp")
    if isinstance(cell, bool) or not AMOUNT.fullmatch(text) or not 0 < int(text.replace(".", "")) < MAX_AMOUNT:
        raise CellWrong("jumlah ditulis dalam rupiah bulat, seperti 12000000.")
    return int(text.replace(".", ""))


# --- Judging


class Verdict(StrEnum):
    """What to do with a line."""

    PAY = "pay"
    FAIL = "fail"
    KNOWN = "known"
    REVIEW = "review"


class Problem(StrEnum):
    """Why a line does not fit."""

    UNKNOWN_KEY = "unknown_key"
    CONTRADICTS = "contradicts"
    AMOUNT = "amount"
    UNKNOWN_CODE = "unknown_code"
    NEEDS_TEXT = "needs_text"
    NOT_SENT = "not_sent"
    OTHER_REFERENCE = "other_reference"
    REFERENCE_USED = "reference_used"
    PAID_BEFORE = "paid_before"
    FAILED_BEFORE = "failed_before"
    OTHER_CODE = "other_code"


PROBLEM_WORDS: dict[Problem, str] = {
    Problem.UNKNOWN_KEY: "Kunci ini tidak ada di daftar bayar ini.",
    Problem.CONTRADICTS: "Kunci ini ada di dua baris dengan isi berbeda. Tanyakan ke bank mana yang benar.",
    Problem.AMOUNT: "Jumlahnya berbeda dari yang diperintahkan. Tanyakan ke bank.",
    Problem.UNKNOWN_CODE: "Kode retur ini belum dikenal. Catat gagal transfer di meja klaim.",
    Problem.NEEDS_TEXT: "Kode ini perlu penjelasan untuk peserta. Catat gagal transfer di meja klaim.",
    Problem.NOT_SENT: "Klaim ini tidak ikut dirilis. Tanyakan ke bank mengapa ada hasilnya.",
    Problem.OTHER_REFERENCE: "Sudah tercatat dibayar dengan referensi lain. Mungkin terkirim dua kali: tanyakan ke bank.",
    Problem.REFERENCE_USED: "Referensi bank ini sudah dipakai klaim lain.",
    Problem.PAID_BEFORE: "Bank menyebut gagal, padahal sudah tercatat dibayar.",
    Problem.FAILED_BEFORE: "Bank menyebut berhasil, padahal sudah tercatat gagal.",
    Problem.OTHER_CODE: "Sudah tercatat gagal dengan alasan lain.",
}


class Ordered(Protocol):
    """What is known of the order that a line answers."""

    state: str
    bank_reference: str
    return_code: str

    @property
    def net_amount(self) -> int: ...


Judged = tuple[Verdict, Problem | None]


def judge(line: ResultLine, order: Ordered | None) -> Judged:
    """Return what to do with a line, given its order as it stands now; never pays or fails twice."""
    if order is None:
        return Verdict.REVIEW, Problem.UNKNOWN_KEY
    if line.amount != order.net_amount:
        return Verdict.REVIEW, Problem.AMOUNT
    return JUDGES.get(order.state, _not_sent)(line, order)


def _not_sent(line: ResultLine, order: Ordered) -> Judged:
    return Verdict.REVIEW, Problem.NOT_SENT


def _under_way(line: ResultLine, order: Ordered) -> Judged:
    if line.succeeded:
        return Verdict.PAY, None
    try:
        reason = find_bank_return(line.return_code)
    except KeyError:
        return Verdict.REVIEW, Problem.UNKNOWN_CODE
    return (Verdict.REVIEW, Problem.NEEDS_TEXT) if reason.needs_text else (Verdict.FAIL, None)


def _paid(line: ResultLine, order: Ordered) -> Judged:
    if not line.succeeded:
        return Verdict.REVIEW, Problem.PAID_BEFORE
    return (Verdict.KNOWN, None) if line.bank_reference == order.bank_reference else (Verdict.REVIEW, Problem.OTHER_REFERENCE)


def _failed(line: ResultLine, order: Ordered) -> Judged:
    if line.succeeded:
        return Verdict.REVIEW, Problem.FAILED_BEFORE
    return (Verdict.KNOWN, None) if line.return_code == order.return_code else (Verdict.REVIEW, Problem.OTHER_CODE)


JUDGES: dict[str, Callable[[ResultLine, Ordered], Judged]] = {"paying": _under_way, "paid": _paid, "failed": _failed}


def contradicting(lines: Iterable[ResultLine]) -> set[str]:
    """Return the keys that stand in a file more than once and say different things."""
    said: dict[str, set[tuple]] = {}
    for line in lines:
        said.setdefault(line.key, set()).add(line.said)
    return {key for key, sayings in said.items() if len(sayings) > 1}
