"""What a thief reads in the whole database and the whole document store: nothing."""

import base64
import os
import subprocess
from pathlib import Path

import pytest
from django.db import connection

from scripts.with_postgresql import find_programs
from tests.world import World, canaries, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.DOCUMENT_STORAGE_URL = f"file://{tmp_path}/documents"
    return make_world()


def stolen(documents: Path) -> bytes:
    """Return every byte of the database (a dump of it, on PostgreSQL) and of the document store."""
    database = dumped() if connection.vendor == "postgresql" else copied(Path(connection.settings_dict["NAME"]))
    return database + b"".join(path.read_bytes() for path in sorted(documents.rglob("*")) if path.is_file())


def dumped() -> bytes:
    database = connection.settings_dict["NAME"]
    return subprocess.run([find_programs() / "pg_dump", database], capture_output=True, check=True).stdout


def copied(database: Path) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))


def disguises(text: str) -> list[bytes]:
    """Return TEXT as it could stand in a file: plain, hexadecimal, wide, and in base64 wherever its beginning falls."""
    written = [text.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be")]
    return [*written, *(form.hex().encode() for form in written), *(part for form in written for part in in_base64(form))]


def in_base64(form: bytes) -> list[bytes]:
    """Return the part of the base64 text that does not depend on what stands before and after FORM, unless it is too short to tell."""
    parts = [base64.b64encode(bytes(shift) + form)[4 if shift else 0 : -4] for shift in range(3)]
    return [part for part in parts if len(part) >= 8]


def seen(texts: list[str], data: bytes) -> list[str]:
    """Return those of TEXTS that stand in DATA, in small letters or as a title."""
    both = data + b"\n" + data.lower()
    return [text for text in texts if any(form in both for each in (text, text.title()) for form in disguises(each))]


def test_a_stolen_database_and_store_show_no_private_value(world, tmp_path):
    """G1: 200 canaries, evenly taken from all columns of all tables."""
    texts = list(canaries().values())
    sample = texts[:: len(texts) // 200][:200]

    assert (len(sample), seen(sample, stolen(tmp_path))) == (200, [])


def test_the_search_finds_what_is_not_sealed(world, tmp_path):
    """G1, the control: claim numbers and the office's name stand in the clear."""
    plain = [world.claims[0].number, world.claims[-1].number, world.office.name]

    assert seen(plain, stolen(tmp_path)) == plain


@pytest.mark.parametrize("shift", range(5))
def test_the_search_finds_what_is_only_disguised(shift):
    """G1, the control."""
    text, noise = "20000000012", os.urandom(shift)
    forms = [noise + text.encode() + noise, noise + text.encode("utf-16-le") + noise]

    assert [seen([text], form) for each in forms for form in (each, each.hex().encode(), base64.b64encode(each))] == [[text]] * 6
