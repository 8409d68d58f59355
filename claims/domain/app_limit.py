"""Up to which balance the agency's own app (JMO) takes a claim, as dated data. Source: domain.md 2.4."""

from datetime import date

APP_LIMITS: tuple[tuple[date, int], ...] = ((date(2025, 5, 1), 15_000_000),)
"""From which day, and the limit in whole rupiah; it is about the balance, not about what is paid."""


def fits_the_app(balance: int, on: date) -> bool:
    """Tell whether a membership with BALANCE rupiah can also be claimed in the app on a day; no where no limit is known."""
    limits = [limit for since, limit in APP_LIMITS if since <= on]
    return bool(limits) and 0 < balance <= limits[-1]
