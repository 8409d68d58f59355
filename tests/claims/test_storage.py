"""The private store: the same promises in a folder of this machine and in a bucket of a real S3 server."""

import errno
import os
import random
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured

from claims import storage
from claims.storage import DocumentMissing, FolderStore, SealBroken, StorageUnavailable
from claims.storage_s3 import BucketStore

CANARY = b"Jalan Kenari 7 Cimahi " * 50
KEY, SECRET = "kunci", "rahasia/+@:1"
LATER = datetime.now(UTC) + timedelta(days=1)


def free_port() -> int:
    """Return a port that nobody listens on, below the range from which outgoing connections are served."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory) -> Iterator[str]:
    """Run an S3 server that checks signatures; give its address without the words that open it."""
    folder = tmp_path_factory.mktemp("s3")
    (folder / "dokumen").mkdir()
    address = f"127.0.0.1:{free_port()}"
    command = [Path(sys.executable).parent / "rclone", "serve", "s3", folder, "--addr", address, "--auth-key", f"{KEY},{SECRET}"]
    environment = {"RCLONE_CONFIG": "/dev/null", "HOME": str(folder)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as server:
        assert any("Starting s3 server" in line for line in server.stderr), "the server did not start"
        yield address
        server.terminate()


@pytest.fixture
def folder(tmp_path, settings) -> FolderStore:
    settings.DOCUMENT_STORAGE_URL = f"file://{tmp_path}/dokumen%20peserta"
    return storage.chosen_store()


@pytest.fixture
def bucket(s3_server, settings) -> Iterator[BucketStore]:
    settings.DOCUMENT_STORAGE_URL = f"s3+http://{KEY}:{quote(SECRET, safe='')}@{s3_server}/dokumen"
    yield storage.chosen_store()
    for key in storage.keys_before(LATER):
        storage.delete(key)


@pytest.fixture(params=["folder", "bucket"])
def place(request) -> storage.Store:
    return request.getfixturevalue(request.param)


# --- What both promise


def test_stored_bytes_come_back(place):
    key = storage.store(CANARY, context="document-page.1")

    assert storage.read(key, "document-page.1") == CANARY


def test_file_at_a_path_is_stored(place, tmp_path):
    path = tmp_path / "bersih"
    path.write_bytes(CANARY)

    assert storage.read(storage.store(path, context="document-page.1"), "document-page.1") == CANARY


def test_stored_bytes_tell_nothing(place):
    """G1: what lies there is sealed, under a key that says nothing, and never twice alike."""
    first, second = (storage.store(CANARY, context="document-page.1") for _ in range(2))

    assert place.get(first) != place.get(second)
    assert CANARY[:10] not in place.get(first) + place.get(second)
    assert all(re.fullmatch("[0-9a-f]{32}", key) for key in (first, second))
    assert first != second


def test_document_of_another_row_does_not_open(place):
    """G3: swapping the keys of two rows is noticed."""
    key = storage.store(CANARY, context="document-page.1")

    with pytest.raises(SealBroken):
        storage.read(key, "document-page.2")


@pytest.mark.parametrize("place_of_change", [0, 5, 40, -1])
def test_changed_document_does_not_open(place, place_of_change):
    """G3: one flipped bit anywhere is noticed."""
    key = storage.store(CANARY, context="document-page.1")
    sealed = bytearray(place.get(key))
    sealed[place_of_change] ^= 1
    place.drop(key)
    place.put(key, bytes(sealed))

    with pytest.raises(SealBroken):
        storage.read(key, "document-page.1")


def test_deleted_document_is_missing_and_may_be_deleted_again(place):
    key = storage.store(CANARY, context="document-page.1")
    storage.delete(key)
    storage.delete(key)

    with pytest.raises(DocumentMissing):
        storage.read(key, "document-page.1")


@pytest.mark.parametrize(
    "key",
    [
        "",
        ".",
        "..",
        "../secrets.json",
        "/etc/passwd",
        "..%2f" * 7,
        "a" * 31,
        "a" * 33,
        "A" * 32,
        "g" * 32,
        "ab/" + "c" * 29,
        "a" * 32 + "\n",
        "\0" * 32,
    ],
)
@pytest.mark.parametrize("act", [lambda key: storage.read(key, "x"), storage.delete], ids=["read", "delete"])
def test_key_that_was_never_given_out_reaches_no_store(folder, key, act, monkeypatch):
    """C6: a key is thirty-two digits or nothing; no path is ever made of another text."""
    monkeypatch.setattr(FolderStore, "path_of", None)

    with pytest.raises(DocumentMissing):
        act(key)


def test_sweep_is_told_what_is_older(place):
    key = storage.store(CANARY, context="document-page.1")

    assert list(storage.keys_before(LATER)) == [key]
    assert list(storage.keys_before(LATER - timedelta(days=2))) == []


def test_health_leaves_nothing_behind(place):
    storage.health()

    assert list(storage.keys_before(LATER)) == []


class Forgetful:
    """A store that takes everything and gives back ANSWER."""

    def __init__(self, answer: bytes | None) -> None:
        self.answer = answer

    def put(self, key: str, sealed: bytes) -> None:
        """Take it."""

    def drop(self, key: str) -> None:
        """Drop it."""

    def get(self, key: str) -> bytes:
        if self.answer is None:
            raise DocumentMissing(key)
        return self.answer


@pytest.mark.parametrize("answer", [None, b"", b"something else"])
def test_health_notices_a_store_that_forgets(monkeypatch, answer):
    monkeypatch.setattr(storage, "chosen_store", lambda: Forgetful(answer))

    with pytest.raises(StorageUnavailable):
        storage.health()


# --- The folder


def test_only_the_owner_may_look_into_the_folder(folder):
    """B3: no other user of the machine reads it."""
    path = folder.path_of(storage.store(CANARY, context="document-page.1"))

    assert path.stat().st_mode & 0o777 == 0o600
    assert {parent.stat().st_mode & 0o777 for parent in (path.parent, folder.root)} == {0o700}


def test_full_disk_is_told_and_leaves_nothing(folder, monkeypatch):
    """F3: nothing is kept of what did not fit."""

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(StorageUnavailable):
        storage.store(CANARY, context="document-page.1")
    assert [path for path in folder.root.rglob("*") if path.is_file()] == []


def test_what_a_crash_left_is_found_and_swept(folder):
    """F1: a file half written is no document, and the sweep can name and drop it."""
    key = "ab" * 16
    left = folder.path_of(key).with_suffix(storage.PART)
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")

    with pytest.raises(DocumentMissing):
        storage.read(key, "document-page.1")
    assert list(storage.keys_before(LATER)) == [key]
    storage.delete(key)
    assert list(storage.keys_before(LATER)) == []


def test_folder_that_is_none_is_unavailable(folder):
    folder.root.write_text("a file where the folder should be")

    for act in (lambda: storage.store(CANARY, context="x"), lambda: storage.read("ab" * 16, "x"), lambda: storage.delete("ab" * 16)):
        with pytest.raises(StorageUnavailable):
            act()


# --- The bucket


@pytest.mark.parametrize(
    ("words", "bucket_name"),
    [(f"{KEY}:salah", "dokumen"), (f"lain:{quote(SECRET, safe='')}", "dokumen"), (f"{KEY}:{quote(SECRET, safe='')}", "lain")],
    ids=["wrong secret", "wrong key", "no such bucket"],
)
def test_bucket_that_refuses_is_unavailable(s3_server, settings, words, bucket_name):
    """B3, F6: a wrong signature gets nothing, and the portal says so in its own words."""
    settings.DOCUMENT_STORAGE_URL = f"s3+http://{words}@{s3_server}/{bucket_name}"

    with pytest.raises(StorageUnavailable):
        storage.store(CANARY, context="document-page.1")


def test_bucket_that_is_down_is_unavailable(settings):
    """F6: no address, key or bucket in the words."""
    settings.DOCUMENT_STORAGE_URL = f"s3+http://{KEY}:rahasia@127.0.0.1:{free_port()}/dokumen"

    with pytest.raises(StorageUnavailable) as caught:
        storage.store(CANARY, context="document-page.1")
    assert str(caught.value) == "EndpointConnectionError"


@pytest.mark.parametrize(
    "url",
    [
        "file://var/documents",
        "file:var/documents",
        "s3://example.org/dokumen",
        "s3://kunci:rahasia@example.org",
        "s3://kunci@example.org/dokumen",
    ],
)
def test_address_that_cannot_be_a_store_is_refused(url):
    with pytest.raises(ImproperlyConfigured):
        storage.open_store(url)


def test_missing_driver_is_told_in_words():
    code = "import sys; sys.modules['boto3'] = None; import claims.storage_s3"
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True)

    assert done.stderr.splitlines()[-1].endswith("names an S3 bucket: install requirements-prod.txt, which brings its driver.")


def test_driver_is_not_loaded_for_a_folder():
    """P11: a portal without a bucket does not carry the weight of its driver."""
    code = "import sys, claims.storage as s; s.open_store('file:///tmp'); sys.exit('boto3' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2]).returncode == 0
