"""Addresses as people write them, brought to one spelling, so that the same house is found again however it is written."""

import re
from unicodedata import normalize

_SPELLINGS = {
    "jl": "jalan",
    "jln": "jalan",
    "gg": "gang",
    "kp": "kampung",
    "kmp": "kampung",
    "ds": "desa",
    "kel": "kelurahan",
    "kec": "kecamatan",
    "kab": "kabupaten",
    "komp": "kompleks",
    "komplek": "kompleks",
    "perum": "perumahan",
    "blk": "blok",
}
_SILENT = frozenset({"no", "nomor", "nmr", "rt", "rw"})
_POSTCODE = 5
"""Digits of a postcode: some write it, some do not, and it names no house."""
_FEWEST = 3
"""Fewer words than these name a town rather than a house."""


def normalise_address(text: str) -> str:
    """Return an address in small letters, abbreviations written out, without stops, leading zeros, postcode and "no", "rt", "rw".

    Empty where there are fewer than three words or no number: such an address says too little to compare.
    """
    words = [_SPELLINGS.get(word, word) for word in re.findall(r"[^\W\d_]+|\d+", normalize("NFKC", text).casefold())]
    telling = [_told(word) for word in words if word not in _SILENT and not _is_postcode(word)]
    says_enough = len(telling) >= _FEWEST and any(word.isdigit() for word in telling)
    return " ".join(telling) if says_enough else ""


def _told(word: str) -> str:
    return word.lstrip("0") or "0" if word.isdigit() else word


def _is_postcode(word: str) -> bool:
    return word.isdigit() and len(word) == _POSTCODE
