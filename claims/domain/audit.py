"""The arithmetic of the audit: which chain an entry belongs to, and the seal that ties it to the entry before.

The form of a seal never changes: every seal that was ever written is computed again by ``manage.py verify_audit``.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

PORTAL = "portal"
"""The chain of what belongs to no office: configuration, accounts, drafts that were closed."""
READS = ":reads"
FIRST_SEAL = bytes(32)
"""What stands before the first entry of a chain."""


def chain_of_acts(office_id: int | None) -> str:
    """Return the chain of what is done at an office, or in the portal."""
    return f"office:{office_id}" if office_id else PORTAL


def chain_of_reads(office_id: int | None, claim_id: UUID | None) -> str:
    """Return the chain of what is read at an office.

    It is apart from the acts, so that a step that takes long never makes a reader wait. Drafts without an office, read
    by their owners alone, are spread over sixteen chains, so that owners do not wait for each other.
    """
    if office_id:
        return chain_of_acts(office_id) + READS
    return f"draft:{claim_id.hex[0]}{READS}" if claim_id else PORTAL + READS


def fingerprint(key: bytes, told: Sequence[Any]) -> bytes:
    """Return the keyed hash of a row TOLD in order, in JSON's own types: 32 bytes that tell nothing of it."""
    return _keyed(key, b"row", told)


def seal_after(key: bytes, before: bytes, told: Sequence[Any]) -> bytes:
    """Return the keyed hash of an entry TOLD in order after the seal BEFORE it: nobody without the key makes one that fits."""
    return _keyed(key, before, told)


def _keyed(key: bytes, before: bytes, told: Sequence[Any]) -> bytes:
    return hmac.new(key, before + json.dumps(told, sort_keys=True, separators=(",", ":")).encode(), hashlib.sha256).digest()
