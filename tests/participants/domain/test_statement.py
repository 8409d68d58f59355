"""The statement of a ledger: whatever is booked in whatever order, every sum is the ledger's."""

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participants.domain.statement import KINDS, Booking, Sums, add_up, merged_homes, sum_of, years_of

UNHURRIED = settings(deadline=None)
"""A busy machine is no fault of the sums."""
DAYS = st.dates(min_value=date(1994, 1, 1), max_value=date(2026, 12, 31))
PAID_IN = st.builds(Booking, DAYS, st.sampled_from(KINDS[:4]), st.integers(0, 10**9))
TAKEN_OUT = st.builds(Booking, DAYS, st.just("penarikan"), st.integers(-(10**9), 0))
LEDGERS = st.lists(PAID_IN | TAKEN_OUT, max_size=60)


@UNHURRIED
@given(LEDGERS)
def test_last_closing_balance_is_the_sum_of_all_bookings(bookings):
    years = years_of(bookings)

    assert (years[-1].closing if years else 0) == sum(booking.amount for booking in bookings)


@UNHURRIED
@given(LEDGERS)
def test_every_period_opens_where_the_one_before_closed(bookings):
    years = years_of(bookings)
    months = [month for year in years for month in year.months]

    for periods in (years, months):
        assert [period.opening for period in periods] == [0, *(period.closing for period in periods)][:-1] if periods else True


@UNHURRIED
@given(LEDGERS)
def test_months_add_up_to_their_year_and_years_to_the_ledger_kind_by_kind(bookings):
    years = years_of(bookings)

    assert all(year.sums == sum_of(month.sums for month in year.months) for year in years)
    assert sum_of(year.sums for year in years) == add_up((booking.kind, booking.amount) for booking in bookings)


@UNHURRIED
@given(LEDGERS, st.randoms())
def test_order_of_the_bookings_does_not_matter(bookings, random: Random):
    shuffled = list(bookings)
    random.shuffle(shuffled)

    assert years_of(shuffled) == years_of(bookings)


@UNHURRIED
@given(st.lists(PAID_IN, max_size=60))
def test_nothing_is_negative_where_nothing_was_taken(bookings):
    for year in years_of(bookings):
        assert min(year.opening, year.closing, year.sums.total, *(month.closing for month in year.months)) >= 0


def test_year_without_a_booking_is_no_year():
    years = years_of([Booking(date(2020, 5, 1), "iuran_pekerja", 10), Booking(date(2023, 1, 1), "hasil_pengembangan", 2)])

    assert [(year.year, year.opening, year.closing) for year in years] == [(2020, 0, 10), (2023, 10, 12)]


def test_contributions_are_what_all_three_paid():
    sums = Sums(iuran_pemberi_kerja=37, iuran_pekerja=20, iuran_mandiri=5, hasil_pengembangan=4, penarikan=-6)

    assert (sums.contributions, sums.total) == (62, 60)


def test_unknown_kind_is_refused():
    with pytest.raises(KeyError):
        add_up([("bonus", 1)])


def test_merged_card_counts_in_the_last_of_a_chain():
    assert merged_homes({"a": "b", "b": "c", "c": None, "d": None}) == {"a": "c", "b": "c", "c": "c", "d": "d"}


def test_way_that_leads_elsewhere_or_round_ends():
    assert merged_homes({"a": "of somebody else"}) == {"a": "a"}
    assert set(merged_homes({"a": "b", "b": "a"})) == {"a", "b"}
