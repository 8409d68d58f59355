"""The intake of one file: what it is, how large it is, what it is called, and the process that opens it."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from claims.cleaning import MAX_BYTES, CleanerBroken, FileRefused, clean_file, intake, rotate_image
from claims.cleaning.words import SENTENCES, sentence_for, size_in_words
from tests.claims.samples import CANARY, cleaned, corners, decoded, encoded, pdf, photo, refusal

PROJECT = Path(__file__).parents[2]


# --- What is kept


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "heif"])
def test_photo_is_kept_as_jpeg(kind):
    """C11: every format of a phone or a screenshot has a way in."""
    sent = photo(kind)
    kept = cleaned(sent)

    assert (kept.content_type, kept.page_count, kept.width, kept.height) == ("image/jpeg", 1, 64, 48)
    assert (decoded(kept.content).format, decoded(kept.content).size) == ("JPEG", (64, 48))
    assert (kept.size, kept.sha256) == (len(kept.content), hashlib.sha256(kept.content).digest())
    assert (kept.original_size, kept.original_sha256) == (len(sent), hashlib.sha256(sent).digest())
    assert (decoded(kept.thumbnail).format, decoded(kept.thumbnail).size) == ("JPEG", (64, 48))


def test_pdf_is_kept_as_pdf():
    sent = pdf(pages=3)
    kept = cleaned(sent)

    assert (kept.content_type, kept.page_count, kept.width, kept.height, kept.thumbnail, kept.hint) == ("application/pdf", 3, 0, 0, b"", "")
    assert kept.content.startswith(b"%PDF-")
    assert kept.original_sha256 == hashlib.sha256(sent).digest()


@pytest.mark.parametrize("kind", ["jpeg", "pdf"])
def test_cleaning_the_same_file_twice_gives_the_same_bytes(kind):
    sent = pdf() if kind == "pdf" else photo(kind)

    assert cleaned(sent) == cleaned(sent)


@pytest.mark.parametrize(("turns", "top_left"), [(1, "blue"), (2, "white"), (3, "green"), (4, "red"), (-1, "green")])
def test_rotated_image_turns_clockwise(turns, top_left):
    kept = cleaned(encoded(corners(640, 480), "jpeg"))
    turned = rotate_image(kept.content, turns)
    colour = decoded(turned.content).getpixel((40, 40))
    names = {"red": (220, 20, 20), "green": (20, 200, 20), "blue": (20, 20, 220), "white": (250, 250, 250)}

    assert min(names, key=lambda name: sum(abs(a - b) for a, b in zip(names[name], colour, strict=True))) == top_left
    assert (turned.width, turned.height) == ((480, 640) if turns % 2 else (640, 480))
    assert decoded(turned.thumbnail).size == ((240, 320) if turns % 2 else (320, 240))


# --- How large it is


def padded(size: int) -> bytes:
    return photo() + b"\0" * (size - len(photo()))


@pytest.mark.parametrize(
    ("content", "outcome"),
    [(b"", "empty"), (b"\xff", "wrong_type"), (padded(MAX_BYTES - 1), "ok"), (padded(MAX_BYTES), "ok"), (padded(MAX_BYTES + 1), "too_big")],
    ids=["nothing", "one byte", "limit less one", "limit", "limit and one"],
)
def test_file_is_judged_by_its_size(content, outcome):
    """C8: nothing, one byte, and both sides of the limit."""
    assert refusal(content) == outcome


def test_too_large_a_file_is_never_read(tmp_path):
    """C8: a size is known without a single byte read or a process started."""
    path = tmp_path / "berkas"
    path.touch()
    os.truncate(path, 50 * 1024 * 1024 * 1024)

    with pytest.raises(FileRefused) as caught:
        clean_file(path, declared_name="film.jpg")
    assert caught.value.sentence == "Ukuran berkas 51.200 MB. Batasnya 6 MB. Foto ulang dengan ukuran lebih kecil."


# --- What it is

DISGUISES = {
    "html": b"<!DOCTYPE html><script>alert(1)</script>",
    "html after space": b"\n\n<html><body onload=alert(1)>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "xml": b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    "swf": b"CWS\x0a" + bytes(60),
    "exe": b"MZ\x90\x00" + bytes(60),
    "elf": b"\x7fELF\x02\x01\x01" + bytes(60),
    "zip": b"PK\x03\x04" + bytes(60),
    "mp4": b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(60),
    "avif": b"\0\0\0\x1cftypavif\0\0\0\0avifmif1" + bytes(60),
    "gif": b"GIF89a\x01\0\x01\0\0\0\0;",
    "gif with script": b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//",
    "tiff": b"II*\0" + bytes(60),
    "bmp": b"BM" + bytes(60),
    "postscript": b"%!PS-Adobe-3.0\n",
    "php": b"<?php system($_GET['c']); ?>",
    "shell": b"#!/bin/sh\nrm -rf /\n",
    "pdf not at the start": b"\n%PDF-1.7\n",
    "wav": b"RIFF\x24\0\0\0WAVEfmt " + bytes(60),
    "jpeg almost": b"\xff\xd8\xfe" + bytes(60),
    "png almost": b"\x89PNG\n\x1a\n" + bytes(60),
}


@pytest.mark.parametrize("name", ["foto.jpg", "foto.png", "foto.heic", "surat.pdf", "surat.html", ""])
@pytest.mark.parametrize("disguise", DISGUISES)
def test_disguise_is_refused_by_its_bytes(disguise, name):
    """C4: 21 kinds under 6 names; the name changes nothing."""
    assert refusal(DISGUISES[disguise], declared_name=name) == "wrong_type"


@pytest.mark.parametrize(
    "head", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x24\0\0\0WEBPVP8 ", b"%PDF-1.7\n"], ids=["jpeg", "png", "webp", "pdf"]
)
def test_right_start_with_nothing_behind_is_damaged(head):
    """C4: the first bytes open the door, decoding decides."""
    assert refusal(head + b"<script>alert(1)</script>" * 20) == "damaged"


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "pdf"])
def test_cut_off_file_is_damaged(kind):
    sent = pdf(pages=2) if kind == "pdf" else encoded(corners(400, 300), kind, **({"lossless": True} if kind == "webp" else {}))

    assert refusal(sent[: len(sent) * 2 // 3]) == "damaged"


def test_heic_that_cannot_be_read_says_so():
    assert refusal(photo("heif")[:200]) == "unsupported_heic"


# --- What it is called

HOSTILE_NAMES = [
    "../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "/etc/cron.d/x",
    "C:\\boot.ini",
    "berkas\0.jpg",
    "berkas\r\nSet-Cookie: a=b",
    "\u202egpj.exe",
    "CON",
    "berkas.jpg::$DATA",
    "a" * 255,
    "b" * 4096,
    "; rm -rf ~",
    "$(touch x)",
    "-rf",
    "--help",
    "%2e%2e%2f",
    "foto\u0301.jpg",
    "{size}{0.__class__}",
    "' OR 1=1 --",
    "<img src=x onerror=alert(1)>.jpg",
    ".",
    "..",
    "",
    " ",
]


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=range(len(HOSTILE_NAMES)))
def test_name_of_a_file_is_never_a_path(name, tmp_path, monkeypatch):
    """C6: whatever it is called, nothing is made, and the answer is that of its bytes."""
    monkeypatch.chdir(tmp_path)

    assert refusal(b"\0" * 40, declared_name=name) == "wrong_type"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Surat.DOCX", "Berkas Word tidak bisa kami buka. Kirim fotonya, atau simpan sebagai PDF."),
        ("rekaman.mp4", "Berkas video tidak bisa kami buka. Kirim fotonya, atau simpan sebagai PDF."),
        ("foto.jpg", "Isi berkas ini bukan foto atau PDF. Pilih berkas JPG, PNG, WebP, HEIC, atau PDF."),
    ],
)
def test_wrong_type_is_called_what_the_sender_calls_it(name, sentence):
    with pytest.raises(FileRefused) as caught:
        cleaned(b"PK\x03\x04" + bytes(40), declared_name=name)

    assert caught.value.sentence == sentence


# --- The words

FACTS = {
    "too_big": {"size": 8_808_038},
    "known_type": {"kind": "Word"},
    "too_many_pixels": {"width": 12_000, "height": 9_000},
    "too_many_pages": {"pages": 10_000},
}


@pytest.mark.parametrize("code", SENTENCES)
def test_every_refusal_is_one_short_text_of_facts_and_a_way_on(code):
    told = sentence_for(code, FACTS.get(code, {}))

    assert told.count(".") - told.count("00") >= 2
    assert len(told) <= 90
    assert not {"{", "}", "!"} & set(told)
    assert "valid" not in told


@pytest.mark.parametrize(
    ("code", "start"),
    [
        ("too_big", "Ukuran berkas 8,4 MB. Batasnya 6 MB. "),
        ("too_many_pixels", "Ukuran gambar 12.000 × 9.000 piksel terlalu besar. "),
        ("too_many_pages", "PDF ini berisi 10.000 halaman. Batasnya 20. "),
    ],
)
def test_refusal_tells_the_figures(code, start):
    assert sentence_for(code, FACTS[code]).startswith(start)


@pytest.mark.parametrize(("size", "words"), [(MAX_BYTES, "6 MB"), (MAX_BYTES + 1, "6,1 MB"), (8_808_038, "8,4 MB"), (1, "0,1 MB")])
def test_size_in_words_is_rounded_up(size, words):
    assert size_in_words(size) == words


# --- The process


@pytest.fixture
def child(tmp_path, monkeypatch):
    """Put a shell script in the place of the cleaning process."""

    def stand_in(script: str) -> None:
        path = tmp_path / "child"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o700)
        monkeypatch.setattr(sys, "executable", str(path))

    return stand_in


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        ("kill -SEGV $$", "damaged"),
        ("kill -ABRT $$", "damaged"),
        ("kill -XCPU $$", "timed_out"),
        ("kill -KILL $$", "timed_out"),
        ("exec yes", "damaged"),
        ('echo \'{"refused": "moving", "facts": {}}\'', "moving"),
    ],
    ids=["segmentation fault", "abort", "processor time used up", "killed", "endless answer", "refusal"],
)
def test_end_of_the_child_is_the_end_of_the_file_only(child, script, outcome):
    """C3: whatever happens in there, the caller gets a sentence."""
    child(script)

    assert refusal(photo()) == outcome


def test_child_that_hangs_is_ended(child, monkeypatch):
    monkeypatch.setattr(intake, "CHILD_WALL_SECONDS", 0.1)
    child("exec sleep 60")

    assert refusal(photo()) == "timed_out"


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "echo no", 'echo \'{"content": 3, "thumbnail": 0}\'; echo abc'])
def test_child_that_does_not_speak_is_our_fault(child, script):
    child(script)

    with pytest.raises(CleanerBroken):
        cleaned(photo())


def test_child_sees_no_secret_and_no_name(child, tmp_path, monkeypatch):
    """G2: the keys of the portal and the name of the file stay outside."""
    monkeypatch.setenv("SECRET_KEY", CANARY)
    child(f'env >{tmp_path}/seen; echo "$@" >>{tmp_path}/seen; readlink /proc/$$/fd/* >>{tmp_path}/seen; exec cat')
    with pytest.raises(CleanerBroken):
        cleaned(photo(), declared_name=CANARY)
    seen = (tmp_path / "seen").read_text().splitlines()

    assert {line.partition("=")[0] for line in seen if "=" in line} <= {"LC_ALL", "MALLOC_ARENA_MAX", "PWD", "SHLVL", "_"}
    assert "-E -s -m claims.cleaning.images jpeg 0" in seen
    assert [line for line in seen if CANARY in line] == []


LIMITED = """
import sys
from claims.cleaning import child
child.CHILD_CPU_SECONDS = 1
child.answer(lambda source: {act})
"""


def limited_child(act: str, folder: Path) -> subprocess.CompletedProcess:
    environment = {"PYTHONPATH": str(PROJECT)}
    return subprocess.run([sys.executable, "-c", LIMITED.format(act=act)], cwd=folder, env=environment, capture_output=True)


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("bytearray(10**9)", b'"too_heavy"'),
        ("(lambda again: again(again))(lambda again: again(again))", b'"too_heavy"'),
        ("open('written', 'wb', 0).write(b'x')", b'"OSError"'),
        ("[open('/dev/null') for _ in range(99)]", b'"OSError"'),
    ],
    ids=["memory", "recursion", "writing a file", "open files"],
)
def test_child_cannot_take_more_than_its_share(act, told, tmp_path):
    """C3: memory, depth, disk and descriptors are limited before the file is touched."""
    done = limited_child(act, tmp_path)

    assert told in done.stdout
    assert [path for path in tmp_path.iterdir() if path.stat().st_size] == []


def test_child_cannot_take_more_time_than_its_share(tmp_path):
    """C3: a file that keeps the processor busy is ended by the kernel."""
    assert limited_child("sum(iter(int, 1))", tmp_path).returncode in intake.OUT_OF_TIME


def test_intake_leaves_nothing_behind(tmp_path, monkeypatch):
    """C8: accepted or refused, no file of ours stays."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    kept = cleaned(photo())
    rotate_image(kept.content, 1)
    refusal(photo()[:300])

    assert list(tmp_path.iterdir()) == []
