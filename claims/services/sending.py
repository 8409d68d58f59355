"""The sending half of the outbox: lease a row, hand it to its channel, move its state forward.

A lease is a compare-and-set on the row, so that two workers never hold one row; of a killed worker the lease ends
and the row comes back. A message may therefore arrive twice, never not at all.
"""

import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import SystemRandom
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from claims.channels import email, sms, whatsapp
from claims.channels.failures import DeliveryFailed
from claims.channels.letters import Letter
from claims.domain.message_words import INDONESIAN
from claims.models import Notification
from claims.models.notification import CODES, NotificationQuerySet
from claims.services.addressing import is_muted
from claims.services.falling_back import fall_back, has_ended
from claims.services.mail_html import html_of
from claims.services.receipts import may_answer
from participants.domain.channels import EMAIL, WHATSAPP

logger = logging.getLogger(__name__)

CHANNELS: dict[str, Callable[[Letter], str]] = {"email": email.send, "sms": sms.send, "whatsapp": whatsapp.send}
LEASE = timedelta(minutes=5)
"""Longer than any channel takes."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=4)
ATTEMPTS = 12
"""Then the message is a dead letter: half a day after the first try."""
ATTEMPTS_BEFORE_NEXT = 6
UNSURE_WAIT = timedelta(minutes=3)
"""After an answer that was cut off: the provider's report may still tell that the message went out."""
JITTER = 0.25
CODE = re.compile(r"\b\d{3} \d{3}\b")


def send_next(now: datetime, *, only_codes: bool = False) -> Notification | None:
    """Send the most urgent message that is due; return its row, None where nothing is due."""
    row = lease_next(now, only_codes=only_codes)
    if row:
        deliver(row, now)
    return row


def lease_next(now: datetime, *, only_codes: bool = False) -> Notification | None:
    """Take the most urgent due row for LEASE, as its next attempt; None where nothing is due. What night holds back waits for morning."""
    due = Notification.objects.due(now).codes() if only_codes else Notification.objects.due(now)
    skips = connection.features.has_select_for_update_skip_locked
    while skips or due.exists():  # SQLite locks the whole file for a transaction: none is begun for nothing.
        with transaction.atomic():
            row = _first_free(due)
            if row is None:
                return None
            unchanged = Notification.objects.filter(pk=row.pk, state=row.state, attempts=row.attempts, next_try_at=row.next_try_at)
            if morning := _morning(row, now):
                unchanged.update(next_try_at=morning)
            elif unchanged.update(state="sending", attempts=row.attempts + 1, next_try_at=now + LEASE):
                row.state, row.attempts = "sending", row.attempts + 1
                return row
    return None


def _first_free(due: NotificationQuerySet) -> Notification | None:
    due = due.select_related("office")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True, of=("self",))
    return next(iter(due[:1]), None)


def _morning(row: Notification, now: datetime) -> datetime | None:
    """Return when the night at the office of ROW is over; None where it may go out now."""
    if row.priority <= Notification.URGENT:
        return None
    return settings.QUIET_HOURS.until(now.astimezone(ZoneInfo(row.office.timezone if row.office else settings.TIME_ZONE)))


def deliver(row: Notification, now: datetime) -> None:
    """Hand a leased row to its channel and record what came of it."""
    try:
        _refuse_stale(row, now)
        provider_id = CHANNELS[row.channel](letter_of(row, now))
    except DeliveryFailed as failure:
        _failed(row, failure, now)
    except Exception as error:  # What no channel foresaw: its text may hold an address, and the message may have gone out.
        _failed(row, DeliveryFailed(f"unforeseen: {type(error).__name__}", unsure=True), now)
    else:
        Notification.objects.filter(pk=row.pk, state__in=("queued", "sending")).update(
            state="sent", sent_at=now, last_error="", provider_id=provider_id[:100] or None
        )
        logger.info("sent %s %s", row.kind, row.pk)


def letter_of(row: Notification, now: datetime) -> Letter:
    """Return what the channel of ROW is given."""
    found = CODE.search(row.body) if row.kind in CODES else None
    return Letter(
        id=str(row.pk),
        kind=row.kind,
        recipient=row.recipient,
        subject=row.subject,
        body=row.body,
        language=row.language or INDONESIAN,
        html=html_of(row.subject, row.body, row.language or INDONESIAN) if row.channel == EMAIL else "",
        code=found.group().replace(" ", "") if found else "",
        answers=row.channel == WHATSAPP and may_answer(row.recipient, now),
    )


def _refuse_stale(row: Notification, now: datetime) -> None:
    """Keep back what nobody can use any more: a row whose workers died too often, a code that has ended, a channel muted since."""
    if row.attempts > ATTEMPTS:
        raise DeliveryFailed("too many attempts", permanent=True)
    if has_ended(row, now):
        raise DeliveryFailed("the code has ended", permanent=True)
    if is_muted(row, row.channel):
        raise DeliveryFailed("muted", permanent=True)


@transaction.atomic
def _failed(row: Notification, failure: DeliveryFailed, now: datetime) -> None:
    """Wait longer each time, then give up and let the next channel take over; the state never goes back."""
    leased = Notification.objects.filter(pk=row.pk, state="sending", attempts=row.attempts)
    if failure.permanent or row.attempts >= tries_of(row):
        if leased.update(state="failed", last_error=str(failure)[:200]):
            fall_back(row, now)
        logger.error("gave up %s %s: %s", row.kind, row.pk, failure)
        return
    wait = max(wait_after(row.attempts), UNSURE_WAIT if failure.unsure else timedelta())
    leased.update(next_try_at=now + wait, last_error=str(failure)[:200])
    logger.warning("try again later %s %s: %s", row.kind, row.pk, failure)


def tries_of(row: Notification) -> int:
    """Return how often ROW is tried: where another channel can take over, a code once, news for a quarter of an hour."""
    if row.next_channels is None:
        return ATTEMPTS
    return 1 if row.kind in CODES else ATTEMPTS_BEFORE_NEXT


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: twice as long each time, give or take a quarter."""
    wait = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    return wait * SystemRandom().uniform(1 - JITTER, 1 + JITTER)
