import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from claims.domain.numbers import (
    ALPHABET,
    mask_claim_number,
    new_check_code,
    new_claim_number,
    parse_check_code,
    parse_claim_number,
    parse_tracked_number,
)
from participants.domain.identifiers import IdentifierError, Kpj, Nik

YEARS = st.integers(min_value=2020, max_value=2119)
RANDOM = st.binary(min_size=5, max_size=8)
NUMBER = new_claim_number(2026, (5_805_442_657).to_bytes(5))  # JHT-26-1K1G-0D5J: both digits that have lookalikes


def refusal(parse, text):
    with pytest.raises(IdentifierError) as caught:
        parse(text)
    return caught.value.code


@given(YEARS, RANDOM)
def test_new_claim_number_has_the_agreed_form_and_reads_back(year, noise):
    number = new_claim_number(year, noise)

    assert re.fullmatch(rf"JHT-{year % 100:02d}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", number)
    assert parse_claim_number(number) == number


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER.lower(),
        NUMBER.replace("-", ""),
        NUMBER.replace("-", " "),
        f"  {NUMBER.replace('-', ' – ')}  ",
        NUMBER.replace("0", "O"),
        NUMBER.replace("0", "o").replace("1", "l"),
        NUMBER.replace("1", "I"),
    ],
)
def test_claim_number_is_read_however_it_is_typed(typed):
    assert parse_claim_number(typed) == NUMBER


@given(YEARS, RANDOM, st.integers(0, 9), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_noticed(year, noise, place, char):
    code = new_claim_number(year, noise).replace("-", "")[3:]
    wrong = code[:place] + char + code[place + 1 :]

    assume(wrong != code)
    assert refusal(parse_claim_number, f"JHT{wrong}") in ("check", "characters")


@given(YEARS, RANDOM, st.integers(0, 8))
def test_every_exchange_of_neighbours_is_noticed(year, noise, place):
    code = new_claim_number(year, noise).replace("-", "")[3:]
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assume(wrong != code)
    assert refusal(parse_claim_number, f"JHT{wrong}") in ("check", "characters")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "prefix"),
        (NUMBER.removeprefix("JHT-"), "prefix"),
        ("JHT", "length"),
        (f"{NUMBER}0", "length"),
        ("JHT-2A-0000-0000", "characters"),
        ("JHT-26-UUUU-UUUU", "characters"),
        ("JHT-26-00/0-0000", "characters"),
    ],
)
def test_what_is_no_claim_number_is_named(typed, code):
    assert refusal(parse_claim_number, typed) == code


def test_all_random_bits_reach_the_number():
    numbers = {new_claim_number(2026, (1 << bit).to_bytes(5)) for bit in range(40)}

    assert len(numbers) == 36  # 35 bits of the body, and the five that are not used give the number of zero


@pytest.mark.parametrize("make", [new_check_code, lambda noise: new_claim_number(2026, noise)])
def test_too_few_random_bytes_are_refused(make):
    with pytest.raises(ValueError, match="random bytes"):
        make(b"1234")


@given(st.binary(min_size=5, max_size=5))
def test_check_code_keeps_forty_bits_and_reads_back(noise):
    code = new_check_code(noise)

    assert re.fullmatch(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", code)
    assert parse_check_code(code.lower().replace("-", " ")) == code
    assert sum(ALPHABET.index(char) << 5 * place for place, char in enumerate(code.replace("-", ""))) == int.from_bytes(noise)


@pytest.mark.parametrize(("typed", "code"), [("", "length"), ("ABCD-EFG", "length"), ("ABCD-EFGU", "characters")])
def test_what_is_no_check_code_is_named(typed, code):
    assert refusal(parse_check_code, typed) == code


def test_tracking_box_takes_all_three_numbers():
    assert parse_tracked_number("1657 4650 029") == Kpj("16574650029")
    assert parse_tracked_number("3273015203920002") == Nik("3273015203920002")
    assert parse_tracked_number(NUMBER.lower()) == NUMBER
    assert refusal(parse_tracked_number, "1657465002") == "length"
    assert refusal(parse_tracked_number, "jht 26") == "length"


@given(st.text(max_size=40))
def test_tracking_box_answers_every_text_with_a_number_or_a_fault(text):
    try:
        number = parse_tracked_number(text)
    except IdentifierError as error:
        assert error.message.endswith(".")
    else:
        assert isinstance(number, (Kpj, Nik, str))


def test_masked_claim_number_hides_four_characters():
    assert mask_claim_number("JHT-26-AB12-CD3E") == "JHT-26-****-CD3E"
