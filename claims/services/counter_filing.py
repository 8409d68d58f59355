"""A claim filed at the counter: the officer types, the person is there, and a code to the person's own address proves it.

For a participant the code goes to a registered contact. An heir has no part in the deceased's mail: the code goes to the
heir's own address, the officer has the original cards in hand, and the stay opens one reason alone. What is filed is the
wizard's: the same pages, checks and papers; it is marked as filed at the counter, and registered contacts are told at once.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from claims.channels.offered import is_offered
from claims.domain.heirs import HEIR_REASON
from claims.domain.workflow import Role
from claims.models import OfficerIdentity
from claims.services import access_notes, auditing, notifying
from claims.services.officers import Desk
from participants.domain.channels import SMS
from participants.domain.proofs import COUNTER, HEIR
from participants.models import CodeProof, Participant
from participants.services import proving
from participants.services.signing_in import AttemptOver, CodeExpired, CodeWrong

HEIR_CHECKS = {
    "ktp_ahli_waris": "KTP asli ahli waris sudah saya lihat, dan wajahnya cocok",
    "surat_kematian": "Surat atau akta kematian asli sudah saya lihat",
}
SEEN_WHILE_FILING = ("email_terdaftar", "telepon_terdaftar", "npwp_terdaftar")
"""What the wizard shows of the participant's record."""


class FilingRefused(Exception):
    """Nothing began. ``sentence`` is for the officer; ``field`` names what it is about, empty for the whole."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


@dataclass(frozen=True)
class Begun:
    """Whom the officer may file with, and for which reason alone (empty: any)."""

    participant_id: UUID
    reason: str


def may_file(desk: Desk) -> bool:
    """Tell whether the officer files for people at the counter."""
    return desk.office is not None and Role.COUNTER in desk.roles


def addresses_of(person: Participant) -> dict[str, str]:
    """Return the registered contacts that a code can go to, by kind: no phone where no SMS go out."""
    phone = person.phone if reaches_phones() else ""
    return {kind: address for kind, address in (("phone", phone), ("email", person.email)) if address}


def reaches_phones() -> bool:
    """Tell whether a code can go to a phone here."""
    return is_offered(SMS)


@transaction.atomic
def ask_participant(person: Participant, kind: str, *, desk: Desk, now: datetime) -> CodeProof:
    """Send a code to a registered contact of PERSON. Raises FilingRefused."""
    address = addresses_of(person).get(kind)
    if not address:
        raise FilingRefused("Pilih kontak terdaftar yang bisa dibuka peserta sekarang.", "kind")
    return _ask(person, COUNTER, kind, address, desk=desk, now=now)


@transaction.atomic
def ask_heir(person: Participant, kind: str, address: str, checks: frozenset[str], *, desk: Desk, now: datetime) -> CodeProof:
    """Send a code to the heir's own ADDRESS, once the officer has seen who stands there. Raises FilingRefused."""
    if set(checks) != set(HEIR_CHECKS):
        raise FilingRefused("Centang semua pemeriksaan. Tanpa itu pengajuan ahli waris tidak dimulai.", "checks")
    return _ask(person, HEIR, kind, address, desk=desk, now=now, checks=sorted(checks))


def _ask(person: Participant, purpose: str, kind: str, address: str, *, desk: Desk, now: datetime, **seen: object) -> CodeProof:
    if not may_file(desk):
        raise FilingRefused("Peran Anda tidak mengajukan klaim di loket.")
    if OfficerIdentity.objects.filter(user=desk.user, nik_index=person.nik_index).exists():
        raise FilingRefused("Ini data Anda sendiri. Petugas lain yang harus mengerjakannya.")
    fresh = proving.start(person, purpose, kind, address, now=now)
    notifying.plan_counter_code(fresh, desk.office, now)
    _record("counter_asked", fresh.proof, desk, now, **seen)
    return fresh.proof


@transaction.atomic
def ask_again(proof: CodeProof, *, desk: Desk, now: datetime) -> None:
    """Send another code to the same address; the one before ends. Raises FilingRefused."""
    try:
        fresh = proving.renew(proof.pk, proof.purpose, now=now)
    except AttemptOver as error:
        raise FilingRefused("Percobaan ini sudah selesai. Mulai lagi dari halaman peserta.") from error
    notifying.plan_counter_code(fresh, desk.office, now)


def waiting(proof_id: UUID, *, now: datetime) -> CodeProof | None:
    """Return a question at the counter that a code may still be typed for."""
    return next((proof for purpose in (COUNTER, HEIR) if (proof := proving.waiting(proof_id, purpose, now=now))), None)


def begin(proof: CodeProof, digits: str, *, desk: Desk, now: datetime) -> Begun:
    """Take the code that the person reads out; what the wizard will show is written down as seen. Raises FilingRefused."""
    try:
        proving.prove(proof.pk, proof.purpose, digits, now=now)
    except CodeWrong as error:
        raise FilingRefused(f"Kode belum cocok. Minta kode terbaru dibacakan lagi. Sisa {error.left} percobaan.", "kode") from error
    except CodeExpired as error:
        raise FilingRefused("Kode sudah lewat 15 menit. Kirim kode lagi.", "kode") from error
    except AttemptOver as error:
        raise FilingRefused("Percobaan ini sudah selesai. Mulai lagi dari halaman peserta.", "kode") from error
    access_notes.note("field", SEEN_WHILE_FILING, now=now, person=proof.participant, office=desk.office, user=desk.user)
    _record("counter_begun", proof, desk, now)
    return Begun(proof.participant_id, HEIR_REASON if proof.purpose == HEIR else "")


def _record(act: str, proof: CodeProof, desk: Desk, now: datetime, **seen: object) -> None:
    details = {"kind": proof.kind, "purpose": proof.purpose, **seen}
    what = f"person {proof.participant_id}"
    auditing.record(
        act,
        now=now,
        user=desk.user,
        role=Role.COUNTER.value,
        office=desk.office,
        what=what,
        details=details,
        person_id=proof.participant_id,
    )
