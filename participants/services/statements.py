"""What stands on a person's memberships: balances, bookings and earlier withdrawals, in whole rupiah."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max, Sum

from participants.domain.statement import CONTRIBUTIONS, Booking, Sums, add_up, merged_homes
from participants.models import LedgerEntry, Membership
from participants.models.ledger import LedgerQuerySet


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Money that left a membership once; AMOUNT is whole rupiah, positive."""

    membership_id: UUID
    paid_on: date
    amount: int


def balance_of(memberships: Collection[Membership]) -> int:
    """Return the balance of MEMBERSHIPS together in whole rupiah, with what was merged into them over any number of steps."""
    asked, owners = {card.pk for card in memberships}, {card.participant_id for card in memberships}
    cards = Membership.objects.filter(participant__in=owners).values_list("pk", "merged_into").annotate(Sum("ledger__amount"))
    homes = merged_homes({key: following for key, following, _ in cards})
    return sum(booked or 0 for key, _, booked in cards if asked & {key, homes[key]})


def withdrawals_of(participant_id: UUID) -> list[Withdrawal]:
    """Return what a person has withdrawn over all KPJ, oldest first."""
    booked = LedgerEntry.objects.filter(membership__participant=participant_id, kind="penarikan").order_by("booked_on", "pk")
    return [Withdrawal(*row[:2], -row[2]) for row in booked.values_list("membership_id", "booked_on", "amount")]


@dataclass(frozen=True, slots=True)
class CardSavings:
    """One KPJ with what stands on it in whole rupiah, cards merged into it included.

    A card that was merged into another has nothing of its own: its bookings count there. Days are None where nothing was booked.
    """

    membership: Membership
    sums: Sums
    last_contribution_on: date | None
    last_booked_on: date | None


def savings_on(memberships: Sequence[Membership]) -> list[CardSavings]:
    """Return what stands on each of MEMBERSHIPS, in their order, with one query; together it is ``balance_of`` all of them.

    MEMBERSHIPS are all those of one person.
    """
    homes = _homes(memberships)
    rows: dict[UUID, list[tuple[str, int, date]]] = {membership.pk: [] for membership in memberships}
    booked = LedgerEntry.objects.filter(membership__in=homes).order_by().values_list("membership_id", "kind")
    for key, kind, amount, day in booked.annotate(Sum("amount"), Max("booked_on")):
        rows[homes[key]].append((kind, amount, day))
    return [_savings(membership, rows[membership.pk]) for membership in memberships]


def bookings_on(memberships: Sequence[Membership], chosen: Membership | None = None) -> list[Booking]:
    """Return what was booked on all of MEMBERSHIPS, or on the CHOSEN one and those merged into it, oldest first: one query."""
    return [Booking(*row) for row in ledger_of(memberships, chosen).values_list("booked_on", "kind", "amount")]


def ledger_of(memberships: Sequence[Membership], chosen: Membership | None = None) -> LedgerQuerySet:
    """Return the same bookings as rows. MEMBERSHIPS are all those of one person."""
    counted = [key for key, home in _homes(memberships).items() if chosen is None or chosen.pk in (home, key)]
    return LedgerEntry.objects.filter(membership__in=counted).order_by("booked_on", "pk")


def _savings(membership: Membership, rows: list[tuple[str, int, date]]) -> CardSavings:
    paid_in = max((day for kind, _, day in rows if kind in CONTRIBUTIONS), default=None)
    return CardSavings(membership, add_up(row[:2] for row in rows), paid_in, max((day for *_, day in rows), default=None))


def _homes(memberships: Sequence[Membership]) -> dict[UUID, UUID]:
    return merged_homes({membership.pk: membership.merged_into_id for membership in memberships})
