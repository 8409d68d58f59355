"""PDF files: every page is moved, bare, into a new document; nothing else of the old one comes along.

Run as ``python -m claims.cleaning.pdfs pdf 0`` with the file as standard input.
"""

import io
from typing import BinaryIO

import pikepdf
from pikepdf import settings

from claims.cleaning.child import Cleaned, answer
from claims.cleaning.limits import MAX_CONTENT, MAX_PAGE_POINTS, MAX_PAGES, MIB
from claims.cleaning.pdf_objects import Sweeper
from claims.cleaning.refusals import FileRefused

PAGE_KEYS = frozenset({"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Group"})
"""All that a page needs to be seen. No actions, notes, links, files, thumbnails or private data of a program."""
TAIL = 1024
MAX_OBJECTS = 30_000
"""Twenty pages of a tagged text have some thousands; each costs about 20 µs and 2 KB here."""
MAX_CONTENT_PARTS = 500
"""A page may name one stream many times over, and a viewer reads it as often."""


def clean(source: BinaryIO) -> Cleaned:
    """Return the pages of the PDF in SOURCE as a new PDF: what was filled in or drawn on them stays, what could act goes."""
    refuse_cut_off(source)
    with open_pdf(source) as received, pikepdf.new() as rebuilt:
        refuse_unsuited(received)
        flatten(received)
        for page in received.pages:
            undress(page.obj)
            rebuilt.pages.append(page)
        Sweeper().sweep(page.obj for page in rebuilt.pages)
        written = io.BytesIO()
        rebuilt.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return Cleaned(content=written.getvalue(), page_count=len(rebuilt.pages))


def refuse_cut_off(source: BinaryIO) -> None:
    """Refuse a file without its end: the library would repair it, and pages would be missing without a word."""
    source.seek(-min(TAIL, source.seek(0, io.SEEK_END)), io.SEEK_END)
    if b"%%EOF" not in source.read():
        raise FileRefused("damaged")
    source.seek(0)


def open_pdf(source: BinaryIO) -> pikepdf.Pdf:
    """Open SOURCE; a password of either kind is refused, even an empty one that opens."""
    try:
        received = pikepdf.open(source)
    except pikepdf.PasswordError as error:
        raise FileRefused("encrypted") from error
    if received.is_encrypted:
        raise FileRefused("encrypted")
    return received


def refuse_unsuited(received: pikepdf.Pdf) -> None:
    """Refuse what has too many objects or pages, or too large ones, and files whose pages are not the document."""
    if len(received.get_xref_table()) > MAX_OBJECTS:
        raise FileRefused("too_heavy")
    page_count = len(received.pages)
    if page_count == 0:
        raise FileRefused("damaged")
    if page_count > MAX_PAGES:
        raise FileRefused("too_many_pages", pages=page_count)
    if any(longer_side(page) > MAX_PAGE_POINTS for page in received.pages):
        raise FileRefused("page_too_large")
    if any(content_parts(page.obj) > MAX_CONTENT_PARTS for page in received.pages):
        raise FileRefused("too_heavy")
    # A portfolio shows its attachments, an XFA form draws itself by program: their pages say only "please wait".
    if "/Collection" in received.Root or received.Root.get("/NeedsRendering", False):
        raise FileRefused("unusual_pdf")


def longer_side(page: pikepdf.Page) -> float:
    """Return the longer side of PAGE in points."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    return max(abs(right - left), abs(top - bottom))


def content_parts(page: pikepdf.Dictionary) -> int:
    """Return how many streams the content of PAGE is made of."""
    content = page.get("/Contents")
    return len(content) if isinstance(content, pikepdf.Array) else 1


def flatten(received: pikepdf.Pdf) -> None:
    """Paint filled fields, signatures and notes onto the pages, so that they survive without their programs."""
    if "/AcroForm" in received.Root or any("/Annots" in page for page in received.pages):
        received.generate_appearance_streams()
        received.flatten_annotations()


def undress(page: pikepdf.Dictionary) -> None:
    for key in set(page.keys()) - PAGE_KEYS:
        del page[key]


if __name__ == "__main__":
    settings.set_qpdf_limits(
        doc_max_warnings=MAX_OBJECTS,
        max_stream_filters=3,
        flate_max_memory=MAX_CONTENT,
        png_max_memory=MAX_CONTENT,
        run_length_max_memory=MIB,
        tiff_max_memory=MAX_CONTENT,
    )
    answer(clean)
