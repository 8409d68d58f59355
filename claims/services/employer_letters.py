"""A letter to an employer as a PDF on A4, with lines to fill in by hand."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from claims.domain.letters import GAP, Letter
from claims.services.pdf_fonts import BOLD, FONT, load_fonts
from jht_portal.lib.languages import in_indonesian

SENDER = ("Nama", "NIK", "Nomor peserta (KPJ)", "Telepon atau HP")
MARGIN = 25 * mm
LABEL_WIDTH = 45 * mm
BODY = ParagraphStyle("isi", fontName=FONT, fontSize=11, leading=16, spaceAfter=3 * mm)
STRONG = ParagraphStyle("tebal", BODY, fontName=BOLD)


@in_indonesian
def draw_letter(letter: Letter) -> bytes:
    """Return LETTER as a PDF: one page, nothing in it but lines for what only its sender knows."""
    load_fonts()
    out = BytesIO()
    frame = {"leftMargin": MARGIN, "rightMargin": MARGIN, "topMargin": 20 * mm, "bottomMargin": 15 * mm}
    sheet = SimpleDocTemplate(out, pagesize=A4, title=letter.title, author="Portal JHT", lang="id", initialFontName=FONT, **frame)
    sheet.build([*_opening(letter), *_texts(letter.paragraphs), *_closing(letter)])
    return out.getvalue()


def _opening(letter: Letter) -> list[Flowable]:
    place = [f"{GAP}, tanggal {GAP}"]
    addressed = [f"Perihal: {letter.subject}", "Yth. Bagian Personalia", GAP, "Dengan hormat,"]
    introduced = ["Saya yang bertanda tangan di bawah ini:"]
    return [*_texts(place), Spacer(1, 4 * mm), *_texts(addressed), *_texts(introduced), _sender(), Spacer(1, 4 * mm)]


def _sender() -> Flowable:
    rows = [[Paragraph(label, BODY), Paragraph(f": {GAP}", BODY)] for label in SENDER]
    return Table(rows, colWidths=[LABEL_WIDTH, None], style=[("FONTNAME", (0, 0), (-1, -1), FONT), ("LEFTPADDING", (0, 0), (-1, -1), 0)])


def _closing(letter: Letter) -> list[Flowable]:
    signed = [Paragraph("Hormat saya,", BODY), Spacer(1, 20 * mm), Paragraph(f"({GAP})", BODY)]
    enclosed = Paragraph("Lampiran", STRONG), *_texts(letter.enclosures)
    return [
        *_texts(["Atas perhatian Bapak atau Ibu, saya ucapkan terima kasih."]),
        Spacer(1, 4 * mm),
        *signed,
        Spacer(1, 4 * mm),
        *enclosed,
    ]


def _texts(lines: Sequence[str]) -> list[Flowable]:
    return [Paragraph(line, BODY) for line in lines]
