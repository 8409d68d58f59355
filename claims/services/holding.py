"""A claim is held because its participant said "bukan saya", and cleared by the head of its office, who says why.

Guards keep a held claim from every step towards payment (``domain.workflow.HELD_STEPS``), and so does the database. What somebody
sends to hold it must prove a lot (``services/denying.py``); that it is held is told to the heads of the office at once.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from claims.domain.workflow import OPEN, Role
from claims.models import Claim, ClaimHold
from claims.services import auditing, notifying
from claims.services.escalating import heads_of
from claims.services.four_eyes import is_own_claim
from claims.services.officers import Desk, shown_name

NOT_THE_HEAD = "Hanya Kepala Kantor klaim ini yang boleh melepas tahanan."
OWN_WORK = "Anda yang memeriksa klaim ini. Kepala Kantor lain yang harus melepas tahanannya."
OWN_CLAIM = "Klaim ini milik Anda sendiri. Kepala Kantor lain yang harus melepas tahanannya."
OVER = "Klaim ini sudah tidak ditahan."


class HoldRefused(Exception):
    """Nothing was written; ``sentence`` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def put_on_hold(claim: Claim, source: str, *, now: datetime) -> ClaimHold | None:
    """Hold CLAIM, once however often it is asked; None where it is closed or was never sent.

    The claim's row is locked first, as by every step: a step either came before, or meets the hold.
    """
    locked = Claim.objects.select_for_update(of=("self",), no_key=True).select_related("office", "participant").get(pk=claim.pk)
    if locked.status not in OPEN:
        return None
    hold, is_new = ClaimHold.objects.get_or_create(claim=locked, cleared_at=None, defaults={"at": now, "source": source})
    if is_new:
        _tell_heads(hold, locked, now)
        auditing.record("claim_held", now=now, role=Role.PARTICIPANT, claim=locked, what=source)
    return hold


def _tell_heads(hold: ClaimHold, claim: Claim, now: datetime) -> None:
    for head in heads_of(claim.office).exclude(email=""):
        facts = {"claim_number": claim.number, "name": shown_name(head)}
        notifying.plan_for_officer("claim_held", head, claim.office, cause=str(hold.pk), now=now, **facts)


@transaction.atomic
def clear(hold: ClaimHold, reason: str, *, desk: Desk, now: datetime) -> None:
    """Let a held claim go on; REASON says what the head found out. Raises HoldRefused."""
    claim = Claim.objects.select_for_update(of=("self",), no_key=True).select_related("office").get(pk=hold.claim_id)
    if obstacle := why_not_clear(claim, desk):
        raise HoldRefused(obstacle)
    kept = ClaimHold.objects.select_for_update(of=("self",)).filter(pk=hold.pk, cleared_at=None).first()
    if kept is None:
        raise HoldRefused(OVER)
    kept.cleared_at, kept.cleared_by, kept.reason = now, desk.user, reason.strip()
    kept.save(update_fields=["cleared_at", "cleared_by", "reason"])
    auditing.record("claim_cleared", now=now, user=desk.user, role=Role.HEAD, claim=claim, what=kept.source)


def why_not_clear(claim: Claim, desk: Desk) -> str:
    """Say why this officer cannot clear CLAIM; empty for the head of its own office who neither verifies nor owns it."""
    if Role.HEAD not in desk.roles or not desk.acts_on(claim):
        return NOT_THE_HEAD
    if desk.user.pk in (claim.holder_id, claim.verifier_id):
        return OWN_WORK
    return OWN_CLAIM if is_own_claim(claim, desk.user) else ""


def open_hold(claim: Claim) -> ClaimHold | None:
    """Return what holds CLAIM now."""
    return ClaimHold.objects.filter(claim=claim, cleared_at=None).first()


def holds_within_reach(desk: Desk) -> QuerySet[ClaimHold]:
    """Return the holds of the offices within reach, for those who oversee."""
    if not (desk.may_read_claims and desk.oversees):
        return ClaimHold.objects.none()
    return ClaimHold.objects.filter(claim__office__in=desk.offices)
