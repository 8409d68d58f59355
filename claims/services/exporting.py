"""Exports of the work list: who may take which columns out of the house, and the rows themselves.

Nobody gets a full NIK, KPJ or account. Verifikator, Penyetuju and Loket work claim by claim at the desk and export
nothing. That an export is made is written down, with its size and what for, before its first byte leaves.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User

from claims.domain.workflow import ClaimStatus, Role
from claims.labels import STATUS_WORDING
from claims.models import Claim, Office
from claims.services.access_notes import note
from claims.services.list_pages import walk
from claims.services.listing import Question, codes, matching
from claims.services.officers import Desk, shown_name
from claims.services.queue_rows import reason_label
from jht_portal.lib.spreadsheets import Cell
from participants.domain.identifiers import mask_account, mask_kpj, mask_name, mask_nik, written_phone

HEAD, AUDITOR, PAYER = Role.HEAD, Role.AUDITOR, Role.PAYER
ALL, OVERSEERS = frozenset({HEAD, AUDITOR, PAYER}), frozenset({HEAD, AUDITOR})
PURPOSES = {
    "rapat": "Rapat atau laporan kantor",
    "menghubungi": "Menghubungi peserta",
    "bank": "Pencocokan dengan bank",
    "pemeriksaan": "Pemeriksaan atau audit",
    "instansi": "Permintaan instansi yang berwenang",
}
"""What an export is for; codes, because the audit holds nothing that somebody typed."""
FORMATS = {"xlsx": "XLSX (Excel, LibreOffice)", "csv": "CSV (program lain)"}


class Line(NamedTuple):
    """One claim with what its cells look up: offices and officers by id."""

    claim: Claim
    offices: dict[int, Office]
    officers: dict[int, str]

    def day(self, moment: datetime | None) -> date | None:
        """Return the day of a moment where the claim's office stands."""
        return moment and moment.astimezone(ZoneInfo(self.offices[self.claim.office_id].timezone)).date()

    def officer(self, user_id: int | None) -> str:
        return self.officers.get(user_id, "")


@dataclass(frozen=True)
class Column:
    """One column: who gets it, what it reads, and its value. Of two with one title the first that fits is taken."""

    title: str
    roles: frozenset[Role]
    reads: tuple[str, ...]
    value: Callable[[Line], Cell]


COLUMNS = (
    Column("Nomor klaim", ALL, ("number",), lambda line: line.claim.number),
    Column("Kantor", ALL, (), lambda line: line.offices[line.claim.office_id].name),
    Column("Sebab", ALL, ("reason",), lambda line: reason_label(line.claim.reason)),
    Column("Status", ALL, ("status",), lambda line: STATUS_WORDING[ClaimStatus(line.claim.status)].officer),
    Column("Dikirim", ALL, (), lambda line: line.day(line.claim.submitted_at)),
    Column("Batas bayar", ALL, ("due_on",), lambda line: line.claim.due_on),
    Column("Ditutup", ALL, ("closed_at",), lambda line: line.day(line.claim.closed_at)),
    Column("Pemegang", OVERSEERS, ("holder_id",), lambda line: line.officer(line.claim.holder_id)),
    Column("Verifikator", OVERSEERS, ("verifier_id",), lambda line: line.officer(line.claim.verifier_id)),
    Column("Penyetuju", OVERSEERS, ("approver_id",), lambda line: line.officer(line.claim.approver_id)),
    Column("Petugas bayar", OVERSEERS, ("payer_id",), lambda line: line.officer(line.claim.payer_id)),
    Column("KPJ", ALL, ("membership__kpj",), lambda line: mask_kpj(line.claim.membership.kpj)),
    Column("NIK", OVERSEERS, ("participant__nik",), lambda line: mask_nik(line.claim.participant.nik)),
    Column("Nama peserta", frozenset({HEAD}), ("participant__name",), lambda line: line.claim.participant.name),
    Column("Nama peserta", ALL, ("participant__name",), lambda line: mask_name(line.claim.participant.name)),
    Column("Telepon", frozenset({HEAD}), ("phone",), lambda line: written_phone(line.claim.phone)),
    Column("Rekening", frozenset({PAYER}), ("account_number",), lambda line: masked_account(line.claim.account_number)),
    Column("Jumlah kotor", ALL, ("gross_amount",), lambda line: line.claim.gross_amount),
    Column("Pajak", ALL, ("tax_amount",), lambda line: line.claim.tax_amount),
    Column("Jumlah bersih", ALL, ("gross_amount", "tax_amount"), lambda line: line.claim.net_amount),
    Column("Referensi bank", ALL, ("bank_reference",), lambda line: line.claim.bank_reference or ""),
)
EXPORTERS = frozenset().union(*(column.roles for column in COLUMNS))


class ExportRefused(Exception):
    """These roles may not export."""


def masked_account(number: str) -> str:
    return mask_account(number) if number else ""


def may_export(desk: Desk) -> bool:
    """Tell whether one of the officer's roles may take lists out of the house."""
    return desk.may_read_claims and bool(desk.roles & EXPORTERS)


def columns_for(desk: Desk) -> list[Column]:
    """Return the columns that the officer's roles may take along."""
    allowed = (column for column in COLUMNS if column.roles & desk.roles)
    first: dict[str, Column] = {}
    for column in allowed:
        first.setdefault(column.title, column)
    return list(first.values())


@dataclass(frozen=True)
class Export:
    """A list on its way out: HEADINGS, COUNT rows to come, and the ROWS."""

    headings: list[str]
    count: int
    rows: Iterator[list[Cell]]


def export(question: Question, desk: Desk, *, form: str, purpose: str, now: datetime) -> Export:
    """Write down that the officer takes the list along, then return it; raises ExportRefused."""
    if not may_export(desk):
        raise ExportRefused
    columns = columns_for(desk)
    count = matching(question, desk, now).count()
    _record(question, desk, form, purpose, count, now)
    return Export([column.title for column in columns], count, _rows(question, desk, columns, now))


def _record(question: Question, desk: Desk, form: str, purpose: str, count: int, now: datetime) -> None:
    filters = codes(question) | ({"cari": question.find.kind} if question.find else {})
    details = {"rows": count, "purpose": purpose, "filters": filters}
    note("export", [f"klaim {form}, {count} baris"], now=now, office=desk.office, details=details, user=desk.user)


def _rows(question: Question, desk: Desk, columns: list[Column], now: datetime) -> Iterator[list[Cell]]:
    """Yield the rows as they are read; officers and offices are looked up once."""
    offices = {office.pk: office for office in desk.offices}
    officers = {user.pk: shown_name(user) for user in User.objects.filter(is_staff=True)}
    reads = {"office_id", *(name for column in columns for name in column.reads)}
    for claim in walk(question, desk, reads, now=now):
        line = Line(claim, offices, officers)
        yield [column.value(line) for column in columns]
