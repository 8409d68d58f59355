"""The letter by which every other heir agrees that one of them receives the JHT, as a PDF with everything filled in that we know.

It goes from house to house to be signed, so it names people and a masked card, and no account, contact or NIK: each heir writes
the own NIK beside the own signature. No rule prescribes its words (``claims.domain.documents.CONSENT_ARTICLE``).
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

from claims.models import Claim
from claims.services.pdf_fonts import BOLD, FONT, load_fonts, printable
from jht_portal.lib.formats import short_date
from jht_portal.lib.languages import in_indonesian
from participants.domain.identifiers import mask_kpj

TITLE = "Surat Persetujuan Ahli Waris"
RELATIONS = dict(Claim.RELATIONS)
MARGIN = 22 * mm
FRAME_PADDING = 6  # What a page of reportlab leaves on each side.
WIDTH = A4[0] - 2 * MARGIN - 2 * FRAME_PADDING
LABEL_WIDTH, BOX_WIDTH, BOX_SPACE = 46 * mm, 62 * mm, 18 * mm
LINE = "." * 44
BODY = ParagraphStyle("isi", fontName=FONT, fontSize=10.5, leading=15, spaceAfter=2 * mm)
CELL = ParagraphStyle("sel", BODY, leading=14, spaceAfter=0)
STRONG = ParagraphStyle("tebal", CELL, fontName=BOLD)
HEAD = ParagraphStyle("judul", STRONG, fontSize=15, leading=20, spaceAfter=3 * mm)
HEADING = ParagraphStyle("bagian", STRONG, fontSize=11.5, leading=15, spaceBefore=4 * mm, spaceAfter=1 * mm)
SMALL = ParagraphStyle("kecil", BODY, fontSize=8, leading=11)
PLAIN = [("FONTNAME", (0, 0), (-1, -1), FONT), ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
TIGHT = [*PLAIN, ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]
SIGNED = [*TIGHT, ("BOX", (1, 0), (1, 0), 0.8, colors.black), ("LEFTPADDING", (1, 0), (1, 0), 4)]

Row = tuple[str, str]


@in_indonesian
def draw_consent(claim: Claim, now: datetime) -> bytes:
    """Return CLAIM's letter as a PDF on A4, a place to sign for every other heir; what we do not know stays a dotted line."""
    load_fonts()
    out = BytesIO()
    margins = {"leftMargin": MARGIN, "rightMargin": MARGIN, "topMargin": 16 * mm, "bottomMargin": 18 * mm}
    names = {"title": f"{TITLE} {claim.number}", "author": "Portal JHT", "lang": "id", "initialFontName": FONT}
    sheet = SimpleDocTemplate(out, pagesize=A4, **names, **margins)
    foot = _foot(claim)
    sheet.build([*_about(claim), *_agreed(claim), *_signatures(claim), *_closing(claim, now)], onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def _about(claim: Claim) -> list[Flowable]:
    died = short_date(claim.event_on) if claim.event_on else LINE
    rows = [("Nama", claim.participant.name), ("Nomor peserta (KPJ)", mask_kpj(claim.membership.kpj)), ("Meninggal pada", died)]
    return [_text(TITLE, HEAD), _text("Peserta Jaminan Hari Tua (JHT) yang meninggal", HEADING), _pairs(rows)]


def _agreed(claim: Claim) -> list[Flowable]:
    rows = [("Nama", claim.heir_name), ("Hubungan dengan peserta", RELATIONS.get(claim.heir_relation, LINE))]
    receiver = [_text("Ahli waris yang mengajukan klaim dan menerima pembayaran", HEADING), _pairs(rows)]
    words = (
        "Kami yang menandatangani surat ini ikut berhak sebagai ahli waris peserta di atas. Kami setuju klaim JHT peserta diajukan oleh "
        "ahli waris tersebut, dan uangnya dibayarkan kepadanya. Pembagian di antara ahli waris kami atur sendiri."
    )
    return [*receiver, _text("Pernyataan ahli waris lain", HEADING), _text(words), Spacer(1, 2 * mm)]


def _signatures(claim: Claim) -> list[Flowable]:
    """Draw for everybody who has to sign the name, lines to write on, and a box; nobody's is torn by the end of a page."""
    heirs = claim.co_heirs
    return [KeepTogether(_signature(f"{number}. {heir.name}", RELATIONS.get(heir.relation, LINE))) for number, heir in enumerate(heirs, 1)]


def _signature(name: str, relation: str) -> list[Flowable]:
    rows = [("Hubungan", relation), ("NIK", LINE), ("Tempat, tanggal", LINE)]
    lines = [_text(name, STRONG), _pairs(rows, label_width=32 * mm, width=WIDTH - BOX_WIDTH - 4 * mm)]
    place = [_text("Tanda tangan", SMALL), Spacer(1, BOX_SPACE)]
    box = Table([[lines, place]], colWidths=[WIDTH - BOX_WIDTH, BOX_WIDTH], style=SIGNED)
    return [box, Spacer(1, 4 * mm)]


def _closing(claim: Claim, now: datetime) -> list[Flowable]:
    made = f"Diisi otomatis oleh Portal JHT, {short_date(now)}. Layanan gratis, jangan lewat calo. Bukan situs resmi BPJS Ketenagakerjaan."
    known = "Tanda tangani sesudah membaca. Nama di atas ditulis oleh yang mengajukan klaim. Ada yang keliru? Beri tahu kantor."
    return [_text(known, SMALL), _text(made, SMALL)]


def _foot(claim: Claim) -> object:
    """Return what writes claim and page below each page, so that loose sheets are known to belong together."""

    def write(canvas: Canvas, sheet: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 8)
        canvas.drawString(MARGIN + FRAME_PADDING, 10 * mm, f"{TITLE}, klaim {claim.number}, halaman {sheet.page}")

    return write


def _pairs(rows: Sequence[Row], *, label_width: float = LABEL_WIDTH, width: float = WIDTH) -> Flowable:
    cells = [[_text(label, CELL), _text(value, CELL if value == LINE else STRONG)] for label, value in rows]
    return Table(cells, colWidths=[label_width, width - label_width], hAlign="LEFT", style=TIGHT)


def _text(words: str, style: ParagraphStyle = BODY) -> Flowable:
    return Paragraph(escape(printable(words)), style)
