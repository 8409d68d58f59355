"""Rows of the outbox: one a message and address, written in the transaction of what causes them."""

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.db.models import Q

from claims.models import Claim, Notification
from jht_portal.lib.crypto import blind_index

QUARTER = timedelta(minutes=15)
KEY_LENGTH = Notification._meta.get_field("key").max_length


@dataclass(frozen=True)
class Parcel:
    """A message as one channel carries it, to one address."""

    channel: str
    address: str
    subject: str
    body: str

    def __repr__(self) -> str:
        return f"Parcel({self.channel})"


def put(notice: str, cause: str, parcels: Sequence[Parcel], *, now: datetime, once_a_quarter: bool = False, **facts: Any) -> None:
    """Queue the first of PARCELS, with the others as what is sent instead; written before for CAUSE, it stays as it was.

    FACTS are further columns. ONCE_A_QUARTER: at most one of its kind about the claim leaves for an address in fifteen
    minutes; one that still waits is replaced by this, which says what is true now.
    """
    first, *others = parcels
    key = key_of(cause, notice, first.channel, first.address)
    if once_a_quarter:
        if Notification.objects.filter(key=key).exists():
            return
        facts = {"next_try_at": _turn(notice, first, facts["claim"], key, now)} | facts
    row = Notification(
        key=key,
        kind=notice,
        channel=first.channel,
        recipient=first.address,
        subject=first.subject,
        body=first.body,
        next_channels=packed(others),
        **{"next_try_at": now, "created_at": now} | facts,
    )
    Notification.objects.bulk_create([row], ignore_conflicts=True)


def _turn(notice: str, parcel: Parcel, claim: Claim, key: str, now: datetime) -> datetime:
    """Drop what the new message replaces, however long night or a pause kept it; return when the new one, of KEY, may leave."""
    same = Notification.objects.filter(
        claim=claim, kind=notice, channel=parcel.channel, address_index=blind_index(parcel.address, "address")
    )
    same.filter(state="queued").exclude(key=key).update(state="dropped")  # KEY itself: written by another at this moment.
    lately = same.filter(Q(created_at__gt=now - QUARTER) | Q(sent_at__gt=now - QUARTER))
    gone = [row.sent_at or now for row in lately.filter(state__in=("sending", "sent", "delivered"))]
    return max(gone) + QUARTER if gone else now


def key_of(cause: str, notice: str, channel: str, address: str) -> str:
    """Return the key that the same message to the same address would have; a long CAUSE is hashed."""
    rest = f":{notice}:{channel}:{blind_index(address, 'address').hex()}"
    room = KEY_LENGTH - len(rest)
    return (cause if len(cause) <= room else blake2b(cause.encode(), digest_size=16).hexdigest()) + rest


def cause_of(row: Notification) -> str:
    """Return what caused ROW, as its key names it."""
    return row.key.rsplit(":", 3)[0]


def packed(parcels: Sequence[Parcel]) -> str | None:
    """Return PARCELS as a row keeps them."""
    return json.dumps([astuple(parcel) for parcel in parcels]) if parcels else None


def unpacked(row: Notification) -> list[Parcel]:
    """Return what is sent instead of ROW, in order."""
    return [Parcel(*each) for each in json.loads(row.next_channels)] if row.next_channels else []
