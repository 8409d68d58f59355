"""The file for the bank: same rows, same bytes; no cell that a spreadsheet runs (D2)."""

import csv
import io
from hashlib import sha256

import pytest

from claims.domain.bank_files import COLUMNS, PaymentLine, csv_bytes, order_key, plain, rows_of

TRIGGERS = "=+-@\t\r\n＝＋－＠'\""


def line(key="JHT-26-AAAA-AAAA-1", **facts):
    usual = {"bank_code": "002", "bank_name": "BRI", "account_number": "012345678901234", "account_name": "Siti Aminah"}
    return PaymentLine(key, **usual | {"amount": 1_000_000, "description": "Klaim JHT-26-AAAA-AAAA"} | facts)


def test_key_of_a_try_is_the_claim_and_its_number():
    assert (order_key("JHT-26-AAAA-AAAA", 1), order_key("JHT-26-AAAA-AAAA", 2)) == ("JHT-26-AAAA-AAAA-1", "JHT-26-AAAA-AAAA-2")


def test_file_has_headings_one_row_a_claim_and_totals_that_prove_it():
    one, two = line("JHT-26-BBBB-BBBB-1", amount=2_500_000), line(account_name="Wéndra O'Brien")

    content = csv_bytes(rows_of("261124-3-01", [one, two]))

    rows = list(csv.reader(io.StringIO(content.decode())))
    pays = b"\r\n".join(content.split(b"\r\n")[1:3]) + b"\r\n"
    assert rows == [
        list(COLUMNS),
        ["BAYAR", "JHT-26-AAAA-AAAA-1", "002", "BRI", "012345678901234", "WENDRA O'BRIEN", "1000000", "KLAIM JHT-26-AAAA-AAAA"],
        ["BAYAR", "JHT-26-BBBB-BBBB-1", "002", "BRI", "012345678901234", "SITI AMINAH", "2500000", "KLAIM JHT-26-AAAA-AAAA"],
        ["TOTAL", "261124-3-01", "", "", "2", "", "3500000", sha256(pays).hexdigest()],
    ]


def test_order_of_the_lines_does_not_change_the_file():
    lines = [line("B-1"), line("A-1")]

    assert csv_bytes(rows_of("1", lines)) == csv_bytes(rows_of("1", lines[::-1]))


@pytest.mark.parametrize("field", ["account_name", "bank_name", "description"])
@pytest.mark.parametrize("trigger", TRIGGERS)
def test_no_cell_starts_a_formula(field, trigger):
    """D2"""
    hostile = line(**{field: f"{trigger}cmd|' /C calc'!A0{trigger}"})

    cells = [str(cell) for row in rows_of("1", [hostile]) for cell in row]

    assert [cell for cell in cells if cell.startswith(tuple(TRIGGERS))] == []


@pytest.mark.parametrize(
    ("typed", "written"),
    [("  siti   aminah ", "SITI AMINAH"), ("=Siti", "SITI"), ("Ḥasan Ñuñez", "HASAN NUNEZ"), ("A;B\nC", "A B C"), ("李", ""), ("--", "")],
)
def test_names_are_written_so_that_every_bank_reads_them(typed, written):
    assert plain(typed) == written
