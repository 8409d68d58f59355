"""Photos: upright, small, legible, and with nothing in them but the picture."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageFilter

from tests.claims.samples import (
    CANARY,
    ENCODERS,
    XMP,
    cleaned,
    corners,
    decoded,
    encoded,
    exif,
    jpeg_segment,
    jpeg_with_everything,
    page_of_text,
    photo,
    png,
    png_chunk,
    png_notes,
    refusal,
    with_jpeg_segments,
)

# --- Upright

MIRRORS = {
    1: (),
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_90,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_270,),
}
"""How a camera that writes this orientation holds the scene (the turn that undoes the one a viewer makes)."""


def corner_colours(picture: Image.Image) -> list[tuple[int, ...]]:
    """Return the colours near the four corners, rounded so that compression does not count."""
    width, height = picture.size
    places = [(8, 8), (width - 9, 8), (8, height - 9), (width - 9, height - 9)]
    return [tuple(round(value / 85) for value in picture.getpixel(place)) for place in places]


@pytest.mark.parametrize("orientation", MIRRORS)
@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_picture_is_kept_upright(kind, orientation):
    """C7: eight orientations in three formats."""
    held = corners(96, 64)
    for turn in MIRRORS[orientation]:
        held = held.transpose(turn)
    kept = cleaned(encoded(held, kind, exif=exif(orientation=orientation)))

    assert (kept.width, kept.height) == (96, 64)
    assert corner_colours(decoded(kept.content)) == corner_colours(corners(96, 64))
    assert corner_colours(decoded(kept.thumbnail)) == corner_colours(corners(96, 64))


def test_heic_is_kept_upright():
    """C7: the format turns the picture itself and says so a second time in EXIF; once is right."""
    held = corners(96, 64).transpose(Image.Transpose.ROTATE_90)
    kept = cleaned(encoded(held, "heif", exif=exif(orientation=6).tobytes()))

    assert corner_colours(decoded(kept.content)) == corner_colours(corners(96, 64))


def test_broken_exif_does_not_cost_the_photo():
    broken = jpeg_segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\x7f" + b"\xff" * 40)
    kept = cleaned(with_jpeg_segments(photo(), broken))

    assert corner_colours(decoded(kept.content)) == corner_colours(corners())


# --- Nothing but the picture

NOTED = {
    "jpeg": lambda: jpeg_with_everything(),
    "png": lambda: encoded(corners(), "png", exif=exif(), pnginfo=png_notes()),
    "webp": lambda: encoded(corners(), "webp", exif=exif(), xmp=XMP),
    "heif": lambda: encoded(corners(), "heif", exif=exif(), xmp=XMP),
}
PICTURE_MARKERS = {0xD8, 0xE0, 0xDB, 0xC0, 0xC4, 0xDA}


def markers_before_pixels(content: bytes) -> set[int]:
    """Return the kinds of segments in a JPEG up to its pixels."""
    found, place = {content[1]}, 2
    while content[place + 1] != 0xDA:
        found.add(content[place + 1])
        place += 2 + struct.unpack(">H", content[place + 2 : place + 4])[0]
    return found | {0xDA}


@pytest.mark.parametrize("kind", NOTED)
def test_nothing_is_kept_but_the_picture(kind):
    """C7: EXIF, position, XMP, IPTC, profiles and comments are gone."""
    sent = NOTED[kind]()
    kept = cleaned(sent)

    assert CANARY.encode() in sent
    assert [CANARY.encode() in part for part in (kept.content, kept.thumbnail)] == [False, False]
    assert dict(decoded(kept.content).getexif()) == {}
    assert [markers_before_pixels(part) for part in (kept.content, kept.thumbnail)] == [PICTURE_MARKERS] * 2


# --- What else may be in it

SECOND = {
    "html after the end": lambda: photo() + b"<html><script>evil()</script>",
    "zip after the end": lambda: photo("png") + b"PK\x03\x04evil()PK\x05\x06" + bytes(18),
    "pdf after the end": lambda: photo("webp") + b"%PDF-1.4 evil() %%EOF",
    "html in a comment": lambda: with_jpeg_segments(photo(), jpeg_segment(0xFE, b"*/=alert();/*evil()")),
    "pdf in a comment": lambda: with_jpeg_segments(photo(), jpeg_segment(0xFE, b"%PDF-1.4\nevil()")),
    "php in exif": lambda: encoded(corners(), "jpeg", exif=b"Exif\0\0<?php evil() ?>"),
    "php in a text chunk": lambda: photo("png")[:33] + png_chunk(b"tEXt", b"Comment\0<?php evil() ?>") + photo("png")[33:],
    "php in a chunk of its own": lambda: photo("png")[:33] + png_chunk(b"evIl", b"<?php evil() ?>") + photo("png")[33:],
    "php in the pixels": lambda: png(64, 1, pixels=zlib.compress(b"\0" + b"<?php evil() ?>".ljust(64), level=0)),
    "jar in webp": lambda: photo("webp") + b"PK\x03\x04META-INF evil()",
    "html in heic": lambda: encoded(corners(), "heif", xmp=b"<html>evil()</html>"),
}


@pytest.mark.parametrize("second", SECOND)
def test_second_format_in_a_picture_does_not_survive(second):
    """C5: a file that is two things comes out as one."""
    sent = SECOND[second]()
    kept = cleaned(sent)

    assert b"evil()" in sent
    assert [marker for marker in (b"evil()", b"<?php", b"PK\x03\x04", b"%PDF", b"<html") if marker in kept.content + kept.thumbnail] == []


# --- Small and legible


@pytest.mark.parametrize(
    ("size", "kept_size"),
    [
        ((4000, 3000), (2000, 1500)),
        ((3024, 4032), (1512, 2016)),
        ((3264, 2448), (2000, 1500)),
        ((1080, 2400), (1080, 2400)),
        ((600, 400), (600, 400)),
        ((1, 1), (1, 1)),
    ],
)
def test_photo_is_kept_at_three_megapixels(size, kept_size):
    kept = cleaned(encoded(Image.new("L", size, 200), "jpeg"))

    assert (kept.width, kept.height) == kept_size


def test_photo_of_48_megapixels_is_taken():
    """C11: what the best phones send."""
    kept = cleaned(encoded(Image.new("L", (8064, 6048), 200), "jpeg"))

    assert (kept.width, kept.height) == (2016, 1512)
    assert decoded(kept.thumbnail).size == (320, 240)


def test_webp_of_12_megapixels_is_taken():
    """C11: its reader needs most memory of all; the usual size of a photo still fits."""
    kept = cleaned(encoded(Image.new("L", (4000, 3000), 200), "webp", method=0))

    assert (kept.width, kept.height) == (2000, 1500)


def test_long_screenshot_stays_wide_enough_to_read():
    """C11: shrinking its longest side to that of a photo would leave 144 pixels of width."""
    kept = cleaned(encoded(Image.new("L", (1080, 15000), 255), "png"))

    assert (kept.width, kept.height) == (465, 6455)


def test_phone_photo_with_a_second_picture_inside_is_taken():
    """C11: many phones hide a depth or brightness map behind the photo."""
    written = io.BytesIO()
    corners().save(written, "MPO", save_all=True, append_images=[Image.new("RGB", (32, 24))])
    kept = cleaned(written.getvalue())

    assert corner_colours(decoded(kept.content)) == corner_colours(corners())
    assert len(kept.content) < len(encoded(corners(), "jpeg")) * 2


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "RGB", "I;16"])
def test_every_mode_of_a_png_keeps_its_tones(mode):
    """C11: screenshots and scans come in many depths."""
    ramp = Image.linear_gradient("L").resize((256, 64))
    sent = ramp.convert("I;16").point(lambda value: value * 256) if mode == "I;16" else ramp.convert(mode)
    kept = decoded(cleaned(encoded(sent, "png")).content).convert("L").reduce(8)
    wanted = ramp.reduce(8)

    assert max(abs(kept.getpixel((4, row)) - wanted.getpixel((4, row))) for row in range(8)) <= 8


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_transparent_parts_turn_white(kind):
    see_through = Image.new("RGBA", (40, 40), (200, 0, 0, 0))

    assert decoded(cleaned(encoded(see_through, kind)).content).getpixel((20, 20)) == (255, 255, 255)


def test_colours_of_a_print_jpeg_are_turned_into_those_of_a_screen():
    printed = encoded(Image.new("CMYK", (40, 40), (0, 255, 255, 0)), "jpeg")
    red, green, blue = decoded(cleaned(printed).content).getpixel((20, 20))

    assert red > 180
    assert max(green, blue) < 80


# --- Refused


def several(kind: str, **options: object) -> bytes:
    written = io.BytesIO()
    frames = [Image.new("RGB", (64, 64), (shade, 0, 0)) for shade in (10, 90, 170)]
    frames[0].save(written, kind, save_all=True, append_images=frames[1:], **options)
    return written.getvalue()


@pytest.mark.parametrize(
    "make",
    [
        lambda: several("PNG"),
        lambda: several("WEBP"),
        lambda: several("HEIF"),
        lambda: several("HEIF").replace(b"ftypheic", b"ftypmsf1"),
    ],
    ids=["png", "webp", "heif", "heif sequence"],
)
def test_several_pictures_in_one_are_refused(make):
    """C3, C11: no film, and no choice made for the sender."""
    assert refusal(make()) == "moving"


# --- Advice


@pytest.mark.parametrize(
    ("picture", "hint"),
    [
        (page_of_text(), ""),
        (page_of_text(size=60), ""),
        (page_of_text(paper=230, ink=150), ""),
        (page_of_text().filter(ImageFilter.GaussianBlur(6)), "blurred"),
        (page_of_text(size=60).filter(ImageFilter.GaussianBlur(8)), "blurred"),
        (page_of_text(paper=70, ink=10), "dark"),
        (Image.new("L", (1500, 2000), 255), ""),
        (Image.new("L", (1500, 2000), 0), "dark"),
    ],
    ids=["sharp", "large print", "faint", "blurred", "blurred large print", "dark", "white", "black"],
)
def test_photo_is_given_advice_and_kept(picture, hint):
    assert cleaned(encoded(picture, "jpeg")).hint == hint


def test_samples_cover_every_kind():
    assert set(ENCODERS) == set(NOTED)
