"""The one door through which a claim changes its status."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role, Step, find_transition
from claims.models import Claim, ClaimEvent
from claims.services import notifying
from claims.services.effects import columns
from claims.services.guards import Actor, StepFacts, faults

SYSTEM = Actor(frozenset({Role.SYSTEM}))
NO_FACTS = StepFacts()


class ClaimChangedMeanwhile(Exception):
    """Somebody else took a step first; nothing was written."""


class StepRefused(Exception):
    """A guard does not hold. ``reasons`` are sentences for the one who pressed the button."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@transaction.atomic
def advance(claim: Claim, step: Step | str, *, actor: Actor, facts: StepFacts = NO_FACTS, now: datetime | None = None) -> ClaimEvent:
    """Take one step, record it and plan its messages: all or nothing.

    CLAIM is as the actor saw it: if its version is no longer the newest, nothing happens.
    Raises StepNotAllowed (the table), StepRefused (a guard), ClaimChangedMeanwhile (a lost race).
    """
    step, now, old = Step(step), now or timezone.now(), ClaimStatus(claim.status)
    transition = find_transition(step, status=old, roles=actor.roles)
    role = min(transition.roles & actor.roles)
    reasons = faults(claim, step, actor, facts)
    if role in transition.note_from and not facts.note.strip():
        reasons.append("Tulis alasannya.")
    if reasons:
        raise StepRefused(reasons)
    written = columns(claim, step, actor, facts, now, transition.target)
    _compare_and_set(claim, written)
    event = ClaimEvent.objects.create(
        claim=claim,
        number=claim.version,
        at=now,
        step=step,
        old_status=old,
        new_status=transition.target,
        role=role,
        actor=actor.user,
        details=_details(facts),
        note=facts.note,
    )
    notifying.plan(event, transition.notice)
    return event


def _compare_and_set(claim: Claim, written: dict) -> None:
    """Write the columns if nobody was faster, and bring CLAIM up to date."""
    unchanged = Claim.objects.filter(pk=claim.pk, status=claim.status, version=claim.version)
    try:
        with transaction.atomic():
            moved = unchanged.update(**written)
    except IntegrityError as error:
        raise StepRefused(["Ada klaim lain yang masih berjalan, atau orang yang sama sudah memegang peran lain di klaim ini."]) from error
    if not moved:
        raise ClaimChangedMeanwhile(claim.number)
    for column, value in written.items():
        setattr(claim, column, value)


def _details(facts: StepFacts) -> dict:
    """Return what the event keeps in codes."""
    kept = dict(facts.details)
    if facts.reasons:
        kept["reasons"] = list(facts.reasons)
    if facts.return_code:
        kept["return_code"] = facts.return_code
    return kept
