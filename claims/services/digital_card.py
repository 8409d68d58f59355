"""The portal's own digital card as a picture: what fills the first slot in one click."""

import tempfile
from datetime import datetime
from pathlib import Path

import segno
from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from claims.services.issuing import issue_code
from jht_portal.lib import formats
from participants.models import Membership

SIZE = (1240, 780)
NILA_900, NILA_100, KUNYIT, WHITE = "#141f4d", "#dce2f4", "#ffc43d", "#ffffff"
LEFT = 70


def draw_card(membership: Membership, *, now: datetime) -> Path:
    """Draw the card of MEMBERSHIP as a PNG in a temporary file, which the caller deletes."""
    code = issue_code("card", None, now)
    card = Image.new("RGB", SIZE, NILA_900)
    pen = ImageDraw.Draw(card)
    _tumpal(pen)
    _line(pen, 60, "Kartu Peserta Digital", 50, WHITE)
    _line(pen, 125, f"Jaminan Hari Tua. {settings.OPERATOR_NAME}", 30, NILA_100)
    facts = (
        ("Nama", membership.participant.name),
        ("Nomor peserta (KPJ)", membership.kpj),
        ("Segmen", membership.get_segment_display()),
        ("Pemberi kerja", membership.employer.name if membership.employer else "Mandiri"),
        ("Peserta sejak", formats.short_date(membership.started_on)),
    )
    for row, (label, value) in enumerate(facts):
        _line(pen, 205 + row * 92, label, 25, NILA_100)
        _line(pen, 236 + row * 92, value[:44], 38, WHITE)
    _qr(card, f"{settings.PUBLIC_URL}/cek/{code.code}/")
    _line(pen, 672, f"Periksa: {settings.PUBLIC_URL.split('://')[1]}/cek  {code.code}. Dibuat {formats.short_date(now)}.", 24, NILA_100)
    with tempfile.NamedTemporaryFile(suffix=".png", delete=False) as file:
        card.save(file, "PNG")
    return Path(file.name)


def _line(pen: ImageDraw.ImageDraw, top: int, text: str, size: int, colour: str) -> None:
    pen.text((LEFT, top), text, font=ImageFont.load_default(size), fill=colour)


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
    card.paste(tile.resize((330, 330), Image.Resampling.NEAREST), (SIZE[0] - 330 - LEFT, 210))
