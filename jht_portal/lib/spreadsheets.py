"""Tables for spreadsheets, written row by row while they are sent: memory does not grow with the table.

No cell can become a formula: text that begins like one gets an apostrophe before it (safety D2). XLSX is written here
and not by openpyxl, which sends nothing before its last row and takes eight times as long (docs/performance.md).
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from xml.sax.saxutils import escape

Cell = str | int | date | None
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TRIGGERS = tuple("=+-@＝＋－＠")
SEPARATORS = ";,|"
INSIDE = re.compile(rf"([{SEPARATORS}]\s*)(?=[{re.escape(''.join(TRIGGERS))}])")
"""Where a program that splits cells elsewhere than at the comma would see a formula begin."""
BATCH = 500
COMPRESSION = 1
"""The quickest: a table of text shrinks to a fifth all the same."""
ROWS_PER_SHEET = 1_048_576
"""What a sheet of Excel holds, its heading among them; more rows go on to a next sheet."""
DAY_ZERO = date(1899, 12, 30).toordinal()
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]+")


def harmless(text: str) -> str:
    """Return TEXT on one line, and so that no spreadsheet takes it for a formula; letters and digits stay as they are."""
    line = (text if text.isprintable() else UNPRINTABLE.sub(" ", text)).strip()
    if any(mark in line for mark in SEPARATORS):
        line = INSIDE.sub(r"\1'", line)
    return f"'{line}" if line.startswith(TRIGGERS) else line


def csv_chunks(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield a CSV file in UTF-8 with its mark, so that Excel reads it too; days are ISO dates."""
    buffer = io.StringIO("\ufeff")
    buffer.seek(0, io.SEEK_END)
    writer = csv.writer(buffer, lineterminator="\r\n")
    for batch in _batches(chain([headings], rows)):
        writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in batch)
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def xlsx_chunks(headings: Sequence[str], rows: Iterable[Sequence[Cell]], name: str = "Lembar") -> Iterator[bytes]:
    """Yield an XLSX workbook; days are dates, numbers are numbers, everything else is text that is never worked out."""
    sink, sheets = _Sink(), 0
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
        for sheets, part in enumerate(_parts(rows), 1):
            with archive.open(f"xl/worksheets/sheet{sheets}.xml", "w", force_zip64=True) as file:
                for piece in _sheet(headings, part):
                    file.write(piece)
                    yield sink.taken()
        for path, content in _frame(name, sheets):
            archive.writestr(path, content)
    yield sink.taken()


def _parts(rows: Iterable[Sequence[Cell]]) -> Iterator[Iterator[Sequence[Cell]]]:
    """Yield ROWS in parts that fit a sheet; the first one even when there are none."""
    rest = iter(rows)
    yield islice(rest, ROWS_PER_SHEET - 1)
    for first in rest:
        yield chain([first], islice(rest, ROWS_PER_SHEET - 2))


def _batches(rows: Iterable[Sequence[Cell]]) -> Iterator[list[Sequence[Cell]]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch


class _Sink(io.RawIOBase):
    """Where an archive is written to: it cannot go back, and what was written is taken away piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        taken, self.pieces = b"".join(self.pieces), []
        return taken


# --- The parts of a workbook (ECMA-376), as few as Excel, LibreOffice and openpyxl read

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/>'
    '<xf xfId="0" numFmtId="164" applyNumberFormat="1"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
DATE_STYLE, HEAD_STYLE = 1, 2
WIDTH = 18


def _sheet(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield one sheet: a heading that stays in sight, then the rows."""
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    yield f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'.encode()
    yield f'<cols><col min="1" max="{len(headings)}" width="{WIDTH}" customWidth="1"/></cols><sheetData>'.encode()
    yield f"<row>{''.join(_text(each, HEAD_STYLE) for each in headings)}</row>".encode()
    for batch in _batches(rows):
        yield "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in batch).encode()
    yield b"</sheetData></worksheet>"


def _cell(value: Cell) -> str:
    if isinstance(value, str):
        return _text(value) if value else "<c/>"
    if isinstance(value, date):
        return f'<c s="{DATE_STYLE}"><v>{value.toordinal() - DAY_ZERO}</v></c>'
    return "<c/>" if value is None else f"<c><v>{value}</v></c>"


def _text(value: str, style: int = 0) -> str:
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(harmless(value))}</t></is></c>'


def _frame(name: str, sheets: int) -> Iterator[tuple[str, str]]:
    """Yield the files that hold SHEETS together."""
    numbers = range(1, sheets + 1)
    named = "".join(f'<sheet name="{escape(name)} {n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    linked = "".join(f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
    typed = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{SHEET_TYPE}"/>' for n in numbers)
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    yield "xl/styles.xml", STYLES
    yield "xl/workbook.xml", f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{named}</sheets></workbook>'
    yield (
        "xl/_rels/workbook.xml.rels",
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{linked}'
        f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    )
    yield (
        "_rels/.rels",
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="w" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
    yield (
        "[Content_Types].xml",
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kinds}.styles+xml"/>{typed}</Types>',
    )
