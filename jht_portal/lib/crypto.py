"""Sealing of personal data at rest, and the keyed hash that finds a sealed value again.

A sealed value is ``key id (1 byte) | nonce (12) | ciphertext and tag``, AES-256-GCM. Its context
(table, column, row) is authenticated: a value copied to another place does not open.
"""

import hmac
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12
INDEX_BYTES = 16


class SealBroken(Exception):
    """The sealed bytes were changed, moved, or belong to a key that is not here."""


def seal(value: bytes, context: str) -> bytes:
    """Encrypt VALUE for CONTEXT with the newest key."""
    key_id = newest_key_id()
    nonce = os.urandom(NONCE)
    return bytes([key_id]) + nonce + _cipher(settings.FIELD_KEYS[key_id]).encrypt(nonce, value, context.encode())


def unseal(sealed: bytes, context: str) -> bytes:
    """Decrypt what ``seal`` made for the same CONTEXT; raise SealBroken otherwise."""
    sealed = bytes(sealed)
    try:
        cipher = _cipher(settings.FIELD_KEYS[sealed[0]])
        return cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], context.encode())
    except (KeyError, IndexError, ValueError, InvalidTag) as error:
        raise SealBroken(context) from error


def reseal(sealed: bytes, context: str) -> bytes:
    """Return SEALED itself where the newest key made it, else the same value under the newest key; raise SealBroken."""
    if sealed[:1] == bytes([newest_key_id()]):
        return sealed
    return seal(unseal(sealed, context), context)


def newest_key_id() -> int:
    """Return the id of the key that seals."""
    return max(settings.FIELD_KEYS)


@cache
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def blind_index(value: str, purpose: str) -> bytes:
    """Return 16 bytes that find VALUE again without telling it (HMAC-SHA256 with its own key).

    PURPOSE keeps equal values of different kinds apart ("nik", "kpj", "phone" …).
    """
    return hmac.digest(settings.INDEX_KEY, f"{purpose}:{value}".encode(), "sha256")[:INDEX_BYTES]
