"""Photos of newer phones (HEIC, HEIF): read with a library of their own, then cleaned like every picture.

Run as ``python -m claims.cleaning.heif heif QUARTER_TURNS`` with the file as standard input.
"""

import sys
from functools import partial
from typing import BinaryIO

from pillow_heif import HeifImageFile, options

from claims.cleaning.child import Cleaned, answer
from claims.cleaning.images import clean_picture
from claims.cleaning.refusals import FileRefused


def clean(source: BinaryIO, *, quarter_turns: int) -> Cleaned:
    """Return the picture in SOURCE as an upright JPEG, turned by QUARTER_TURNS clockwise on top."""
    try:
        picture = HeifImageFile(source)
    except SyntaxError as error:
        raise FileRefused("unsupported_heic") from error
    return clean_picture(picture, quarter_turns=quarter_turns)


if __name__ == "__main__":
    options.DECODE_THREADS = 1
    options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False
    answer(partial(clean, quarter_turns=int(sys.argv[2])))
