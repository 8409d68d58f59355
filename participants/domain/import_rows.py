"""Rows of the two import files, read and judged one at a time. Columns: product.md section 6.

A row that is refused raises RowRefused with every fault found, in Indonesian, without repeating a number of a person.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from participants.domain.identifiers import parse_kpj, parse_nik, parse_phone

PARTICIPANT_COLUMNS = (
    *("nik", "nama", "tanggal_lahir", "jenis_kelamin", "nama_ibu", "telepon", "email", "alamat"),
    *("kpj", "segmen", "npp", "pemberi_kerja", "mulai", "berhenti", "sebab_berhenti"),
)
LEDGER_COLUMNS = ("kpj", "tanggal", "jenis", "jumlah", "keterangan")

SEGMENTS = ("PU", "BPU", "PMI")
WITHDRAWAL = "penarikan"
LEDGER_KINDS = ("iuran_pemberi_kerja", "iuran_pekerja", "iuran_mandiri", "hasil_pengembangan", WITHDRAWAL)
MOST_RUPIAH_DIGITS = 15
EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+")
T = TypeVar("T")
Cells = Mapping[str, str]


class RowRefused(ValueError):
    """A row that is not taken; ``faults`` are sentences, each beginning with its column."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, repr=False)
class ParticipantRow:
    """One membership with its person. Optional cells are empty text, an active membership has no end."""

    nik: str
    name: str
    birth_date: date
    sex: str
    mother_name: str
    phone: str
    email: str
    address: str
    kpj: str
    segment: str
    npp: str
    employer: str
    started_on: date
    ended_on: date | None
    end_reason: str


@dataclass(frozen=True, slots=True, repr=False)
class LedgerRow:
    """One booking; AMOUNT is whole rupiah, negative for a withdrawal."""

    kpj: str
    booked_on: date
    kind: str
    amount: int
    description: str


class _Reader:
    """Reads the cells of one row and collects what is wrong with them."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.faults: list[str] = []

    def read(self, column: str, parse: Callable[[str], T]) -> T | None:
        try:
            return parse(self.cells[column].strip())
        except ValueError as error:
            self.faults.append(f"{column}: {error}")
            return None

    def refuse_if_faulty(self) -> None:
        if self.faults:
            raise RowRefused(self.faults)


def parse_participant_row(cells: Cells) -> ParticipantRow:
    """Return one row of the participants file; raise RowRefused."""
    reader = _Reader(cells)
    read = reader.read
    row = ParticipantRow(
        nik=read("nik", lambda text: parse_nik(text).value),
        name=read("nama", _text(200, required=True)),
        birth_date=read("tanggal_lahir", _date),
        sex=read("jenis_kelamin", _one_of(("L", "P"))),
        mother_name=read("nama_ibu", _text(200)),
        phone=read("telepon", lambda text: parse_phone(text) if text else ""),
        email=read("email", _email),
        address=read("alamat", _text(300)),
        kpj=read("kpj", lambda text: parse_kpj(text).value),
        segment=read("segmen", _one_of(SEGMENTS)),
        npp=read("npp", _text(20)),
        employer=read("pemberi_kerja", _text(200)),
        started_on=read("mulai", _date),
        ended_on=read("berhenti", lambda text: _date(text) if text else None),
        end_reason=read("sebab_berhenti", _text(40)),
    )
    reader.refuse_if_faulty()
    _check_together(row)
    return row


def parse_ledger_row(cells: Cells) -> LedgerRow:
    """Return one row of the ledger file; raise RowRefused. A withdrawal may be written with or without a minus."""
    reader = _Reader(cells)
    kind = reader.read("jenis", _one_of(LEDGER_KINDS))
    row = LedgerRow(
        kpj=reader.read("kpj", lambda text: parse_kpj(text).value),
        booked_on=reader.read("tanggal", _date),
        kind=kind,
        amount=reader.read("jumlah", lambda text: _rupiah(text, kind)),
        description=reader.read("keterangan", _text(200)),
    )
    reader.refuse_if_faulty()
    return row


def _check_together(row: ParticipantRow) -> None:
    faults = []
    if row.ended_on and row.ended_on < row.started_on:
        faults.append("berhenti: lebih awal dari mulai.")
    if row.segment == "PU" and not row.npp:
        faults.append("npp: segmen PU perlu NPP pemberi kerja.")
    if row.npp and not row.employer:
        faults.append("pemberi_kerja: NPP tanpa nama pemberi kerja.")
    if faults:
        raise RowRefused(faults)


def _date(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError("tulis tanggal sebagai TTTT-BB-HH, contoh 2026-11-22.")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("tanggal ini tidak ada di kalender.") from error


def _one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in choices:
            raise ValueError(f"tulis salah satu dari {', '.join(choices)}.")
        return text

    return parse


def _text(longest: int, *, required: bool = False) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if required and not text:
            raise ValueError("belum diisi.")
        if len(text) > longest:
            raise ValueError(f"lebih dari {longest} huruf.")
        if not text.isprintable():
            raise ValueError("ada tanda yang tidak terbaca.")
        return text

    return parse


def _email(text: str) -> str:
    if text and (len(text) > 254 or not EMAIL.fullmatch(text)):
        raise ValueError("ini bukan alamat email.")
    return text


def _rupiah(text: str, kind: str | None) -> int:
    """Read whole rupiah; a withdrawal comes out negative."""
    found = re.fullmatch(rf"(-?)(\d{{1,{MOST_RUPIAH_DIGITS}}})", text, re.ASCII)
    if not found or not int(found[2]):
        raise ValueError("tulis rupiah bulat lebih dari nol, tanpa titik dan koma.")
    if found[1] and kind != WITHDRAWAL:
        raise ValueError("hanya penarikan yang boleh bertanda minus.")
    return -int(found[2]) if kind == WITHDRAWAL else int(found[2])
