"""Files as people send them, and as attackers would: every one is made here, from nothing."""

import io
import struct
import tempfile
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from claims.cleaning import CleanFile, FileRefused, clean_file

pillow_heif.register_heif_opener()

CANARY = "Jalan Kenari 7 Cimahi"
ENCODERS = {"jpeg": {"quality": 92}, "png": {}, "webp": {"quality": 90}, "heif": {"quality": 90}}
RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 200, 20), (20, 20, 220), (250, 250, 250)


def corners(width: int = 64, height: int = 48) -> Image.Image:
    """Return a picture whose corners tell which way is up: red, green above; blue, white below."""
    picture = Image.new("RGB", (width, height))
    half = (width // 2, height // 2)
    for colour, place in zip((RED, GREEN, BLUE, WHITE), ((0, 0), (half[0], 0), (0, half[1]), half), strict=True):
        picture.paste(colour, (*place, place[0] + half[0], place[1] + half[1]))
    return picture


def page_of_text(width: int = 1500, height: int = 2000, *, paper: int = 240, ink: int = 20, size: int = 30) -> Image.Image:
    """Return a page full of print, as a good photo of one would be."""
    page = Image.new("L", (width, height), paper)
    draw = ImageDraw.Draw(page)
    for top in range(60, height - 60, size * 2):
        draw.text((80, top), "Surat keterangan bekerja nomor 17 bulan Oktober " * 4, fill=ink, font_size=size)
    return page


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind.upper(), **(ENCODERS[kind] | options))
    return written.getvalue()


@cache
def photo(kind: str = "jpeg") -> bytes:
    """Return a small photo of KIND (jpeg, png, webp, heif)."""
    return encoded(corners(), kind)


def decoded(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


# --- Metadata


def exif(*, orientation: int = 1) -> Image.Exif:
    """Return EXIF with an orientation, a place on earth, and the canary in three fields."""
    notes = Image.Exif()
    notes[0x0112] = orientation
    notes[0x010E] = notes[0x013B] = CANARY
    notes.get_ifd(0x8825).update({1: "S", 2: (6.0, 52.0, 12.0), 3: "E", 4: (107.0, 32.0, 30.0), 0x1D: "2026:11:24"})
    notes.get_ifd(0x8769)[0x9286] = CANARY
    return notes


XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description dc:creator="{CANARY}"/></x:xmpmeta>'.encode()


def jpeg_segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def with_jpeg_segments(picture: bytes, *segments: bytes) -> bytes:
    return picture[:2] + b"".join(segments) + picture[2:]


def iptc() -> bytes:
    """Return the segment in which news agencies write author and place."""
    record = b"\x1c\x02\x50" + struct.pack(">H", len(CANARY)) + CANARY.encode()
    return jpeg_segment(0xED, b"Photoshop 3.0\x00" + b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(record)) + record)


def png_notes() -> PngInfo:
    notes = PngInfo()
    notes.add_text("Author", CANARY)
    notes.add_text("Comment", CANARY, zip=True)
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return notes


def jpeg_with_everything() -> bytes:
    picture = encoded(corners(), "jpeg", exif=exif(), comment=CANARY.encode(), xmp=XMP, icc_profile=CANARY.encode() * 20)
    return with_jpeg_segments(picture, iptc())


# --- PNG by hand


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, *chunks: bytes, depth: int = 8, colour: int = 0, pixels: bytes | None = None) -> bytes:
    """Return a PNG with that header; PIXELS is the packed picture (default: one that is too short)."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    picture = png_chunk(b"IDAT", zlib.compress(b"\0" * 100) if pixels is None else pixels)
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + picture + png_chunk(b"IEND", b"")


def zeros(size: int) -> bytes:
    """Return SIZE zero bytes (whole MiB), packed, without ever holding them."""
    packer = zlib.compressobj(9)
    first, other = (packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + other * ((size >> 20) - 1) + packer.flush()


# --- PDF


Change = Callable[[pikepdf.Pdf, Dictionary], None]


def pdf(*, pages: int = 1, change: Change | None = None, **options: object) -> bytes:
    """Return a PDF of PAGES pages with a line of print each; CHANGE gets it and its first page before it is written."""
    document = pikepdf.new()
    font = document.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(pages):
        page = document.add_blank_page(page_size=(595, 842)).obj
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        page.Contents = document.make_stream(f"BT /F1 20 Tf 72 700 Td (Halaman {number + 1}) Tj ET".encode())
    if change:
        change(document, document.pages[0].obj)
    return saved(document, **options)


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    written = io.BytesIO()
    document.save(written, **options)
    return written.getvalue()


def picture_stream(document: pikepdf.Pdf, data: bytes, filters: Sequence[str], *, width: int = 64, height: int = 48) -> pikepdf.Stream:
    return pikepdf.Stream(
        document,
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name(filters[0]) if len(filters) == 1 else Array([Name(name) for name in filters]),
    )


def with_picture(data: bytes, *filters: str, **size: int) -> bytes:
    """Return a PDF whose first page shows DATA, packed as FILTERS say."""

    def show(document: pikepdf.Pdf, page: Dictionary) -> None:
        page.Resources.XObject = Dictionary(Im0=picture_stream(document, data, filters, **size))
        page.Contents = document.make_stream(b"q 64 0 0 48 72 600 cm /Im0 Do Q")

    return pdf(change=show, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def everything_in(content: bytes) -> bytes:
    """Return all that a reader of a PDF could find in it: the file, its objects, and its unpacked streams."""
    with pikepdf.open(io.BytesIO(content)) as document:
        objects = [thing.unparse() for thing in document.objects]
        streams = [unpacked(thing) for thing in document.objects if isinstance(thing, pikepdf.Stream)]
        trailer = document.trailer.unparse()
    return b"\n".join((content, trailer, *objects, *streams))


def unpacked(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return stream.read_raw_bytes()


# --- Through the door


def cleaned(content: bytes, *, declared_name: str = "berkas") -> CleanFile:
    """Hand CONTENT in as an upload would."""
    with tempfile.NamedTemporaryFile() as received:
        received.write(content)
        received.flush()
        return clean_file(Path(received.name), declared_name=declared_name)


def refusal(content: bytes, *, declared_name: str = "berkas") -> str:
    """Return the code with which CONTENT is refused, or ``ok``."""
    try:
        cleaned(content, declared_name=declared_name)
    except FileRefused as refused:
        return refused.code
    return "ok"
