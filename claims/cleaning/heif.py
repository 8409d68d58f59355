"""Photos of newer phones (HEIC, HEIF): read with a library of their own, then cleaned like every picture.

Run as ``python -m claims.cleaning.heif heif QUARTER_TURNS`` with the file as standard input.
"""

import math
import re
import struct
import sys
from functools import partial
from typing import BinaryIO

from pillow_heif import HeifImageFile, options

from claims.cleaning.child import Cleaned, answer
from claims.cleaning.images import FORMAT_BYTES_PER_PIXEL, clean_picture
from claims.cleaning.limits import MAX_DECODED
from claims.cleaning.refusals import FileRefused

PROMISED_SIZE = re.compile(rb"ispe\0{4}(.{8})", re.DOTALL)


def clean(source: BinaryIO, *, quarter_turns: int) -> Cleaned:
    """Return the picture in SOURCE as an upright JPEG, turned by QUARTER_TURNS clockwise on top."""
    refuse_flood(source.read())
    source.seek(0)
    try:
        picture = HeifImageFile(source)
    except SyntaxError as error:
        raise FileRefused("unsupported_heic") from error
    return clean_picture(picture, quarter_turns=quarter_turns)


def refuse_flood(content: bytes) -> None:
    """Refuse the largest picture that the container promises, which a crop could hide from the check of the header."""
    sides = [struct.unpack(">II", found[1]) for found in PROMISED_SIZE.finditer(content)]
    width, height = max(sides, key=math.prod, default=(0, 0))
    if width * height > MAX_DECODED // FORMAT_BYTES_PER_PIXEL["HEIF"]:
        raise FileRefused("too_many_pixels", width=width, height=height)


if __name__ == "__main__":
    options.DECODE_THREADS = 1
    options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False
    answer(partial(clean, quarter_turns=int(sys.argv[2])))
