"""What the operator's watchdog asks: is the process alive, and can it do its work?"""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import cache, lru_cache
from time import monotonic

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Max, Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims import storage
from claims.models import Heartbeat, Notification
from jht_portal.lib.access import public

logger = logging.getLogger(__name__)
WORKER_IS_LATE_AFTER = timedelta(minutes=2)
STORAGE_HOLDS_SECONDS = 10


class NotReady(Exception):
    """Something that requests need is missing; its words go to the log only."""


@public
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer without asking anything: this process serves."""
    return HttpResponse("ok", content_type="text/plain")


@public
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when requests can be served, else 503; name what fails, never why.

    A late worker or a long outbox is told but takes no web process out of service.
    """
    checks = {name: passes(name, check) for name, check in CHECKS.items()}
    is_ready = all(checks.values())
    background = background_work() if is_ready else {}
    told = {"ready": is_ready, "checks": {name: "ok" if ok else "failed" for name, ok in checks.items()}, **background}
    return JsonResponse(told, status=200 if is_ready else 503)


def passes(name: str, check: Callable[[], None]) -> bool:
    """Run CHECK; whatever it raises is logged and means no."""
    try:
        check()
    except Exception:
        logger.exception("not ready: %s", name)
        return False
    return True


def database_answers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@cache
def migrations_are_applied() -> None:
    """Raise NotReady where a migration waits; asked until it is so once, for code does not change under a process."""
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady(f"{len(waiting)} migrations are not applied")


def storage_keeps_files() -> None:
    storage_kept_files(int(monotonic() // STORAGE_HOLDS_SECONDS))


@lru_cache(maxsize=1)
def storage_kept_files(period: int) -> None:
    """Write and read a probe, once a PERIOD: the page is open to all, and a flood of it must not fill the store."""
    storage.health()


def background_work() -> dict[str, object]:
    """Tell whether the worker shows signs of life, how many messages wait, and since when (whole seconds)."""
    now = timezone.now()
    beat = Heartbeat.objects.aggregate(at=Max("at"))["at"]
    waiting = Notification.objects.due(now).order_by().aggregate(count=Count("pk"), oldest=Min("next_try_at"))
    return {
        "worker": "unknown" if beat is None else "ok" if now - beat < WORKER_IS_LATE_AFTER else "late",
        "outbox": {"waiting": waiting["count"], "oldest_seconds": int((now - (waiting["oldest"] or now)).total_seconds())},
    }


CHECKS: dict[str, Callable[[], None]] = {
    "database": database_answers,
    "migrations": migrations_are_applied,
    "storage": storage_keeps_files,
}
