"""What claimants put their name to, word for word and by the days on which it held: the day of a tick tells the text behind it."""

from dataclasses import dataclass
from datetime import date

DECLARATION, HEIRS_DECLARATION, TAX_WARNING = "pernyataan", "pernyataan_ahli_waris", "peringatan_pajak"
FIRST_DAY = date(2022, 5, 4)
"""Permenaker 4/2022 is in force from here on; no claim here is older."""


@dataclass(frozen=True, slots=True)
class AcceptedText:
    """One wording of a text; another wording is another row with the next VERSION."""

    code: str
    version: int
    valid_from: date
    title: str
    text: str


TEXTS: tuple[AcceptedText, ...] = (
    AcceptedText(
        DECLARATION,
        1,
        FIRST_DAY,
        "Pernyataan saat mengirim klaim",
        "Saya menyatakan semua data dan dokumen ini benar, dan rekening itu atas nama saya.",
    ),
    AcceptedText(
        HEIRS_DECLARATION,
        1,
        FIRST_DAY,
        "Pernyataan ahli waris saat mengirim klaim",
        "Saya menyatakan semua data dan dokumen ini benar, dan saya ahli waris yang berhak.",
    ),
    AcceptedText(
        TAX_WARNING, 1, FIRST_DAY, "Perbandingan pajak sebelum klaim sebagian", "Saya sudah membaca dan mengerti perbandingan pajak ini."
    ),
)


def text_on(code: str, day: date) -> AcceptedText:
    """Return the wording of a text that held on DAY; raise LookupError where there was none."""
    held = [text for text in TEXTS if text.code == code and text.valid_from <= day]
    if not held:
        raise LookupError(code)
    return max(held, key=lambda text: text.valid_from)
