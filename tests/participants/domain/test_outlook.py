"""The projection to 56 and the tax at its end: vectors to the rupiah, and what holds for every plan."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participants.domain.outlook import Plan, monthly_contribution, pension_day, scenario, whole_years_between
from participants.domain.tax import FINAL, PROGRESSIVE

TODAY = date(2026, 11, 20)
UNHURRIED = settings(deadline=None)
"""A busy machine is no fault of the sums."""
FIVE = Fraction(5, 100)
MONEY = st.integers(0, 10**10)


def plan(*, years: int = 5, opening: int = 0, monthly: int = 285_000, annual_return: Fraction = FIVE, **facts) -> Plan:
    day = TODAY.replace(year=TODAY.year + years)
    return Plan(starts_on=TODAY, pension_on=day, opening=opening, monthly=monthly, annual_return=annual_return, **facts)


RATES = st.integers(0, 1500).map(lambda hundredths: Fraction(hundredths, 10_000))
PLANS = st.builds(plan, years=st.integers(0, 40), opening=MONEY, monthly=st.integers(0, 10**8), annual_return=RATES)


@pytest.mark.parametrize(("years", "opening", "balance"), [(5, 0, 19_409_470), (30, 10_000_000, 276_594_180)])
def test_balance_at_the_end_hits_the_vectors(years, opening, balance):
    """Vectors of domain.md 2.5."""
    assert monthly_contribution(5_000_000, "PU") == 285_000
    assert scenario(plan(years=years, opening=opening)).end.gross == balance


@pytest.mark.parametrize(("gross", "tax"), [(50_000_000, 0), (50_000_001, 0), (70_000_000, 1_000_000), (80_000_000, 1_500_000)])
def test_first_payment_is_taxed_finally(gross, tax):
    """Vectors of domain.md 2.3."""
    end = scenario(plan(years=0, opening=gross)).end

    assert (end.amount, end.basis) == (tax, FINAL)


@pytest.mark.parametrize(("has_tax_number", "tax"), [(True, 133_000_000), (False, 159_600_000)])
def test_payment_long_after_a_first_one_is_taxed_progressively(has_tax_number, tax):
    """Vectors of domain.md 2.3."""
    earlier = [(date(2020, 5, 1), 10_000_000)]

    end = scenario(plan(years=0, opening=630_000_000, has_tax_number=has_tax_number, earlier_payments=earlier)).end

    assert (end.amount, end.basis) == (tax, PROGRESSIVE)


def test_part_taken_today_makes_the_rest_progressive_after_two_years():
    ways = {years: scenario(plan(years=years, opening=100_000_000), take_percent=10).end.basis for years in (1, 2)}

    assert ways == {1: FINAL, 2: PROGRESSIVE}


def test_migrant_worker_pays_the_amount_itself():
    assert monthly_contribution(200_000, "PMI") == 200_000


def test_birthday_of_a_leap_day_is_the_28th():
    assert pension_day(date(1972, 2, 29)) == date(2028, 2, 29)
    assert pension_day(date(1970, 11, 20)) == TODAY


@pytest.mark.parametrize(("day", "years"), [(TODAY, 0), (date(2027, 11, 19), 0), (date(2027, 11, 20), 1), (date(2020, 1, 1), 0)])
def test_only_whole_years_count(day, years):
    assert whole_years_between(TODAY, day) == years


@UNHURRIED
@given(PLANS, st.sampled_from([0, 10, 30]))
def test_nothing_is_negative_and_nobody_gets_more_than_there_is(start, percent):
    way = scenario(start, take_percent=percent)

    assert min(way.end.gross, way.end.amount, way.end.net, way.received_now) >= 0
    assert all(row.balance >= 0 and row.earned >= 0 for row in way.rows)
    assert way.received_in_all <= way.end.gross + (way.first.gross if way.first else 0)


@UNHURRIED
@given(PLANS)
def test_balance_grows_by_contributions_and_return_within_a_rupiah_a_year(start):
    balance = start.opening
    for row in scenario(start).rows:
        assert abs(row.balance - (balance + row.contributions + row.earned)) <= 2
        balance = row.balance


@UNHURRIED
@given(PLANS, st.integers(1, 10**9))
def test_more_at_the_start_is_never_less_at_the_end(start, more):
    richer = plan(years=start.years, opening=start.opening + more, monthly=start.monthly, annual_return=start.annual_return)

    assert scenario(richer).end.gross >= scenario(start).end.gross + more


@UNHURRIED
@given(PLANS)
def test_part_that_is_taken_leaves_the_balance_of_today(start):
    way = scenario(start, take_percent=10)

    assert way.first.gross == start.opening // 10
    if not way.rows:
        assert way.first.gross + way.end.gross == start.opening


@UNHURRIED
@given(st.dates(date(1930, 1, 1), TODAY))
def test_years_that_are_left_never_pass_the_birthday(birth_date):
    day = pension_day(birth_date)
    years = whole_years_between(TODAY, day)

    assert years == 0 or TODAY.replace(year=TODAY.year + years) <= day + timedelta(days=1)
