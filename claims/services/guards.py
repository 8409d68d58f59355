"""What must hold before a step is taken, in words for the one who presses the button.

One function a step, named after it; each yields a sentence for every fault it finds.
Source of the rules: product.md section 4.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import Claim, PaymentBatch
from claims.models.document import ASKED_AGAIN, DECIDED_GOOD, FILLED

TICKS = ("nama", "nik", "tanggal_lahir", "rekening")


@dataclass(frozen=True)
class Actor:
    """Who takes a step: the roles held, and the officer's account where there is one."""

    roles: frozenset[Role]
    user: AbstractBaseUser | None = None


@dataclass(frozen=True)
class StepFacts:
    """What a step needs to know beyond the claim."""

    note: str = ""
    assignee: AbstractBaseUser | None = None
    reasons: tuple[str, ...] = ()
    batch: PaymentBatch | None = None
    bank_reference: str = ""
    return_code: str = ""
    details: dict[str, Any] = field(default_factory=dict)


Guard = Callable[[Claim, Actor, StepFacts], Iterator[str]]


def _holds(claim: Claim, actor: Actor) -> bool:
    return actor.user is not None and claim.holder_id == actor.user.pk


def _took_part(claim: Claim, actor: Actor, *steps: Step) -> bool:
    return claim.events.filter(actor=actor.user, step__in=steps).exists()


def guard_submit(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    if not claim.data_saved_at:
        yield "Data rekening dan kontak belum diisi."
    if claim.documents.filter(required=True).exclude(state__in=FILLED).exists():
        yield "Masih ada dokumen yang belum diunggah atau dijelaskan."
    if claim.office_id is None:
        yield "Kantor belum dipilih."
    if claim.declared_at is None:
        yield "Pernyataan belum disetujui."


def guard_take(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    taker = facts.assignee or actor.user
    if claim.holder_id and claim.holder_id != taker.pk and Role.HEAD not in actor.roles:
        yield "Klaim ini sedang dipegang petugas lain."
    if facts.assignee is None and Role.VERIFIER not in actor.roles:
        yield "Pilih verifikator yang akan memeriksa."


def guard_release(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    if not (_holds(claim, actor) or actor.roles & {Role.HEAD, Role.SYSTEM}):
        yield "Hanya pemegang klaim atau kepala kantor yang boleh melepas."


def guard_held(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    if not _holds(claim, actor):
        yield "Anda tidak memegang klaim ini."


def guard_request_correction(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    yield from guard_held(claim, actor, facts)
    if not claim.documents.filter(state__in=ASKED_AGAIN).exists():
        yield "Belum ada dokumen yang ditolak dengan alasan."
    if claim.documents.filter(required=True, state__in=("uploaded", "replaced", "unavailable")).exists():
        yield "Putuskan dulu semua dokumen, supaya peserta menerima satu pesan yang lengkap."


def guard_correct(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    if claim.documents.filter(state__in=ASKED_AGAIN).exists():
        yield "Masih ada dokumen yang perlu diganti."
    if claim.status == ClaimStatus.PAYMENT_FAILED and not facts.details.get("account_changed"):
        yield "Perbaiki nomor rekening lebih dulu."


def guard_propose_payment(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    yield from guard_held(claim, actor, facts)
    if claim.documents.filter(required=True).exclude(state__in=DECIDED_GOOD).exists():
        yield "Masih ada dokumen wajib yang belum diterima."
    if not set(TICKS) <= set(claim.data_ticks):
        yield "Data belum dicocokkan semua: nama, NIK, tanggal lahir, rekening."
    if claim.gross_amount is None or claim.tax_amount is None:
        yield "Jumlah dan pajak belum dihitung."


def guard_propose_rejection(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    yield from guard_held(claim, actor, facts)
    if not facts.reasons:
        yield "Pilih paling sedikit satu alasan penolakan."


def guard_second_pair_of_eyes(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    if _took_part(claim, actor, Step.PROPOSE_PAYMENT, Step.PROPOSE_REJECTION):
        yield "Anda yang memeriksa klaim ini. Petugas lain yang harus memutuskan."


def guard_approve(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    yield from guard_second_pair_of_eyes(claim, actor, facts)
    if claim.proposal != "bayar":
        yield "Usul klaim ini bukan pembayaran."


def guard_reject(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    yield from guard_second_pair_of_eyes(claim, actor, facts)
    if claim.proposal != "tolak":
        yield "Usul klaim ini bukan penolakan."


def guard_payer(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    if _took_part(claim, actor, Step.APPROVE, Step.PROPOSE_PAYMENT):
        yield "Anda ikut memeriksa atau menyetujui klaim ini. Petugas lain yang harus membayar."


def guard_start_payment(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    yield from guard_payer(claim, actor, facts)
    if facts.batch is None:
        yield "Klaim harus masuk ke daftar bayar."
    if claim.approved_account_index is None or bytes(claim.approved_account_index) != bytes(claim.account_index or b""):
        yield "Rekening berubah sesudah persetujuan. Klaim harus disetujui ulang."


def guard_confirm_payment(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    yield from guard_payer(claim, actor, facts)
    if not facts.bank_reference:
        yield "Isi nomor referensi dari bank."
    elif Claim.objects.filter(bank_reference=facts.bank_reference).exists():
        yield "Nomor referensi bank ini sudah dipakai klaim lain."


def guard_fail_payment(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    yield from guard_payer(claim, actor, facts)
    if not facts.return_code:
        yield "Pilih alasan bank menolak transfer."


def guard_reopen(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    if claim.submitted_at is None:
        yield "Klaim ini tidak pernah dikirim."
    if facts.assignee is None:
        yield "Pilih verifikator yang akan memeriksa."
    elif claim.events.filter(actor=facts.assignee, step__in=(Step.PROPOSE_PAYMENT, Step.PROPOSE_REJECTION, Step.REQUEST_CORRECTION)).exists():
        yield "Pilih verifikator yang belum pernah memeriksa klaim ini."


GUARDS: dict[Step, Guard] = {
    Step.SUBMIT: guard_submit,
    Step.TAKE: guard_take,
    Step.RELEASE: guard_release,
    Step.REQUEST_CORRECTION: guard_request_correction,
    Step.CORRECT: guard_correct,
    Step.PROPOSE_PAYMENT: guard_propose_payment,
    Step.PROPOSE_REJECTION: guard_propose_rejection,
    Step.CHALLENGE: guard_second_pair_of_eyes,
    Step.APPROVE: guard_approve,
    Step.REJECT: guard_reject,
    Step.START_PAYMENT: guard_start_payment,
    Step.CONFIRM_PAYMENT: guard_confirm_payment,
    Step.FAIL_PAYMENT: guard_fail_payment,
    Step.REOPEN: guard_reopen,
}


def faults(claim: Claim, step: Step, actor: Actor, facts: StepFacts) -> list[str]:
    """Return why STEP cannot be taken now, in sentences; empty when it can."""
    guard = GUARDS.get(step)
    return list(guard(claim, actor, facts)) if guard else []
