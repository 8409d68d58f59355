"""What providers report about messages on their way, and what people write back.

Reports come late, twice and out of order: each moves a message forward or does nothing.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from claims.models import HeardFrom, Notification
from claims.services.falling_back import fall_back
from jht_portal.lib.crypto import blind_index
from participants.services.channels import mute

logger = logging.getLogger(__name__)
WINDOW = timedelta(hours=23, minutes=50)
"""WhatsApp's day in which a person who wrote may be answered, less what is on its way."""
KEPT = timedelta(days=2)
STOP = frozenset({"stop", "berhenti", "unsubscribe"})


@dataclass(frozen=True)
class Report:
    """One report: which message, in its provider's name or in ours, what became of it, when, and why it failed."""

    channel: str
    state: str
    """sent, delivered, read or failed."""
    at: datetime
    provider_id: str = ""
    letter_id: str = ""
    reason: str = ""


@transaction.atomic
def note(report: Report, now: datetime) -> bool:
    """Write down what REPORT tells; return whether it told anything new about a message of ours."""
    row = _row_of(report)
    if row is None:
        return False
    changed = WHAT_IT_TELLS[report.state](row, min(report.at, now), report, now)
    if changed:
        logger.info("%s %s %s", report.state, row.kind, row.pk)
    return changed


def _row_of(report: Report) -> Notification | None:
    rows = Notification.objects.select_for_update().filter(channel=report.channel)
    letter = _uuid(report.letter_id)
    if letter and (row := rows.filter(pk=letter).first()):
        return row
    return rows.filter(provider_id=report.provider_id).first() if report.provider_id else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _sent(row: Notification, at: datetime, report: Report, now: datetime) -> bool:
    on_its_way = Notification.objects.filter(pk=row.pk, state="sending")
    return bool(on_its_way.update(state="sent", sent_at=at, last_error="", provider_id=report.provider_id or row.provider_id))


def _delivered(row: Notification, at: datetime, report: Report, now: datetime) -> bool:
    open_ones = Notification.objects.filter(pk=row.pk, state__in=("sending", "sent", "failed"))
    facts = {"delivered_at": at, "sent_at": Coalesce(F("sent_at"), at), "provider_id": report.provider_id or row.provider_id}
    if not open_ones.update(state="delivered", last_error="", next_channels=None, **facts):
        return False
    _drop_replacements(row)
    return True


def _drop_replacements(row: Notification) -> None:
    """Keep back what was to go instead of ROW, and instead of that in its turn."""
    row.replacements.filter(state="queued").update(state="dropped")
    for other in row.replacements.exclude(fell_back_at=None):
        _drop_replacements(other)


def _read(row: Notification, at: datetime, report: Report, now: datetime) -> bool:
    arrived = _delivered(row, at, report, now)
    return bool(Notification.objects.filter(pk=row.pk, state="delivered", read_at=None).update(read_at=at)) or arrived


def _failed(row: Notification, at: datetime, report: Report, now: datetime) -> bool:
    open_ones = Notification.objects.filter(pk=row.pk, state__in=("sending", "sent"))
    if not open_ones.update(state="failed", last_error=f"not delivered: {report.reason}"[:200]):
        return False
    logger.error("not delivered %s %s: %s", row.kind, row.pk, report.reason)
    fall_back(row, now)
    return True


WHAT_IT_TELLS: dict[str, Callable[[Notification, datetime, Report, datetime], bool]] = {
    "sent": _sent,
    "delivered": _delivered,
    "read": _read,
    "failed": _failed,
}


# --- What people write back


@transaction.atomic
def heard_from(channel: str, phone: str, text: str, at: datetime, now: datetime) -> None:
    """Note that PHONE wrote to us; one word asks to hear nothing more on CHANNEL."""
    at = min(at, now)
    row, is_new = HeardFrom.objects.get_or_create(address_index=blind_index(phone, "address"), defaults={"at": at})
    if not is_new:
        HeardFrom.objects.filter(pk=row.pk, at__lt=at).update(at=at)
    if text.strip().lower() in STOP:
        logger.info("%s muted for %d people", channel, mute(phone, channel))


def may_answer(phone: str, now: datetime) -> bool:
    """Tell whether PHONE wrote to us within WhatsApp's day."""
    return HeardFrom.objects.filter(pk=blind_index(phone, "address"), at__gt=now - WINDOW).exists()


def sweep(now: datetime) -> int:
    """Forget who wrote long ago; return how many."""
    return HeardFrom.objects.filter(at__lte=now - KEPT).delete()[0]
