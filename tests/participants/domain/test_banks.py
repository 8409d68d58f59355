import pytest

from participants.domain.banks import BANKS, account_length_warning, bank_name


def test_banks_with_a_published_code_keep_it():
    assert [row for row in BANKS if row[0].isdigit()] == [
        ("002", "BRI"),
        ("008", "Mandiri"),
        ("009", "BNI"),
        ("014", "BCA"),
        ("200", "BTN"),
    ]


def test_bank_codes_and_names_are_unique():
    assert len({code for code, _ in BANKS}) == len({name for _, name in BANKS}) == len(BANKS)


def test_bank_name_refuses_a_strange_code():
    assert bank_name("bsi") == "BSI"
    with pytest.raises(KeyError):
        bank_name("999")


def test_account_of_unusual_length_gets_a_warning():
    assert account_length_warning("014", "12345") == "Rekening BCA biasanya 10 angka, yang ini 5. Periksa di buku rekening."


@pytest.mark.parametrize(("code", "number"), [("014", "1234567890"), ("permata", "12345"), ("lainnya", "1"), ("999", "1")])
def test_account_of_usual_or_unknown_length_gets_none(code, number):
    assert account_length_warning(code, number) is None
