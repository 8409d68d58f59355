"""What stands on a person's memberships: balances and earlier withdrawals, in whole rupiah."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from participants.models import LedgerEntry, Membership
from participants.models.ledger import LedgerQuerySet


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Money that left a membership once; AMOUNT is whole rupiah, positive."""

    membership_id: UUID
    paid_on: date
    amount: int


def entries_of(memberships: Iterable[Membership]) -> LedgerQuerySet:
    """Return the bookings on MEMBERSHIPS and on those that were merged into them."""
    ids = [membership.pk for membership in memberships]
    return LedgerEntry.objects.filter(Q(membership__in=ids) | Q(membership__merged_into__in=ids))


def balance_of(memberships: Iterable[Membership]) -> int:
    """Return the balance of MEMBERSHIPS together, merged ones included, in whole rupiah."""
    return entries_of(memberships).balance()


def withdrawals_of(participant_id: UUID) -> list[Withdrawal]:
    """Return what a person has withdrawn over all KPJ, oldest first."""
    booked = LedgerEntry.objects.filter(membership__participant=participant_id, kind="penarikan").order_by("booked_on", "pk")
    return [Withdrawal(*row[:2], -row[2]) for row in booked.values_list("membership_id", "booked_on", "amount")]
