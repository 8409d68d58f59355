"""What the portal does by itself, each task at its own pace, however many workers there are."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from claims.models import Heartbeat
from claims.services import (
    checking_audit,
    contact_proofs,
    contacts,
    days_off,
    denying,
    escalating,
    expiring,
    failure_digest,
    falling_back,
    figures,
    forgetting,
    kiosks,
    name_index,
    presence,
    queue_closing,
    queue_reminding,
    receipts,
    sweeping,
    waiting,
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """Something to do EVERY so often; RUN takes the moment and returns how much it did."""

    name: str
    every: timedelta
    run: Callable[[datetime], int]


# Reminders of an activity stand here too, one task each: the cause in a message's key keeps every one from being sent twice.
TASKS = (
    Task("hurry_messages", timedelta(minutes=1), falling_back.hurry_on),
    Task("close_drafts", timedelta(minutes=10), expiring.close_drafts),
    Task("close_corrections", timedelta(minutes=10), expiring.close_corrections),
    Task("recount_deadlines", timedelta(minutes=10), days_off.recount),
    Task("release_idle", timedelta(minutes=10), expiring.release_idle),
    Task("escalate", timedelta(minutes=10), escalating.escalate),
    Task("tell_failures", timedelta(minutes=10), failure_digest.tell_failures),
    Task("count_figures", timedelta(minutes=10), figures.refresh),
    Task("index_names", timedelta(minutes=10), name_index.index_changed),
    Task("close_queue_days", timedelta(minutes=10), queue_closing.close_days),
    Task("pass_places_on", timedelta(minutes=1), waiting.pass_on_lapsed),
    Task("remind_of_slots", timedelta(minutes=10), queue_reminding.remind),
    Task("sweep_drafts", timedelta(minutes=10), forgetting.sweep_drafts),
    Task("forget_visitors", timedelta(minutes=10), forgetting.forget_visitors),
    Task("sweep_counters", timedelta(minutes=10), sweeping.sweep_counters),
    Task("sweep_codes", timedelta(hours=1), sweeping.sweep_codes),
    Task("sweep_phone_proofs", timedelta(hours=1), contact_proofs.sweep),
    Task("sweep_kiosk_presses", timedelta(hours=1), kiosks.sweep),
    Task("sweep_visits", timedelta(hours=1), presence.sweep_visits),
    Task("remind_contacts", timedelta(hours=1), denying.remind_changed),
    Task("sweep_writers", timedelta(hours=1), receipts.sweep),
    Task("sweep_contacts", timedelta(hours=1), contacts.sweep),
    Task("sweep_sessions", timedelta(hours=1), sweeping.sweep_sessions),
    Task("sweep_files", timedelta(days=1), sweeping.sweep_files),
    Task("log_audit_ends", timedelta(days=1), checking_audit.log_ends),
)


def run_due(now: datetime) -> list[str]:
    """Run every task whose time has come and that no other worker took; return their names. One that fails stops no other."""
    taken = [task for task in TASKS if _take(task, now)]
    for task in taken:
        try:
            done = task.run(now)
        except Exception:
            logger.exception("%s failed", task.name)
        else:
            logger.log(logging.INFO if done else logging.DEBUG, "%s: %d", task.name, done)
    return [task.name for task in taken]


def _take(task: Task, now: datetime) -> bool:
    """Mark the task as done now, unless it was done lately: of two workers one gets it."""
    name = f"task:{task.name}"
    if Heartbeat.objects.filter(name=name, at__lte=now - task.every).update(at=now):
        return True
    return Heartbeat.objects.get_or_create(name=name, defaults={"at": now})[1]
