"""Pictures of a good document and of the mistake that a coded reason names, for everybody to see."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from PIL import Image

from claims.cleaning import clean_file
from claims.models import SamplePicture
from claims.services import keeping, rulebook

LONGEST_SIDE = 640
"""Pixels: enough to see a signature, little enough for a slow line."""
QUALITY = 80


class NotAPicture(Exception):
    """What was sent is a document of pages, not a picture."""


def put_picture(code: str, *, is_good: bool, path: Path, name: str, user: AbstractBaseUser, now: datetime) -> SamplePicture:
    """Clean the file at PATH, shrink it and show it with a coded reason instead of the one before.

    Raises FileRefused with the sentence for the sender, CleanerBroken when the fault is ours, NotAPicture for a PDF.
    """
    clean = clean_file(path, declared_name=name)
    if clean.content_type != "image/jpeg":
        raise NotAPicture
    picture = SamplePicture(code=code, is_good=is_good, content=shrunk(clean.content), uploaded_at=now)
    with transaction.atomic():
        rulebook.lock()
        SamplePicture.objects.filter(code=code, is_good=is_good).delete()
        picture.save(force_insert=True)
        rulebook.announce()
        keeping.note_change(keeping.name_of(picture), {}, {"picture": str(picture.pk)}, user=user, now=now)
    return picture


@transaction.atomic
def remove_picture(code: str, *, is_good: bool, user: AbstractBaseUser, now: datetime) -> None:
    """Show no picture any more; removing it twice is no fault."""
    rulebook.lock()
    for picture in SamplePicture.objects.filter(code=code, is_good=is_good):
        name, told = keeping.name_of(picture), {"picture": str(picture.pk)}
        picture.delete()
        rulebook.announce()
        keeping.note_change(name, told, {}, user=user, now=now)


def shrunk(content: bytes) -> bytes:
    """Return a picture that the cleaner made, no side longer than LONGEST_SIDE."""
    with Image.open(BytesIO(content)) as picture:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        drawn = BytesIO()
        picture.convert("RGB").save(drawn, "JPEG", quality=QUALITY, optimize=True)
    return drawn.getvalue()


def picture_bytes(picture_id: UUID) -> bytes | None:
    """Return a picture that is shown; None where there is none of that number."""
    found = SamplePicture.objects.filter(pk=picture_id).values_list("content", flat=True).first()
    return None if found is None else bytes(found)


def pictures_of(code: str) -> dict[bool, SamplePicture]:
    """Return the good and the bad picture of a coded reason, without their bytes."""
    return {picture.is_good: picture for picture in SamplePicture.objects.filter(code=code).defer("content")}
