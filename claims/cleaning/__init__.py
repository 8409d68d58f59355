"""One received file in, one clean file out: nothing that a stranger made is ever stored as it came.

The file is judged by its bytes and rebuilt in a process of its own with little memory and time, so
that a hostile file hurts nobody else. Nothing here knows Django, a claim, or a file's name.
"""

from claims.cleaning.intake import CleanFile, clean_file, draw_sheet, rotate_image
from claims.cleaning.limits import MAX_BYTES, MAX_PAGES, MAX_PIXELS
from claims.cleaning.refusals import CleanerBroken, FileRefused

__all__ = [
    "MAX_BYTES",
    "MAX_PAGES",
    "MAX_PIXELS",
    "CleanFile",
    "CleanerBroken",
    "FileRefused",
    "clean_file",
    "draw_sheet",
    "rotate_image",
]
