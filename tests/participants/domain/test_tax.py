from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants.domain.tax import TAX_RULES, TaxResult, find_tax_rule, needs_tax_number, tax_on_lump_sum

NOW = date(2026, 11, 22)
PARTIAL_LONG_AGO = [(date(2023, 5, 2), 10_000_000)]
MONEY = st.integers(min_value=0, max_value=10**11)


@pytest.mark.parametrize(
    ("gross", "tax"),
    [(0, 0), (50_000_000, 0), (50_000_001, 0), (50_000_020, 1), (70_000_000, 1_000_000), (80_000_000, 1_500_000)],
)
def test_final_tax_hits_the_vectors(gross, tax):
    """Vectors of domain.md 2.3."""
    result = tax_on_lump_sum(gross, paid_on=NOW)

    assert (result.amount, result.basis, result.net) == (tax, "final", gross - tax)


@pytest.mark.parametrize(("has_tax_number", "tax"), [(True, 133_000_000), (False, 159_600_000)])
def test_progressive_tax_hits_the_vectors(has_tax_number, tax):
    """Vectors of domain.md 2.3."""
    result = tax_on_lump_sum(630_000_000, paid_on=NOW, earlier_payments=PARTIAL_LONG_AGO, has_tax_number=has_tax_number)

    assert (result.amount, result.basis) == (tax, "progresif")


@pytest.mark.parametrize(
    ("gross", "tax"),
    [
        (60_000_000, 3_000_000),
        (250_000_000, 31_500_000),
        (500_000_000, 94_000_000),
        (5_000_000_000, 1_444_000_000),
        (5_000_000_100, 1_444_000_035),
        (19, 0),
    ],
)
def test_progressive_brackets_meet_at_their_limits(gross, tax):
    assert tax_on_lump_sum(gross, paid_on=NOW, earlier_payments=PARTIAL_LONG_AGO).amount == tax


@pytest.mark.parametrize(
    ("first_paid_on", "basis"),
    [
        (date(2026, 1, 1), "final"),
        (date(2025, 1, 1), "final"),
        (date(2024, 12, 31), "progresif"),
        (date(2016, 12, 31), "progresif"),
    ],
)
def test_third_calendar_year_after_a_partial_claim_is_progressive(first_paid_on, basis):
    assert tax_on_lump_sum(1_000_000, paid_on=NOW, earlier_payments=[(first_paid_on, 1)]).basis == basis


def test_missing_tax_number_does_not_change_the_final_tax():
    assert tax_on_lump_sum(70_000_000, paid_on=NOW, has_tax_number=False).amount == 1_000_000


def test_final_threshold_is_shared_with_the_payment_of_the_year_before():
    result = tax_on_lump_sum(40_000_000, paid_on=NOW, earlier_payments=[(date(2025, 12, 1), 30_000_000)])

    assert result == TaxResult(
        gross=40_000_000,
        amount=1_000_000,
        basis="final",
        article="PP 68/2009 Pasal 5",
        lines=("0% × Rp20.000.000", "5% × Rp20.000.000", "Pajak Rp1.000.000"),
    )


def test_payment_of_a_later_day_does_not_count():
    result = tax_on_lump_sum(40_000_000, paid_on=NOW, earlier_payments=[(date(2026, 11, 23), 30_000_000)])

    assert result.amount == 0


def test_progressive_brackets_are_filled_by_the_same_calendar_year_only():
    earlier = [*PARTIAL_LONG_AGO, (date(2026, 2, 1), 60_000_000)]

    assert tax_on_lump_sum(1_000_000, paid_on=NOW, earlier_payments=earlier).amount == 150_000


def test_explanation_lists_every_bracket_used():
    result = tax_on_lump_sum(70_000_000, paid_on=NOW, earlier_payments=PARTIAL_LONG_AGO, has_tax_number=False)

    assert result.lines == (
        "5% × Rp60.000.000",
        "15% × Rp10.000.000",
        "Lebih tinggi 20% karena tanpa NPWP",
        "Pajak Rp5.400.000",
    )


@given(MONEY, MONEY, st.sampled_from([[], PARTIAL_LONG_AGO]))
def test_two_payments_of_one_year_are_taxed_as_their_sum(first, second, before):
    paid_on = date(2026, 3, 1)
    one = tax_on_lump_sum(first, paid_on=paid_on, earlier_payments=before)
    two = tax_on_lump_sum(second, paid_on=NOW, earlier_payments=[*before, (paid_on, first)])
    both = tax_on_lump_sum(first + second, paid_on=NOW, earlier_payments=before)

    assert one.amount + two.amount == both.amount


@given(MONEY, st.booleans(), st.sampled_from([[], PARTIAL_LONG_AGO]))
def test_tax_is_never_negative_and_never_more_than_the_top_rate(gross, has_tax_number, before):
    result = tax_on_lump_sum(gross, paid_on=NOW, earlier_payments=before, has_tax_number=has_tax_number)

    assert 0 <= result.amount * 100 <= gross * 42


def test_negative_payment_is_refused():
    with pytest.raises(ValueError, match="negative"):
        tax_on_lump_sum(-1, paid_on=NOW)


def test_progressive_rates_before_2022_are_not_guessed():
    with pytest.raises(LookupError):
        find_tax_rule("progresif", date(2021, 12, 31))


def test_brackets_rise_and_end_open():
    for rule in TAX_RULES:
        limits = [bracket.up_to for bracket in rule.brackets]
        assert limits[-1] is None
        assert limits[:-1] == sorted(set(limits[:-1]))
        assert [b.percent for b in rule.brackets] == sorted({b.percent for b in rule.brackets})


@pytest.mark.parametrize(("gross", "had_partial", "needed"), [(50_000_000, False, False), (50_000_001, False, True), (1, True, True)])
def test_tax_number_is_asked_for_above_50_million_or_after_a_partial_claim(gross, had_partial, needed):
    assert needs_tax_number(gross, had_partial) is needed
