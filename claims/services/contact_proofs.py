"""Somebody without a sign-in proves a phone number with a code; the name given with it stands on every number taken."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from claims.models import ContactProof
from claims.services import notifying
from claims.services.ticket_issuing import VisitorFacts
from jht_portal.lib.crypto import blind_index
from jht_portal.lib.throttle import Allowance, Budget, hit_all

CODE_LIFE = timedelta(minutes=15)
PROOF_LIFE = timedelta(hours=2)
"""How long a proved number may take numbers in the same browser."""
KEPT = timedelta(days=1)
TRIES = 5
NOTICE = "queue_code"
HOUR, DAY = 3600, 86400


@dataclass(frozen=True)
class ProofRefused(Exception):
    """The code proves nothing; LEFT more may be typed (0: only a new code helps)."""

    left: int


@transaction.atomic
def begin(name: str, phone: str, channel: str, *, now: datetime) -> ContactProof:
    """Keep who says so and send a six-digit code to the phone."""
    digits = f"{secrets.randbelow(10**6):06d}"
    proof = ContactProof(name=name, phone=phone, channel=channel, started_at=now)
    proof.code_hash = _code_hash(proof.pk, digits)
    proof.save(force_insert=True)
    facts = {"code": f"{digits[:3]} {digits[3:]}"}
    notifying.plan_for_contact(NOTICE, channel=channel, address=phone, facts=facts, cause=f"queue-code:{proof.pk}", now=now, name=name)
    return proof


def redeem(proof_id: UUID, digits: str, *, now: datetime) -> ContactProof:
    """Return the proof that DIGITS complete; every call counts as a try before the code is looked at. Raises ProofRefused."""
    alive = ContactProof.objects.filter(pk=proof_id, tries__lt=TRIES, started_at__gt=now - CODE_LIFE)
    if not alive.update(tries=F("tries") + 1):
        raise ProofRefused(0)
    proof = ContactProof.objects.get(pk=proof_id)
    if not secrets.compare_digest(bytes(proof.code_hash), _code_hash(proof_id, digits)):
        raise ProofRefused(TRIES - proof.tries)
    ContactProof.objects.filter(pk=proof_id, proved_at=None).update(proved_at=now)
    proof.refresh_from_db()
    return proof


def proved_visitor(proof_id: UUID, now: datetime) -> VisitorFacts | None:
    """Return who proved a phone lately; None where nobody did."""
    proof = ContactProof.objects.filter(pk=proof_id, proved_at__gt=now - PROOF_LIFE).first()
    return VisitorFacts(name=proof.name, phone=proof.phone, channel=proof.channel) if proof else None


def count_codes(phone: str, address: str) -> Allowance:
    """Count one code for PHONE, asked for from ADDRESS: few an hour, so that nobody is flooded and nobody hoards."""
    budgets = [Budget("queue_code_phone", phone, 3, HOUR), Budget("queue_code_phone", phone, 6, DAY)]
    return hit_all([*budgets, Budget("queue_code_address", address, 10, HOUR), Budget("queue_code_address", address, 30, DAY)])


def sweep(now: datetime) -> int:
    """Forget proofs older than a day; return how many there were."""
    return ContactProof.objects.filter(started_at__lte=now - KEPT).delete()[0]


def _code_hash(proof_id: UUID, digits: str) -> bytes:
    return blind_index(f"{proof_id}:{digits}", "queue_code")
