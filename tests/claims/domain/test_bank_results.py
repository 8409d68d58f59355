"""Reading the bank's answer: a file is read whole or refused with its lines; a row is judged by what is known of its order."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from claims.domain.bank_results import (
    COLUMNS,
    MAX_ROWS,
    Problem,
    ResultFileWrong,
    ResultLine,
    Verdict,
    contradicting,
    judge,
    read_results,
)

TODAY = date(2026, 11, 24)
GOOD = ("JHT-26-AAAA-AAAA-1", "berhasil", "TRX-1", "", "2026-11-24", "1000000")


def read(*rows):
    return read_results([COLUMNS, *rows], TODAY)


def faults(*rows):
    with pytest.raises(ResultFileWrong) as wrong:
        read(*rows)
    return wrong.value.faults


def changed(**cells):
    return tuple(cells.get(name, usual) for name, usual in zip(COLUMNS, GOOD, strict=True))


def test_rows_are_read_with_their_lines():
    failed = changed(kunci="jht-26-bbbb-bbbb-2 ", hasil="GAGAL", referensi_bank="", kode_retur="rekening_tidak_aktif")

    assert read(GOOD, ("",) * 6, failed) == [
        ResultLine(2, "JHT-26-AAAA-AAAA-1", True, "TRX-1", "", TODAY, 1_000_000),
        ResultLine(4, "JHT-26-BBBB-BBBB-2", False, "", "REKENING_TIDAK_AKTIF", TODAY, 1_000_000),
    ]


def test_columns_may_stand_in_any_order_among_others():
    rows = [("Catatan", *reversed(COLUMNS)), ("abaikan", *reversed(GOOD))]

    assert read_results(rows, TODAY) == read(GOOD)


@pytest.mark.parametrize("day", ["24/11/2026", "24-11-2026", date(2026, 11, 24), datetime(2026, 11, 24, 9, 30, tzinfo=UTC)])
def test_days_are_read_as_people_and_spreadsheets_write_them(day):
    assert read(changed(tanggal=day))[0].booked_on == TODAY


@pytest.mark.parametrize("amount", [1_000_000, 1_000_000.0, "1.000.000", "Rp1.000.000", " 1000000 "])
def test_amounts_are_read_as_people_and_spreadsheets_write_them(amount):
    assert read(changed(jumlah=amount))[0].amount == 1_000_000


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"hasil": "mungkin"}, "Baris 2: hasil harus berhasil atau gagal."),
        ({"referensi_bank": ""}, "Baris 2: referensi_bank belum diisi."),
        ({"referensi_bank": "=1+1"}, "Baris 2: referensi_bank berisi tanda yang tidak dipakai, atau terlalu panjang."),
        ({"referensi_bank": "X" * 41}, "Baris 2: referensi_bank berisi tanda yang tidak dipakai, atau terlalu panjang."),
        ({"kode_retur": "REKENING_TIDAK_AKTIF"}, "Baris 2: hasil berhasil tidak punya kode_retur."),
        ({"hasil": "gagal"}, "Baris 2: kode_retur belum diisi."),
        ({"kunci": ""}, "Baris 2: kunci belum diisi."),
        ({"kunci": "@SUM(A1)"}, "Baris 2: kunci berisi tanda yang tidak dipakai, atau terlalu panjang."),
        ({"tanggal": "24 Nov"}, "Baris 2: tanggal ditulis 2026-11-24 atau 24/11/2026."),
        ({"tanggal": "31/11/2026"}, "Baris 2: tanggal ditulis 2026-11-24 atau 24/11/2026."),
        ({"tanggal": "2026-11-25"}, "Baris 2: tanggal ini belum tiba."),
        *(
            ({"jumlah": amount}, "Baris 2: jumlah ditulis dalam rupiah bulat, seperti 12000000.")
            for amount in ("", "0", "-5", "1e6", "1,5", "1.00", 1.5, True, "9" * 30, "=A1", "１００", None)
        ),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_its_line(cells, sentence):
    assert faults(changed(**cells)) == [sentence]


def test_every_wrong_line_is_told_up_to_twenty():
    assert faults(*[changed(hasil="?")] * 3) == [f"Baris {line}: hasil harus berhasil atau gagal." for line in (2, 3, 4)]
    assert len(faults(*[changed(hasil="?")] * 50)) == 21


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "Kolom ini belum ada di baris pertama: kunci, hasil, referensi_bank, kode_retur, tanggal, jumlah."),
        ([("kunci", "hasil")], "Kolom ini belum ada di baris pertama: referensi_bank, kode_retur, tanggal, jumlah."),
        ([(*COLUMNS, "kunci")], "Kolom ini ada dua kali: kunci."),
        ([COLUMNS], "Berkas tidak berisi baris hasil."),
    ],
)
def test_a_file_without_our_columns_is_refused(rows, sentence):
    with pytest.raises(ResultFileWrong) as wrong:
        read_results(rows, TODAY)
    assert wrong.value.faults == [sentence]


def test_a_file_of_too_many_rows_is_refused_without_reading_on():
    """A hundred thousand rows cost no more than the limit."""
    read_rows = 0

    def endless():
        nonlocal read_rows
        yield COLUMNS
        while read_rows < 100_000:
            read_rows += 1
            yield GOOD

    with pytest.raises(ResultFileWrong) as wrong:
        read_results(endless(), TODAY)
    assert wrong.value.faults == ["Berkas berisi lebih dari 5.000 baris. Bagi menjadi beberapa berkas."]
    assert read_rows == MAX_ROWS + 1


# --- Judging


@dataclass
class Order:
    state: str
    bank_reference: str = ""
    return_code: str = ""
    net_amount: int = 1_000_000


PAID = ResultLine(2, "K-1", True, "TRX-1", "", TODAY, 1_000_000)
RETURNED = ResultLine(2, "K-1", False, "", "REKENING_TIDAK_AKTIF", TODAY, 1_000_000)
REVIEW = Verdict.REVIEW


@pytest.mark.parametrize(
    ("line", "order", "judged"),
    [
        (PAID, None, (REVIEW, Problem.UNKNOWN_KEY)),
        (PAID, Order("paying"), (Verdict.PAY, None)),
        (PAID, Order("paying", net_amount=999_999), (REVIEW, Problem.AMOUNT)),
        (PAID, Order("waiting"), (REVIEW, Problem.NOT_SENT)),
        (PAID, Order("dropped"), (REVIEW, Problem.NOT_SENT)),
        (PAID, Order("paid", "TRX-1"), (Verdict.KNOWN, None)),
        (PAID, Order("paid", "TRX-2"), (REVIEW, Problem.OTHER_REFERENCE)),
        (PAID, Order("failed", return_code="X"), (REVIEW, Problem.FAILED_BEFORE)),
        (RETURNED, Order("paying"), (Verdict.FAIL, None)),
        (RETURNED, Order("paid", "TRX-1"), (REVIEW, Problem.PAID_BEFORE)),
        (RETURNED, Order("failed", return_code="REKENING_TIDAK_AKTIF"), (Verdict.KNOWN, None)),
        (RETURNED, Order("failed", return_code="NAMA_TIDAK_COCOK"), (REVIEW, Problem.OTHER_CODE)),
        (ResultLine(2, "K-1", False, "", "ANEH", TODAY, 1_000_000), Order("paying"), (REVIEW, Problem.UNKNOWN_CODE)),
        (ResultLine(2, "K-1", False, "", "LAINNYA", TODAY, 1_000_000), Order("paying"), (REVIEW, Problem.NEEDS_TEXT)),
    ],
)
def test_a_line_is_judged_by_what_is_known_of_its_order(line, order, judged):
    assert judge(line, order) == judged


def test_a_key_that_says_two_things_is_doubtful_and_one_said_twice_is_not():
    twice, other = [PAID, PAID], [PAID, ResultLine(3, "K-1", True, "TRX-9", "", TODAY, 1_000_000)]

    assert (contradicting(twice), contradicting(other)) == (set(), {"K-1"})
