"""What stands on a person's cards: with merged ones, with several, and the same however it is asked."""

import os
from datetime import date

import pytest

from participants.domain.statement import years_of
from participants.models import LedgerEntry, Membership
from participants.services.statements import balance_of, bookings_on, savings_on
from tests.builders import make_membership, make_participant

pytestmark = pytest.mark.django_db


def book(membership: Membership, amount: int, kind: str = "iuran_pekerja", day: date = date(2024, 3, 1)) -> LedgerEntry:
    return LedgerEntry.objects.create(membership=membership, booked_on=day, kind=kind, amount=amount, row_key=os.urandom(16))


@pytest.fixture
def cards() -> list[Membership]:
    """Two cards, and one that was merged into the first; each with money."""
    person = make_participant()
    first, second = make_membership(person), make_membership(person)
    merged = make_membership(person, merged_into=first)
    book(first, 100_000)
    book(first, 7_000, "hasil_pengembangan", date(2024, 12, 31))
    book(second, 40_000, "iuran_mandiri", date(2025, 2, 1))
    book(second, -15_000, "penarikan", date(2025, 6, 1))
    book(merged, 3_000, "iuran_pemberi_kerja", date(2019, 1, 1))
    book(make_membership(), 999_999)
    return [first, second, merged]


def test_merged_card_counts_once_and_where_it_went(cards):
    first, second, merged = savings_on(cards)

    assert [each.sums.total for each in (first, second, merged)] == [110_000, 25_000, 0]
    assert sum(each.sums.total for each in savings_on(cards)) == balance_of(cards)


def test_last_contribution_is_no_return_and_no_withdrawal(cards):
    first, second, merged = savings_on(cards)

    assert (first.last_contribution_on, first.last_booked_on) == (date(2024, 3, 1), date(2024, 12, 31))
    assert (second.last_contribution_on, second.last_booked_on) == (date(2025, 2, 1), date(2025, 6, 1))
    assert (merged.last_contribution_on, merged.last_booked_on) == (None, None)


def test_statement_of_all_cards_and_of_each_ends_at_its_balance(cards):
    first, second, merged = cards

    assert years_of(bookings_on(cards))[-1].closing == balance_of(cards)
    assert years_of(bookings_on(cards, first))[-1].closing == balance_of([first])
    assert years_of(bookings_on(cards, second))[-1].closing == 25_000
    assert years_of(bookings_on(cards, merged))[-1].closing == 3_000


def test_chain_of_mergers_counts_in_its_last_card(cards):
    first, second, _ = cards
    Membership.objects.filter(pk=first.pk).update(merged_into=second)

    totals = {each.membership.pk: each.sums.total for each in savings_on(list(Membership.objects.filter(pk__in=[c.pk for c in cards])))}

    assert (totals[second.pk], totals[first.pk]) == (135_000, 0)


def test_savings_and_bookings_cost_one_query_each(cards, django_assert_num_queries):
    with django_assert_num_queries(1):
        savings_on(cards)
    with django_assert_num_queries(1):
        bookings_on(cards)


def test_equal_bookings_all_count(cards):
    book(cards[1], 40_000, "iuran_mandiri", date(2025, 2, 1))

    assert LedgerEntry.objects.filter(membership=cards[1]).count() == 3
    assert years_of(bookings_on(cards, cards[1]))[-1].closing == 65_000
