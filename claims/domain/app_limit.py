"""Up to which balance the agency's own app (JMO) takes a claim: a dated limit. Source: domain.md 2.4."""

from datetime import date

from claims.domain.limits import LIMIT_SHELF, Limit


def fits_the_app(balance: int, on: date) -> bool:
    """Tell whether a membership with BALANCE rupiah can also be claimed in the app on a day; no where no limit is known."""
    known = (row.value for row in LIMIT_SHELF.on(on) if row.code == Limit.APP_BALANCE)
    return 0 < balance <= next(known, 0)
