from dataclasses import replace
from datetime import date, timedelta

import pytest

from claims.domain.limits import KINDS, LIMIT_ROWS, Limit, LimitRow, limit
from claims.domain.papers import PASPOR, Slot, find_paper, words_on
from claims.domain.reasons import REASONS, find_reason, reason_labels
from claims.domain.return_reasons import RETURN_REASONS, find_return_reason, return_reasons_for
from claims.domain.rulebook import SHIPPED, install
from claims.domain.shelves import day_of_rules

TODAY, LATER = date(2026, 11, 23), date(2027, 3, 1)
EVE = LATER - timedelta(days=1)


def test_every_limit_ships_with_a_value_within_its_bounds():
    values = {row.code: row.value for row in LIMIT_ROWS}

    assert [kind for kind in Limit if not KINDS[kind].lowest <= values[kind] <= KINDS[kind].highest] == []


def test_a_limit_is_the_last_one_that_had_begun():
    install(replace(SHIPPED, limits=(*LIMIT_ROWS, LimitRow(Limit.DRAFT_DAYS, 30, LATER))), TODAY)

    assert [limit(Limit.DRAFT_DAYS, day) for day in (date(2020, 1, 1), EVE, LATER)] == [14, 14, 30]
    assert limit(Limit.DRAFT_DAYS) == 14


def test_all_rules_change_in_one_stroke_and_on_their_days():
    amended = replace(REASONS[0], label="Usia Pensiun", valid_from=LATER)
    install(replace(SHIPPED, reasons=(replace(REASONS[0], valid_to=EVE), *REASONS[1:], amended)), TODAY)

    assert [find_reason("USIA_56", day).label for day in (EVE, LATER)] == ["Usia Pensiun 56 Tahun", "Usia Pensiun"]
    assert reason_labels()["USIA_56"] == "Usia Pensiun"
    assert list(reason_labels()) == [reason.code for reason in REASONS]


def test_words_without_a_day_are_those_of_the_day_of_the_rules():
    blurred = RETURN_REASONS[0]
    book = replace(SHIPPED, return_reasons=(replace(blurred, valid_to=EVE), replace(blurred, short="Tidak tajam", valid_from=LATER)))

    words = []
    for day in (EVE, LATER):
        install(book, day)
        words.append((day_of_rules(), find_return_reason("BURAM").short, [reason.short for reason in return_reasons_for("ktp")]))

    assert words == [(EVE, "Foto buram", ["Foto buram"]), (LATER, "Tidak tajam", ["Tidak tajam"])]


def test_a_code_that_is_over_still_means_what_it_meant():
    install(replace(SHIPPED, return_reasons=tuple(replace(reason, valid_to=EVE) for reason in RETURN_REASONS)), LATER)

    assert (find_return_reason("BURAM").short, return_reasons_for("ktp")) == ("Foto buram", ())


@pytest.mark.parametrize(
    ("reason", "situation", "label"),
    [
        ("RESIGN", "", "KTP"),
        ("RESIGN", PASPOR, "Paspor"),
        ("MENINGGAL", "", "KTP ahli waris"),
        ("MENINGGAL", PASPOR, "Paspor ahli waris"),
        ("RESIGN", "tunai", "KTP"),
    ],
)
def test_the_words_that_fit_best_are_found(reason, situation, label):
    assert find_paper(words_on(TODAY), Slot.KTP, reason, situation).label == label


def test_a_slot_without_words_is_an_error_of_the_book():
    with pytest.raises(KeyError):
        find_paper({}, Slot.KTP, "RESIGN")
