import pytest

from claims.domain.papers import Slot
from claims.domain.return_reasons import (
    BANK_RETURNS,
    REJECTION_REASONS,
    RETURN_REASONS,
    find_bank_return,
    find_rejection_reason,
    find_return_reason,
    return_reasons_for,
)

AGREED_CODES = [
    "BURAM",
    "TERPOTONG",
    "GELAP",
    "SALAH_JENIS",
    "HALAMAN_KURANG",
    "KEDALUWARSA",
    "FOTO_TIDAK_SESUAI",
    "FORMULIR_BELUM_TTD",
    "REKENING_NAMA_BEDA",
    "REKENING_TIDAK_AKTIF",
    "NAMA_BEDA",
    "NIK_BEDA",
    "TGL_LAHIR_BEDA",
    "PAKLARING_TANPA_TTD_CAP",
    "PAKLARING_TANGGAL_BEDA",
    "MASIH_AKTIF",
    "BELUM_SATU_BULAN",
    "BELUM_SEMUA_TTD",
    "LAINNYA",
]
TABLES = [RETURN_REASONS, REJECTION_REASONS, BANK_RETURNS]


def test_return_reasons_are_the_agreed_ones():
    assert [reason.code for reason in RETURN_REASONS] == AGREED_CODES


@pytest.mark.parametrize("table", TABLES)
def test_only_the_last_reason_asks_for_own_words(table):
    assert [reason.code for reason in table if reason.needs_text] == ["LAINNYA"]
    assert table[-1].code == "LAINNYA"


@pytest.mark.parametrize("table", TABLES)
def test_every_reason_is_short_then_a_whole_sentence(table):
    assert len({reason.code for reason in table}) == len(table)
    assert [r.code for r in table if len(r.short) > 40 or not r.advice.endswith(".") or "!" in r.advice] == []


@pytest.mark.parametrize("slot", list(Slot))
def test_every_slot_can_be_sent_back_for_a_blurred_photo_or_another_matter(slot):
    codes = [reason.code for reason in return_reasons_for(slot)]

    assert (codes[0], codes[-1]) == ("BURAM", "LAINNYA")


def test_reasons_of_a_bank_book_are_those_of_photos_and_accounts():
    assert [reason.code for reason in return_reasons_for("buku_rekening")] == [
        "BURAM",
        "TERPOTONG",
        "GELAP",
        "SALAH_JENIS",
        "HALAMAN_KURANG",
        "REKENING_NAMA_BEDA",
        "REKENING_TIDAK_AKTIF",
        "LAINNYA",
    ]


@pytest.mark.parametrize("find", [find_return_reason, find_rejection_reason, find_bank_return])
def test_reason_is_found_by_its_code_and_a_strange_one_refused(find):
    assert find("LAINNYA").code == "LAINNYA"
    with pytest.raises(KeyError):
        find("TIDAK_ADA")
