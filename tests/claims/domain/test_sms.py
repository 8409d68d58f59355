"""The length of an SMS, by the published alphabets (3GPP TS 23.038 and 23.040)."""

import pytest

from claims.domain.sms import GSM_BASIC, GSM_EXTENDED, plain_for_sms, sms_size


def test_alphabet_has_its_128_signs_and_ten_more():
    """127 signs and the escape, which is no sign of its own."""
    assert (len(GSM_BASIC), len(GSM_EXTENDED), GSM_BASIC & GSM_EXTENDED) == (127, 10, frozenset())


@pytest.mark.parametrize(
    ("text", "alphabet", "length", "parts", "left"),
    [
        ("", "GSM-7", 0, 1, 160),
        ("a" * 160, "GSM-7", 160, 1, 0),
        ("a" * 161, "GSM-7", 161, 2, 145),
        ("a" * 306, "GSM-7", 306, 2, 0),
        ("a" * 307, "GSM-7", 307, 3, 152),
        ("€" * 80, "GSM-7", 160, 1, 0),
        ("€" * 81, "GSM-7", 162, 2, 143),
        ("a" * 70 + "ş", "UCS-2", 71, 2, 63),
        ("ş" * 70, "UCS-2", 70, 1, 0),
        ("ş" * 134, "UCS-2", 134, 2, 0),
        ("ş" * 135, "UCS-2", 135, 3, 66),
        ("😀" * 35, "UCS-2", 70, 1, 0),
        ("é\nÑ@", "GSM-7", 4, 1, 156),
    ],
)
def test_length_and_parts(text, alphabet, length, parts, left):
    size = sms_size(text)

    assert (size.alphabet, size.length, size.parts, size.left) == (alphabet, length, parts, left)


@pytest.mark.parametrize(
    ("text", "parts", "left"),
    [
        ("a" * 152 + "€" + "a" * 10, 2, 141),
        ("ş" * 66 + "😀" + "ş" * 5, 2, 60),
    ],
)
def test_sign_of_two_places_is_not_split_between_parts(text, parts, left):
    """It moves to the next part whole, so that one place stays empty."""
    size = sms_size(text)

    assert (size.parts, size.left) == (parts, left)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Nur’aini – “Siti”…", 'Nur\'aini - "Siti"...'),
        ("José Çelik", "José Çelik"),
        ("Ibáñez ş", "Ibañez s"),
        ("ﬁ½", "fi½"),
        ("王", "王"),
    ],
)
def test_what_has_a_plain_spelling_does_not_halve_the_message(text, plain):
    assert plain_for_sms(text) == plain
