"""The portal's own digital card as a picture: masked where its owner shows it, whole where it fills the first slot in one click."""

import tempfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import segno
from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from claims.services.issuing import issue_personal_code
from jht_portal.lib import formats
from jht_portal.lib.languages import in_indonesian
from participants.domain.identifiers import mask_kpj
from participants.models import Membership

SIZE = (1240, 780)
NILA_900, NILA_100, KUNYIT, WHITE = "#141f4d", "#dce2f4", "#ffc43d", "#ffffff"
COLOURS = 16
LEFT = 70
CODE_SIDE = 330
ROOM = SIZE[0] - 2 * LEFT - CODE_SIDE - 30
"""How wide a fact may be drawn, in pixels: it ends before the QR code."""


@in_indonesian
def draw_card(membership: Membership, *, now: datetime) -> Path:
    """Draw the card of MEMBERSHIP with its whole number, for an officer, as a PNG in a temporary file that the caller deletes."""
    with tempfile.NamedTemporaryFile(suffix=".png", delete=False) as file:
        _card(membership, membership.kpj, now).save(file, "PNG")
    return Path(file.name)


def card_picture(membership: Membership, *, now: datetime) -> bytes:
    """Return the same card with its number masked, as the bytes of a small PNG: what its owner shows to others."""
    picture = BytesIO()
    _card(membership, mask_kpj(membership.kpj), now).quantize(COLOURS).save(picture, "PNG", optimize=True)
    return picture.getvalue()


def _card(membership: Membership, number: str, now: datetime) -> Image.Image:
    code = issue_personal_code("card", membership.participant_id, str(membership.pk), now)
    card = Image.new("RGB", SIZE, NILA_900)
    pen = ImageDraw.Draw(card)
    _tumpal(pen)
    _line(pen, 60, "Kartu Peserta Digital", 50, WHITE)
    _line(pen, 125, f"Jaminan Hari Tua. {settings.OPERATOR_NAME}", 30, NILA_100)
    facts = (
        ("Nama", membership.participant.name),
        ("Nomor peserta (KPJ)", number),
        ("Segmen", membership.get_segment_display()),
        ("Pemberi kerja", membership.employer.name if membership.employer else "Mandiri"),
        ("Peserta sejak", formats.short_date(membership.started_on)),
    )
    for row, (label, value) in enumerate(facts):
        _line(pen, 205 + row * 92, label, 25, NILA_100)
        _line(pen, 236 + row * 92, value, 38, WHITE, ROOM)
    _qr(card, f"{settings.PUBLIC_URL}/cek/{code.code}/")
    _line(pen, 672, f"Periksa: {settings.PUBLIC_URL.split('://')[1]}/cek  {code.code}. Dibuat {formats.short_date(now)}.", 24, NILA_100)
    return card


def _line(pen: ImageDraw.ImageDraw, top: int, text: str, size: int, colour: str, room: int = SIZE[0] - 2 * LEFT) -> None:
    """Write TEXT in one line, smaller where it would be wider than ROOM pixels."""
    font = ImageFont.load_default(size)
    fitting = min(size, int(size * room / font.getlength(text)))
    pen.text((LEFT, top + size - fitting), text, font=font.font_variant(size=fitting), fill=colour)


def _tumpal(pen: ImageDraw.ImageDraw) -> None:
    """Draw the sawtooth edge, our only ornament."""
    width, height = SIZE
    for left in range(0, width, 40):
        pen.polygon([(left, height), (left + 20, height - 30), (left + 40, height)], fill=KUNYIT)


def _qr(card: Image.Image, address: str) -> None:
    matrix = segno.make(address, error="m", micro=False).matrix
    tile = Image.new("1", (len(matrix) + 4, len(matrix) + 4), 1)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            tile.putpixel((x + 2, y + 2), 0 if dark else 1)
    card.paste(tile.resize((CODE_SIDE, CODE_SIDE), Image.Resampling.NEAREST), (SIZE[0] - CODE_SIDE - LEFT, 210))
