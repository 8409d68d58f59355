"""One sheet of A4: what stands on it, and the same as a PDF. Every paper of the portal has this one layout.

The PDF is real text in embedded fonts, in Indonesian, with a title; what is too long is set smaller, never on a second page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import segno
from django.conf import settings
from reportlab.lib.colors import HexColor, black
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepInFrame, Paragraph, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from jht_portal.lib.formats import clock_time, long_date
from jht_portal.lib.languages import in_indonesian

FONTS = Path(__file__).resolve().parent.parent / "fonts"
MARGIN_X, MARGIN_Y = 16 * mm, 14 * mm
WIDTH, HEIGHT = A4[0] - 2 * MARGIN_X, A4[1] - 2 * MARGIN_Y
QR_SIDE = 30 * mm
SOFT, LINE, FAINT, SUN = (HexColor(color) for color in ("#574f46", "#857a6e", "#ddd6cc", "#ffc43d"))
PROMISE = "Layanan gratis, jangan lewat calo. Portal ini bukan situs resmi BPJS Ketenagakerjaan."
HALF_GATE = ((2, 33), (2, 27), (5.5, 27), (5.5, 20.5), (9, 20.5), (9, 14), (12.5, 14), (12.5, 7.5), (16, 7.5), (16, 33))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; the STRONG one counts; ICON (jht_portal.lib.icons) stands before the second cell on screen."""

    cells: tuple[str, ...]
    strong: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a heading; WIDTHS are shares of the page, one a column. Without COLUMNS it has no head.

    A NUMERIC one has figures in every column but the first.
    """

    heading: str
    rows: tuple[Row, ...]
    widths: tuple[int, ...]
    columns: tuple[str, ...] = ()
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on a sheet, top to bottom. CODE and its CHECK_URL make the QR.

    NAME is the file's, without ending; TITLE names the document to a reader of many, HEADING stands on the sheet.
    """

    name: str
    title: str
    heading: str
    printed_at: datetime
    zone: str
    facts: tuple[tuple[str, str], ...]
    answer: str
    lines: tuple[str, ...]
    tables: tuple[Table, ...]
    code: str
    check_url: str
    worth: str = "Lembar ini bukan bukti pembayaran."
    code_heading: str = "Periksa keaslian lembar ini"
    code_path: str = "/cek"
    """Where on the portal the code is typed."""

    @property
    def check_page(self) -> str:
        """Where the code is typed, short enough to copy from paper."""
        return f"{settings.PUBLIC_URL.partition('://')[2]}{self.code_path}"

    @property
    def qr(self) -> segno.QRCode:
        """The way to the check page, for a camera."""
        return segno.make(self.check_url, error="m", micro=False)


@in_indonesian
def draw(paper: Paper) -> bytes:
    """Return PAPER as a PDF of exactly one page."""
    _load_fonts()
    target = BytesIO()
    canvas = Canvas(target, pagesize=A4, lang="id", initialFontName="Roboto", pageCompression=1)
    canvas.setTitle(paper.title)
    canvas.setAuthor(settings.OPERATOR_NAME)
    canvas.setSubject(paper.heading)
    canvas.setCreator("Portal JHT")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    sheet = KeepInFrame(WIDTH, HEIGHT, _story(paper), mode="shrink")
    _, height = sheet.wrapOn(canvas, WIDTH, HEIGHT)
    sheet.drawOn(canvas, MARGIN_X, A4[1] - MARGIN_Y - height)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _story(paper: Paper) -> list[Flowable]:
    story = [_head(paper), Spacer(0, 6 * mm), _text(paper.heading, "title"), _facts(paper.facts), Spacer(0, 4 * mm), _box(paper)]
    for table in filter(_has_rows, paper.tables):
        story += [Spacer(0, 6 * mm), _text(table.heading, "heading"), _grid(table)]
    return [*story, Spacer(0, 8 * mm), _code(paper)]


def _has_rows(table: Table) -> bool:
    return bool(table.rows)


def _head(paper: Paper) -> Flowable:
    name = _text(f"<b>Portal JHT</b><br/><font size=9.5 color='#574f46'>{escape(settings.OPERATOR_NAME)}</font>", "brand", markup=True)
    day, time = long_date(paper.printed_at, paper.zone), clock_time(paper.printed_at, paper.zone)
    printed = _text(f"Dicetak {day}<br/>{time}", "right", markup=True)
    ruled = [("LINEBELOW", (0, 0), (-1, -1), 1.5, black), ("BOTTOMPADDING", (0, 0), (-1, -1), 4 * mm)]
    return _rows([[Mark(), name, printed]], [13 * mm, WIDTH - 83 * mm, 70 * mm], ruled)


def _facts(facts: Sequence[tuple[str, str]]) -> Flowable:
    pairs = (f"{escape(label)} <b>{_unbroken(value)}</b>" for label, value in facts)
    return _text(" &nbsp;&nbsp;&nbsp; ".join(pairs), "body", markup=True)


def _box(paper: Paper) -> Flowable:
    words = [_text(f"<b>{escape(paper.answer)}</b>", "body", markup=True), *(_text(line, "body") for line in paper.lines)]
    frame = [("BOX", (0, 0), (-1, -1), 1.5, black), ("ROUNDEDCORNERS", [3 * mm] * 4)]
    room = [(f"{side}PADDING", (0, 0), (-1, -1), 5 * mm) for side in ("LEFT", "RIGHT")]
    room += [(f"{side}PADDING", (0, 0), (-1, -1), 3.5 * mm) for side in ("TOP", "BOTTOM")]
    return _rows([[words]], [WIDTH], frame + room)


def _grid(table: Table) -> Flowable:
    head = [[_text(name, _style("strong", place, table)) for place, name in enumerate(table.columns)]] if table.columns else []
    rows = [[_text(cell, _cell_style(row, place, table)) for place, cell in enumerate(row.cells)] for row in table.rows]
    lines = [("LINEBELOW", (0, 0), (-1, -1), 0.75, FAINT), ("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 1.4 * mm)]
    lines += [("RIGHTPADDING", (0, 0), (-1, -1), 2 * mm), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.8 * mm)]
    if head:
        lines.append(("LINEBELOW", (0, 0), (-1, 0), 1.2, black))
    return _rows(head + rows, [WIDTH * share / sum(table.widths) for share in table.widths], lines)


def _cell_style(row: Row, place: int, table: Table) -> str:
    return _style("strong" if row.strong and (place < 2 or table.numeric) else "cell", place, table)


def _style(weight: str, place: int, table: Table) -> str:
    return f"{weight}-figure" if table.numeric and place else weight


def _code(paper: Paper) -> Flowable:
    where = f"Pindai kode, atau buka <b>{escape(paper.check_page)}</b> dan ketik <b>{_unbroken(paper.code)}</b>."
    words = [
        _text(paper.code_heading, "strong"),
        _text(where, "body", markup=True),
        Spacer(0, 1 * mm),
        _text(f"{paper.worth} {PROMISE}", "small"),
    ]
    ruled = [("LINEABOVE", (0, 0), (-1, -1), 0.75, LINE), ("TOPPADDING", (0, 0), (-1, -1), 5 * mm), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    return _rows([[Qr(paper.qr), words]], [QR_SIDE + 6 * mm, WIDTH - QR_SIDE - 6 * mm], ruled)


def _rows(cells: list[list], widths: list[float], style: list[tuple]) -> Flowable:
    bare = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP")]
    font = [("FONTNAME", (0, 0), (-1, -1), "Roboto")]  # The grid's own default is a font that is not embedded.
    return Grid(cells, colWidths=widths, style=TableStyle(font + bare + style))


def _text(text: str, style: str, *, markup: bool = False) -> Paragraph:
    return Paragraph(text if markup else escape(text), _styles()[style])


def _unbroken(text: str) -> str:
    return escape(text.replace(" ", "\N{NO-BREAK SPACE}"))


class Mark(Flowable):
    """Our gate, 9 mm high."""

    def __init__(self) -> None:
        super().__init__()
        self.width = self.height = 9 * mm

    def draw(self) -> None:
        scale = self.height / 36
        self.canv.scale(scale, scale)
        for sign, shift in ((1, 0), (-1, 36)):
            path = self.canv.beginPath()
            path.moveTo(shift + sign * HALF_GATE[0][0], 36 - HALF_GATE[0][1])
            for x, y in HALF_GATE[1:]:
                path.lineTo(shift + sign * x, 36 - y)
            path.close()
            self.canv.drawPath(path, stroke=0, fill=1)
        self.canv.setFillColor(SUN)
        self.canv.circle(18, 31.5, 3.5, stroke=0, fill=1)


class Qr(Flowable):
    """A QR code as squares, sharp at any size; its quiet zone is the paper around it."""

    def __init__(self, code: segno.QRCode) -> None:
        super().__init__()
        self.width = self.height = QR_SIDE
        self.code = code

    def draw(self) -> None:
        matrix = self.code.matrix
        side = self.height / len(matrix)
        path = self.canv.beginPath()
        for row, cells in enumerate(matrix):
            for column, dark in enumerate(cells):
                if dark:
                    path.rect(column * side, self.height - (row + 1) * side, side, side)
        self.canv.drawPath(path, stroke=0, fill=1)


@cache
def _load_fonts() -> None:
    registerFont(TTFont("Roboto", str(FONTS / "Roboto-Regular.ttf")))
    registerFont(TTFont("Roboto-Bold", str(FONTS / "Roboto-Bold.ttf")))
    registerFontFamily("Roboto", normal="Roboto", bold="Roboto-Bold", italic="Roboto", boldItalic="Roboto-Bold")


@cache
def _styles() -> dict[str, ParagraphStyle]:
    body = ParagraphStyle("body", fontName="Roboto", fontSize=11, leading=15, textColor=black)
    cell = ParagraphStyle("cell", body, fontSize=10.5, leading=14)
    strong = ParagraphStyle("strong", cell, fontName="Roboto-Bold")
    return {
        "body": body,
        "brand": ParagraphStyle("brand", body, fontSize=13, leading=14),
        "right": ParagraphStyle("right", body, fontSize=9.5, leading=13, alignment=2),
        "title": ParagraphStyle("title", body, fontName="Roboto-Bold", fontSize=20, leading=26),
        "heading": ParagraphStyle("heading", body, fontName="Roboto-Bold", fontSize=12, leading=16, spaceAfter=1 * mm),
        "cell": cell,
        "cell-figure": ParagraphStyle("cell-figure", cell, alignment=2),
        "strong": strong,
        "strong-figure": ParagraphStyle("strong-figure", strong, alignment=2),
        "small": ParagraphStyle("small", body, fontSize=9.5, leading=13, textColor=SOFT),
    }
