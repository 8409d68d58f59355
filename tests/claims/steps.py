"""Claims that stand ready for a step, with the one who may take it and what the step needs."""

from dataclasses import replace
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from claims.domain.workflow import OFFICER_ROLES, OPEN, ClaimStatus, Role, Step
from claims.models import Claim, DocumentVersion, Office, SlotState
from claims.services.guards import Actor, StepFacts
from claims.services.holding import put_on_hold
from tests.builders import make_balance, make_claim, make_office, make_officer, officer_actor
from tests.claims.payments import about_to_start

S = ClaimStatus
NOTE = "Catatan petugas."


def actor_of(role: Role, office: Office) -> Actor:
    """Return somebody who holds ROLE: an officer of OFFICE, or a participant, heir or the system without an account."""
    return officer_actor(make_officer(role, office=office)) if role in OFFICER_ROLES else Actor(frozenset({role}))


def ready(step: Step, status: ClaimStatus, role: Role) -> tuple[Claim, Actor, StepFacts]:
    """Return a claim at STATUS for which every guard of STEP holds, an actor with ROLE, and the facts to give."""
    office = make_office()
    actor = actor_of(role, office)
    columns = columns_for(step, status, actor.user)
    if status == S.AWAITING_APPROVAL:
        columns["verifier"] = make_officer(Role.VERIFIER, office=office)
    claim = make_claim(status, office=office, **columns)
    if status == S.DRAFT:
        stale = timezone.now() - timedelta(days=15)
        Claim.objects.filter(pk=claim.pk).update(office=office, updated_at=stale)
        claim.refresh_from_db()
    if step == Step.REOPEN and status in OPEN:
        put_on_hold(claim, "signed_in", now=timezone.now())
    settle_documents(claim, step, actor.user)
    claim.refresh_from_db()
    return claim, actor, facts_for(step, role, claim, actor)


def columns_for(step: Step, status: ClaimStatus, user: User | None) -> dict:
    """Return what the claim's row must hold beside its status."""
    columns: dict = {}
    if status == S.IN_REVIEW and user is not None and step not in (Step.RELEASE, Step.TAKE_OVER):
        columns["holder"] = user
    if step == Step.RELEASE and user is not None and user.groups.filter(name=Role.VERIFIER).exists():
        columns["holder"] = user
    if status == S.AWAITING_APPROVAL:
        columns |= {"proposal": "tolak" if step == Step.REJECT else "bayar"}
        columns |= {"rejection_codes": ["LAINNYA"]} if step == Step.REJECT else {}
    if status == S.CORRECTION_REQUESTED:
        columns["correction_due_on"] = timezone.localdate() - timedelta(days=1)
    if status == S.PAYMENT_FAILED:
        columns["clock_pauses"] = [[timezone.localdate().isoformat()]]
    return columns


def settle_documents(claim: Claim, step: Step, user: User | None) -> None:
    """Give the documents the verdicts that STEP asks for, and the KPJ the money."""
    if step == Step.PROPOSE_PAYMENT:
        claim.documents.update(state=SlotState.ACCEPTED)
        make_balance(claim.membership)
    if step == Step.REQUEST_CORRECTION:
        claim.documents.update(state=SlotState.ACCEPTED)
        blurred = claim.documents.filter(slot="kk")
        blurred.update(state=SlotState.REJECTED)
        DocumentVersion.objects.filter(document__in=blurred).update(verdict="rejected", reasons=["BURAM"], judged_by=user)
    if step == Step.START_PAYMENT:
        Claim.objects.filter(pk=claim.pk).update(approved_account_index=bytes(claim.account_index))


def facts_for(step: Step, role: Role, claim: Claim, actor: Actor) -> StepFacts:
    """Return what the one who takes STEP fills in."""
    verifier = make_officer(Role.VERIFIER, office=claim.office) if role == Role.HEAD else None
    facts = {
        Step.TAKE: StepFacts(assignee=verifier),
        Step.TAKE_OVER: StepFacts(assignee=verifier),
        Step.CORRECT: StepFacts(details={"account_changed": True}),
        Step.PROPOSE_REJECTION: StepFacts(reasons=("USIA_BELUM_CUKUP",)),
        Step.CONFIRM_PAYMENT: StepFacts(bank_reference="BANK-1"),
        Step.FAIL_PAYMENT: StepFacts(return_code="REKENING_TIDAK_AKTIF"),
        Step.REOPEN: StepFacts(assignee=verifier),
    }
    if step == Step.START_PAYMENT:
        return StepFacts(batch=about_to_start([claim], actor.user))
    return replace(facts.get(step, StepFacts()), note=NOTE)
