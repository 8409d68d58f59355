"""What a step writes on the claim beside its status: one function a step, values in, columns out."""

from collections.abc import Callable
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from claims.domain.limits import Limit, limit
from claims.domain.workflow import ClaimStatus, Step
from claims.models import Claim, Document, SlotState
from claims.models.document import ASKED_AGAIN
from claims.services import deadlines
from claims.services.guards import Actor, StepFacts
from jht_portal.lib.fields import Sealed

Effect = Callable[[Claim, Actor, StepFacts, datetime], dict[str, Any]]
NO_HOLDER = {"holder": None, "held_since": None}


def _sent(claim: Claim, actor: Actor, facts: StepFacts, now: datetime) -> dict[str, Any]:
    due = deadlines.due_on(claim.office, now)
    return {"submitted_at": now, "last_arrival_at": now, "due_on": due, "queue_on": due}


def _taken(claim: Claim, actor: Actor, facts: StepFacts, now: datetime) -> dict[str, Any]:
    """Who takes a claim compares the data anew: a tick is the word of the one who proposes."""
    return {"holder": facts.assignee or actor.user, "held_since": now, "data_ticks": []}


def _correction_requested(claim: Claim, actor: Actor, facts: StepFacts, now: datetime) -> dict[str, Any]:
    today = deadlines.local_date(claim.office, now)
    due = today + timedelta(days=limit(Limit.CORRECTION_DAYS, today))
    return {"due_on": None, "complete_at": None, "clock_pauses": [], "correction_due_on": due, "account_confirmed": False}


def _corrected(claim: Claim, actor: Actor, facts: StepFacts, now: datetime) -> dict[str, Any]:
    """The claim goes back to the same officer first (HOLDER stays) and keeps its place (QUEUE_ON stays).

    Whatever was found and decided before falls, so that account and papers are looked at again by three people.
    """
    pauses = deadlines.close_pause(claim, now)
    start = claim.complete_at or now
    return {
        "last_arrival_at": now,
        "correction_due_on": None,
        "clock_pauses": pauses,
        "due_on": deadlines.due_on(claim.office, start, pauses),
        "verifier": None,
        "approver": None,
        "payer": None,
        "proposal": "",
        "approved_account_index": None,
        "batch": None,
    }


def _proposed_payment(claim: Claim, actor: Actor, facts: StepFacts, now: datetime) -> dict[str, Any]:
    """The legal clock runs from the moment the last accepted version arrived (Permenaker 4/2022, five working days)."""
    complete_at = claim.complete_at or claim.last_arrival_at
    return NO_HOLDER | {
        "proposal": "bayar",
        "verifier": actor.user,
        "complete_at": complete_at,
        "due_on": deadlines.due_on(claim.office, complete_at, claim.clock_pauses),
        **_no_rejection(claim),
    }


def _proposed_rejection(claim: Claim, actor: Actor, facts: StepFacts, now: datetime) -> dict[str, Any]:
    return NO_HOLDER | {
        "proposal": "tolak",
        "verifier": actor.user,
        "complete_at": claim.complete_at or claim.last_arrival_at,
        "rejection_codes": list(facts.reasons),
        "rejection_note": _rejection_note(claim, facts.note),
    }


def _no_rejection(claim: Claim) -> dict[str, Any]:
    return {"rejection_codes": [], "rejection_note": _rejection_note(claim, "")}


def _rejection_note(claim: Claim, text: str) -> Sealed:
    return Claim._meta.get_field("rejection_note").sealed(text, claim)


def _challenged(claim: Claim, actor: Actor, facts: StepFacts, now: datetime) -> dict[str, Any]:
    """Back to the same verifier. A clock that had stopped for a refused transfer goes on from where it began."""
    complete_at = claim.complete_at if claim.clock_pauses else None
    return {"proposal": "", "holder": claim.verifier, "held_since": now, "verifier": None, "complete_at": complete_at}


def _approved(claim: Claim, actor: Actor, facts: StepFacts, now: datetime) -> dict[str, Any]:
    return {"approver": actor.user, "approved_account_index": claim.account_index}


def _rejected(claim: Claim, actor: Actor, facts: StepFacts, now: datetime) -> dict[str, Any]:
    return {"approver": actor.user, "closed_at": now, "due_on": None}


def _paying(claim: Claim, actor: Actor, facts: StepFacts, now: datetime) -> dict[str, Any]:
    return {"payer": actor.user, "batch": facts.batch}


def _paid(claim: Claim, actor: Actor, facts: StepFacts, now: datetime) -> dict[str, Any]:
    return {"payer": actor.user, "bank_reference": facts.bank_reference, "bank_return_code": "", "closed_at": now}


def _payment_failed(claim: Claim, actor: Actor, facts: StepFacts, now: datetime) -> dict[str, Any]:
    pauses = deadlines.open_pause(claim, now)
    return {"bank_return_code": facts.return_code, "due_on": None, "clock_pauses": pauses, "account_confirmed": False}


def _closed(claim: Claim, actor: Actor, facts: StepFacts, now: datetime) -> dict[str, Any]:
    return NO_HOLDER | {"closed_at": now, "due_on": None, "correction_due_on": None}


def _reopened(claim: Claim, actor: Actor, facts: StepFacts, now: datetime) -> dict[str, Any]:
    return {
        "closed_at": None,
        "holder": facts.assignee,
        "held_since": now,
        "verifier": None,
        "approver": None,
        "payer": None,
        "proposal": "",
        "approved_account_index": None,
        "batch": None,
        "bank_return_code": "",
        "data_ticks": [],
        "complete_at": None,
        "clock_pauses": [],
        "due_on": deadlines.due_on(claim.office, now),
        **_no_rejection(claim),
    }


EFFECTS: dict[Step, Effect] = {
    Step.SUBMIT: _sent,
    Step.TAKE: _taken,
    Step.RELEASE: lambda *_: NO_HOLDER,
    Step.TAKE_OVER: _taken,
    Step.REQUEST_CORRECTION: _correction_requested,
    Step.CORRECT: _corrected,
    Step.PROPOSE_PAYMENT: _proposed_payment,
    Step.PROPOSE_REJECTION: _proposed_rejection,
    Step.CHALLENGE: _challenged,
    Step.APPROVE: _approved,
    Step.REJECT: _rejected,
    Step.START_PAYMENT: _paying,
    Step.CONFIRM_PAYMENT: _paid,
    Step.FAIL_PAYMENT: _payment_failed,
    Step.CANCEL: _closed,
    Step.EXPIRE: _closed,
    Step.REOPEN: _reopened,
}


def columns(claim: Claim, step: Step, actor: Actor, facts: StepFacts, now: datetime, target: ClaimStatus) -> dict[str, Any]:
    """Return every column that STEP writes, the new status among them."""
    return EFFECTS[step](claim, actor, facts, now) | {"status": target, "version": claim.version + 1, "updated_at": now}


def details(claim: Claim, step: Step, facts: StepFacts) -> dict[str, Any]:
    """Return what the event keeps, in codes: reasons, the bank's return code, the papers asked for again, who held the claim."""
    kept = dict(facts.details)
    if facts.reasons:
        kept["reasons"] = list(facts.reasons)
    if facts.return_code:
        kept["return_code"] = facts.return_code
    if step is Step.TAKE_OVER:
        kept["holder"] = claim.holder_id
    if step is Step.REQUEST_CORRECTION:
        kept["slots"] = _asked_again(claim)
    return kept


def _asked_again(claim: Claim) -> dict[str, list[str]]:
    """Return the reasons by slot; a paper that an officer insists on has none."""
    asked = claim.documents.filter(state__in=ASKED_AGAIN).prefetch_related("versions")
    return {document.slot: _reasons(document) for document in asked}


def _reasons(document: Document) -> list[str]:
    if document.state == SlotState.INSISTED:
        return []
    return max(document.versions.all(), key=attrgetter("number")).reasons
