"""What time alone does to a claim: drafts and corrections expire, a claim that nobody works on goes back to the queue.

Nobody is timed out who was not told before: without a message that went out in time, nothing expires.
"""

import logging
from datetime import datetime, timedelta

from django.db.models import Max
from django.db.models.functions import Coalesce, Greatest

from claims.domain.deadlines import working_days_between
from claims.domain.workflow import ClaimStatus, Step, StepNotAllowed
from claims.models import Claim, Notification
from claims.models.claim import ClaimQuerySet
from claims.services import notifying
from claims.services.composing import days_left
from claims.services.deadlines import holidays, local_date
from claims.services.guards import DRAFT_DAYS, StepFacts
from claims.services.workflow import NO_FACTS, SYSTEM, ClaimChangedMeanwhile, StepRefused, advance

logger = logging.getLogger(__name__)

DRAFT_NOTICE = timedelta(days=3)
"""How long before its end a draft's owner is told, and how long they have then."""
REMINDERS = (7, 2)
"""Days before a correction's last day on which the participant is reminded."""
IDLE_WORKING_DAYS = 2
ON_ITS_WAY = ("queued", "sending")
ARRIVED = ("sent", "delivered")


def close_drafts(now: datetime) -> int:
    """Tell owners of drafts untouched for 11 days, close those untouched for 14 that were told; return how many were closed."""
    idle = _touched(Claim.objects.drafts()).filter(touched__lte=now - timedelta(days=DRAFT_DAYS) + DRAFT_NOTICE)
    return sum(_close_or_tell(draft, now) for draft in idle)


def _close_or_tell(draft: Claim, now: datetime) -> bool:
    cause = f"draft-{draft.pk.hex}-{draft.touched:%y%m%d}"
    told = notifying.was_planned(draft, "draft_expiring", cause)
    end = max(draft.touched + timedelta(days=DRAFT_DAYS), now + DRAFT_NOTICE)
    if not told and notifying.plan_reminder(draft, "draft_expiring", cause, now=now, closing=local_date(draft.office, end)):
        return False
    in_time = all(row.state not in ON_ITS_WAY and row.created_at <= now - DRAFT_NOTICE for row in told)
    return in_time and draft.touched <= now - timedelta(days=DRAFT_DAYS) and _step(draft, Step.EXPIRE, now)


def close_corrections(now: datetime) -> int:
    """Remind 7 and 2 days before a correction's last day, close the claim after it; return how many were closed."""
    waiting = Claim.objects.filter(status=ClaimStatus.CORRECTION_REQUESTED).select_related("office", "participant")
    return sum(_close_or_remind(claim, now) for claim in waiting)


def _close_or_remind(claim: Claim, now: datetime) -> bool:
    today, asked = local_date(claim.office, now), claim.events.filter(step=Step.REQUEST_CORRECTION).latest("number")
    due = [days for days in REMINDERS if days_left(claim.correction_due_on, today) <= days]
    if not due:
        return False
    cause = f"{asked.pk}-{min(due)}"
    told = notifying.was_planned(claim, "correction_reminder", cause)
    if not told:
        notifying.plan_reminder(claim, "correction_reminder", cause, now=now)
        return False
    return today > claim.correction_due_on and _arrived_in_time(told, now) and _step(claim, Step.EXPIRE, now)


def _arrived_in_time(told: list[Notification], now: datetime) -> bool:
    """Tell whether the last reminder reached somebody two days ago, even when it was sent late."""
    return any(row.state in ARRIVED and row.sent_at <= now - timedelta(days=min(REMINDERS)) for row in told)


def release_idle(now: datetime) -> int:
    """Put claims back whose holder did nothing for two whole working days; return how many."""
    days_off = holidays()
    held = _touched(Claim.objects.filter(status=ClaimStatus.IN_REVIEW).select_related("office"))
    facts = StepFacts(note=f"Tidak ada kegiatan selama {IDLE_WORKING_DAYS} hari kerja.")
    return sum(
        _step(claim, Step.RELEASE, now, facts)
        for claim in held
        if working_days_between(local_date(claim.office, claim.touched), local_date(claim.office, now), days_off) > IDLE_WORKING_DAYS
    )


def _touched(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Annotate the last moment at which the claim or one of its documents changed."""
    return claims.annotate(touched=Greatest("updated_at", Coalesce(Max("documents__updated_at"), "updated_at")))


def _step(claim: Claim, step: Step, now: datetime, facts: StepFacts = NO_FACTS) -> bool:
    """Take a step of the system; one that somebody else made impossible meanwhile is left for the next round."""
    try:
        advance(claim, step, actor=SYSTEM, facts=facts, now=now)
    except (ClaimChangedMeanwhile, StepRefused, StepNotAllowed):
        logger.info("no longer possible: %s", step)
        return False
    return True
