"""JPEG at the level of its segments, for pictures that stay as they are inside a PDF."""

import re

from claims.cleaning.limits import MAX_PIXELS
from claims.cleaning.refusals import FileRefused

START, END, SCAN, COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
APPLICATION = range(0xE0, 0xF0)
ADOBE = 0xEE  # Says how the colours are coded; without it they turn.
FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


MAX_SCANS = 100
"""Cameras write 1, progressive files about 10. Each scan of a few bytes costs a walk over every pixel."""


def refuse_many_scans(picture: bytes) -> None:
    """Refuse a picture that is drawn over and over to use up time."""
    if picture.count(bytes((0xFF, SCAN))) > MAX_SCANS:
        raise FileRefused("too_heavy")


def without_metadata(picture: bytes) -> bytes:
    """Return PICTURE without comments, EXIF, position, profiles and trailing bytes; its pixels are the same bytes.

    Raises FileRefused for a picture that is broken or has too many pixels.
    """
    if picture[:2] != bytes((0xFF, START)):
        raise FileRefused("damaged")
    refuse_many_scans(picture)
    kept = [picture[:2]]
    place = 2
    while True:
        marker, segment = segment_at(picture, place)
        if marker == END:
            return b"".join((*kept, segment))
        if marker in FRAMES:
            refuse_flood(segment)
        place += len(segment)
        if marker == ADOBE or (marker != COMMENT and marker not in APPLICATION):
            kept.append(segment)


def segment_at(picture: bytes, place: int) -> tuple[int, bytes]:
    """Return the marker at PLACE and its whole segment, with the coded pixels where it starts a scan."""
    while picture[place : place + 2] == b"\xff\xff":
        place += 1
    head = picture[place : place + 4]
    if len(head) < 2 or head[0] != 0xFF:
        raise FileRefused("damaged")
    if head[1] == END:
        return END, head[:2]
    end = place + 2 + int.from_bytes(head[2:4])
    if head[1] == SCAN:
        following = AFTER_SCAN.search(picture, end)
        end = following.start() if following else len(picture)
    if end > len(picture) or end < place + 4:
        raise FileRefused("damaged")
    return head[1], picture[place:end]


def refuse_flood(frame: bytes) -> None:
    """Refuse a frame header that promises more pixels than a picture may have."""
    height, width = int.from_bytes(frame[5:7]), int.from_bytes(frame[7:9])
    if width * height > MAX_PIXELS:
        raise FileRefused("too_many_pixels", width=width, height=height)
