"""The audit is written here and nowhere else: entries at the end of a chain, in the caller's transaction.

Locks are taken in one order, so that nobody ever waits in a circle: rows of claims (several by their keys, all of them
before the first step), then a chain of reads, then a chain of acts. A transaction writes to the chains of one office;
what comes after the entry must not wait for anything, because until the end nobody else at the office writes one.
"""

import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from claims.domain.audit import chain_of_acts, chain_of_reads, fingerprint, seal_after
from claims.models import AccessLog, AuditChain, AuditEntry, Claim, ClaimEvent, Office

STEP = "step"
READINGS = {"document": "read", "field": "reveal", "print": "print", "export": "export"}
"""The kind of entry for each kind of reading."""
DESK_OPENED, PERSON_FOUND = "meja", "cari"
OPENED, SEARCHED = "open", "search"
OF_OBJECT = {DESK_OPENED: OPENED, PERSON_FOUND: SEARCHED}
"""Readings that open no field: the desk, and a person found by a number."""
ERASED = "erased"
"""A claim was taken back with its history and its readings: from then on they are not looked for."""


def record(
    kind: str,
    *,
    now: datetime,
    user: AbstractBaseUser | None = None,
    role: str = "",
    claim: Claim | None = None,
    office: Office | None = None,
    what: str = "",
    details: dict[str, Any] | None = None,
    person_id: UUID | None = None,
) -> AuditEntry:
    """Add one entry to the chain of the claim's office, of OFFICE, or of the portal; WHAT and DETAILS hold codes only.

    PERSON_ID names the participant whom an entry without a claim concerns.
    """
    office_id = claim.office_id if claim else office and office.pk
    entry = AuditEntry(at=now, kind=kind, user_id=user and user.pk, role=role, office_id=office_id, object=what)
    entry.details = json.loads(json.dumps(details or {}))  # As the database will give it back.
    entry.person_id = person_id
    if claim:
        entry.claim_id, entry.person_id = claim.pk, claim.participant_id
    return append(chain_of_acts(office_id), [entry])[0]


def record_step(event: ClaimEvent, claim: Claim) -> AuditEntry:
    """Add the entry of a step that was taken on CLAIM: it vouches for the row of the history."""
    return append(chain_of_acts(claim.office_id), [entry_of_step(event, claim)])[0]


def entry_of_step(event: ClaimEvent, claim: Claim) -> AuditEntry:
    """Return the entry of one row of the history, not written yet."""
    entry = AuditEntry(at=event.at, kind=STEP, user_id=event.actor_id, role=event.role, object=event.step, event_id=event.pk)
    entry.office_id, entry.claim_id, entry.person_id = claim.office_id, claim.pk, claim.participant_id
    entry.details = {"number": event.number, "from": event.old_status, "to": event.new_status}
    entry.digest = digest_of_event(event)
    return entry


def record_readings(readings: Sequence[AccessLog], *, office_id: int | None, role: str = "", details: dict | None = None) -> None:
    """Add the entries of lines of the access log, already saved, of one claim or person or of none; at once, in one chain."""
    if readings:
        claim_id = readings[0].claim_id
        append(chain_of_reads(office_id, claim_id), [entry_of_reading(each, office_id, role, details) for each in readings])


def entry_of_reading(reading: AccessLog, office_id: int | None, role: str = "", details: dict | None = None) -> AuditEntry:
    """Return the entry of one line of the access log, not written yet."""
    kind = OF_OBJECT.get(reading.object, READINGS[reading.kind])
    entry = AuditEntry(at=reading.at, kind=kind, user_id=reading.user_id, role=role, object=reading.object, access_id=reading.pk)
    entry.office_id, entry.claim_id, entry.person_id = office_id, reading.claim_id, reading.participant_id
    entry.details, entry.digest = json.loads(json.dumps(details or {})), digest_of_reading(reading)
    return entry


@transaction.atomic(savepoint=False)
def append(chain: str, entries: list[AuditEntry]) -> list[AuditEntry]:
    """Write ENTRIES at the end of CHAIN in three queries, however many they are; the end is locked until the transaction ends."""
    end = chain_end(chain)
    seal = bytes(end.seal)
    for number, entry in enumerate(entries, end.length + 1):
        entry.chain, entry.number = chain, number
        entry.seal = seal = seal_of(entry, seal)
    AuditEntry.objects.bulk_create(entries)
    AuditChain.objects.filter(pk=chain).update(length=end.length + len(entries), seal=seal)
    return entries


def chain_end(name: str) -> AuditChain:
    """Return the end of a chain, locked until the caller's transaction ends; a chain begins on first use."""
    end = AuditChain.objects.select_for_update().filter(pk=name).first()
    if end is None:
        AuditChain.objects.bulk_create([AuditChain(name=name)], ignore_conflicts=True)
        end = AuditChain.objects.select_for_update().get(pk=name)
    return end


# --- Seals


def seal_of(entry: AuditEntry, before: bytes) -> bytes:
    """Return the seal of an entry after the seal BEFORE it."""
    told = [entry.chain, entry.number, _moment(entry.at), entry.kind, entry.user_id, entry.role, entry.office_id]
    told += [_text(entry.claim_id), _text(entry.person_id), entry.object, entry.details]
    told += [_text(entry.event_id), entry.access_id, bytes(entry.digest or b"").hex()]
    return seal_after(_key(), before, told)


def digest_of_event(event: ClaimEvent) -> bytes:
    """Return the keyed hash of a row of the history, its note included."""
    told = [_text(event.claim_id), event.number, _moment(event.at), event.step, event.old_status, event.new_status, event.role]
    return fingerprint(_key(), [*told, event.actor_id, json.loads(json.dumps(event.details)), event.note])


def digest_of_reading(reading: AccessLog) -> bytes:
    """Return the keyed hash of a line of the access log."""
    told = [_moment(reading.at), reading.kind, _text(reading.claim_id), _text(reading.participant_id), reading.user_id]
    return fingerprint(_key(), [*told, _text(reading.by_participant_id), reading.object])


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _text(key: Any) -> str:
    return str(key or "")


def _key() -> bytes:
    return hmac.digest(settings.INDEX_KEY, b"audit", "sha256")
