"""The private store of documents: sealed bytes under random keys, outside every web root.

``DOCUMENT_STORAGE_URL`` names the place: ``file:///folder``, ``s3://KEY:SECRET@host:port/bucket`` or
``s3+http://…`` for a server without TLS. Nothing readable ever reaches it, and no name of a person or a file.
"""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from jht_portal.lib.crypto import SealBroken, reseal, seal, unseal

KEY = re.compile(r"[0-9a-f]{32}")
PART = ".part"
PROBE = b"probe"


class DocumentMissing(Exception):
    """Nothing is stored under this key."""


class StorageUnavailable(Exception):
    """The store did not take, give or drop what it was asked: full, down, or refusing. Trying again may help."""


class Store(Protocol):
    """A place for sealed bytes. Raises DocumentMissing or StorageUnavailable, and nothing of its own."""

    def put(self, key: str, sealed: bytes) -> None: ...
    def get(self, key: str) -> bytes: ...
    def drop(self, key: str) -> None: ...
    def keys_before(self, moment: datetime) -> Iterator[str]: ...


def store(data: bytes | Path, *, context: str) -> str:
    """Seal DATA (bytes, or the file at a path) for CONTEXT, keep it durably, and return its new random key.

    CONTEXT says what the bytes are and to what row they belong (``document-page.<uuid>``): read with
    another one, they do not open. Raises StorageUnavailable; a sweep finds what may be left of it.
    """
    key = secrets.token_hex(16)
    chosen_store().put(key, seal(data.read_bytes() if isinstance(data, Path) else data, context))
    return key


def read(key: str, context: str) -> bytes:
    """Return what was stored under KEY for CONTEXT.

    Raises DocumentMissing, StorageUnavailable, or SealBroken when the bytes were changed or belong elsewhere.
    """
    return unseal(chosen_store().get(checked(key)), context)


def renew_seal(key: str, context: str) -> bool:
    """Bring what is stored under KEY to the newest encryption key, in place; tell whether it was under an older one.

    Whoever reads meanwhile gets the old bytes or the new, and both open. Raises what ``read`` raises.
    """
    sealed = chosen_store().get(checked(key))
    newest = reseal(sealed, context)
    if newest is not sealed:
        chosen_store().put(key, newest)
    return newest is not sealed


def delete(key: str) -> None:
    """Remove what is stored under KEY; removing it twice is no fault. Raises StorageUnavailable."""
    chosen_store().drop(checked(key))


def keys_before(moment: datetime) -> Iterator[str]:
    """Yield the keys stored before MOMENT, unfinished ones too: what a sweep compares with the rows."""
    return chosen_store().keys_before(moment)


def health() -> None:
    """Write, read and delete a probe; raises StorageUnavailable when the store does not give back what it took."""
    key = store(PROBE, context="health")
    try:
        found = read(key, "health")
    except (DocumentMissing, SealBroken) as error:
        raise StorageUnavailable("The probe did not come back.") from error
    finally:
        delete(key)
    if found != PROBE:
        raise StorageUnavailable("The probe came back changed.")


def checked(key: str) -> str:
    """Return KEY if ``store`` could have made it; no other text ever becomes part of a path."""
    if not KEY.fullmatch(key):
        raise DocumentMissing(key)
    return key


def chosen_store() -> Store:
    """Return the store that the settings name."""
    return open_store(settings.DOCUMENT_STORAGE_URL)


@cache
def open_store(url: str) -> Store:
    """Return the store at URL. The driver for S3 is loaded only where a bucket is named."""
    if urlsplit(url).scheme == "file":
        return FolderStore(folder_at(url))
    return import_string("claims.storage_s3.BucketStore")(url)


def folder_at(url: str) -> Path:
    """Return the folder that URL names; one that depends on where the process was started is refused."""
    parts = urlsplit(url)
    if parts.netloc or not parts.path.startswith("/"):
        raise ImproperlyConfigured("DOCUMENT_STORAGE_URL: write file:///folder with three slashes.")
    return Path(unquote(parts.path))


class FolderStore:
    """Sealed files in one folder of this machine, readable by its owner only."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, sealed: bytes) -> None:
        """Write beside, flush to the disk, then rename: after a crash the file is whole or not there."""
        path = self.path_of(key)
        part = path.with_suffix(PART)
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            with open(part, "xb", opener=private) as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            part.rename(path)
            sync_folder(path.parent)
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            raise StorageUnavailable(error.strerror) from error

    def get(self, key: str) -> bytes:
        try:
            return self.path_of(key).read_bytes()
        except FileNotFoundError as error:
            raise DocumentMissing(key) from error
        except OSError as error:
            raise StorageUnavailable(error.strerror) from error

    def drop(self, key: str) -> None:
        path = self.path_of(key)
        try:
            path.unlink(missing_ok=True)
            path.with_suffix(PART).unlink(missing_ok=True)
        except OSError as error:
            raise StorageUnavailable(error.strerror) from error

    def keys_before(self, moment: datetime) -> Iterator[str]:
        for path in self.root.glob("??/*"):
            with suppress(FileNotFoundError):  # Another sweep was faster.
                if KEY.fullmatch(path.stem) and datetime.fromtimestamp(path.stat().st_mtime, UTC) < moment:
                    yield path.stem

    def path_of(self, key: str) -> Path:
        return self.root / key[:2] / key


def private(path: str, flags: int) -> int:
    """Open PATH for its owner only."""
    return os.open(path, flags, mode=0o600)


def sync_folder(folder: Path) -> None:
    """Make the names in FOLDER survive a power cut, as fsync did for the bytes."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
