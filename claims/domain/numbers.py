"""Claim numbers and check codes: random, short enough to dictate, read back however they are typed (product.md section 6)."""

from unicodedata import normalize

from participants.domain.identifiers import IdentifierError, Kpj, Nik, normalise_number, parse_kpj_or_nik
from participants.domain.sentences import sentence

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "JHT"
BODY_LENGTH = 7
CHECK_CODE_LENGTH = 8
BOOKING_CODE_LENGTH = 12
"""60 bits: a code is the whole address of a ticket, so guessing must be hopeless even at a million live tickets."""
_LOOKALIKES = str.maketrans("OIL", "011")
_FIELD_POLYNOMIAL = 0b100101


class ClaimNumber(str):
    """A claim number in its one written form, ``JHT-YY-XXXX-XXXC``. It names a claim; it proves nothing."""

    __slots__ = ()


def new_claim_number(year: int, random_bytes: bytes) -> ClaimNumber:
    """Return a claim number made of a year, 35 random bits and a check character; needs at least 5 random bytes."""
    return _written(f"{year % 100:02d}{_crockford(random_bytes, BODY_LENGTH)}")


def parse_claim_number(text: str) -> ClaimNumber:
    """Read a claim number in any case and spacing, O as 0, I and L as 1; raise IdentifierError when it is none.

    Any one wrong character and any two exchanged neighbours are noticed.
    """
    number = _squeezed(text)
    if not number.startswith(PREFIX):
        raise IdentifierError("prefix", sentence("Nomor klaim mulai dengan JHT. Contoh bentuknya: JHT-26-XXXX-XXXX."))
    code = number.removeprefix(PREFIX).translate(_LOOKALIKES)
    if len(code) != BODY_LENGTH + 3:
        raise IdentifierError("length", sentence("Sesudah JHT ada {count} huruf dan angka. Nomor klaim punya 10.", count=len(code)))
    if not code[:2].isdigit() or not set(code) <= set(ALPHABET):
        raise IdentifierError("characters", sentence("Ada huruf atau tanda yang tidak dipakai di nomor klaim. Periksa lagi."))
    if code[-1] != _check_character(code[:-1]):
        raise IdentifierError("check", sentence("Nomor klaim ini salah satu hurufnya keliru atau tertukar. Periksa lagi."))
    return _written(code[:-1])


def parse_tracked_number(text: str) -> Kpj | Nik | ClaimNumber:
    """Read what stands in the tracking box: KPJ, NIK or claim number; raise IdentifierError when it is none of them."""
    if _squeezed(text).startswith(PREFIX):
        return parse_claim_number(text)
    return parse_kpj_or_nik(text)


def mask_claim_number(number: str) -> str:
    """Mask a claim number for messages: ``JHT-26-****-CD3E``."""
    prefix, year, _, tail = number.split("-")
    return f"{prefix}-{year}-****-{tail}"


def new_check_code(random_bytes: bytes) -> str:
    """Return a code of 40 random bits for /cek/, written ``XXXX-XXXX``; needs at least 5 random bytes."""
    code = _crockford(random_bytes, CHECK_CODE_LENGTH)
    return f"{code[:4]}-{code[4:]}"


def parse_check_code(text: str) -> str:
    """Read a check code in any case and spacing; raise IdentifierError when it cannot be one."""
    code = _squeezed(text).translate(_LOOKALIKES)
    if len(code) != CHECK_CODE_LENGTH:
        raise IdentifierError("length", sentence("Ada {count} tanda. Kode cek punya 8 huruf dan angka.", count=len(code)))
    if not set(code) <= set(ALPHABET):
        raise IdentifierError("characters", sentence("Ada huruf atau tanda yang tidak dipakai di kode cek. Periksa lagi."))
    return f"{code[:4]}-{code[4:]}"


def new_booking_code(random_bytes: bytes) -> str:
    """Return a code of 60 random bits for a ticket, written ``XXXX-XXXX-XXXX``; needs at least 8 random bytes."""
    return _in_fours(_crockford(random_bytes, BOOKING_CODE_LENGTH))


def parse_booking_code(text: str) -> str:
    """Read a booking code in any case and spacing; raise IdentifierError when it cannot be one."""
    code = _squeezed(text).translate(_LOOKALIKES)
    if len(code) != BOOKING_CODE_LENGTH:
        raise IdentifierError("length", f"Ada {len(code)} tanda. Kode booking punya 12 huruf dan angka.")
    if not set(code) <= set(ALPHABET):
        raise IdentifierError("characters", "Ada huruf atau tanda yang tidak dipakai di kode booking. Periksa lagi.")
    return _in_fours(code)


def _in_fours(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _squeezed(text: str) -> str:
    return normalise_number(normalize("NFKC", text).upper())


def _crockford(random_bytes: bytes, length: int) -> str:
    needed = (5 * length + 7) // 8
    if len(random_bytes) < needed:
        raise ValueError(f"{length} characters need {needed} random bytes")
    number = int.from_bytes(random_bytes[:needed])
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(length))


def _check_character(code: str) -> str:
    """Return the character that brings the weighted sum over GF(32) to zero; neighbours weigh differently, so swaps show."""
    total = 0
    for char in code:
        total = _doubled(total ^ ALPHABET.index(char))
    return ALPHABET[total]


def _doubled(element: int) -> int:
    element <<= 1
    return element ^ _FIELD_POLYNOMIAL if element & 32 else element


def _written(code: str) -> ClaimNumber:
    full = code + _check_character(code)
    return ClaimNumber(f"{PREFIX}-{full[:2]}-{full[2:6]}-{full[6:]}")
