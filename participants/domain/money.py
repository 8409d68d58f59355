"""Whole rupiah in words. Money is an ``int`` everywhere; this module only writes it."""

from participants.domain.sentences import written


def format_rupiah(amount: int) -> str:
    """Write whole rupiah the Indonesian way: ``Rp38.640.215``."""
    sign = "-" if amount < 0 else ""
    return written("rupiah", amount, f"{sign}Rp{abs(amount):,}".replace(",", "."))
