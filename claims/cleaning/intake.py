"""The outside of the cleaning process: judge the first bytes, start it, take its answer."""

import hashlib
import json
import logging
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path, PurePath
from typing import BinaryIO, NamedTuple

from claims.cleaning.kinds import HEAD_BYTES, Kind, kind_of
from claims.cleaning.limits import CHILD_WALL_SECONDS, MAX_ANSWER, MAX_BYTES
from claims.cleaning.refusals import CleanerBroken, FileRefused
from claims.cleaning.words import KNOWN_TYPES

logger = logging.getLogger(__name__)

PROJECT = Path(__file__).resolve().parent.parent.parent
MODULES = {Kind.JPEG: "images", Kind.PNG: "images", Kind.WEBP: "images", Kind.HEIF: "heif", Kind.PDF: "pdfs"}
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
"""All that the child sees: no keys, no addresses. One arena keeps its memory small."""
STORED_TYPES = {Kind.JPEG: "image/jpeg", Kind.PDF: "application/pdf"}
OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGKILL}


class CleanFile(NamedTuple):
    """A file that may be kept. Sizes in bytes, sides in pixels (0 for a PDF), digests as 32 bytes of SHA-256."""

    content: bytes
    content_type: str
    width: int
    height: int
    page_count: int
    sha256: bytes
    original_size: int
    original_sha256: bytes
    thumbnail: bytes
    """A JPEG of at most 320 pixels; empty for a PDF."""
    hint: str
    """Advice for the sender, never a verdict: ``blurred``, ``dark`` or empty."""

    @property
    def size(self) -> int:
        return len(self.content)


def clean_file(path: Path, *, declared_name: str) -> CleanFile:
    """Make the file at PATH safe to keep: an upright JPEG, or a PDF of bare pages.

    DECLARED_NAME is what the sender called it: it chooses words, never a path or a type. Raises
    FileRefused with the sentence for the sender, CleanerBroken when the fault is ours.
    """
    with path.open("rb") as source:
        return cleaned(source, declared_name=declared_name)


def rotate_image(content: bytes, quarter_turns: int) -> CleanFile:
    """Turn a picture that ``clean_file`` made by QUARTER_TURNS clockwise; raises as it does."""
    with tempfile.TemporaryFile() as source:
        source.write(content)
        source.seek(0)
        return cleaned(source, declared_name="", quarter_turns=quarter_turns % 4)


def cleaned(source: BinaryIO, *, declared_name: str, quarter_turns: int = 0) -> CleanFile:
    """Judge SOURCE by size and first bytes, hash it, and have it rebuilt."""
    size = source.seek(0, 2)
    source.seek(0)
    if size == 0:
        raise FileRefused("empty")
    if size > MAX_BYTES:
        raise FileRefused("too_big", size=size)
    kind = kind_of(source.read(HEAD_BYTES))
    if kind is None:
        raise refusal_of_type(declared_name)
    source.seek(0)
    digest = hashlib.file_digest(source, "sha256").digest()
    source.seek(0)
    return read_answer(ask_child(source, MODULES[kind], kind, str(quarter_turns)), original_size=size, original_sha256=digest)


def draw_sheet(content: bytes, number: int) -> bytes:
    """Draw page NUMBER (from 1) of a PDF that ``clean_file`` made, as a JPEG; raises as it does."""
    with tempfile.TemporaryFile() as source:
        source.write(content)
        source.seek(0)
        return read_answer(ask_child(source, "sheets", str(number)), original_size=0, original_sha256=b"").content


def refusal_of_type(declared_name: str) -> FileRefused:
    """Say what is wrong with the type, by the name that the sender sees where it is one people know."""
    kind = KNOWN_TYPES.get(PurePath(declared_name).suffix[1:].lower())
    return FileRefused("known_type", kind=kind) if kind else FileRefused("wrong_type")


def ask_child(source: BinaryIO, module: str, *arguments: str) -> bytes:
    """Run a MODULE of the cleaner on SOURCE in a fresh process and return all it says.

    A fresh interpreter costs 35 ms and shares nothing with the web worker: no keys, no memory, no threads.
    """
    command = [sys.executable, "-E", "-s", "-m", f"claims.cleaning.{module}", *arguments]
    with subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=PROJECT, env=ENVIRONMENT) as child:
        deadline = threading.Timer(CHILD_WALL_SECONDS, child.kill)
        deadline.start()
        try:
            said = child.stdout.read(MAX_ANSWER)
            child.stdout.close()  # A child that says more than it may dies of it.
            child.wait()
        finally:
            deadline.cancel()
            child.kill()
    if child.returncode:
        raise explain_end(child.returncode)
    return said


def explain_end(returncode: int) -> FileRefused | CleanerBroken:
    """Return the refusal for a child that did not end by itself: a signal is the file's doing, an exit code is ours."""
    if returncode > 0:
        return CleanerBroken(f"exit code {returncode}")
    logger.warning("Cleaning ended by signal %d", -returncode)
    return FileRefused("timed_out" if returncode in OUT_OF_TIME else "damaged")


def read_answer(said: bytes, *, original_size: int, original_sha256: bytes) -> CleanFile:
    """Return the file that the child announced, or raise what it refused with."""
    line, _, rest = said.partition(b"\n")
    try:
        told = json.loads(line)
    except ValueError as error:
        raise CleanerBroken("no answer") from error
    if "refused" in told:
        if "cause" in told:
            logger.info("A file could not be read: %s", told["cause"])
        raise FileRefused(told["refused"], **told["facts"])
    content = rest[: told["content"]]
    thumbnail = rest[told["content"] :]
    content_type = STORED_TYPES.get(kind_of(content))
    if content_type is None or len(thumbnail) != told["thumbnail"]:
        raise CleanerBroken("incomplete answer")
    return CleanFile(
        content=content,
        content_type=content_type,
        width=told["width"],
        height=told["height"],
        page_count=told["page_count"],
        sha256=hashlib.sha256(content).digest(),
        original_size=original_size,
        original_sha256=original_sha256,
        thumbnail=thumbnail,
        hint=told["hint"],
    )
