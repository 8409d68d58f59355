"""What is thrown away when its time is over: counters, codes, sessions, signs of life, files without a row."""

from datetime import datetime, timedelta
from itertools import islice

from claims import storage
from claims.models import DocumentPage, Heartbeat
from claims.services import notifying, officer_sign_in
from jht_portal.lib import sessions, throttle
from participants.services import proving, signing_in

ORPHAN_AGE = timedelta(days=1)
"""A file younger than this may belong to an upload that is not finished."""
CHUNK = 500


def sweep_counters(now: datetime) -> int:
    """Forget the limiter's ended windows."""
    return throttle.sweep(now)


def sweep_codes(now: datetime) -> int:
    """Forget sign-in attempts, proofs of an address, and the messages that carried their codes, a day after."""
    return signing_in.sweep(now) + proving.sweep(now) + notifying.sweep(now)


def sweep_sessions(now: datetime) -> int:
    """Forget ended sessions, old sign-ins of officers, and workers that were last seen long ago."""
    sessions.forget_expired()
    return officer_sign_in.sweep(now) + Heartbeat.objects.filter(at__lt=now - timedelta(days=30)).delete()[0]


def sweep_files(now: datetime) -> int:
    """Delete stored files that no row names, older than a day; return how many."""
    keys, swept = storage.keys_before(now - ORPHAN_AGE), 0
    while chunk := set(islice(keys, CHUNK)):
        for orphan in chunk - _named(chunk):
            storage.delete(orphan)
            swept += 1
    return swept


def _named(keys: set[str]) -> set[str]:
    pages = DocumentPage.objects.filter(storage_key__in=keys).values_list("storage_key", flat=True)
    thumbnails = DocumentPage.objects.filter(thumbnail_key__in=keys).values_list("thumbnail_key", flat=True)
    return {*pages, *thumbnails}
