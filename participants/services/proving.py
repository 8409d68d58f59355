"""A six-digit code shows that somebody reads what is sent to an address: made, sent again, typed in once.

Every code typed counts as a try before it is looked at, so that parallel guesses share the allowance. A code opens
nothing but what it was sent for.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from jht_portal.lib.crypto import blind_index
from participants.domain.proofs import LIFE, TRIES
from participants.models import CodeProof, Participant
from participants.services.signing_in import AttemptOver, CodeExpired, CodeWrong

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class FreshProof:
    """A proof with the six digits just made, for the one message that may carry them."""

    proof: CodeProof
    digits: str

    def __repr__(self) -> str:
        return f"FreshProof({self.proof.pk})"


@transaction.atomic
def start(person: Participant, purpose: str, kind: str, address: str, *, now: datetime) -> FreshProof:
    """Make a code for ADDRESS of KIND ("email", "phone"); one of the same purpose that still waited is over."""
    CodeProof.objects.filter(participant=person, purpose=purpose, proved_at=None).delete()
    proof = CodeProof(participant=person, purpose=purpose, kind=kind, address=address, started_at=now)
    digits = _new_code(proof, now)
    proof.save(force_insert=True)
    return FreshProof(proof, digits)


@transaction.atomic
def renew(proof_id: UUID, purpose: str, *, now: datetime) -> FreshProof:
    """Make another code for a proof that waits; the one before ends. Raises AttemptOver."""
    proof = _waiting(proof_id, purpose, now).select_for_update().first()
    if proof is None:
        raise AttemptOver
    digits = _new_code(proof, now)
    proof.save(update_fields=["code_hash", "code_ends_at"])
    return FreshProof(proof, digits)


def waiting(proof_id: UUID, purpose: str, *, now: datetime) -> CodeProof | None:
    """Return a proof that a code may still be typed for."""
    return _waiting(proof_id, purpose, now).select_related("participant").first()


def prove(proof_id: UUID, purpose: str, digits: str, *, now: datetime) -> CodeProof:
    """Return the proof that DIGITS complete, once. Raises CodeWrong, CodeExpired or AttemptOver."""
    if not _waiting(proof_id, purpose, now).update(tries=F("tries") + 1):
        raise AttemptOver
    found = CodeProof.objects.filter(pk=proof_id, proved_at=None, code_hash=_code_hash(proof_id, digits))
    proof = found.select_related("participant").first()
    if proof is None:
        raise CodeWrong(TRIES - CodeProof.objects.get(pk=proof_id).tries)
    if proof.code_ends_at <= now:
        raise CodeExpired
    if not found.update(proved_at=now):
        raise AttemptOver
    proof.proved_at = now
    return proof


def forget(participant_id: UUID) -> None:
    """End every code of the participant that still waits."""
    CodeProof.objects.filter(participant=participant_id, proved_at=None).delete()


def sweep(now: datetime) -> int:
    """Forget proofs a day after they began; return how many there were."""
    return CodeProof.objects.filter(started_at__lte=now - KEPT).delete()[0]


def _waiting(proof_id: UUID, purpose: str, now: datetime) -> QuerySet[CodeProof]:
    return CodeProof.objects.filter(pk=proof_id, purpose=purpose, proved_at=None, tries__lt=TRIES, started_at__gt=now - KEPT)


def _new_code(proof: CodeProof, now: datetime) -> str:
    digits = f"{secrets.randbelow(10**6):06d}"
    proof.code_hash, proof.code_ends_at = _code_hash(proof.pk, digits), now + LIFE
    return digits


def _code_hash(proof_id: UUID, digits: str) -> bytes:
    return blind_index(f"{proof_id}:{digits}", "code_proof")
