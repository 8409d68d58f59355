from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.domain.eligibility import Facts, check_eligibility, reaches_56_on
from claims.domain.reasons import REASONS

TODAY = date(2026, 11, 22)
LEFT = {"ended_on": date(2026, 9, 30), "event_date": date(2026, 9, 30)}
ENOUGH = {
    "USIA_56": Facts(birth_date=date(1969, 8, 15)),
    "USIA_PKB": Facts(birth_date=date(1971, 11, 22), pension_age=55),
    "PKWT": Facts(**LEFT),
    "BPU_BERHENTI": Facts(segment="BPU", **LEFT),
    "RESIGN": Facts(**LEFT),
    "PHK": Facts(**LEFT),
    "TINGGALKAN_RI": Facts(is_foreigner=True),
    "CACAT_TOTAL_TETAP": Facts(birth_date=date(1985, 7, 20), event_date=date(2026, 10, 31)),
    "MENINGGAL": Facts(is_heir=True, event_date=TODAY),
    "SEBAGIAN_10": Facts(first_membership_on=date(2016, 11, 22)),
    "SEBAGIAN_30": Facts(first_membership_on=date(2016, 11, 22)),
}
KNOWN_FACTS = st.builds(
    Facts,
    birth_date=st.none() | st.dates(date(1940, 1, 1), TODAY),
    segment=st.sampled_from(["PU", "BPU", "PMI"]),
    ended_on=st.none() | st.dates(date(2015, 1, 1), date(2027, 12, 31)),
    other_active_memberships=st.booleans(),
    first_membership_on=st.none() | st.dates(date(2000, 1, 1), TODAY),
    event_date=st.none() | st.dates(date(2015, 1, 1), date(2027, 12, 31)),
    is_foreigner=st.none() | st.booleans(),
    earlier_partial_claim=st.booleans(),
    pension_age=st.none() | st.integers(45, 65),
    is_heir=st.booleans(),
    balance=st.none() | st.integers(0, 10**9),
)
TOMORROW = TODAY + timedelta(days=1)
STILL_WAITING = st.builds(
    Facts,
    birth_date=st.dates(date(1971, 1, 1), date(2008, 12, 31)),
    ended_on=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    first_membership_on=st.dates(date(2016, 11, 23), TODAY),
    event_date=st.dates(TOMORROW, date(2027, 12, 31)),
    pension_age=st.integers(56, 65),
    is_heir=st.just(True),
    balance=st.integers(0, 10**9),
)
CODES = [reason.code for reason in REASONS]
SEGMENT = {code: "BPU" if code == "BPU_BERHENTI" else "PU" for code in CODES}
WAITED_FOR = [code for code in CODES if code != "TINGGALKAN_RI"]


def answer(code, facts, today=TODAY):
    verdict = check_eligibility(code, facts, today)
    return verdict.outcome, verdict.from_date


def codes_of(code, facts, today=TODAY):
    return [obstacle.code for obstacle in check_eligibility(code, facts, today).obstacles]


@pytest.mark.parametrize("code", CODES)
def test_each_reason_can_be_met(code):
    verdict = check_eligibility(code, ENOUGH[code], TODAY)

    assert (verdict.outcome, verdict.obstacles, verdict.may_file) == ("bisa", (), True)


@pytest.mark.parametrize(
    ("born", "first_day"),
    [
        (date(1970, 11, 22), date(2026, 11, 23)),
        (date(1970, 12, 31), date(2027, 1, 1)),
        (date(1971, 2, 28), date(2027, 3, 1)),
        (date(1972, 2, 28), date(2028, 2, 29)),
        (date(1972, 2, 29), date(2028, 3, 1)),
        (date(2044, 2, 29), date(2100, 3, 1)),
    ],
)
def test_claim_at_56_starts_the_day_after_the_birthday(born, first_day):
    """F10: born on 29 February; 56th birthday before, on and after."""
    facts = Facts(birth_date=born)
    birthday = first_day - timedelta(days=1)

    assert reaches_56_on(born) == first_day
    assert [answer("USIA_56", facts, day) for day in (birthday - timedelta(days=1), birthday, first_day)] == [
        ("belum_bisa", first_day),
        ("belum_bisa", first_day),
        ("bisa", None),
    ]


def test_refusal_at_55_says_birthday_first_day_and_article():
    verdict = check_eligibility("USIA_56", Facts(birth_date=date(1970, 11, 22)), TODAY)

    assert verdict.explanation == ("Anda genap 56 tahun pada Minggu, 22 November 2026. Klaim bisa diajukan mulai Senin, 23 November 2026.")
    assert verdict.article == "Permenaker 4/2022 Pasal 6 ayat (1) huruf b"


def test_claim_at_56_allows_an_active_membership():
    assert answer("USIA_56", Facts(birth_date=date(1969, 8, 15), ended_on=None, other_active_memberships=True)) == ("bisa", None)


@pytest.mark.parametrize(
    ("born", "age", "outcome", "from_date"),
    [
        (date(1971, 11, 22), 55, "bisa", None),
        (date(1971, 11, 23), 55, "belum_bisa", date(2026, 11, 23)),
        (date(1972, 2, 29), 55, "belum_bisa", date(2027, 2, 28)),
        (date(1971, 11, 22), None, "perlu_telaah", None),
    ],
)
def test_agreed_pension_age_counts_from_the_birthday_itself(born, age, outcome, from_date):
    """F10."""
    assert answer("USIA_PKB", Facts(birth_date=born, pension_age=age)) == (outcome, from_date)


@pytest.mark.parametrize("code", ["RESIGN", "PHK"])
@pytest.mark.parametrize(
    ("event", "first_day"),
    [
        (date(2026, 1, 31), date(2026, 3, 1)),
        (date(2028, 1, 31), date(2028, 3, 1)),
        (date(2026, 3, 31), date(2026, 5, 1)),
        (date(2026, 10, 21), date(2026, 11, 22)),
    ],
)
def test_leaving_waits_a_calendar_month_and_a_day(code, event, first_day):
    """F10: one month after leaving, across February and the 31st."""
    facts = Facts(ended_on=event, event_date=event)

    assert answer(code, facts, first_day - timedelta(days=1)) == ("belum_bisa", first_day)
    assert answer(code, facts, first_day) == ("bisa", None)


def test_contract_ends_and_the_next_day_counts():
    facts = Facts(ended_on=TODAY, event_date=TODAY)

    assert answer("PKWT", facts) == ("belum_bisa", date(2026, 11, 23))
    assert answer("PKWT", facts, date(2026, 11, 23)) == ("bisa", None)


def test_unreported_leaver_is_told_what_to_do_and_no_date():
    verdict = check_eligibility("RESIGN", Facts(event_date=date(2026, 9, 30)), TODAY)

    assert (verdict.outcome, verdict.from_date, verdict.may_file) == ("belum_bisa", None, False)
    assert verdict.explanation == (
        "Kepesertaan Anda masih tercatat aktif. Minta bagian personalia melaporkan bahwa Anda sudah berhenti, "
        "lalu periksa lagi di sini. Tunggakan iuran perusahaan tidak menghalangi klaim Anda."
    )


@pytest.mark.parametrize("code", ["PKWT", "BPU_BERHENTI", "RESIGN", "PHK"])
def test_working_elsewhere_refuses_who_says_that_work_has_ended(code):
    facts = Facts(segment=ENOUGH[code].segment, other_active_memberships=True, **LEFT)

    assert codes_of(code, facts) == ["active_elsewhere"]
    assert answer(code, facts) == ("belum_bisa", None)


def test_two_dates_give_the_later_one():
    facts = Facts(ended_on=date(2026, 12, 31), event_date=date(2026, 11, 1))

    assert answer("RESIGN", facts) == ("belum_bisa", date(2026, 12, 31))
    assert codes_of("RESIGN", facts) == ["still_active", "waiting"]


def test_a_date_is_not_promised_where_waiting_alone_does_not_help():
    facts = Facts(ended_on=None, event_date=date(2026, 11, 1))

    assert answer("RESIGN", facts) == ("belum_bisa", None)


@pytest.mark.parametrize(("code", "segment"), [("RESIGN", "BPU"), ("PHK", "BPU"), ("PKWT", "BPU"), ("BPU_BERHENTI", "PU")])
def test_reason_of_another_segment_is_refused(code, segment):
    assert codes_of(code, Facts(segment=segment, **LEFT)) == ["segment"]


@pytest.mark.parametrize(("is_foreigner", "outcome"), [(True, "bisa"), (False, "perlu_telaah"), (None, "perlu_telaah")])
def test_leaving_the_country_is_for_foreigners_and_for_citizens_by_review(is_foreigner, outcome):
    assert answer("TINGGALKAN_RI", Facts(is_foreigner=is_foreigner)) == (outcome, None)


@pytest.mark.parametrize(
    ("finding", "outcome", "from_date"),
    [
        (date(2026, 10, 31), "bisa", None),
        (date(2026, 11, 1), "belum_bisa", date(2026, 12, 1)),
        (date(2026, 11, 22), "belum_bisa", date(2026, 12, 1)),
    ],
)
def test_disability_counts_from_the_first_of_the_month_after_the_finding(finding, outcome, from_date):
    assert answer("CACAT_TOTAL_TETAP", Facts(birth_date=date(1985, 7, 20), event_date=finding)) == (outcome, from_date)


def test_disability_found_at_56_goes_to_an_officer():
    assert codes_of("CACAT_TOTAL_TETAP", Facts(birth_date=date(1970, 10, 1), event_date=date(2026, 10, 1))) == ["past_pension_age"]
    assert codes_of("CACAT_TOTAL_TETAP", Facts(birth_date=date(1970, 10, 2), event_date=date(2026, 10, 1))) == []


def test_death_is_claimed_by_an_heir():
    assert answer("MENINGGAL", Facts(is_heir=False, event_date=TODAY)) == ("belum_bisa", None)
    assert answer("MENINGGAL", Facts(is_heir=True, event_date=date(2026, 11, 23))) == ("belum_bisa", date(2026, 11, 23))


@pytest.mark.parametrize("code", ["SEBAGIAN_10", "SEBAGIAN_30"])
@pytest.mark.parametrize(
    ("first", "outcome", "from_date"),
    [
        (date(2016, 11, 22), "bisa", None),
        (date(2016, 11, 23), "belum_bisa", date(2026, 11, 23)),
        (date(2020, 2, 29), "belum_bisa", date(2030, 2, 28)),
        (None, "perlu_telaah", None),
    ],
)
def test_partial_claim_needs_ten_years_over_all_cards(code, first, outcome, from_date):
    """F10: 10 % and 30 % rules."""
    assert answer(code, Facts(first_membership_on=first)) == (outcome, from_date)


@pytest.mark.parametrize("code", ["SEBAGIAN_10", "SEBAGIAN_30"])
@pytest.mark.parametrize("ended_on", [None, date(2020, 1, 1)])
def test_partial_claim_asks_neither_for_active_nor_for_ended_membership(code, ended_on):
    assert answer(code, Facts(first_membership_on=date(2010, 1, 1), ended_on=ended_on)) == ("bisa", None)


@pytest.mark.parametrize("code", ["SEBAGIAN_10", "SEBAGIAN_30"])
def test_partial_claim_is_once_in_a_lifetime(code):
    facts = Facts(first_membership_on=date(2010, 1, 1), earlier_partial_claim=True)

    assert (answer(code, facts), codes_of(code, facts)) == (("belum_bisa", None), ["partial_claim_used"])


def test_empty_card_goes_to_an_officer():
    verdict = check_eligibility("USIA_56", Facts(birth_date=date(1969, 8, 15), balance=0), TODAY)

    assert (verdict.outcome, verdict.may_file) == ("perlu_telaah", True)
    assert verdict.explanation == (
        "Anda bisa mengirim klaim, dan petugas menelaahnya lebih dulu. Saldo kartu ini tercatat Rp0. Mungkin sudah digabung ke kartu lain."
    )


def test_unknown_reason_is_refused():
    with pytest.raises(KeyError):
        check_eligibility("USIA_59", Facts(), TODAY)


@given(st.sampled_from(WAITED_FOR), STILL_WAITING)
def test_promised_day_is_the_first_on_which_nothing_refuses(code, facts):
    facts = replace(facts, segment=SEGMENT[code])
    promised = check_eligibility(code, facts, TODAY).from_date

    assert promised > TODAY
    assert answer(code, facts, promised - timedelta(days=1)) == ("belum_bisa", promised)
    assert check_eligibility(code, facts, promised).may_file


@given(st.sampled_from(CODES), KNOWN_FACTS)
def test_every_answer_is_one_of_three_in_sentences_with_an_article(code, facts):
    verdict = check_eligibility(code, facts, TODAY)

    assert verdict.outcome in ("bisa", "belum_bisa", "perlu_telaah")
    assert verdict.explanation.endswith(".")
    assert verdict.article


@pytest.mark.parametrize("code", CODES)
def test_what_is_unknown_goes_to_an_officer_and_refuses_nobody(code):
    facts = Facts(segment=SEGMENT[code], ended_on=date(2026, 1, 1), is_heir=True)

    assert answer(code, facts) == ("perlu_telaah", None)
