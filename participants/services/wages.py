"""What somebody earned last, as far as contributions tell."""

from collections.abc import Sequence

from django.db.models import Sum

from participants.domain.balance import SHARES
from participants.domain.statement import CONTRIBUTIONS
from participants.models import Membership
from participants.services.statements import ledger_of


def last_segment(memberships: Sequence[Membership]) -> str:
    """Return the segment of the card that is active, else of the one that began last (MEMBERSHIPS are newest first)."""
    return next((card for card in memberships if card.ended_on is None), memberships[0]).segment


def last_monthly_wage(memberships: Sequence[Membership], segment: str) -> int:
    """Return the wage in whole rupiah behind the last month of contributions, rounded; for PMI the contribution itself."""
    paid = ledger_of(memberships).filter(kind__in=CONTRIBUTIONS)
    months = paid.order_by("-booked_on").values("booked_on").annotate(total=Sum("amount"))[:1]
    total = months[0]["total"] if months else 0
    return round(total / SHARES[segment]) if segment in SHARES else total
