"""Warnings about a claim: what an officer looks into before money goes out. Advice, never a verdict: none stops a step."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from django.db import transaction

from claims.domain.workflow import CLOSED, ClaimStatus, Role
from claims.labels import STATUS_WORDING
from claims.models import Claim, WarningNote
from claims.services import auditing, comparing
from claims.services.deadlines import local_date
from claims.services.evidence import FEW, Evidence, gather
from claims.services.four_eyes import is_own_claim
from claims.services.officers import Desk, shown_name
from jht_portal.lib.crypto import blind_index
from jht_portal.lib.formats import short_date

SHOWN = FEW - 1
"""Claims that one warning names; more are only said to exist."""
NOTERS = frozenset({Role.VERIFIER, Role.APPROVER, Role.PAYER, Role.HEAD})
"""Who may write beside a warning what was found."""


class NothingToNote(Exception):
    """Nothing was written, the claim has no such warning now, or this officer does not work on it."""


@dataclass(frozen=True)
class Other:
    """Another claim that shares something. Where it is out of reach, NUMBER, CLAIM_ID and STATUS are empty."""

    number: str = ""
    claim_id: UUID | None = None
    status: str = ""


@dataclass(frozen=True)
class Note:
    """What an officer found out; STALE when the warning said something else then."""

    who: str
    at: datetime
    text: str
    stale: bool


@dataclass(frozen=True)
class Finding:
    """One warning in words, with the claims that it is about; MORE when there are others still."""

    code: str
    text: str
    others: tuple[Other, ...] = ()
    more: bool = False
    note: Note | None = None
    mark: bytes = b""

    @property
    def label(self) -> str:
        """What it is about, in a word or two."""
        return LABELS.get(self.code, "data")

    @property
    def looked_into(self) -> bool:
        """Tell whether an officer wrote about just this finding."""
        return self.note is not None and not self.note.stale


@dataclass(frozen=True)
class Look:
    """A claim with the evidence about it, at NOW, for an officer."""

    claim: Claim
    desk: Desk
    now: datetime
    evidence: tuple[Evidence, ...]

    def of(self, kind: str) -> list[Evidence]:
        """Return the evidence of one kind, the oldest first."""
        return sorted((row for row in self.evidence if row.kind == kind), key=attrgetter("at"))


# --- The warnings, one function each


def same_file(look: Look) -> Iterator[Finding]:
    yield from _shared(look, "berkas", "Berkas yang persis sama ada di {claims}.")


def same_account(look: Look) -> Iterator[Finding]:
    yield from _shared(look, "rekening_sama", "Nomor rekening ini juga dipakai di {claims}.")


def same_phone(look: Look) -> Iterator[Finding]:
    yield from _shared(look, "telepon", "Nomor HP ini juga dipakai di {claims}.")


def same_address(look: Look) -> Iterator[Finding]:
    yield from _shared(look, "alamat", "Alamat ini juga tercatat di {claims}.")


def changed_contact(look: Look) -> Iterator[Finding]:
    """Tell of each registered contact that is new; the newest change of each counts."""
    for contact, row in {row.what: row for row in look.of("kontak")}.items():
        day = short_date(local_date(look.claim.office, row.at))
        yield Finding(f"ganti_{contact}", f"{CONTACTS[contact]} terdaftar diganti {day} {SOURCES[row.state]}.")


def changed_account(look: Look) -> Iterator[Finding]:
    if rows := look.of("rekening_ganti"):
        day = short_date(local_date(look.claim.office, rows[-1].at))
        before = comparing.bank_label(rows[-1].what)
        yield Finding("rekening_ganti", f"Rekening diganti peserta {day}. Sebelumnya rekening {before}.")


def data_differ(look: Look) -> Iterator[Finding]:
    """Tell what does not agree within the claim's own data: NIK and birth date, name of account and recipient."""
    rows = comparing.differing_rows(look.claim, local_date(look.claim.office, look.now))
    yield from (Finding(f"data_{row.code}", row.warning) for row in rows)


LABELS = {
    "rekening_sama": "rekening sama",
    "berkas": "berkas sama",
    "telepon": "nomor HP sama",
    "alamat": "alamat sama",
    "ganti_email": "email baru",
    "ganti_phone": "nomor HP baru",
    "rekening_ganti": "rekening baru",
    "data_nik": "NIK dan tanggal lahir",
    "data_atas_nama": "nama rekening",
    "data_rekening": "panjang nomor rekening",
}
CONTACTS = {"email": "Email", "phone": "Nomor HP"}
SOURCES = {"participant": "oleh peserta", "officer": "di loket", "import": "lewat impor data", "undone": "kembali ke yang lama"}
WARNINGS: tuple[Callable[[Look], Iterator[Finding]], ...] = (
    same_account,
    same_file,
    same_phone,
    same_address,
    changed_contact,
    changed_account,
    data_differ,
)


def _shared(look: Look, kind: str, sentence: str) -> Iterator[Finding]:
    rows = list({row.key: row for row in look.of(kind)}.values())
    if not rows:
        return
    more, named = len(rows) > SHOWN, rows[:SHOWN]
    counted = f"lebih dari {SHOWN}" if more else str(len(rows))
    others = tuple(_other(row, look.desk) for row in named)
    mark = "".join(sorted(row.what for row in named))
    yield Finding(kind, sentence.format(claims=f"{counted} klaim peserta lain"), others, more, mark=mark.encode())


def _other(row: Evidence, desk: Desk) -> Other:
    """Name another claim only to an officer who may open it."""
    if row.place not in {office.pk for office in desk.offices}:
        return Other()
    return Other(row.what, row.key, STATUS_WORDING[ClaimStatus(row.state)].officer)


# --- What officers found out


def findings(claim: Claim, desk: Desk, now: datetime) -> list[Finding]:
    """Return every warning about CLAIM with the newest note beside it: one query, and one more where there is a warning.

    CLAIM comes with its participant and office.
    """
    look = Look(claim, desk, now, gather(claim, now))
    found = [_marked(finding) for warn in WARNINGS for finding in warn(look)]
    notes = _notes(claim) if found else {}
    return [replace(finding, note=_fitted(notes.get(finding.code), finding)) for finding in found]


def _marked(finding: Finding) -> Finding:
    """Give a finding the mark by which a note knows whether it still says the same."""
    return replace(finding, mark=blind_index(f"{finding.text}{finding.mark.decode()}", "warning"))


def _notes(claim: Claim) -> dict[str, WarningNote]:
    """Return the newest note of each warning."""
    return {note.code: note for note in WarningNote.objects.filter(claim=claim).select_related("user").order_by("at", "pk")}


def _fitted(note: WarningNote | None, finding: Finding) -> Note | None:
    return note and Note(shown_name(note.user), note.at, note.note, stale=bytes(note.finding) != finding.mark)


def may_note(claim: Claim, desk: Desk) -> bool:
    """Tell whether the officer may write beside warnings of CLAIM: at the own office, while it is open, never of a claim of their own."""
    works_here = desk.acts_on(claim) and bool(desk.roles & NOTERS) and claim.status not in CLOSED
    return works_here and not is_own_claim(claim, desk.user)


@transaction.atomic
def note(claim: Claim, notes: dict[str, str], *, desk: Desk, now: datetime) -> None:
    """Keep what the officer found out, by code of the warning; each is recorded in the audit. Raises NothingToNote."""
    present = {finding.code: finding for finding in findings(claim, desk, now)}
    if not notes or not may_note(claim, desk) or not notes.keys() <= present.keys():
        raise NothingToNote
    for code, text in notes.items():
        WarningNote.objects.create(claim=claim, code=code, finding=present[code].mark, note=text, user=desk.user, at=now)
        auditing.record("warning_checked", now=now, user=desk.user, role=_role(desk), claim=claim, what=code)


def _role(desk: Desk) -> str:
    return next((role.value for role in Role if role in desk.roles & NOTERS), "")
