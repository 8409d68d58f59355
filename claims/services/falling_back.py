"""The next channel takes over where one failed, or where a message that was handed over did not arrive in time."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from claims.channels.offered import reports_delivery
from claims.models import Notification
from claims.models.notification import CODES, CONFIRMED_CHANNELS
from claims.services import channel_states, outbox
from claims.services.addressing import is_muted
from claims.services.outbox import Parcel
from participants.services.signing_in import CODE_LIFE

logger = logging.getLogger(__name__)
PATIENCE = timedelta(minutes=30)
"""How long a message that was handed over may stay without news of its arrival."""
LOOKED_BACK = timedelta(days=1)
AT_ONCE = 200


def has_ended(row: Notification, now: datetime) -> bool:
    """Tell whether ROW carries a code that nobody can use any more."""
    return row.kind in CODES and now - row.created_at >= CODE_LIFE


@transaction.atomic
def fall_back(row: Notification, now: datetime) -> bool:
    """Queue what is sent instead of ROW, once; return False where there is nothing, or it was done."""
    parcels = [parcel for parcel in outbox.unpacked(row) if not is_muted(row, parcel.channel)]
    not_arrived = Notification.objects.filter(pk=row.pk, fell_back_at=None).exclude(state="delivered")  # It may have arrived since.
    if not parcels or has_ended(row, now) or not not_arrived.update(fell_back_at=now):
        return False
    outbox.put(
        row.kind,
        outbox.cause_of(row),
        prefer_open(parcels),
        now=now,
        created_at=row.created_at,
        instead_of=row,
        claim_id=row.claim_id,
        event_id=row.event_id,
        participant_id=row.participant_id,
        office_id=row.office_id,
        priority=row.priority,
        language=row.language,
    )
    logger.info("%s goes on from %s: %s", row.kind, row.channel, row.pk)
    return True


def prefer_open(parcels: list[Parcel]) -> list[Parcel]:
    """Return PARCELS from the first whose channel is not paused; all of them where every one is."""
    paused = channel_states.paused()
    first = next((place for place, parcel in enumerate(parcels) if parcel.channel not in paused), 0)
    return parcels[first:]


def hurry_on(now: datetime) -> int:
    """Let the next channel take over from messages without news of their arrival; return how many."""
    channels = [channel for channel in CONFIRMED_CHANNELS if reports_delivery(channel)]
    silent = Notification.objects.unconfirmed().filter(channel__in=channels, sent_at__gt=now - LOOKED_BACK, sent_at__lte=now - PATIENCE)
    news = silent.exclude(kind__in=CODES)  # After so long a code has ended.
    return sum(fall_back(row, now) for row in news.order_by("sent_at")[:AT_ONCE])
