"""The two typefaces of our PDFs, embedded, and what they can write."""

from functools import cache
from unicodedata import combining, normalize

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from jht_portal.lib.paper import FONTS

FONT, BOLD = "Roboto", "Roboto-Bold"
_FILES = {FONT: "Roboto-Regular.ttf", BOLD: "Roboto-Bold.ttf"}
_DOTS = "." * 20


@cache
def load_fonts() -> frozenset[int]:
    """Register both typefaces once; return the characters that they can write."""
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))
    return frozenset(pdfmetrics.getFont(FONT).face.charToGlyph)


def printable(text: str) -> str:
    """Return TEXT as the typefaces can write it: accents that they lack fall away, other scripts leave dots to write by hand."""
    known = load_fonts()
    letters = [
        char if ord(char) in known else _without_marks(char) for char in normalize("NFC", " ".join(text.split())) if char.isprintable()
    ]
    return "".join(letters) if all(letters) else f"{''.join(letters).strip()} {_DOTS}".strip()


def _without_marks(char: str) -> str:
    """Return the plain letters of CHAR that can be written, nothing for another script."""
    plain = "".join(part for part in normalize("NFKD", char) if not combining(part))
    return plain if plain and all(ord(part) in load_fonts() for part in plain) else ""
