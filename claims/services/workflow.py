"""The one door through which a claim changes its status."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role, Step, Transition, find_transition
from claims.models import Claim, ClaimEvent
from claims.services import auditing, notifying, payment_orders
from claims.services.effects import columns, details
from claims.services.guards import HELD, OWN_CLAIM, Actor, StepFacts, faults

SYSTEM = Actor(frozenset({Role.SYSTEM}))
NO_FACTS = StepFacts()
NOTE_NEEDED = "Tulis alasannya."
PROMISES = {
    "own_claim": OWN_CLAIM,
    "parts_by_different_people": "Satu orang tidak boleh memeriksa, menyetujui, dan membayar klaim yang sama.",
    "held_claim_moved": HELD,
    "did_not": "Satu orang tidak boleh memeriksa, menyetujui, dan membayar klaim yang sama.",
    "bank_reference": "Nomor referensi bank ini sudah dipakai klaim lain.",
    "membership": "Masih ada klaim lain yang berjalan untuk KPJ ini.",
    "lifetime": "Peserta ini sudah pernah mengajukan klaim sebagian.",
    "participant": "Peserta ini sudah pernah mengajukan klaim sebagian.",
}
OTHER_PROMISE = "Langkah ini melanggar aturan penyimpanan data. Beri tahu admin portal."


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
    hold(claim)
    role = _role(transition, actor)
    if reasons := faults(claim, step, actor, facts, now) or _missing_note(transition, role, facts):
        raise StepRefused(reasons)
    kept = details(claim, step, facts)
    _compare_and_set(claim, columns(claim, step, actor, facts, now, transition.target))
    event = ClaimEvent(
        claim=claim,
        number=claim.version,
        at=now,
        step=step,
        old_status=old,
        new_status=transition.target,
        role=role,
        actor=actor.user,
        details=kept,
        note=facts.note,
    )
    with promises_kept():
        event.save(force_insert=True)
    payment_orders.follow(claim, step, facts, now)
    notifying.plan(event, transition.notice)
    auditing.record_step(event, claim)
    return event


def hold(claim: Claim) -> None:
    """Lock the claim's row until the transaction ends and bring CLAIM up to date: guards judge what is true now.

    Raises ClaimChangedMeanwhile if it is no longer at the status and version that CLAIM has.
    """
    as_seen = Claim.objects.select_for_update(of=("self",), no_key=True).filter(status=claim.status, version=claim.version)
    try:
        claim.refresh_from_db(from_queryset=as_seen)
    except Claim.DoesNotExist as error:
        raise ClaimChangedMeanwhile(claim.number) from error


def _role(transition: Transition, actor: Actor) -> Role:
    """Return the role in which the actor takes the step: the first of the officers' order that may."""
    return next(role for role in Role if role in transition.roles & actor.roles)


def _missing_note(transition: Transition, role: Role, facts: StepFacts) -> list[str]:
    return [NOTE_NEEDED] if role in transition.note_from and not facts.note.strip() else []


def _compare_and_set(claim: Claim, written: dict[str, Any]) -> None:
    """Write the columns if nobody was faster, and bring CLAIM up to date."""
    unchanged = Claim.objects.filter(pk=claim.pk, status=claim.status, version=claim.version)
    with promises_kept():
        moved = unchanged.update(**written)
    if not moved:
        raise ClaimChangedMeanwhile(claim.number)
    for column, value in written.items():
        setattr(claim, column, value)


@contextmanager
def promises_kept() -> Iterator[None]:
    """Write within; what the database refuses becomes StepRefused, in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise StepRefused([_broken_promise(error)]) from error


def _broken_promise(error: IntegrityError) -> str:
    """Put a constraint of the database into words; PostgreSQL names the constraint, SQLite the column."""
    return next((sentence for sign, sentence in PROMISES.items() if sign in str(error)), OTHER_PROMISE)
