"""The index by which names are found (what it keeps and why: ``claims.domain.name_search``), kept in step with the names.

It is written where a claim is sent, and by the worker for people whose row was written since its last look: at its first
look those are all. ``manage.py index_names`` writes it anew after a new INDEX_KEY.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from claims.domain.name_search import beginnings
from claims.models import Claim, Heartbeat, NameKey, Office
from jht_portal.lib.crypto import blind_index

BATCH = 500
KEY_BYTES = 8
LAST_LOOK = "names:indexed"
OVERLAP = timedelta(minutes=5)
"""Longer than any transaction that changes a name: a change that was not to be seen at one look is seen at the next."""
NEVER = datetime.min.replace(tzinfo=UTC)


def key_of(beginning: str, office_id: int) -> int:
    """Return the key of a BEGINNING at one office: the first 64 bits of its keyed hash, as the database keeps them."""
    return int.from_bytes(blind_index(beginning, f"name:{office_id}")[:KEY_BYTES], signed=True)


@transaction.atomic
def index_claims(claims: Iterable[Claim]) -> None:
    """Write the keys of sent CLAIMS anew, for the participant's name and the heir's."""
    claims = list(claims)
    NameKey.objects.filter(claim__in=[claim.pk for claim in claims]).delete()
    fresh = [NameKey(claim_id=claim.pk, key=key) for claim in claims for key in sorted(_keys(claim))]
    NameKey.objects.bulk_create(fresh, ignore_conflicts=True)  # Another process may have written the same ones just now.


def _keys(claim: Claim) -> set[int]:
    return {key_of(each, claim.office_id) for each in beginnings(claim.participant.name) | beginnings(claim.heir_name)}


def index_changed(now: datetime) -> int:
    """Index the claims anew whose person was written since the last look; return how many."""
    last = Heartbeat.objects.filter(name=LAST_LOOK).values_list("at", flat=True).first() or NEVER
    count = _index(Claim.objects.sent().filter(participant__updated_at__gte=last))
    Heartbeat.objects.update_or_create(name=LAST_LOOK, defaults={"at": now - OVERLAP})
    return count


def index_all() -> int:
    """Index every sent claim anew, beside the running portal; return how many."""
    return _index(Claim.objects.sent())


def _index(claims: QuerySet[Claim]) -> int:
    count = 0
    for batch in _batches(claims):
        index_claims(batch)
        count += len(batch)
    return count


def _batches(claims: QuerySet[Claim]) -> Iterator[list[Claim]]:
    """Yield CLAIMS with their people, with no cursor or transaction left open in between."""
    rows = claims.order_by("pk").select_related("participant").only("office_id", "heir_name", "participant__name")
    batch = list(rows[:BATCH])
    while batch:
        yield batch
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:BATCH])


def named(words: Collection[str], offices: Collection[Office], claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Keep the CLAIMS of OFFICES that have a name with all of WORDS, each as a beginning."""
    for word in words:
        keys = [key_of(word, office.pk) for office in offices]
        claims = claims.filter(pk__in=NameKey.objects.filter(key__in=keys).values("claim"))
    return claims
