"""What a verifier does at the desk: judge documents, waive or insist on missing ones, compare data, propose.

Everything here is for the one officer who holds the claim while it is in review; the claim's row is locked meanwhile,
so that no verdict slips in beside a step. Source: product.md section 4.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from claims.domain.return_reasons import return_reasons_for
from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import Claim, ClaimEvent, Document, DocumentVersion, SlotState
from claims.services import auditing, estimating
from claims.services.deadlines import local_date
from claims.services.four_eyes import is_own_claim
from claims.services.guards import Actor, StepFacts
from claims.services.ticks import TICKS, consent_ticks
from claims.services.workflow import advance, hold

ACCEPTED, REJECTED = "accepted", "rejected"
JUDGED_STATES = {ACCEPTED: SlotState.ACCEPTED, REJECTED: SlotState.REJECTED}
MISSING = (SlotState.UNAVAILABLE, SlotState.WAIVED, SlotState.INSISTED)


class NotTheHolder(Exception):
    """The claim is not in review, or another officer holds it."""


class NothingToJudge(Exception):
    """No version of this document has reached the office."""


class NotMissing(Exception):
    """The participant did not say that this paper cannot be had."""


class VerdictIncomplete(Exception):
    """A rejection without a reason, with a reason that does not fit the slot, or without the text it needs.

    ``message`` is a sentence for the officer.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@contextmanager
def _in_hand(claim: Claim, officer: AbstractBaseUser) -> Iterator[None]:
    """Lock CLAIM for one decision of OFFICER; raise NotTheHolder, or ClaimChangedMeanwhile when a step was taken."""
    with transaction.atomic():
        hold(claim)
        if claim.status != ClaimStatus.IN_REVIEW or claim.holder_id != officer.pk or is_own_claim(claim, officer):
            raise NotTheHolder
        yield


def judge_version(
    document: Document, verdict: str, reasons: Collection[str], note: str, *, officer: AbstractBaseUser, now: datetime
) -> DocumentVersion:
    """Accept or reject the newest version that was sent; a verdict may be changed until the next step is taken.

    VERDICT is "accepted" or "rejected"; REASONS are codes of RETURN_REASONS that fit the slot, at least one for a
    rejection. Raises NotTheHolder, ClaimChangedMeanwhile, NothingToJudge, VerdictIncomplete.
    """
    reasons, note = (list(reasons), note.strip()) if verdict == REJECTED else ([], "")
    _check_reasons(document.slot, verdict, reasons, note)
    with _in_hand(document.claim, officer):
        version = newest_sent(document)
        version.verdict, version.reasons, version.note = verdict, reasons, note
        version.judged_by, version.judged_at = officer, now
        version.save(update_fields=["verdict", "reasons", "note", "judged_by", "judged_at"])
        _mark(document, JUDGED_STATES[verdict])
        _record("verdict", document, {"verdict": verdict, "version": version.number, "reasons": reasons}, officer, now)
    return version


def newest_sent(document: Document) -> DocumentVersion:
    """Return the newest version that reached the office; raise NothingToJudge where there is none, or a paper is missing."""
    version = document.versions.order_by("-number").first()
    if version is None or version.sent_at is None or document.state in MISSING:
        raise NothingToJudge
    return version


def _check_reasons(slot: str, verdict: str, reasons: list[str], note: str) -> None:
    if verdict not in JUDGED_STATES:
        raise VerdictIncomplete("Pilih Terima atau Tolak.")
    if verdict == REJECTED and not reasons:
        raise VerdictIncomplete("Pilih paling sedikit satu alasan.")
    fitting = {reason.code: reason for reason in return_reasons_for(slot)}
    if not fitting.keys() >= set(reasons):
        raise VerdictIncomplete("Ada alasan yang tidak berlaku untuk dokumen ini.")
    if any(fitting[code].needs_text for code in reasons) and not note:
        raise VerdictIncomplete("Hal lain perlu penjelasan. Tulis satu kalimat untuk peserta.")


def _mark(document: Document, state: SlotState) -> None:
    document.state = state
    document.save(update_fields=["state", "updated_at"])


def waive(document: Document, note: str, *, officer: AbstractBaseUser, now: datetime) -> None:
    """Let the claim go on without a paper that cannot be had; NOTE says why. Raises as ``judge_version``, and NotMissing."""
    _decide_missing(document, SlotState.WAIVED, note, officer, now)


def insist(document: Document, note: str, *, officer: AbstractBaseUser, now: datetime) -> None:
    """Ask for a paper all the same; NOTE tells the participant why. Raises as ``judge_version``, and NotMissing."""
    _decide_missing(document, SlotState.INSISTED, note, officer, now)


def _decide_missing(document: Document, state: SlotState, note: str, officer: AbstractBaseUser, now: datetime) -> None:
    if not note.strip():
        raise VerdictIncomplete("Tulis alasannya.")
    with _in_hand(document.claim, officer):
        document.refresh_from_db(fields=["state"])
        if document.state not in MISSING:
            raise NotMissing
        document.state, document.decision_note = state, note.strip()
        document.decided_by, document.decided_at = officer, now
        document.save(update_fields=["state", "decision_note", "decided_by", "decided_at", "updated_at"])
        _record("verdict", document, {"verdict": state.value}, officer, now)


def _record(kind: str, document: Document, details: dict[str, object], officer: AbstractBaseUser, now: datetime) -> None:
    facts = {"now": now, "user": officer, "role": Role.VERIFIER, "claim": document.claim}
    auditing.record(kind, what=document.slot, details=details, **facts)


def tick_data(
    claim: Claim, ticks: Collection[str], *, among: Collection[str] = TICKS, officer: AbstractBaseUser, now: datetime | None = None
) -> None:
    """Record which of the data AMONG those shown agree with the papers; the others stay as they were.

    Raises NotTheHolder, ClaimChangedMeanwhile.
    """
    with _in_hand(claim, officer):
        every, old = (*TICKS, *consent_ticks(claim)), claim.data_ticks
        claim.data_ticks = [tick for tick in every if tick in (ticks if tick in among else old)]
        if old != claim.data_ticks:
            Claim.objects.filter(pk=claim.pk).update(data_ticks=claim.data_ticks)
            details = {"old": old, "new": claim.data_ticks}
            auditing.record("ticks", now=now or timezone.now(), user=officer, role=Role.VERIFIER, claim=claim, details=details)


def propose_payment(claim: Claim, *, actor: Actor, now: datetime, note: str = "") -> ClaimEvent:
    """Compute gross and tax in whole rupiah as of today, and hand the claim to the approvers.

    Raises what ``workflow.advance`` raises; then no amount is kept either.
    """
    with transaction.atomic():
        hold(claim)
        amounts = estimating.compute_amounts(claim, paid_on=local_date(claim.office, now))
        Claim.objects.filter(pk=claim.pk).update(gross_amount=amounts.gross, tax_amount=amounts.tax, tax_basis=amounts.basis)
        return advance(claim, Step.PROPOSE_PAYMENT, actor=actor, facts=StepFacts(note=note), now=now)
