"""The sending half of the outbox: lease a row, hand it to its channel, move its state forward.

A lease is a compare-and-set on the row, so that two workers never hold one row; of a killed worker the lease ends
and the row comes back. A message may therefore arrive twice, never not at all.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import SystemRandom

from django.db import connection, transaction

from claims.channels import email
from claims.channels.failures import DeliveryFailed
from claims.models import Notification
from participants.services.signing_in import CODE_LIFE

logger = logging.getLogger(__name__)

CHANNELS: dict[str, Callable[..., None]] = {"email": email.send}
LEASE = timedelta(minutes=5)
"""Longer than any channel takes."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=4)
ATTEMPTS = 12
"""Then the message is a dead letter: half a day after the first try."""
JITTER = 0.25


def send_next(now: datetime) -> Notification | None:
    """Send the most urgent message that is due; return its row, None where nothing is due."""
    row = lease_next(now)
    if row:
        deliver(row, now)
    return row


def lease_next(now: datetime) -> Notification | None:
    """Take the most urgent due row for LEASE, as its next attempt; None where nothing is due."""
    while Notification.objects.due(now).exists():
        with transaction.atomic():
            row = _first_free(now)
            if row is None:
                return None
            unchanged = Notification.objects.filter(pk=row.pk, state=row.state, attempts=row.attempts, next_try_at=row.next_try_at)
            if unchanged.update(state="sending", attempts=row.attempts + 1, next_try_at=now + LEASE):
                row.state, row.attempts = "sending", row.attempts + 1
                return row
    return None


def _first_free(now: datetime) -> Notification | None:
    due = Notification.objects.due(now)
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    return next(iter(due[:1]), None)


def deliver(row: Notification, now: datetime) -> None:
    """Hand a leased row to its channel and record what came of it."""
    try:
        _refuse_stale(row, now)
        CHANNELS[row.channel](recipient=row.recipient, subject=row.subject, body=row.body, message_id=str(row.pk))
    except DeliveryFailed as failure:
        _failed(row, failure, now)
    else:
        Notification.objects.filter(pk=row.pk, state__in=("queued", "sending")).update(state="sent", sent_at=now, last_error="")
        logger.info("sent %s %s", row.kind, row.pk)


def _refuse_stale(row: Notification, now: datetime) -> None:
    """Keep back what nobody can use any more: a row whose workers died too often, a code that has ended."""
    if row.attempts > ATTEMPTS:
        raise DeliveryFailed("too many attempts", permanent=True)
    if row.kind == "sign_in_code" and now - row.created_at >= CODE_LIFE:
        raise DeliveryFailed("the code has ended", permanent=True)


def _failed(row: Notification, failure: DeliveryFailed, now: datetime) -> None:
    """Wait longer each time, then give up; the state never goes back."""
    leased = Notification.objects.filter(pk=row.pk, state="sending", attempts=row.attempts)
    if failure.permanent or row.attempts >= ATTEMPTS:
        leased.update(state="failed", last_error=str(failure)[:200])
        logger.error("gave up %s %s: %s", row.kind, row.pk, failure)
        return
    leased.update(next_try_at=now + wait_after(row.attempts), last_error=str(failure)[:200])
    logger.warning("try again later %s %s: %s", row.kind, row.pk, failure)


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: twice as long each time, give or take a quarter."""
    wait = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    return wait * SystemRandom().uniform(1 - JITTER, 1 + JITTER)
