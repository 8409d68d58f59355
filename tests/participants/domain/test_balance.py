from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants.domain.balance import DEFAULT_ANNUAL_RETURN, YearlyBalance, contribution_of_wage, project_balance

MONEY = st.integers(min_value=0, max_value=10**9)


def test_contribution_of_wage_is_57_per_mille_for_employees():
    assert contribution_of_wage(5_000_000) == 285_000
    assert contribution_of_wage(5_000_001) == 285_000
    assert contribution_of_wage(2_500_000, "BPU") == 50_000


def test_contribution_of_a_migrant_worker_is_not_a_share():
    with pytest.raises(KeyError):
        contribution_of_wage(5_000_000, "PMI")


def test_projection_over_five_years_hits_the_vector():
    """Vector of domain.md 2.5."""
    rows = list(project_balance(0, monthly=285_000, annual_return=DEFAULT_ANNUAL_RETURN, years=5))

    assert rows[-1].balance == 19_409_470
    assert sum(row.contributions for row in rows) == 17_100_000


def test_projection_over_thirty_years_hits_the_vector():
    """Vector of domain.md 2.5."""
    rows = list(project_balance(10_000_000, monthly=285_000, annual_return=DEFAULT_ANNUAL_RETURN, years=30))

    assert rows[-1].balance == 276_594_180


def test_first_year_earns_interest_from_the_month_of_each_contribution():
    rows = list(project_balance(1_000_000, monthly=100_000, annual_return=Fraction(12, 100), years=1))

    assert rows == [YearlyBalance(year=1, contributions=1_200_000, earned=198_000, balance=2_398_000)]


def test_projection_of_no_years_is_empty():
    assert list(project_balance(1, monthly=1, annual_return=Fraction(1, 20), years=0)) == []


@given(MONEY, MONEY, st.integers(min_value=1, max_value=40))
def test_projection_without_return_only_adds_up(opening, monthly, years):
    rows = list(project_balance(opening, monthly=monthly, annual_return=Fraction(0), years=years))

    assert rows[-1] == YearlyBalance(years, 12 * monthly, 0, opening + 12 * monthly * years)
