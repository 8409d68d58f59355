"""What a claim pays: balance, share, tax, in whole rupiah (domain.md 2.3)."""

import os
from datetime import UTC, date, datetime

import pytest

from claims.domain.app_limit import fits_the_app
from claims.domain.workflow import ClaimStatus
from claims.services.estimating import Amounts, claimable_balance, compute_amounts, estimate, two_ways
from participants.models import LedgerEntry
from participants.services.statements import balance_of
from tests.builders import make_claim, make_membership, make_participant

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def book(membership, amount, *, on=date(2020, 1, 1), kind="iuran_pekerja"):
    return LedgerEntry.objects.create(membership=membership, booked_on=on, kind=kind, amount=amount, row_key=os.urandom(16))


def claim_on(membership, reason="USIA_56", status=ClaimStatus.DRAFT, **facts):
    return make_claim(status, membership=membership, reason=reason, slots=(), **facts)


def paid(membership, amount, on, reason="USIA_56"):
    closed_at = datetime(on.year, on.month, on.day, 5, tzinfo=UTC)
    return claim_on(membership, reason, ClaimStatus.PAID, gross_amount=amount, closed_at=closed_at)


def amounts(claim):
    return compute_amounts(claim, paid_on=TODAY)


@pytest.mark.parametrize(("balance", "tax"), [(0, 0), (50_000_000, 0), (50_000_001, 0), (70_000_000, 1_000_000), (80_000_000, 1_500_000)])
def test_a_full_claim_pays_the_balance_less_the_final_tax(balance, tax):
    card = make_membership()
    book(card, balance)

    assert amounts(claim_on(card)) == Amounts(balance, tax, "final")


def test_a_full_claim_is_about_its_own_card_alone():
    person = make_participant()
    card, other = make_membership(person), make_membership(person)
    book(card, 10_000_000)
    book(other, 99_000_000)

    assert amounts(claim_on(card)).gross == 10_000_000


@pytest.mark.parametrize(("reason", "gross"), [("SEBAGIAN_10", 1_234_567), ("SEBAGIAN_30", 3_703_703)])
def test_a_partial_claim_pays_its_share_rounded_down(reason, gross):
    card = make_membership()
    book(card, 12_345_679)

    assert amounts(claim_on(card, reason)) == Amounts(gross, 0, "final")


def test_the_threshold_is_one_for_both_years():
    person = make_participant()
    card, other = make_membership(person), make_membership(person)
    book(card, 30_000_000)
    paid(other, 40_000_000, date(2025, 3, 1))

    assert amounts(claim_on(card)) == Amounts(30_000_000, 1_000_000, "final")


def test_another_cards_full_payment_of_long_ago_does_not_count():
    person = make_participant()
    card, other = make_membership(person), make_membership(person)
    book(card, 30_000_000)
    paid(other, 40_000_000, date(2024, 12, 31))

    assert amounts(claim_on(card)) == Amounts(30_000_000, 0, "final")


def test_the_rest_is_progressive_from_the_third_year_after_a_partial_claim():
    card = make_membership(make_participant(tax_number="3273015203920002"))
    book(card, 110_000_000)
    paid(card, 10_000_000, date(2024, 12, 31), "SEBAGIAN_10")

    assert amounts(claim_on(card)) == Amounts(100_000_000, 9_000_000, "progresif")


def test_without_a_tax_number_the_progressive_tax_is_a_fifth_higher():
    card = make_membership()
    book(card, 110_000_000)
    paid(card, 10_000_000, date(2024, 12, 31), "SEBAGIAN_10")

    assert amounts(claim_on(card)).tax == 10_800_000


def test_a_payment_that_the_ledger_does_not_show_yet_is_not_paid_twice():
    card = make_membership()
    book(card, 100_000_000)
    first = paid(card, 10_000_000, date(2026, 10, 1), "SEBAGIAN_10")

    before = claimable_balance(card, [first])
    book(card, -10_000_000, on=date(2026, 10, 2), kind="penarikan")

    assert (before, claimable_balance(card, [first])) == (90_000_000, 90_000_000)


def test_a_booked_payment_counts_once_for_the_tax():
    card = make_membership()
    book(card, 100_000_000)
    paid(card, 10_000_000, date(2026, 10, 1), "SEBAGIAN_10")
    book(card, -10_000_000, on=date(2026, 10, 2), kind="penarikan")

    assert amounts(claim_on(card)) == Amounts(90_000_000, 2_500_000, "final")


def test_the_balance_of_a_merged_card_moves_with_it():
    person = make_participant()
    card = make_membership(person)
    old = make_membership(person, merged_into=card)
    oldest = make_membership(person, merged_into=old)
    for each, amount in ((card, 5_000_000), (old, 2_000_000), (oldest, 400_000), (make_membership(person), 30_000)):
        book(each, amount)

    assert (balance_of([card]), amounts(claim_on(card)).gross) == (7_400_000, 7_400_000)


def test_a_partial_claim_shows_what_waiting_costs():
    card = make_membership(make_participant(tax_number="3273015203920002"))
    book(card, 100_000_000)
    claim = claim_on(card, "SEBAGIAN_10")

    ways = two_ways(claim, estimate(claim, paid_on=TODAY), TODAY)

    assert (ways.last_final_day, ways.within.amount, ways.after.amount, ways.difference) == (
        date(2027, 12, 31),
        2_500_000,
        7_500_000,
        5_000_000,
    )


@pytest.mark.parametrize(("balance", "asks"), [(50_000_000, False), (50_000_001, True)])
def test_a_tax_number_is_asked_above_fifty_million(balance, asks):
    card = make_membership()
    book(card, balance)

    assert estimate(claim_on(card), paid_on=TODAY).asks_tax_number is asks


def test_a_tax_number_is_asked_after_a_partial_claim():
    person = make_participant()
    paid(make_membership(person), 1_000_000, date(2025, 1, 1), "SEBAGIAN_10")

    assert estimate(claim_on(make_membership(person)), paid_on=TODAY).asks_tax_number


def test_an_estimate_costs_four_queries_at_most(django_assert_max_num_queries):
    claim = claim_on(make_membership())
    paid(make_membership(claim.participant), 1_000_000, date(2025, 1, 1))

    with django_assert_max_num_queries(4):
        estimate(claim, paid_on=TODAY)


@pytest.mark.parametrize(
    ("balance", "on", "fits"),
    [
        (15_000_000, TODAY, True),
        (15_000_001, TODAY, False),
        (0, TODAY, False),
        (5_000_000, date(2025, 4, 30), False),
    ],
)
def test_the_apps_limit_is_fifteen_million_since_may_2025(balance, on, fits):
    assert fits_the_app(balance, on) is fits
