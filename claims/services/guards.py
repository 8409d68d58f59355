"""What must hold before a step is taken, in words for the one who presses the button.

OBSTACLES lie in the claim or in the person, and can be told before anything is filled in; LACKS lie in what was filled
in. One function a step; each yields a sentence for every fault it finds. Source of the rules: product.md section 4.
"""

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser

from claims.domain.limits import Limit, limit
from claims.domain.return_reasons import CodedReason, bank_returns, rejection_reasons
from claims.domain.workflow import HELD_STEPS, OPEN, ClaimStatus, Part, Role, Step
from claims.models import (
    Claim,
    ClaimHold,
    DocumentVersion,
    Officer,
    OrderState,
    PaymentBatch,
    PaymentOrder,
    Visit,
)
from claims.models.document import ASKED_AGAIN, DECIDED_GOOD, FILLED
from claims.services.deadlines import free_for_colleagues_on, local_date
from claims.services.four_eyes import is_own_claim, played_another_part
from claims.services.ticks import tick_label, ticks_needed
from jht_portal.lib.formats import long_date
from participants.domain.sentences import sentence

NOT_YOURS = "Anda tidak memegang klaim ini."
OTHER_PAYS = "Anda ikut memeriksa atau menyetujui klaim ini. Petugas lain yang harus membayar."
ACCOUNT_CHANGED = "Rekening berubah sesudah persetujuan. Klaim harus disetujui ulang."
OWN_CLAIM = "Klaim ini milik Anda sendiri. Petugas lain yang harus mengerjakannya."
ALREADY_YOURS = "Anda sudah memegang klaim ini."
QUIET = timedelta(minutes=15)
"""How long a holder must have given no sign of life before a colleague may take the claim over."""
NOT_HELD = "Klaim ini sudah disetujui dan tidak ditahan."
HELD = "Klaim ini ditahan atas laporan peserta. Kepala Kantor yang melepasnya."
NO_MONEY = "Tidak ada uang yang harus ditransfer. Usulkan penolakan dan tulis sebabnya."
TEXT_NEEDED = "Alasan lain perlu penjelasan. Tulis satu kalimat untuk peserta."
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
        yield from _kept_for_holder(claim, now)
    if played_another_part(claim, actor.user, Part.VERIFYING):
        yield "Anda pernah memutuskan atau membayar klaim ini. Petugas lain yang harus memeriksa."


def _kept_for_holder(claim: Claim, now: datetime) -> Iterator[str]:
    """A correction waits for the officer who asked for it, but not for ever, and not for one who has left."""
    if claim.holder.is_active and (free_on := free_for_colleagues_on(claim, now)) > local_date(claim.office, now):
        yield f"Perbaikan ini kembali dulu ke pemeriksanya. Boleh Anda ambil mulai {long_date(free_on)}."


def cannot_take_over(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    if holds(claim, actor):
        yield ALREADY_YOURS
    elif Role.HEAD not in actor.roles:
        yield from _cannot_oust(claim, actor, now)


def _cannot_oust(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    if played_another_part(claim, actor.user, Part.VERIFYING):
        yield "Anda pernah memutuskan atau membayar klaim ini. Petugas lain yang harus memeriksa."
    if seen := _holder_seen(claim, now):
        left = math.ceil((QUIET - (now - seen)).total_seconds() / 60)
        yield f"Rekan Anda masih bekerja di klaim ini. Minta dilepas, atau tunggu {left} menit lagi."


def _holder_seen(claim: Claim, now: datetime) -> datetime | None:
    """Return when the holder last gave a sign of life here, if that is less than QUIET ago."""
    seen = Visit.objects.filter(claim=claim, user=claim.holder_id).values_list("seen_at", flat=True).first()
    latest = max(filter(None, (seen, claim.held_since)), default=None)
    return latest if latest and latest > now - QUIET else None


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
        yield sentence("Data rekening dan kontak belum diisi.")
    if claim.documents.filter(required=True).exclude(state__in=FILLED).exists():
        yield sentence("Masih ada dokumen yang belum diunggah atau dijelaskan.")
    if claim.office_id is None:
        yield sentence("Kantor belum dipilih.")
    if claim.declared_at is None:
        yield sentence("Pernyataan belum disetujui.")


def cannot_correct(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    if claim.documents.filter(state__in=ASKED_AGAIN).exists():
        yield sentence("Masih ada dokumen yang perlu diganti.")


def cannot_propose_payment(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    yield from must_hold(claim, actor, now)
    if claim.documents.filter(required=True).exclude(state__in=DECIDED_GOOD).exists():
        yield "Ada dokumen wajib yang belum diterima."
    if missing := [tick_label(tick) for tick in ticks_needed(claim) if tick not in claim.data_ticks]:
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
        yield OTHER_PAYS


def cannot_start_payment(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    yield from cannot_pay(claim, actor, now)
    if not account_as_approved(claim):
        yield ACCOUNT_CHANGED


def account_as_approved(claim: Claim) -> bool:
    """Tell whether the money would go to the account that was approved."""
    return claim.approved_account_index is not None and bytes(claim.approved_account_index) == bytes(claim.account_index or b"")


def cannot_expire(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    if claim.status == ClaimStatus.DRAFT:
        days = limit(Limit.DRAFT_DAYS, local_date(claim.office, now))
        if now < claim.updated_at + timedelta(days=days):
            yield f"Draf ini belum {days} hari tidak disentuh."
    elif claim.correction_due_on is None or local_date(claim.office, now) <= claim.correction_due_on:
        yield "Batas perbaikan belum lewat."


def cannot_reopen(claim: Claim, actor: Actor, now: datetime) -> Iterator[str]:
    """A decision stands, save where the participant denied the claim: it is looked at again, so that it can be rejected."""
    if claim.submitted_at is None:
        yield "Klaim ini tidak pernah dikirim."
    if claim.status in OPEN and not held_among([claim.pk]):
        yield NOT_HELD


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


def lacks_other_taker(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    if facts.assignee is not None and facts.assignee.pk == claim.holder_id:
        yield "Petugas ini sudah memegang klaim ini. Pilih petugas lain."
    yield from lacks_taker(claim, actor, facts)


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
    elif is_own_claim(claim, user):
        yield "Klaim ini milik petugas itu sendiri. Pilih petugas lain."
    elif played_another_part(claim, user, Part.VERIFYING):
        yield "Petugas ini pernah memutuskan atau membayar klaim ini. Pilih petugas lain."


def verified_before(claim: Claim, user: AbstractBaseUser) -> bool:
    """Tell whether USER verified CLAIM in an earlier round."""
    steps = (Step.PROPOSE_PAYMENT, Step.PROPOSE_REJECTION, Step.REQUEST_CORRECTION)
    return claim.events.filter(actor=user, step__in=steps).exists() or _judged(claim, user)


def lacks_changed_account(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    if claim.status == ClaimStatus.PAYMENT_FAILED and not facts.details.get("account_changed"):
        yield sentence("Perbaiki nomor rekening lebih dulu.")


def lacks_amount(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    if claim.net_amount is None:
        yield "Jumlah dan pajak belum dihitung."
    elif claim.net_amount <= 0:
        yield NO_MONEY


def lacks_rejection_reason(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    yield from _lacks_words(rejection_reasons(), facts.reasons, facts.note, "Pilih paling sedikit satu alasan penolakan.")


def _lacks_words(known: Sequence[CodedReason], codes: Sequence[str], note: str, sentence: str) -> Iterator[str]:
    """Yield SENTENCE where no known reason is given, and what to do where one needs text and has none."""
    given = [reason for reason in known if reason.code in codes]
    if not given or len(given) != len(set(codes)):
        yield sentence
    if any(reason.needs_text for reason in given) and not note.strip():
        yield TEXT_NEEDED


def lacks_batch(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    if facts.batch is None or facts.batch.office_id != claim.office_id:
        yield "Klaim harus masuk ke daftar bayar kantornya."
        return
    order = PaymentOrder.objects.filter(claim=claim, batch=facts.batch, state=OrderState.WAITING).select_related("batch").first()
    if order is None:
        yield "Klaim ini belum ada di daftar bayar itu."
    elif actor.user is None or order.batch.released_by_id != actor.user.pk:
        yield "Daftar bayar belum dirilis orang kedua."
    elif played_another_part(claim, order.prepared_by, Part.PAYING):
        yield "Penyusun daftar ikut memeriksa atau menyetujui klaim ini. Petugas lain yang harus menyusun."
    elif not _is_as_ordered(claim, order):
        yield "Klaim berubah sesudah masuk daftar. Masukkan lagi bila masih benar."


def _is_as_ordered(claim: Claim, order: PaymentOrder) -> bool:
    written = (order.claim_version, order.gross_amount, order.tax_amount, order.bank_code, order.account_number, order.account_name)
    return written == (claim.version, claim.gross_amount, claim.tax_amount, claim.bank_code, claim.account_number, claim.account_name)


def lacks_bank_reference(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    if not facts.bank_reference.strip():
        yield "Isi nomor referensi dari bank."
    elif Claim.objects.filter(bank_reference=facts.bank_reference).exists():
        yield "Nomor referensi bank ini sudah dipakai klaim lain."


def lacks_return_code(claim: Claim, actor: Actor, facts: StepFacts) -> Iterator[str]:
    codes = (facts.return_code,) if facts.return_code else ()
    yield from _lacks_words(bank_returns(), codes, facts.note, "Pilih alasan bank menolak transfer.")


OBSTACLES: dict[Step, Obstacle] = {
    Step.SUBMIT: cannot_submit,
    Step.TAKE: cannot_take,
    Step.RELEASE: cannot_release,
    Step.TAKE_OVER: cannot_take_over,
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
    Step.TAKE_OVER: lacks_other_taker,
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


def held_among(claim_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the claims that their participants denied, and that nobody cleared yet."""
    return set(ClaimHold.objects.filter(claim__in=claim_ids, cleared_at=None).values_list("claim_id", flat=True))


def faults(claim: Claim, step: Step, actor: Actor, facts: StepFacts, now: datetime) -> list[str]:
    """Return why STEP cannot be taken now with FACTS, in sentences; empty when it can."""
    if actor.user is not None and step not in ANY_OFFICE and _of_another_office(claim, actor.user):
        return ["Klaim ini milik kantor lain."]
    if actor.user is not None and is_own_claim(claim, actor.user):
        return [OWN_CLAIM]
    if step in HELD_STEPS and held_among([claim.pk]):
        return [HELD]
    found = obstacles(claim, step, actor, now)
    return found or (list(LACKS[step](claim, actor, facts)) if step in LACKS else [])
