"""Passes to a tracking result: sealed, short-lived, stored nowhere.

A pass says what was found (a claim, a person's claims, the claims of a KPJ) and until when its page stays open. It is
sealed with AES-256-GCM, so it can be neither read nor made nor changed outside; its tag alone has 128 bits.
"""

import base64
import binascii
import struct
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from jht_portal.lib.crypto import SealBroken, seal, unseal

OPEN_FOR = timedelta(hours=2)
CONTEXT = "tracking.result"
_HEAD = struct.Struct(">cI")


class Found(StrEnum):
    """What a number led to."""

    CLAIM = "c"
    PERSON = "n"
    CARDS = "k"


class PassClosed(Exception):
    """The pass is over, was changed, or never was one of ours."""


@dataclass(frozen=True, slots=True)
class Pass:
    """KIND and IDS of what was found; ids of CARDS are the KPJ that was typed, then those it was merged into."""

    kind: Found
    ids: tuple[uuid.UUID, ...]
    closes_at: datetime

    def for_claim(self, claim_id: uuid.UUID) -> "Pass":
        """Return a pass to one of the claims, closing at the same moment."""
        return Pass(Found.CLAIM, (claim_id,), self.closes_at)


def new_pass(kind: Found, *ids: uuid.UUID, now: datetime) -> Pass:
    """Return a pass that closes two hours from NOW."""
    return Pass(kind, ids, now.replace(microsecond=0) + OPEN_FOR)


def write_pass(opened: Pass) -> str:
    """Return the pass as it stands in an address."""
    head = _HEAD.pack(opened.kind.encode(), int(opened.closes_at.timestamp()))
    return _text(seal(head + b"".join(each.bytes for each in opened.ids), CONTEXT))


def read_pass(token: str, now: datetime) -> Pass:
    """Return the pass written in an address; raise PassClosed when it is over or not ours."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        plain = unseal(sealed, CONTEXT)
    except (binascii.Error, ValueError, SealBroken) as error:
        raise PassClosed from error
    kind, closes = _HEAD.unpack_from(plain)
    closes_at = datetime.fromtimestamp(closes, UTC)
    if closes_at <= now or _text(sealed) != token:  # Base64 has several spellings of one value; only ours is a pass.
        raise PassClosed
    ids = plain[_HEAD.size :]
    return Pass(Found(kind.decode()), tuple(uuid.UUID(bytes=ids[at : at + 16]) for at in range(0, len(ids), 16)), closes_at)


def _text(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")
