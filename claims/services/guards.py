"""What must hold before a step is taken, in words for the one who presses the button.

OBSTACLES lie in the claim or in the person, and can be told before anything is filled in; LACKS lie in what was filled
in. One function a step; each yields a sentence for every fault it finds. Source of the rules: product.md section 4.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from claims.domain.return_reasons import BANK_RETURNS, REJECTION_REASONS, CodedReason
from claims.domain.workflow import ClaimStatus, Part, Role, Step, steps_of_other_parts
from claims.models import Claim, DocumentVersion, Officer, PaymentBatch
from claims.models.document import ASKED_AGAIN, DECIDED_GOOD, FILLED
from claims.services.deadlines import local_date

TICK_LABELS = {"nama": "nama", "nik": "NIK", "tanggal_lahir": "tanggal lahir", "rekening": "rekening"}
TICKS = tuple(TICK_LABELS)
DRAFT_DAYS = 14
"""Days after which an untouched draft may be closed (product.md section 4)."""

NOT_YOURS = "Anda tidak memegang klaim ini."
UNDECIDED = ("uploaded", "replaced", "unavailable")


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


Obstacle = Callable[[Claim, Actor, datetime], Iterator[str]]
Lack = Callable[[Claim, Actor, StepFacts], Iterator[str]]


def holds(claim: Claim, actor: Actor) -> bool:
    """Tell whether the actor is the one officer who has CLAIM in hand."""
    return actor.user is not None and claim.holder_id == actor.user.pk


def played_another_part(claim: Claim, user: AbstractBaseUser, part: Part) -> bool:
    """Tell whether USER may not play PART, having played one of the other two in any round of CLAIM.

    Every verdict on a document counts as verifying, also when another officer made the proposal.
    """
    if claim.events.filter(actor=user, step__in=steps_of_other_parts(part)).exists():
        return True
    return part is not Part.VERIFYING and _judged(claim, user)


def _judged(claim: Claim, user: AbstractBaseUser) -> bool:
    return (
        DocumentVersion.objects.filter(document__claim=claim, judged_by=user).exists() or claim.documents.filter(decided_by=user).exists()
    )


def _of_another_office(claim: Claim, user: AbstractBaseUser) -> bool:
    return Officer.objects.filter(user=user).exclude(office=claim.office_id).exists()


# --- Obstacles


def must_hold(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    if not holds(claim, actor):
        yield NOT_YOURS


def cannot_take(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    if Role.HEAD in actor.roles:
        return
    if claim.holder_id and not holds(claim, actor):
        yield "Klaim ini sedang dipegang petugas lain."
    if played_another_part(claim, actor.user, Part.VERIFYING):
        yield "Anda pernah memutuskan atau membayar klaim ini. Petugas lain yang harus memeriksa."


def cannot_release(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    if not (holds(claim, actor) or actor.roles & {Role.HEAD, Role.SYSTEM}):
        yield NOT_YOURS


def cannot_request_correction(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    yield from must_hold(claim, actor, now)
    slots = list(claim.documents.values_list("required", "state"))
    if not any(state in ASKED_AGAIN for _, state in slots):
        yield "Belum ada dokumen yang ditolak dengan alasan."
    if any(required and state in UNDECIDED for required, state in slots):
        yield "Putuskan dulu semua dokumen."


def cannot_submit(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    if not claim.data_saved_at:
        yield "Data rekening dan kontak belum diisi."
    if claim.documents.filter(required=True).exclude(state__in=FILLED).exists():
        yield "Masih ada dokumen yang belum diunggah atau dijelaskan."
    if claim.office_id is None:
        yield "Kantor belum dipilih."
    if claim.declared_at is None:
        yield "Pernyataan belum disetujui."


def cannot_correct(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    if claim.documents.filter(state__in=ASKED_AGAIN).exists():
        yield "Masih ada dokumen yang perlu diganti."


def cannot_propose_payment(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    yield from must_hold(claim, actor, now)
    if claim.documents.filter(required=True).exclude(state__in=DECIDED_GOOD).exists():
        yield "Ada dokumen wajib yang belum diterima."
    if missing := [label for tick, label in TICK_LABELS.items() if tick not in claim.data_ticks]:
        yield f"Belum dicocokkan: {', '.join(missing)}."


def cannot_decide(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    if played_another_part(claim, actor.user, Part.DECIDING):
        yield "Anda ikut memeriksa atau membayar klaim ini. Petugas lain yang harus memutuskan."


def cannot_approve(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    yield from cannot_decide(claim, actor, now)
    if claim.proposal != "bayar":
        yield "Usul klaim ini bukan pembayaran."


def cannot_reject(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    yield from cannot_decide(claim, actor, now)
    if claim.proposal != "tolak":
        yield "Usul klaim ini bukan penolakan."


def cannot_pay(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    if played_another_part(claim, actor.user, Part.PAYING):
        yield "Anda ikut memeriksa atau menyetujui klaim ini. Petugas lain yang harus membayar."


def cannot_start_payment(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    yield from cannot_pay(claim, actor, now)
    if claim.approved_account_index is None or bytes(claim.approved_account_index) != bytes(claim.account_index or b""):
        yield "Rekening berubah sesudah persetujuan. Klaim harus disetujui ulang."


def cannot_expire(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    if claim.status == ClaimStatus.DRAFT:
        if now < claim.updated_at + timedelta(days=DRAFT_DAYS):
            yield f"Draf ini belum {DRAFT_DAYS} hari tidak disentuh."
    elif claim.correction_due_on is None or local_date(claim.office, now) <= claim.correction_due_on:
        yield "Batas perbaikan belum lewat."


def cannot_reopen(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    if claim.submitted_at is None:
        yield "Klaim ini tidak pernah dikirim."


# --- Lacks


def lacks_taker(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    if facts.assignee is not None and Role.HEAD not in actor.roles:
        yield "Hanya kepala kantor yang boleh menunjuk petugas lain."
    elif facts.assignee is not None:
        yield from _unfit_to_verify(claim, facts.assignee)
    elif Role.VERIFIER not in actor.roles:
        yield "Pilih verifikator yang akan memeriksa."
    else:
        yield from _unfit_to_verify(claim, actor.user)


def lacks_new_verifier(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    if facts.assignee is None:
        yield "Pilih verifikator yang akan memeriksa."
        return
    yield from _unfit_to_verify(claim, facts.assignee)
    if verified_before(claim, facts.assignee):
        yield "Pilih verifikator yang belum pernah memeriksa klaim ini."


def _unfit_to_verify(claim: Claim, user: AbstractBaseUser) -> Iterator[str]:
    if not user.is_active or not user.groups.filter(name=Role.VERIFIER).exists() or _of_another_office(claim, user):
        yield "Petugas ini bukan verifikator aktif di kantor klaim."
    elif played_another_part(claim, user, Part.VERIFYING):
        yield "Petugas ini pernah memutuskan atau membayar klaim ini. Pilih petugas lain."


def verified_before(claim: Claim, user: AbstractBaseUser) -> bool:
    """Tell whether USER verified CLAIM in an earlier round."""
    steps = (Step.PROPOSE_PAYMENT, Step.PROPOSE_REJECTION, Step.REQUEST_CORRECTION)
    return claim.events.filter(actor=user, step__in=steps).exists() or _judged(claim, user)


def lacks_changed_account(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    if claim.status == ClaimStatus.PAYMENT_FAILED and not facts.details.get("account_changed"):
        yield "Perbaiki nomor rekening lebih dulu."


def lacks_amount(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    if claim.gross_amount is None or claim.tax_amount is None:
        yield "Jumlah dan pajak belum dihitung."


def lacks_rejection_reason(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    yield from _lacks_words(REJECTION_REASONS, facts.reasons, facts.note, "Pilih paling sedikit satu alasan penolakan.")


def _lacks_words(known: Sequence[CodedReason], codes: Sequence[str], note: str, sentence: str) -> Iterator[str]:
    """Yield SENTENCE where no known reason is given, and what to do where one needs text and has none."""
    given = [reason for reason in known if reason.code in codes]
    if not given or len(given) != len(set(codes)):
        yield sentence
    if any(reason.needs_text for reason in given) and not note.strip():
        yield "Alasan lain perlu penjelasan. Tulis satu kalimat untuk peserta."


def lacks_batch(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    if facts.batch is None or facts.batch.office_id != claim.office_id:
        yield "Klaim harus masuk ke daftar bayar kantornya."


def lacks_bank_reference(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    if not facts.bank_reference.strip():
        yield "Isi nomor referensi dari bank."
    elif Claim.objects.filter(bank_reference=facts.bank_reference).exists():
        yield "Nomor referensi bank ini sudah dipakai klaim lain."


def lacks_return_code(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    codes = (facts.return_code,) if facts.return_code else ()
    yield from _lacks_words(BANK_RETURNS, codes, facts.note, "Pilih alasan bank menolak transfer.")


OBSTACLES: dict[Step, Obstacle] = {
    Step.SUBMIT: cannot_submit,
    Step.TAKE: cannot_take,
    Step.RELEASE: cannot_release,
    Step.REQUEST_CORRECTION: cannot_request_correction,
    Step.CORRECT: cannot_correct,
    Step.PROPOSE_PAYMENT: cannot_propose_payment,
    Step.PROPOSE_REJECTION: must_hold,
    Step.CHALLENGE: cannot_decide,
    Step.APPROVE: cannot_approve,
    Step.REJECT: cannot_reject,
    Step.START_PAYMENT: cannot_start_payment,
    Step.CONFIRM_PAYMENT: cannot_pay,
    Step.FAIL_PAYMENT: cannot_pay,
    Step.EXPIRE: cannot_expire,
    Step.REOPEN: cannot_reopen,
}
LACKS: dict[Step, Lack] = {
    Step.TAKE: lacks_taker,
    Step.CORRECT: lacks_changed_account,
    Step.PROPOSE_PAYMENT: lacks_amount,
    Step.APPROVE: lacks_amount,
    Step.PROPOSE_REJECTION: lacks_rejection_reason,
    Step.START_PAYMENT: lacks_batch,
    Step.CONFIRM_PAYMENT: lacks_bank_reference,
    Step.FAIL_PAYMENT: lacks_return_code,
    Step.REOPEN: lacks_new_verifier,
}
ANY_OFFICE = frozenset({Step.SUBMIT, Step.CORRECT})
"""What a counter may do for a participant of any office."""


def obstacles(claim: Claim, step: Step, actor: Actor, now: datetime) -> list[str]:
    """Return why the actor cannot take STEP now, whatever is filled in; empty when nothing stands in the way."""
    return list(OBSTACLES[step](claim, actor, now)) if step in OBSTACLES else []


def faults(claim: Claim, step: Step, actor: Actor, facts: StepFacts, now: datetime) -> list[str]:
    """Return why STEP cannot be taken now with FACTS, in sentences; empty when it can."""
    if actor.user is not None and step not in ANY_OFFICE and _of_another_office(claim, actor.user):
        return ["Klaim ini milik kantor lain."]
    found = obstacles(claim, step, actor, now)
    return found or (list(LACKS[step](claim, actor, facts)) if step in LACKS else [])
