from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants.domain.dates import add_months, add_years, first_of_next_month, long_date
from participants.domain.money import format_rupiah

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 3, 31), date(2026, 4, 30)),
        (date(2026, 2, 28), date(2026, 3, 28)),
        (date(2026, 12, 15), date(2027, 1, 15)),
        (date(2026, 12, 31), date(2027, 1, 31)),
    ],
)
def test_add_months_stays_in_the_next_month(day, later):
    """F10: month ends."""
    assert add_months(day, 1) == later


@given(DAYS, st.integers(min_value=0, max_value=600))
def test_add_months_lands_exactly_that_many_months_later(day, months):
    later = add_months(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


def test_add_years_moves_a_leap_day_to_28_february_in_a_common_year():
    """F10: born on 29 February."""
    assert [add_years(date(1972, 2, 29), years) for years in (55, 56)] == [date(2027, 2, 28), date(2028, 2, 29)]


def test_first_of_next_month_crosses_the_year():
    assert first_of_next_month(date(2026, 12, 1)) == date(2027, 1, 1)


def test_long_date_is_written_in_indonesian():
    assert long_date(date(2026, 11, 24)) == "Selasa, 24 November 2026"
    assert long_date(date(2026, 8, 17), weekday=False) == "17 Agustus 2026"


@pytest.mark.parametrize(
    ("amount", "words"),
    [(0, "Rp0"), (999, "Rp999"), (38_640_215, "Rp38.640.215"), (-1_000, "-Rp1.000")],
)
def test_format_rupiah_groups_thousands_with_dots(amount, words):
    assert format_rupiah(amount) == words
