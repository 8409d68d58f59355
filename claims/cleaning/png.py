"""PNG at the level of its chunks: texts and profiles are packed, and a thousand of them fill a machine's day."""

SIGNATURE_BYTES, AROUND_BYTES = 8, 12
KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"acTL", b"fcTL", b"fdAT", b"eXIf"})
"""What makes the picture, a film's pictures and the way up; nothing else is ever unpacked."""


def without_notes(picture: bytes) -> bytes:
    """Return PICTURE without any other chunk; one that is cut off stays so."""
    kept, place = [picture[:SIGNATURE_BYTES]], SIGNATURE_BYTES
    while place < len(picture):
        end = place + AROUND_BYTES + int.from_bytes(picture[place : place + 4])
        if picture[place + 4 : place + 8] in KEPT:
            kept.append(picture[place:end])
        place = end
    return b"".join(kept)
