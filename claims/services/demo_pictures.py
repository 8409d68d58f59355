"""Papers for the demo, drawn: they look like photographed documents and say CONTOH across, so that nobody takes one for real."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from claims.domain.papers import Slot
from claims.services.demo_people import DemoPerson
from jht_portal.lib.formats import short_date

INK, PALE, DESK = (38, 34, 30), (120, 116, 110), (150, 132, 112)
SKIN = (203, 164, 130)
BACKDROPS = {"L": (46, 84, 158), "P": (186, 52, 44)}
Line = tuple[str, str]


def picture(slot: str, person: DemoPerson, *, flaw: str = "") -> bytes:
    """Return a JPEG of the person's paper for SLOT, the form as a PDF of two pages; FLAW is "" or a return reason (TERPOTONG, BURAM)."""
    photo = _portrait(person) if slot == Slot.FOTO else _on_desk(_paper(slot, person))
    _watermark(photo)
    shown = FLAWS[flaw](photo) if flaw else photo
    return _pdf(shown, _on_desk(_paper(slot, person))) if slot == Slot.FORMULIR else _jpeg(shown)


FLAWS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "TERPOTONG": lambda photo: photo.crop((0, 0, photo.width * 46 // 100, photo.height)),
    "BURAM": lambda photo: photo.filter(ImageFilter.GaussianBlur(9)),
}

CARD, PAGE = (960, 600), (900, 1200)
PAPERS: dict[str, tuple[str, tuple[int, int], tuple[int, int, int]]] = {
    Slot.KARTU_PESERTA: ("KARTU PESERTA", CARD, (226, 232, 246)),
    Slot.KTP: ("KARTU TANDA PENDUDUK", CARD, (205, 226, 240)),
    Slot.KK: ("KARTU KELUARGA", (1200, 850), (240, 244, 238)),
    Slot.SURAT_KETERANGAN: ("SURAT KETERANGAN", PAGE, (250, 249, 246)),
    Slot.BUKU_REKENING: ("BUKU TABUNGAN", (960, 680), (238, 240, 232)),
    Slot.FORMULIR: ("FORMULIR PENCAIRAN JHT (F5)", PAGE, (250, 250, 250)),
    Slot.NPWP: ("KARTU NPWP", CARD, (244, 234, 200)),
    Slot.SURAT_AHLI_WARIS: ("SURAT KETERANGAN AHLI WARIS", PAGE, (250, 249, 246)),
    Slot.PERSETUJUAN_AHLI_WARIS: ("SURAT PERSETUJUAN AHLI WARIS", PAGE, (250, 249, 246)),
}


def _paper(slot: str, person: DemoPerson) -> Image.Image:
    """Draw a sheet with a heading and labelled lines."""
    title, size, colour = PAPERS.get(slot, ("DOKUMEN PENDUKUNG", PAGE, (250, 249, 246)))
    paper = Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(paper)
    draw.rectangle((14, 14, size[0] - 15, size[1] - 15), outline=PALE, width=3)
    draw.text((50, 44), title, INK, font=_font(38))
    for row, (label, value) in enumerate(_lines(slot, person)):
        draw.text((50, 130 + 52 * row), label, PALE, font=_font(26))
        draw.text((290, 130 + 52 * row), value, INK, font=_font(28))
    if size == PAGE:
        _letter(draw, size)
    elif slot == Slot.KTP:
        draw.rectangle((680, 150, 900, 450), fill=BACKDROPS[person.sex])
        _head(draw, 690, 190, 200)
    elif slot == Slot.KK:
        _table(draw)
    return paper


def _lines(slot: str, person: DemoPerson) -> list[Line]:
    membership = person.memberships[0]
    who = [("Nama", person.name), ("NIK", person.nik)]
    work = [("Perusahaan", membership.employer), ("Nomor peserta", membership.kpj)]
    born = [("Tanggal lahir", short_date(person.birth_date))]
    lines: dict[str, list[Line]] = {
        Slot.KARTU_PESERTA: [("Nama", person.name), ("KPJ", membership.kpj), ("Program", "Jaminan Hari Tua")],
        Slot.KTP: [*who, *born, ("Alamat", person.address[:24]), ("Pekerjaan", "Karyawan swasta")],
        Slot.KK: [("Nomor", f"{person.nik[:6]}0101180001"), *who, *born, ("Nama ibu", person.mother)],
        Slot.BUKU_REKENING: [("Bank", "Bank Contoh"), ("Nama", person.name), ("Nomor", account_of(person))],
    }
    return lines.get(slot, [*who, *born, *work, ("Tempat", person.address.rsplit(", ", 1)[-1])])


def account_of(person: DemoPerson) -> str:
    """Return the demo account number that stands in the person's bank book: 15 digits, starting like no real branch."""
    return f"0000{person.memberships[0].kpj}"


def _portrait(person: DemoPerson) -> Image.Image:
    """Draw a portrait before a wall of its own shade: no two people send the very same file."""
    shade = int(person.nik) % 31
    photo = Image.new("RGB", (720, 900), tuple(max(0, tone - shade) for tone in BACKDROPS[person.sex]))
    _head(ImageDraw.Draw(photo), 130, 210, 460)
    return photo


def _head(draw: ImageDraw.ImageDraw, left: int, top: int, width: int) -> None:
    """Draw head and shoulders without a face."""
    unit = width // 10
    draw.ellipse((left + 2 * unit, top - unit, left + 8 * unit, top + 6 * unit), fill=(44, 36, 32))
    draw.rectangle((left + 4 * unit, top + 6 * unit, left + 6 * unit, top + 9 * unit), fill=SKIN)
    draw.ellipse((left + 2 * unit + unit // 2, top, left + 7 * unit + unit // 2, top + 7 * unit), fill=SKIN)
    draw.pieslice((left - unit, top + 8 * unit, left + 11 * unit, top + 18 * unit), 180, 360, fill=(232, 232, 228))


def _letter(draw: ImageDraw.ImageDraw, size: tuple[int, int]) -> None:
    """Draw a body that is only lines, a signature and a stamp."""
    for row in range(8):
        end = size[0] - (60 if row % 4 != 3 else 330)
        draw.rounded_rectangle((50, 500 + 46 * row, end, 512 + 46 * row), 6, fill=(214, 210, 204))
    left, top = size[0] - 380, size[1] - 250
    draw.arc((left, top, left + 150, top + 90), 20, 320, fill=(30, 50, 140), width=4)
    draw.line((left + 110, top + 70, left + 260, top + 20, left + 290, top + 80), fill=(30, 50, 140), width=4)
    draw.ellipse((left + 140, top - 30, left + 300, top + 130), outline=(120, 60, 130), width=5)


def _table(draw: ImageDraw.ImageDraw) -> None:
    """Draw the grid of a family card."""
    for row in range(7):
        draw.line((50, 440 + 54 * row, 1150, 440 + 54 * row), fill=PALE, width=2)
    for column in (50, 120, 480, 760, 950, 1150):
        draw.line((column, 440, column, 764), fill=PALE, width=2)


def _watermark(paper: Image.Image) -> None:
    layer = Image.new("L", (640, 190), 0)
    ImageDraw.Draw(layer).text((20, 0), "CONTOH", 110, font=_font(150))
    turned = layer.rotate(24, expand=True)
    place = ((paper.width - turned.width) // 2, (paper.height - turned.height) * 2 // 3)
    paper.paste((250, 240, 240) if paper.size == (720, 900) else (170, 40, 40), place, turned)


def _on_desk(paper: Image.Image) -> Image.Image:
    """Lay the paper on a table, as a photograph shows it."""
    photo = Image.new("RGB", (paper.width + 140, paper.height + 140), DESK)
    photo.paste(paper, (70, 70))
    return photo


def _jpeg(photo: Image.Image) -> bytes:
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=82)
    return out.getvalue()


def _pdf(*pages: Image.Image) -> bytes:
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:])
    return out.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)
