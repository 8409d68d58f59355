"""What time alone does to a claim: drafts and corrections expire, a claim that nobody works on goes back to the queue.

Nobody is timed out who was not told before: without a message that went out in time, nothing expires.
"""

import logging
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.db.models.functions import Coalesce, Greatest

from claims.domain.deadlines import working_days_between
from claims.domain.limits import Limit, limit
from claims.domain.workflow import ClaimStatus, Step, StepNotAllowed
from claims.models import Claim, Notification
from claims.models.claim import ClaimQuerySet
from claims.services import notifying
from claims.services.composing import days_left
from claims.services.deadlines import holidays, local_date
from claims.services.guards import StepFacts
from claims.services.workflow import NO_FACTS, SYSTEM, ClaimChangedMeanwhile, StepRefused, advance

logger = logging.getLogger(__name__)

ON_ITS_WAY = ("queued", "sending")
ARRIVED = ("sent", "delivered")


def close_drafts(now: datetime) -> int:
    """Tell owners of drafts soon to be closed, close those whose days are over and that were told; return how many were closed."""
    life, notice = _draft_days(now)
    idle = _touched(Claim.objects.drafts()).filter(touched__lte=now - life + notice)
    return sum(_close_or_tell(draft, now) for draft in idle)


def _close_or_tell(draft: Claim, now: datetime) -> bool:
    cause = f"draft-{draft.pk.hex}-{draft.touched:%y%m%d}"
    told = notifying.was_planned(draft, "draft_expiring", cause)
    life, notice = _draft_days(now)
    end = max(draft.touched + life, now + notice)
    if not told and notifying.plan_reminder(draft, "draft_expiring", cause, now=now, closing=local_date(draft.office, end)):
        return False
    in_time = all(row.state not in ON_ITS_WAY and (row.sent_at or row.created_at) <= now - notice for row in told)
    return in_time and draft.touched <= now - life and _step(draft, Step.EXPIRE, now)


def _draft_days(now: datetime) -> tuple[timedelta, timedelta]:
    """Return how long an untouched draft lives, and how long before its end its owner is told."""
    today = local_date(None, now)
    return timedelta(days=limit(Limit.DRAFT_DAYS, today)), timedelta(days=limit(Limit.DRAFT_NOTICE_DAYS, today))


def _reminders(today: date) -> tuple[int, int]:
    """Return how many days before a correction's last day the participant is reminded, early and late."""
    return limit(Limit.FIRST_REMINDER_DAYS, today), limit(Limit.LAST_REMINDER_DAYS, today)


def close_corrections(now: datetime) -> int:
    """Remind twice before a correction's last day, close the claim after it; return how many were closed."""
    waiting = Claim.objects.filter(status=ClaimStatus.CORRECTION_REQUESTED).select_related("office", "participant")
    return sum(_close_or_remind(claim, now) for claim in waiting)


def _close_or_remind(claim: Claim, now: datetime) -> bool:
    today, asked = local_date(claim.office, now), claim.events.filter(step=Step.REQUEST_CORRECTION).latest("number")
    due = [days for days in _reminders(today) if days_left(claim.correction_due_on, today) <= days]
    if not due:
        return False
    cause = f"{asked.pk}-{min(due)}"
    told = notifying.was_planned(claim, "correction_reminder", cause)
    if not told:
        notifying.plan_reminder(claim, "correction_reminder", cause, now=now)
        return False
    return today > claim.correction_due_on and _arrived_in_time(told, now) and _step(claim, Step.EXPIRE, now)


def _arrived_in_time(told: list[Notification], now: datetime) -> bool:
    """Tell whether the last reminder reached somebody in time to act, even when it was sent late."""
    _, last = _reminders(local_date(None, now))
    return any(row.state in ARRIVED and row.sent_at <= now - timedelta(days=last) for row in told)


def release_idle(now: datetime) -> int:
    """Put claims back whose holder did nothing for some whole working days; return how many.

    The event keeps from whose hands, so that officer and head are told on their dashboards.
    """
    days_off, days = holidays(), limit(Limit.IDLE_WORKING_DAYS, local_date(None, now))
    held = _touched(Claim.objects.filter(status=ClaimStatus.IN_REVIEW).select_related("office"))
    note = f"Tidak ada kegiatan selama {days} hari kerja."
    return sum(
        _step(claim, Step.RELEASE, now, StepFacts(note=note, details={"holder": claim.holder_id}))
        for claim in held
        if working_days_between(local_date(claim.office, claim.touched), local_date(claim.office, now), days_off) > days
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
