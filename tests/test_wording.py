"""The words of a rule in the reader's language: sentences with facts, what was kept, and what an office wrote itself."""

from datetime import date

import pytest
from django.utils.translation import override

from claims.cleaning.words import sentence_for
from claims.domain.eligibility import Facts, check_eligibility
from jht_portal.lib import formats
from jht_portal.lib.wording import say, shown
from participants.domain.dates import long_date
from participants.domain.devices import spoken_device
from participants.domain.identifiers import IdentifierError, parse_kpj_or_nik
from participants.domain.money import format_rupiah
from participants.domain.sentences import passage, sentence

DAY = date(2026, 11, 24)


@pytest.fixture
def english():
    with override("en"):
        yield


def test_a_sentence_is_its_indonesian_text():
    assert sentence("Klaim bisa diajukan mulai {day}.", day=long_date(DAY)) == "Klaim bisa diajukan mulai Selasa, 24 November 2026."


def test_indonesian_readers_get_the_very_text():
    words = passage((sentence("Usia pensiun perusahaan Anda {age} tahun.", age=55), "Masa tunggunya satu bulan."))

    assert say(words) is words


def test_facts_are_written_as_english_readers_expect_them(english):
    assert say(sentence("Klaim bisa diajukan mulai {day}.", day=long_date(DAY))) == "You can claim from Tuesday, 24 November 2026."
    assert say(sentence("Pajak {amount}", amount=format_rupiah(1_500_000))) == "Tax Rp1,500,000"
    assert say(sentence_for("too_big", {"size": 8_800_000})) == "The file has 8.4 MB. The limit is 6 MB. Take a smaller photo."


def test_a_rule_answers_in_english(english):
    verdict = check_eligibility("RESIGN", Facts(segment="PU", ended_on=DAY, event_date=DAY), DAY)

    assert say(verdict.explanation) == (
        "Date of the resignation letter: 24 November 2026. The waiting period is one month. You can claim from Friday, 25 December 2026."
    )
    assert say(verdict.article) == "Manpower Regulation (Permenaker) 4/2022, articles 8 and 9"


@pytest.mark.parametrize(("typed", "told"), [("1", "There is 1 digit."), ("12", "There are 2 digits.")])
def test_what_is_counted_knows_one_from_several(english, typed, told):
    with pytest.raises(IdentifierError) as refused:
        parse_kpj_or_nik(typed)

    assert say(refused.value.message).startswith(told)


def test_sentences_kept_as_one_text_are_known_one_by_one(english):
    assert say("Tanggal lahir belum diisi. Masa tunggunya satu bulan.") == "The date of birth is missing. The waiting period is one month."


def test_what_an_office_wrote_is_shown_and_marked_as_indonesian(english):
    assert shown("Bawa <map> kuning.") == '<span lang="id">Bawa &lt;map&gt; kuning.</span>'
    assert say("Bawa map kuning.") == "Bawa map kuning."


def test_nothing_is_marked_for_indonesian_readers():
    assert shown("Bawa map kuning.") == "Bawa map kuning."


def test_a_device_is_named_in_english(english):
    assert [say(spoken_device(kept)) for kept in ("Chrome di Android", "Peramban lain di perangkat lain", "")] == [
        "Chrome on Android",
        "Another browser on another device",
        "",
    ]


@pytest.mark.parametrize(
    ("write", "value", "indonesian", "english_words"),
    [
        (formats.rupiah, -38_640_215, "−Rp38.640.215", "−Rp38,640,215"),
        (formats.number, 12_000, "12.000", "12,000"),
        (formats.decimal, 3.5, "3,5", "3.5"),
        (formats.size, 8_800_000, "8,4 MB", "8.4 MB"),
        (formats.size, 1, "1 byte", "1 byte"),
        (formats.size, 2, "2 byte", "2 bytes"),
        (formats.long_date, DAY, "Selasa, 24 November 2026", "Tuesday, 24 November 2026"),
        (formats.day_and_month, date(2026, 5, 2), "2 Mei", "2 May"),
        (formats.month_and_year, date(2026, 8, 1), "Agustus 2026", "August 2026"),
        (formats.waiting_time, 1, "1 detik", "1 second"),
        (formats.waiting_time, 61, "2 menit", "2 minutes"),
        (formats.slot_hours, "09.00–10.00", "09.00–10.00", "09:00–10:00"),
        (formats.waiting_time, 3 * 3600, "3 jam", "3 hours"),
    ],
)
def test_figures_are_right_in_both_languages(write, value, indonesian, english_words):
    with override("id"):
        in_indonesian = write(value)
    with override("en"):
        in_english = write(value)

    assert (in_indonesian, in_english) == (indonesian, english_words)
