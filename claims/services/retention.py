"""How long data stays, in words for pages."""

from datetime import date

from django.utils.translation import gettext

from claims.domain.limits import Limit, limit
from claims.domain.retention import KEPT, VISITORS_KEPT


def retention(today: date) -> list[tuple[str, str]]:
    """Return what is kept and for how long, as the rules of TODAY have it."""
    days = {"draft_days": limit(Limit.DRAFT_DAYS, today), "visitor_days": VISITORS_KEPT.days}
    return [(gettext(kept.what), gettext(kept.how_long).format(**days)) for kept in KEPT]
