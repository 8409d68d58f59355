from dataclasses import replace
from datetime import date

import pytest

from claims.domain.reasons import REASONS, find_reason, reasons_in_force

OFFICIAL_ORDER = [
    ("USIA_56", "Usia Pensiun 56 Tahun", 100),
    ("USIA_PKB", "Usia Pensiun Perjanjian Kerja Bersama (PKB) Perusahaan", 100),
    ("PKWT", "Perjanjian Kerja Waktu Tertentu (PKWT)", 100),
    ("BPU_BERHENTI", "Berhenti usaha Bukan Penerima Upah (BPU)", 100),
    ("RESIGN", "Mengundurkan diri", 100),
    ("PHK", "Pemutusan Hubungan Kerja (PHK)", 100),
    ("TINGGALKAN_RI", "Meninggalkan Indonesia untuk selama-lamanya", 100),
    ("CACAT_TOTAL_TETAP", "Cacat total tetap", 100),
    ("MENINGGAL", "Meninggal dunia", 100),
    ("SEBAGIAN_10", "Klaim Sebagian JHT 10%", 10),
    ("SEBAGIAN_30", "Klaim Sebagian JHT 30%", 30),
]


def test_eleven_reasons_stand_in_their_official_order():
    assert [(r.code, r.label, r.share_percent) for r in reasons_in_force(date(2026, 11, 22))] == OFFICIAL_ORDER


def test_only_the_two_partial_claims_are_partial():
    assert [r.code for r in REASONS if r.is_partial] == ["SEBAGIAN_10", "SEBAGIAN_30"]


def test_every_reason_names_its_article_and_says_in_a_sentence_whom_it_is_for():
    unfinished = [r.code for r in REASONS if not ("Permenaker" in r.article or "PP 46" in r.article) or not r.summary.endswith(".")]

    assert unfinished == []


def test_reasons_are_dated():
    before_the_rule = date(2022, 4, 25)

    assert [r.code for r in reasons_in_force(before_the_rule)] == ["SEBAGIAN_10", "SEBAGIAN_30"]
    assert find_reason("RESIGN", date(2022, 4, 26)).code == "RESIGN"
    with pytest.raises(KeyError):
        find_reason("RESIGN", before_the_rule)


def test_reason_is_in_force_up_to_and_with_its_last_day():
    ended = replace(REASONS[0], valid_to=date(2026, 12, 31))

    assert [ended.is_in_force(day) for day in (date(2026, 12, 31), date(2027, 1, 1))] == [True, False]


def test_unknown_reason_is_refused():
    with pytest.raises(KeyError):
        find_reason("USIA_59", date(2026, 11, 22))


@pytest.mark.parametrize(
    ("code", "event", "over"),
    [
        ("RESIGN", date(2026, 1, 31), date(2026, 3, 1)),
        ("RESIGN", date(2028, 1, 31), date(2028, 3, 1)),
        ("RESIGN", date(2026, 1, 28), date(2026, 3, 1)),
        ("RESIGN", date(2026, 1, 27), date(2026, 2, 28)),
        ("RESIGN", date(2026, 2, 28), date(2026, 3, 29)),
        ("PHK", date(2026, 8, 31), date(2026, 10, 1)),
        ("PHK", date(2026, 12, 15), date(2027, 1, 16)),
        ("PKWT", date(2026, 12, 31), date(2027, 1, 1)),
        ("BPU_BERHENTI", date(2026, 12, 31), date(2026, 12, 31)),
        ("CACAT_TOTAL_TETAP", date(2026, 12, 1), date(2027, 1, 1)),
        ("CACAT_TOTAL_TETAP", date(2026, 11, 30), date(2026, 12, 1)),
    ],
)
def test_waiting_ends_on_the_day_the_rule_says(code, event, over):
    """F10: one month after leaving, across February and the 31st."""
    assert find_reason(code, date(2026, 11, 22)).waiting.over_on(event) == over
