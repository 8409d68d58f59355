"""Tables for spreadsheets: nothing in them is worked out, everything in them can be read (D2)."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from jht_portal.lib import spreadsheets
from jht_portal.lib.spreadsheets import csv_chunks, harmless, xlsx_chunks

TRIGGERS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
HARMFUL = ["=1+1", "+SUM(A1)", "-2+3", "@SUM(A1)", "\t=1", "\r\n=1", "＝1+1", " =1", "\xa0=1", "\ufeff=1", "a;=1+1", "a, @x", "a|-1", "'=1"]
HEADINGS = ["Nomor klaim", "Telepon", "Dikirim", "Jumlah"]
ROW = ["JHT-26-AB12-CD3E", "0812 3456 7890", date(2026, 11, 24), 12_000_000]


def read_csv(chunks):
    return list(csv.reader(io.StringIO(b"".join(chunks).decode("utf-8-sig"))))


def read_xlsx(chunks):
    return load_workbook(io.BytesIO(b"".join(chunks)))


@pytest.mark.parametrize("text", HARMFUL)
def test_no_cell_begins_like_a_formula(text):
    """D2: neither as it stands nor where a program splits at a semicolon."""
    [[cell]] = read_csv(csv_chunks([text], []))
    sheet = read_xlsx(xlsx_chunks([text], [[text]])).active

    parts = [part.lstrip() for part in cell.replace(",", ";").replace("|", ";").split(";")]
    assert [part for part in parts if part[:1] in TRIGGERS] == []
    assert {(each.data_type, each.value) for row in sheet for each in row} == {("s", cell)}


@pytest.mark.parametrize("text", ["JHT-26-AB12-CD3E", "0812 3456 7890", "Siti Aminah", "PT A & B <C>", "Jalan 5, blok A", "–", "é 漢字 😀"])
def test_what_is_harmless_stays_as_it_is(text):
    """Telephone and claim numbers are read, sorted and dialled as they stand."""
    assert (harmless(text), read_xlsx(xlsx_chunks(["x"], [[text]])).active["A2"].value) == (text, text)


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\ud800b", "a\uffffb", "a\r\nb"])
def test_signs_that_no_table_holds_become_a_space(text):
    assert (harmless(text), read_xlsx(xlsx_chunks(["x"], [[text]])).active["A2"].value) == ("a b", "a b")


def test_csv_is_read_by_excel_and_by_programs():
    [heading, row] = read_csv(csv_chunks(HEADINGS, [ROW]))

    assert b"".join(csv_chunks(HEADINGS, [])).startswith("\ufeffNomor".encode())
    assert (heading, row) == (HEADINGS, ["JHT-26-AB12-CD3E", "0812 3456 7890", "2026-11-24", "12000000"])


def test_workbook_keeps_days_as_days_and_numbers_as_numbers():
    sheet = read_xlsx(xlsx_chunks(HEADINGS, [ROW, [None, "", None, 0]])).active

    assert [[cell.value for cell in row] for row in sheet.iter_rows()][0::2] == [HEADINGS, [None, None, None, 0]]
    assert [(cell.data_type, cell.is_date) for cell in sheet[2]] == [("s", False), ("s", False), ("d", True), ("n", False)]
    assert (sheet["C2"].value.date(), sheet.freeze_panes) == (ROW[2], "A2")


@pytest.mark.parametrize(("count", "sheets"), [(0, [1]), (9, [10]), (10, [10, 2]), (25, [10, 10, 8])])
def test_long_table_goes_on_to_a_next_sheet(monkeypatch, count, sheets):
    """A sheet ends at 1,048,576 rows, its heading among them."""
    monkeypatch.setattr(spreadsheets, "ROWS_PER_SHEET", 10)

    book = read_xlsx(xlsx_chunks(["n"], ([n] for n in range(count))))

    assert [sheet.max_row for sheet in book] == sheets
    assert [row[0].value for sheet in book for row in sheet.iter_rows(min_row=2)] == list(range(count))
    assert {sheet["A1"].value for sheet in book} == {"n"}


@pytest.mark.parametrize("write", [csv_chunks, xlsx_chunks])
def test_table_leaves_before_it_is_read_to_its_end(write):
    """Streaming: the first piece comes when the first rows are there."""
    seen = []
    chunks = write(["n"], (seen.append(n) or [n] for n in range(100_000)))
    size = sum(len(next(chunks)) for _ in range(6))

    assert (size > 0, len(seen) < 5_000) == (True, True)
