"""Loading real people and money from CSV files: streamed in batches, safe to run again.

Good rows are loaded, bad ones are reported by line and reason. Contacts that stand already are never replaced by a
file: sign-in codes go there.
"""

import csv
import sqlite3
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jht_portal.lib.crypto import blind_index
from participants.domain.import_rows import (
    LEDGER_COLUMNS,
    PARTICIPANT_COLUMNS,
    Cells,
    LedgerRow,
    ParticipantRow,
    RowRefused,
    parse_ledger_row,
    parse_participant_row,
)
from participants.models import Employer, LedgerEntry, Membership, Participant
from participants.services import contacts

BATCH = 1000
Report = Callable[[int, str], None]
"""Told of each bad row: its line in the file, and why."""


class FileRefused(Exception):
    """The file as a whole cannot be read; the message is a sentence for the operator, and nothing was loaded."""


@dataclass(slots=True)
class Loaded:
    """What came of a file, in rows."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0


class Numbered(NamedTuple):
    """A good row with its line in the file."""

    line: int
    row: ParticipantRow | LedgerRow


def import_participants(path: Path, report: Report) -> Loaded:
    """Load people and memberships from a CSV file; REPORT hears of each bad row. Raises FileRefused."""
    loaded = Loaded()
    for batch in _batches(path, PARTICIPANT_COLUMNS, parse_participant_row, report, loaded):
        _load_people(batch, report, loaded)
    return loaded


def import_ledger(path: Path, report: Report) -> Loaded:
    """Load bookings from a CSV file; equal rows of one file all count, a second run adds none. Raises FileRefused."""
    loaded = Loaded()
    seen = Occurrences()
    for batch in _batches(path, LEDGER_COLUMNS, parse_ledger_row, report, loaded):
        _load_bookings(batch, seen, report, loaded)
    return loaded


def row_key(row: LedgerRow, occurrence: int) -> bytes:
    """Return the key under which the OCCURRENCE-th equal row of a file is booked once."""
    text = f"{row.kpj}|{row.booked_on}|{row.kind}|{row.amount}|{row.description}|{occurrence}"
    return blind_index(text, "ledger")


class Occurrences:
    """Counts equal rows of one file on disk, so that memory does not grow with the file."""

    def __init__(self) -> None:
        self.table = sqlite3.connect("", isolation_level=None)
        self.table.execute("CREATE TABLE seen (key BLOB PRIMARY KEY, n INTEGER) WITHOUT ROWID")
        self.table.execute("BEGIN")

    def next(self, row: LedgerRow) -> int:
        """Return how many rows equal to this one have come, itself included."""
        count = "INSERT INTO seen VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET n = n + 1 RETURNING n"
        return self.table.execute(count, [row_key(row, 0)]).fetchone()[0]


def _batches(path: Path, columns: tuple[str, ...], parse: Callable[[Cells], object], report: Report, loaded: Loaded) -> Iterator[list]:
    _check_encoding(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        good = _good_rows(csv.reader(file), columns, parse, report, loaded)
        while batch := list(islice(good, BATCH)):
            yield batch


def _check_encoding(path: Path) -> None:
    """Read the file once before anything is loaded: a wrong encoding shows here, with its line."""
    try:
        with path.open("rb") as file:
            for line, text in enumerate(file, 1):
                _decode(text, line)
    except OSError as error:
        raise FileRefused(f"Berkas tidak bisa dibaca: {error.strerror}.") from error


def _decode(text: bytes, line: int) -> None:
    try:
        text.decode()
    except UnicodeDecodeError as error:
        raise FileRefused(f"Baris {line} bukan UTF-8. Simpan ulang berkas sebagai CSV UTF-8.") from error


def _good_rows(
    reader: Iterator[list[str]], columns: tuple[str, ...], parse: Callable[[Cells], object], report: Report, loaded: Loaded
) -> Iterator[Numbered]:
    _check_header(next(reader, None), columns)
    line = reader.line_num
    try:
        for cells in reader:
            start, line = line + 1, reader.line_num
            if cells:
                yield from _judged(cells, start, columns, parse, report, loaded)
    except csv.Error as error:
        raise FileRefused(f"Berkas rusak sesudah baris {line}; periksa tanda kutip. Baris sebelumnya sudah dimuat.") from error


def _check_header(header: list[str] | None, columns: tuple[str, ...]) -> None:
    if not header:
        raise FileRefused("Berkas kosong. Baris pertama harus berisi nama kolom.")
    if tuple(cell.strip().lower() for cell in header) != columns:
        raise FileRefused(f"Nama kolom tidak cocok. Baris pertama harus: {','.join(columns)}")


def _judged(
    cells: list[str], line: int, columns: tuple[str, ...], parse: Callable[[Cells], object], report: Report, loaded: Loaded
) -> Iterator[Numbered]:
    try:
        if len(cells) != len(columns):
            raise RowRefused([f"ada {len(cells)} kolom, seharusnya {len(columns)}."])
        yield Numbered(line, parse(dict(zip(columns, cells, strict=True))))
    except RowRefused as refusal:
        _refuse(line, " ".join(refusal.faults), report, loaded)


def _refuse(line: int, reason: str, report: Report, loaded: Loaded) -> None:
    loaded.refused += 1
    report(line, reason)


# --- People and memberships

PERSON = ("name", "birth_date", "sex", "mother_name", "address")
CONTACT = ("phone", "email")
MEMBERSHIP = ("segment", "employer_id", "started_on", "ended_on", "end_reason")


@transaction.atomic
def _load_people(batch: list[Numbered], report: Report, loaded: Loaded) -> None:
    known = _memberships(batch)
    rows = _by_membership(batch, known, report, loaded)
    employers, people = _employers(rows.values()), _people(rows.values())
    fresh = [_membership(row, people, employers) for key, row in rows.items() if key not in known]
    changed = [membership for key, membership in known.items() if key in rows and _set(membership, _facts(rows[key], employers))]
    Membership.objects.bulk_create(fresh)
    Membership.objects.bulk_update(changed, MEMBERSHIP)
    loaded.new += len(fresh)
    loaded.changed += len(changed)
    loaded.same += len(rows) - len(fresh) - len(changed)


def _memberships(batch: list[Numbered]) -> dict[bytes, Membership]:
    """Return the stored memberships of the batch by the index of their KPJ, each with the index of its owner's NIK."""
    found = Membership.objects.filter(kpj_index__in=[blind_index(row.kpj, "kpj") for _, row in batch])
    return {bytes(membership.kpj_index): membership for membership in found.annotate(owner=F("participant__nik_index"))}


def _by_membership(batch: list[Numbered], known: dict[bytes, Membership], report: Report, loaded: Loaded) -> dict[bytes, ParticipantRow]:
    """Return the rows by the index of their KPJ, the last of several; a KPJ of somebody else is refused."""
    owners = {key: bytes(membership.owner) for key, membership in known.items()}
    rows: dict[bytes, ParticipantRow] = {}
    for line, row in batch:
        key, owner = blind_index(row.kpj, "kpj"), blind_index(row.nik, "nik")
        if owners.setdefault(key, owner) != owner:
            _refuse(line, "kpj: nomor ini milik peserta lain.", report, loaded)
            continue
        loaded.same += key in rows
        rows[key] = row
    return rows


def _employers(rows: Collection[ParticipantRow]) -> dict[str, int]:
    """Return the ids of the batch's employers by NPP, stored under their newest names."""
    names = {row.npp: row.employer for row in rows if row.npp}
    Employer.objects.bulk_create(
        [Employer(npp=npp, name=name) for npp, name in names.items()],
        update_conflicts=True,
        unique_fields=["npp"],
        update_fields=["name"],
    )
    return dict(Employer.objects.filter(npp__in=names).values_list("npp", "pk"))


def _people(rows: Collection[ParticipantRow]) -> dict[bytes, Participant]:
    """Return the batch's people by the index of their NIK, stored as the last row about each says."""
    latest = {blind_index(row.nik, "nik"): row for row in rows}
    known = {bytes(person.nik_index): person for person in Participant.objects.filter(nik_index__in=latest)}
    fresh = {key: _person(row) for key, row in latest.items() if key not in known}
    facts = {key: _person_facts(person, latest[key]) for key, person in known.items()}
    changed = [person for key, person in known.items() if _set(person, facts[key])]
    Participant.objects.bulk_create(fresh.values())
    for person in changed:
        person.save()
    contacts.note_filled(((known[key], [field for field in CONTACT if field in said]) for key, said in facts.items()), now=timezone.now())
    return known | fresh


def _person(row: ParticipantRow) -> Participant:
    return Participant(nik=row.nik, **{field: getattr(row, field) for field in (*PERSON, *CONTACT)})


def _person_facts(person: Participant, row: ParticipantRow) -> dict[str, object]:
    """Return what a row says anew: an empty cell says nothing, a contact only where there was none."""
    stated = {field: getattr(row, field) for field in PERSON if getattr(row, field)}
    return stated | {field: getattr(row, field) for field in CONTACT if getattr(row, field) and not getattr(person, field)}


def _membership(row: ParticipantRow, people: dict[bytes, Participant], employers: dict[str, int]) -> Membership:
    return Membership(participant=people[blind_index(row.nik, "nik")], kpj=row.kpj, **_facts(row, employers))


def _facts(row: ParticipantRow, employers: dict[str, int]) -> dict[str, object]:
    return {
        "segment": row.segment,
        "employer_id": employers.get(row.npp),
        "started_on": row.started_on,
        "ended_on": row.ended_on,
        "end_reason": row.end_reason,
    }


def _set(stored: Participant | Membership, facts: dict[str, object]) -> bool:
    """Write FACTS onto a row in memory; tell whether any of them was new."""
    new = {name: value for name, value in facts.items() if getattr(stored, name) != value}
    for name, value in new.items():
        setattr(stored, name, value)
    return bool(new)


# --- Money


@transaction.atomic
def _load_bookings(batch: list[Numbered], seen: Occurrences, report: Report, loaded: Loaded) -> None:
    keys = {blind_index(row.kpj, "kpj") for _, row in batch}
    memberships = {bytes(key): pk for key, pk in Membership.objects.filter(kpj_index__in=keys).values_list("kpj_index", "pk")}
    entries = {}
    for line, row in batch:
        membership = memberships.get(blind_index(row.kpj, "kpj"))
        if membership is None:
            _refuse(line, "kpj: nomor ini belum ada. Muat berkas peserta lebih dulu.", report, loaded)
        else:
            entry = _entry(row, membership, seen.next(row))
            entries[entry.row_key] = entry
    booked = {bytes(key) for key in LedgerEntry.objects.filter(row_key__in=entries).values_list("row_key", flat=True)}
    LedgerEntry.objects.bulk_create([entry for key, entry in entries.items() if key not in booked])
    loaded.same += len(booked)
    loaded.new += len(entries) - len(booked)


def _entry(row: LedgerRow, membership_id: object, occurrence: int) -> LedgerEntry:
    return LedgerEntry(
        membership_id=membership_id,
        booked_on=row.booked_on,
        kind=row.kind,
        amount=row.amount,
        description=row.description,
        row_key=row_key(row, occurrence),
    )
