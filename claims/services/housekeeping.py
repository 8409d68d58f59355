"""What the portal does by itself, each task at its own pace, however many workers there are."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from claims.models import Heartbeat
from claims.services import expiring, forgetting, sweeping

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """Something to do EVERY so often; RUN takes the moment and returns how much it did."""

    name: str
    every: timedelta
    run: Callable[[datetime], int]


TASKS = (
    Task("close_drafts", timedelta(minutes=10), expiring.close_drafts),
    Task("close_corrections", timedelta(minutes=10), expiring.close_corrections),
    Task("release_idle", timedelta(minutes=10), expiring.release_idle),
    Task("sweep_drafts", timedelta(minutes=10), forgetting.sweep_drafts),
    Task("sweep_counters", timedelta(minutes=10), sweeping.sweep_counters),
    Task("sweep_codes", timedelta(hours=1), sweeping.sweep_codes),
    Task("sweep_sessions", timedelta(hours=1), sweeping.sweep_sessions),
    Task("sweep_files", timedelta(days=1), sweeping.sweep_files),
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
