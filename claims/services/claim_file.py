"""The rest of a claim's file for the desk: what was stated, what it pays, who did what, who read what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from claims.domain.return_reasons import CodedReason, find_bank_return, find_rejection_reason, find_return_reason
from claims.domain.workflow import Step
from claims.labels import STEP_LABELS
from claims.models import AccessLog, Claim, ClaimEvent
from claims.services import reading
from claims.services.comparing import RELATIONS, DataRow, bank_label
from claims.services.confirming import Line, amount_lines
from claims.services.desk import FILM_NAMES
from claims.services.officers import shown_name
from claims.services.queue_rows import reason_label
from claims.services.requirements import rejections_of
from jht_portal.lib.formats import full_time, short_date
from participants.domain.identifiers import mask_account, mask_email, mask_name, mask_nik, mask_phone

READ = {
    reading.DESK_OPENED: "membuka meja klaim",
    "nik": "melihat NIK",
    "kpj": "melihat KPJ",
    "nik_ahli_waris": "melihat NIK ahli waris",
    "nama_ibu": "melihat nama ibu kandung",
    "nomor_kk": "melihat nomor KK",
    "rekening": "melihat nomor rekening",
    "npwp": "melihat NPWP",
    "telepon": "melihat nomor telepon",
    "email": "melihat email",
    "alamat": "melihat alamat",
    "telepon_terdaftar": "melihat telepon terdaftar",
    "email_terdaftar": "melihat email terdaftar",
    "permintaan_data": "membaca permintaan perbaikan data",
    "salinan_data": "mengunduh salinan data",
    "npwp_terdaftar": "melihat NPWP terdaftar",
}


@dataclass(frozen=True)
class HistoryLine:
    """One step: when, who, what, in whose words, for which coded reasons."""

    at: datetime
    who: str
    what: str
    note: str
    reasons: str


@dataclass(frozen=True)
class AccessLine:
    """One reading: when, who, what."""

    at: datetime
    who: str
    what: str


def facts(claim: Claim) -> list[Line]:
    """Return label and value of what the claim says of itself, empty ones left out."""
    return [(label, value) for label, value in _facts(claim) if value]


def _facts(claim: Claim) -> Iterator[Line]:
    zone = claim.office.timezone
    yield "Sebab", reason_label(claim.reason)
    yield "Tanggal kejadian", short_date(claim.event_on) if claim.event_on else ""
    yield "Tujuan rumah", claim.get_housing_display()
    yield "Ahli waris", f"{claim.heir_name} ({claim.get_heir_relation_display()})" if claim.heir_name else ""
    yield "Ahli waris lain", ", ".join(f"{heir.name} ({RELATIONS.get(heir.relation, '')})" for heir in claim.co_heirs)
    yield "Perlu telaah", claim.review_note
    yield "Dikirim", full_time(claim.submitted_at, zone)
    yield "Lengkap dan benar", full_time(claim.complete_at, zone) if claim.complete_at else "Belum"
    yield "Batas perbaikan", short_date(claim.correction_due_on) if claim.correction_due_on else ""
    yield "Bank", f"{bank_label(claim.bank_code)}, atas nama {claim.account_name}" if claim.bank_code else ""
    yield from amount_lines(claim.gross_amount, claim.tax_amount)
    yield "Usul", claim.get_proposal_display()
    yield from (("Alasan penolakan", reason.short) for reason in rejections_of(claim))
    yield "Diperiksa", shown_name(claim.verifier) if claim.verifier else ""
    yield "Disetujui", shown_name(claim.approver) if claim.approver else ""
    yield "Dibayar", shown_name(claim.payer) if claim.payer else ""
    yield "Referensi bank", claim.bank_reference or ""
    yield "Retur bank", find_bank_return(claim.bank_return_code).short if claim.bank_return_code else ""


def private_rows(claim: Claim, revealed: dict[str, str]) -> list[DataRow]:
    """Return the private data behind their masks; REVEALED ones stand open."""
    person = claim.participant
    masked = {
        "nik": ("NIK", mask_nik(person.nik)),
        "nik_ahli_waris": ("NIK ahli waris", mask_nik(claim.heir_nik or "")),
        "nama_ibu": ("Nama ibu kandung", mask_name(person.mother_name)),
        "alamat": ("Alamat", "tersimpan" if person.address else ""),
        "telepon": ("Telepon", mask_phone(claim.phone) if claim.phone else ""),
        "email": ("Email", mask_email(claim.email) if claim.email else ""),
        "rekening": ("Nomor rekening", mask_account(claim.account_number) if claim.account_number else ""),
        "npwp": ("NPWP", mask_account(claim.tax_number) if claim.tax_number else ""),
        "nomor_kk": ("Nomor KK", mask_nik(person.family_card_number) if person.family_card_number else ""),
    }
    shown = ((name, label, revealed.get(name, value), name not in revealed) for name, (label, value) in masked.items())
    return [DataRow(name, label, value, reveals=name if hidden else "") for name, label, value, hidden in shown if value]


def history(claim: Claim) -> list[HistoryLine]:
    """Return every step of CLAIM, newest first."""
    return [_history_line(event) for event in claim.events.select_related("actor").order_by("-number")]


def _history_line(event: ClaimEvent) -> HistoryLine:
    who = f"{shown_name(event.actor)} ({event.role})" if event.actor else event.role
    return HistoryLine(event.at, who, STEP_LABELS[Step(event.step)], event.note, " ".join(_reasons(event)))


def _reasons(event: ClaimEvent) -> Iterator[str]:
    day = timezone.localdate(event.at)
    for slot, codes in event.details.get("slots", {}).items():
        yield f"{FILM_NAMES.get(slot, slot)}: {_short(find_return_reason(code, day) for code in codes) or 'tetap diminta'}."
    if codes := event.details.get("reasons"):
        yield f"{_short(find_rejection_reason(code, day) for code in codes)}."
    if code := event.details.get("return_code"):
        yield f"{find_bank_return(code, day).short}."


def _short(reasons: Iterator[CodedReason]) -> str:
    return ", ".join(reason.short for reason in reasons)


def access_lines(claim: Claim) -> list[AccessLine]:
    """Return who read what of CLAIM, newest first."""
    return [AccessLine(entry.at, _reader(entry), access_words(entry)) for entry in reading.accesses(claim)]


def _reader(entry: AccessLog) -> str:
    return shown_name(entry.user) if entry.user else "Peserta"


def access_words(entry: AccessLog) -> str:
    """Say what was read."""
    slot, _, rest = entry.object.partition(" ")
    if entry.kind == "document" and rest:
        place = rest.replace("v", "versi ").replace(" p", ", halaman ").replace(" l", ", lembar ")
        return f"membuka {FILM_NAMES.get(slot, slot)}, {place}"
    return READ.get(entry.object, f"{entry.get_kind_display().lower()} {entry.object}")
