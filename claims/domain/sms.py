"""How many parts an SMS takes. An alphabet of 128 signs (GSM 03.38) holds 160 in one part; any other sign makes it 70.

Source: 3GPP TS 23.038 (alphabet, its extension, 16-bit UCS-2) and TS 23.040 (a part of several gives 7 or 3 characters
to its header: 153 or 67 remain). A sign of the extension takes two places, and so does a sign outside the 16-bit range.
"""

from dataclasses import dataclass
from unicodedata import combining, normalize

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = frozenset("^{}\\[~]|€\f")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "…": "...", "\u00a0": " ", "`": "'"})


@dataclass(frozen=True, slots=True)
class SmsSize:
    """How long a text is as SMS: places taken, PARTS, and how many places are left in the last one."""

    alphabet: str
    """``GSM-7`` or ``UCS-2``."""
    length: int
    parts: int
    left: int


def sms_size(text: str) -> SmsSize:
    """Return how many places and parts TEXT takes."""
    is_gsm = set(text) <= GSM_BASIC | GSM_EXTENDED
    widths = [_gsm_width(sign) if is_gsm else _ucs2_width(sign) for sign in text]
    single, several = (160, 153) if is_gsm else (70, 67)
    length = sum(widths)
    alphabet = "GSM-7" if is_gsm else "UCS-2"
    if length <= single:
        return SmsSize(alphabet, length, 1, single - length)
    parts, filled = _filled(widths, several)
    return SmsSize(alphabet, length, parts, several - filled)


def plain_for_sms(text: str) -> str:
    """Return TEXT with signs that would halve an SMS written plainly, where a plain spelling exists (’ as ', ç as c)."""
    return "".join(sign if _is_gsm(sign) else _plain(sign) for sign in text.translate(_PLAIN))


def _plain(sign: str) -> str:
    bare = "".join(part for part in normalize("NFKD", sign) if not combining(part))
    return bare if bare and all(map(_is_gsm, bare)) else sign


def _is_gsm(sign: str) -> bool:
    return sign in GSM_BASIC or sign in GSM_EXTENDED


def _gsm_width(sign: str) -> int:
    return 2 if sign in GSM_EXTENDED else 1


def _ucs2_width(sign: str) -> int:
    return 2 if ord(sign) > 0xFFFF else 1


def _filled(widths: list[int], room: int) -> tuple[int, int]:
    """Return parts and what the last one holds: a sign of two places is never split between two parts."""
    parts, filled = 1, 0
    for width in widths:
        if filled + width > room:
            parts, filled = parts + 1, 0
        filled += width
    return parts, filled
