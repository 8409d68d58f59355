"""What a file is, by its first bytes. Its name and its declared type are not asked."""

from enum import StrEnum

HEAD_BYTES = 32
HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


class Kind(StrEnum):
    """The kinds that can be cleaned. The value names the module that does it."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIF = "heif"
    PDF = "pdf"


def kind_of(head: bytes) -> Kind | None:
    """Return the kind of the file that starts with HEAD (at least 32 bytes where there are as many), or None."""
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS:
        return Kind.HEIF
    return Kind.PDF if head.startswith(b"%PDF-") else None
