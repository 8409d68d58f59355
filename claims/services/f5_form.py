"""The payment form (F5; F4 where an heir claims) as a PDF with everything filled in that we know. Fields: domain.md section 4."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from claims.domain.reasons import find_reason, reasons_in_force
from claims.models import Claim
from claims.services.pdf_fonts import BOLD, FONT, load_fonts, printable
from claims.services.requirements import rules_day
from jht_portal.lib.formats import short_date
from jht_portal.lib.languages import in_indonesian
from participants.domain.banks import OTHER_BANK, bank_name
from participants.domain.identifiers import written_phone
from participants.models import Membership

TITLE = "Formulir Pengajuan Pembayaran Jaminan Hari Tua"
RELATIONS = ("Pekerja sendiri", "Anak", "Istri atau suami", "Orang tua", "Ahli waris lainnya")
RELATION_OF = {"": 0, "anak": 1, "janda_duda": 2, "orang_tua": 3}
OTHER_HEIR = 4

MARGIN = 18 * mm
FRAME_PADDING = 6  # What a page of reportlab leaves on each side.
WIDTH = A4[0] - 2 * MARGIN - 2 * FRAME_PADDING
LABEL_WIDTH = 48 * mm
TICK_SIDE, TICK_COLUMN = 3.2 * mm, 6 * mm
SIGNATURE_WIDTH = 80 * mm
DOTS = "." * 70
BODY = ParagraphStyle("isi", fontName=FONT, fontSize=9.5, leading=11.5)
STRONG = ParagraphStyle("tebal", BODY, fontName=BOLD)
HEADING = ParagraphStyle("bagian", STRONG, fontSize=10.5, leading=13, spaceBefore=6, spaceAfter=2)
HEAD = ParagraphStyle("judul", STRONG, fontSize=14, leading=18)
SMALL = ParagraphStyle("kecil", BODY, fontSize=7.5, leading=10)
CENTRED = ParagraphStyle("tengah", BODY, alignment=1)
TIGHT = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("TOPPADDING", (0, 0), (-1, -1), 1.2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1.2),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("FONTNAME", (0, 0), (-1, -1), FONT),
]

Row = tuple[str, str | int | None]


class Tick(Flowable):
    """A small box, crossed or empty."""

    def __init__(self, crossed: bool) -> None:
        super().__init__()
        self.width = self.height = TICK_SIDE
        self.crossed = crossed

    def draw(self) -> None:
        self.canv.setLineWidth(0.7)
        self.canv.rect(0, 0, TICK_SIDE, TICK_SIDE)
        if self.crossed:
            self.canv.setFont(BOLD, 11)
            self.canv.drawCentredString(TICK_SIDE / 2, TICK_SIDE / 2 - 3.6, "×")


@in_indonesian
def draw_form(claim: Claim, now: datetime) -> bytes:
    """Return CLAIM's form as a PDF on A4, ready to be signed; what we do not know stays a dotted line."""
    load_fonts()
    out = BytesIO()
    sheet = SimpleDocTemplate(
        out,
        pagesize=A4,
        title=f"{TITLE} {claim.number}",
        author="Portal JHT",
        lang="id",
        initialFontName=FONT,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=12 * mm,
        bottomMargin=10 * mm,
    )
    sheet.build([*_head(claim), *_applicant(claim), *_worker(claim), *_reason(claim), *_closing(claim, now)])
    return out.getvalue()


def _head(claim: Claim) -> list[Flowable]:
    kind = "F4, diajukan ahli waris" if claim.heir_name else "F5, diajukan peserta"
    return [_text(TITLE, HEAD), _text(f"{kind}. Nomor klaim {claim.number}.")]


def _applicant(claim: Claim) -> list[Flowable]:
    person, heir = claim.participant, claim.heir_name
    relation = RELATION_OF.get(claim.heir_relation, OTHER_HEIR)
    rows: list[Row] = [
        ("Nama", heir or person.name),
        ("NIK", claim.heir_nik if heir else person.nik),
        ("Alamat", "" if heir else person.address),
        ("Telepon atau HP", written_phone(claim.phone or person.phone)),
        ("Email", claim.email or person.email),
    ]
    ticks = _ticks(RELATIONS, RELATIONS[relation])
    related = Table([[_text("Hubungan dengan pekerja"), ticks]], colWidths=[LABEL_WIDTH, WIDTH - LABEL_WIDTH], style=TIGHT)
    return [_text("A. Data pemohon", HEADING), _pairs(rows), related]


def _worker(claim: Claim) -> list[Flowable]:
    person = claim.participant
    rows: list[Row] = [
        ("Nama pekerja", person.name),
        ("NIK pekerja", person.nik),
        ("Nomor peserta (KPJ)", claim.membership.kpj),
        ("Tempat lahir", ""),
        ("Tanggal lahir", short_date(person.birth_date)),
        ("Nama ibu kandung", person.mother_name),
    ]
    return [_text("Data pekerja", HEADING), _pairs(rows if claim.heir_name else rows[2:]), Spacer(1, 1.5 * mm), _jobs(claim)]


def _jobs(claim: Claim) -> Flowable:
    """Draw the years of work, one row a membership."""
    memberships = Membership.objects.filter(participant=claim.participant_id).select_related("employer").order_by("started_on")
    head = [_text(name, STRONG) for name in ("Tahun masuk", "Tahun keluar", "Pemberi kerja", "Segmen")]
    rows = [[_text(cell) for cell in _job(membership)] for membership in memberships]
    table = Table([head, *rows], colWidths=[26 * mm, 26 * mm, WIDTH - 72 * mm, 20 * mm], repeatRows=1)
    table.setStyle(TableStyle([*TIGHT, ("GRID", (0, 0), (-1, -1), 0.4, colors.black), ("LEFTPADDING", (0, 0), (-1, -1), 3)]))
    return table


def _job(membership: Membership) -> tuple[str, str, str, str]:
    until = str(membership.ended_on.year) if membership.ended_on else "masih bekerja"
    employer = membership.employer.name if membership.employer else "Bekerja sendiri"
    return str(membership.started_on.year), until, employer, membership.segment


def _reason(claim: Claim) -> list[Flowable]:
    day = rules_day(claim)
    chosen = find_reason(claim.reason, day)
    ticks = _ticks([reason.label for reason in reasons_in_force(day)], chosen.label)
    stated: list[Row] = [
        (chosen.event_date_label or "", claim.event_on and short_date(claim.event_on)),
        ("Usia pensiun di perusahaan", claim.pension_age and f"{claim.pension_age} tahun"),
        ("Rumah dibayar dengan", claim.get_housing_display()),
    ]
    rows = [(label, value) for label, value in stated if value]
    return [_text("B. Sebab klaim", HEADING), ticks, _pairs([*rows, ("Nomor surat atau dokumen", "")])]


def _closing(claim: Claim, now: datetime) -> list[Flowable]:
    rows: list[Row] = [
        ("Bank", bank_name(claim.bank_code) if claim.bank_code not in ("", OTHER_BANK) else ""),
        ("Nomor rekening", claim.account_number),
        ("Atas nama", claim.account_name),
        ("NPWP", claim.tax_number),
    ]
    made = f"Diisi otomatis oleh Portal JHT, {short_date(now)}. Layanan gratis, jangan lewat calo. Bukan situs resmi BPJS Ketenagakerjaan."
    parts = [
        _text("C. Pembayaran dan tanda tangan", HEADING),
        _pairs(rows),
        Spacer(1, 1.5 * mm),
        _text("Saya menyatakan isian formulir ini benar. Saya meminta pembayaran Jaminan Hari Tua ke rekening di atas."),
        Spacer(1, 1.5 * mm),
        _signature(claim.heir_name or claim.participant.name),
        _text(made, SMALL),
    ]
    return [KeepTogether(parts)]


def _signature(name: str) -> Flowable:
    """Draw place and date, a box to sign in, and the name below it."""
    place = _text(f"{'.' * 24}, tanggal {'.' * 20}", CENTRED)
    cells = [["", place], ["", _text("Tanda tangan", SMALL)], ["", _text(name, CENTRED)]]
    table = Table(cells, colWidths=[WIDTH - SIGNATURE_WIDTH, SIGNATURE_WIDTH], rowHeights=[None, 22 * mm, None])
    frame = ("BOX", (1, 1), (1, 1), 0.8, colors.black)
    table.setStyle(TableStyle([frame, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("FONTNAME", (0, 0), (-1, -1), FONT)]))
    return table


def _pairs(rows: Sequence[Row]) -> Flowable:
    cells = [[_text(label), _text(value or DOTS, STRONG if value else BODY)] for label, value in rows]
    return Table(cells, colWidths=[LABEL_WIDTH, WIDTH - LABEL_WIDTH], style=TIGHT)


def _ticks(labels: Sequence[str], chosen: str) -> Flowable:
    rows = [[Tick(label == chosen), _text(label)] for label in labels]
    return Table(rows, colWidths=[TICK_COLUMN, None], hAlign="LEFT", style=TIGHT)


def _text(words: str | int, style: ParagraphStyle = BODY) -> Flowable:
    return Paragraph(escape(printable(str(words))), style)
