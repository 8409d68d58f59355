"""One page of a PDF as a picture: what an officer looks at, turns and enlarges like any photo.

Run as ``python -m claims.cleaning.sheets NUMBER`` with a cleaned PDF as standard input; NUMBER counts from 1. PDFium reads what a
stranger wrote, so it works where the cleaner works: in a process of its own with little memory and time.
"""

import math
import sys
from functools import partial
from typing import BinaryIO

import pypdfium2

from claims.cleaning.child import Cleaned, answer
from claims.cleaning.images import jpeg
from claims.cleaning.limits import STORED_PIXELS, STORED_QUALITY
from claims.cleaning.refusals import FileRefused


def draw(source: BinaryIO, *, number: int) -> Cleaned:
    """Return page NUMBER of the PDF in SOURCE as a JPEG of about STORED_PIXELS, A4 at 170 dots an inch."""
    pdf = pypdfium2.PdfDocument(source.read())
    if not 0 < number <= len(pdf):
        raise FileRefused("damaged")
    page = pdf[number - 1]
    width, height = page.get_size()
    picture = page.render(scale=math.sqrt(STORED_PIXELS / (width * height)), may_draw_forms=False).to_pil()
    return Cleaned(content=jpeg(picture, STORED_QUALITY), width=picture.width, height=picture.height)


if __name__ == "__main__":
    answer(partial(draw, number=int(sys.argv[1])))
