"""Photos: opened by the header first, decoded small, turned upright, written anew as JPEG without anything else.

Run as ``python -m claims.cleaning.images KIND QUARTER_TURNS`` with the file as standard input.
"""

import io
import math
import sys
from functools import partial
from typing import BinaryIO

from PIL import ExifTags, Image, ImageFile, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from claims.cleaning.child import Cleaned, answer
from claims.cleaning.hints import hint_for
from claims.cleaning.jpeg import refuse_many_scans
from claims.cleaning.kinds import Kind
from claims.cleaning.limits import MAX_DECODED, MAX_PIXELS, MAX_SIDE, STORED_PIXELS, STORED_QUALITY, THUMBNAIL_QUALITY, THUMBNAIL_SIDE
from claims.cleaning.png import without_notes
from claims.cleaning.refusals import FileRefused

Turn = Image.Transpose

OPENERS: dict[str, type[ImageFile.ImageFile]] = {
    # The plain class: the second picture that phones hide in a JPEG (depth, gain map) is never looked at.
    Kind.JPEG: JpegImagePlugin.JpegImageFile,
    Kind.PNG: PngImagePlugin.PngImageFile,
    Kind.WEBP: WebPImagePlugin.WebPImageFile,
}
BYTES_PER_PIXEL = {"1": 2, "L": 1, "I;16": 3, "P": 9, "LA": 8, "PA": 8, "RGBA": 8}
"""What a mode needs while it is opened, with the copy that its conversion makes; 4 for those not named."""
FORMAT_BYTES_PER_PIXEL = {"WEBP": 10, "HEIF": 5}
"""Formats whose decoder needs more than the picture."""
PROGRESSIVE_BYTES_PER_PIXEL = 6
"""A progressive JPEG is held whole, however small it is decoded."""
SLACK = 1.5
"""A picture this much larger than STORED_PIXELS is kept as it is: another resize would cost more than it saves."""
UPRIGHT = {
    2: Turn.FLIP_LEFT_RIGHT,
    3: Turn.ROTATE_180,
    4: Turn.FLIP_TOP_BOTTOM,
    5: Turn.TRANSPOSE,
    6: Turn.ROTATE_270,
    7: Turn.TRANSVERSE,
    8: Turn.ROTATE_90,
}
CLOCKWISE = {1: Turn.ROTATE_270, 2: Turn.ROTATE_180, 3: Turn.ROTATE_90}


def clean(source: BinaryIO, *, kind: str, quarter_turns: int) -> Cleaned:
    """Return the picture in SOURCE as an upright JPEG, turned by QUARTER_TURNS clockwise on top."""
    if kind == Kind.JPEG:
        refuse_many_scans(source.read())
        source.seek(0)
    if kind == Kind.PNG:
        source = io.BytesIO(without_notes(source.read()))
    return clean_picture(OPENERS[kind](source), quarter_turns=quarter_turns)


def clean_picture(picture: ImageFile.ImageFile, *, quarter_turns: int) -> Cleaned:
    """Check the header of PICTURE, then decode, shrink, straighten and rewrite it."""
    check_header(picture)
    size = picture.size
    picture.draft(None, scaled(size))
    if bytes_to_open(picture, size) > MAX_DECODED:
        raise too_many_pixels(size)
    picture.load()
    orientation = orientation_of(picture)
    plain = straighten(shrink(on_white(picture)), UPRIGHT.get(orientation), CLOCKWISE.get(quarter_turns))
    plain.info.clear()  # A comment or profile left there would be written again.
    return Cleaned(
        content=jpeg(plain, STORED_QUALITY),
        width=plain.width,
        height=plain.height,
        thumbnail=jpeg(thumbnail_of(plain), THUMBNAIL_QUALITY),
        hint=hint_for(plain),
    )


def check_header(picture: ImageFile.ImageFile) -> None:
    """Refuse what the header alone gives away, before a single pixel is decoded."""
    width, height = picture.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise too_many_pixels(picture.size)
    if getattr(picture, "n_frames", 1) > 1:
        raise FileRefused("moving")


def bytes_to_open(picture: ImageFile.ImageFile, size: tuple[int, int]) -> int:
    """Return about how much memory the pixels of PICTURE fill while it is opened; SIZE is its size in the file."""
    per_pixel = max(BYTES_PER_PIXEL.get(picture.mode, 4), FORMAT_BYTES_PER_PIXEL.get(picture.format, 1))
    coefficients = PROGRESSIVE_BYTES_PER_PIXEL * size[0] * size[1] if "progressive" in picture.info else 0
    return per_pixel * picture.width * picture.height + coefficients


def too_many_pixels(size: tuple[int, int]) -> FileRefused:
    return FileRefused("too_many_pixels", width=size[0], height=size[1])


def scaled(size: tuple[int, int]) -> tuple[int, int]:
    """Return SIZE made small enough to be kept: both sides by one factor, the area that of the others."""
    factor = min(1.0, math.sqrt(STORED_PIXELS / (size[0] * size[1])))
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def orientation_of(picture: ImageFile.ImageFile) -> int:
    """Return the EXIF orientation; a broken note about a photo is no reason to refuse the photo."""
    try:
        return picture.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:
        return 1


def on_white(picture: Image.Image) -> Image.Image:
    """Return PICTURE in grey or colour; what was transparent turns white, as on paper."""
    if picture.has_transparency_data:
        opaque = Image.new("RGBA", picture.size, "white")
        opaque.alpha_composite(picture.convert("RGBA"))
        return opaque.convert("RGB")
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value / 256).convert("L")
    return picture if picture.mode in ("L", "RGB") else picture.convert("L" if picture.mode == "1" else "RGB")


def shrink(picture: Image.Image) -> Image.Image:
    """Return PICTURE with at most about STORED_PIXELS."""
    if picture.width * picture.height <= STORED_PIXELS * SLACK:
        return picture
    return picture.resize(scaled(picture.size), Image.Resampling.BICUBIC, reducing_gap=2.0)


def straighten(picture: Image.Image, *turns: Image.Transpose | None) -> Image.Image:
    for turn in turns:
        picture = picture if turn is None else picture.transpose(turn)
    return picture


def thumbnail_of(picture: Image.Image) -> Image.Image:
    preview = picture.reduce(max(1, max(picture.size) // (2 * THUMBNAIL_SIDE)))
    preview.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), reducing_gap=None)
    return preview


def jpeg(picture: Image.Image, quality: int) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=quality)
    return written.getvalue()


if __name__ == "__main__":
    Image.MAX_IMAGE_PIXELS = None  # Our own check comes earlier and says more.
    answer(partial(clean, kind=sys.argv[1], quarter_turns=int(sys.argv[2])))
