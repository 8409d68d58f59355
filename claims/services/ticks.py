"""What a verifier compares with the papers and ticks before proposing payment (product.md section 4)."""

from claims.domain.papers import Slot
from claims.models import Claim

TICK_LABELS = {"nama": "nama", "nik": "NIK", "tanggal_lahir": "tanggal lahir", "rekening": "rekening"}
TICKS = tuple(TICK_LABELS)
CONSENT_TICK = "ahli_waris_lain_"
"""What the tick for the signature of another heir is called, before the number (from 1) in which the claim names that heir."""
NO_PAPER = ("unavailable", "waived", "insisted")


def consent_ticks(claim: Claim) -> tuple[str, ...]:
    """Return a tick for the signature of each other heir whom CLAIM names, in their order."""
    return tuple(f"{CONSENT_TICK}{number}" for number, _ in enumerate(claim.co_heirs, 1))


def ticks_needed(claim: Claim) -> tuple[str, ...]:
    """Return the ticks without which no payment is proposed; the heirs' only where their letter is there to be looked at."""
    consents = consent_ticks(claim)
    letter = claim.documents.filter(slot=Slot.PERSETUJUAN_AHLI_WARIS, required=True)
    return (*TICKS, *consents) if consents and letter.exclude(state__in=NO_PAPER).exists() else TICKS


def is_tick(code: str) -> bool:
    """Tell whether a line of data called CODE is one that a verifier ticks."""
    return code in TICK_LABELS or code.startswith(CONSENT_TICK)


def tick_label(tick: str) -> str:
    """Return what a tick is called among officers; an heir's by number, so that no name stands in a message or in the audit."""
    return TICK_LABELS.get(tick) or f"tanda tangan {tick.replace('_', ' ')}" if is_tick(tick) else tick
