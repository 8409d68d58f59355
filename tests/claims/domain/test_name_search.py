"""How the words of a name are found by their beginnings."""

import pytest

from claims.domain.name_search import NameTooShort, beginnings, name_words, searched


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Siti Aminah", ["siti", "aminah"]),
        ("  SITI   aminah ", ["siti", "aminah"]),
        ("Ma'ruf Amin", ["maruf", "amin"]),
        ("Dr. M. Yusuf, S.H.", ["yusuf"]),
        ("Nur-Hayati", ["nur", "hayati"]),
        ("José Böhm", ["jose", "bohm"]),
        ("Ai Siti", ["siti"]),
        ("Ho Li", ["holi"]),
        ("Oo", []),
        ("", []),
        ("123 =1", []),
    ],
)
def test_words_of_a_name(name, words):
    assert name_words(name) == words


def test_beginnings_are_three_to_eight_letters():
    assert beginnings("Siti Muhammadiyah") == {"sit", "siti", "muh", "muha", "muham", "muhamm", "muhamma", "muhammad"}


def test_long_word_is_searched_by_what_is_kept_of_it():
    assert set(searched("Muhammadiyah siti")) <= beginnings("Siti Muhammadiyah")


def test_search_has_few_words_each_once():
    assert searched("siti siti ami nur sri eko dwi") == ["siti", "ami", "nur", "sri"]


@pytest.mark.parametrize("text", ["", "si", "a b", "1234", "  "])
def test_short_beginning_is_not_searched_for(text):
    with pytest.raises(NameTooShort):
        searched(text)
