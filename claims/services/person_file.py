"""One participant as an officer sees the person: masked data, cards, claims at the offices within reach."""

from collections.abc import Collection
from dataclasses import dataclass

from claims.domain.workflow import ClaimStatus
from claims.labels import STATUS_WORDING
from claims.models import Claim, Office
from claims.services.comparing import DataRow
from claims.services.queue_rows import reason_label
from jht_portal.lib.formats import short_date
from participants.domain.identifiers import mask_account, mask_email, mask_kpj, mask_name, mask_nik, mask_phone
from participants.models import Participant


@dataclass(frozen=True)
class Card:
    """One KPJ, masked."""

    kpj: str
    segment: str
    employer: str
    stretch: str


@dataclass(frozen=True)
class ClaimLine:
    """One claim of the person."""

    claim: Claim
    reason: str
    status: str
    tone: str


def private_rows(person: Participant, revealed: dict[str, str]) -> list[DataRow]:
    """Return the person's data behind masks; REVEALED ones stand open."""
    masked = (
        ("nik", "NIK", mask_nik(person.nik)),
        ("nama_ibu", "Nama ibu kandung", mask_name(person.mother_name)),
        ("alamat", "Alamat", "tersimpan" if person.address else ""),
        ("telepon_terdaftar", "Telepon", mask_phone(person.phone) if person.phone else ""),
        ("email_terdaftar", "Email", mask_email(person.email) if person.email else ""),
        ("nomor_kk", "Nomor KK", mask_nik(person.family_card_number) if person.family_card_number else ""),
        ("npwp_terdaftar", "NPWP", mask_account(person.tax_number) if person.tax_number else ""),
    )
    shown = ((name, label, revealed.get(name, value), name not in revealed) for name, label, value in masked)
    return [DataRow(name, label, value, reveals=name if hidden else "") for name, label, value, hidden in shown if value]


def cards(person: Participant) -> list[Card]:
    """Return the memberships, newest first."""
    found = person.memberships.select_related("employer").order_by("-started_on")
    return [Card(mask_kpj(card.kpj), card.segment, card.employer.name if card.employer else "–", _stretch(card)) for card in found]


def _stretch(card: object) -> str:
    return f"{short_date(card.started_on)} – {short_date(card.ended_on) if card.ended_on else 'masih aktif'}"


def claims_at(person: Participant, offices: Collection[Office]) -> list[ClaimLine]:
    """Return the sent claims of the person at OFFICES, newest first."""
    found = Claim.objects.sent().of_offices(offices).filter(participant=person).order_by("-submitted_at")
    return [_claim_line(claim) for claim in found]


def _claim_line(claim: Claim) -> ClaimLine:
    wording = STATUS_WORDING[ClaimStatus(claim.status)]
    return ClaimLine(claim, reason_label(claim.reason), wording.officer, wording.tone)
