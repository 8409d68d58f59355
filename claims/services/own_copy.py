"""The copy of a person's data as one ZIP, written while it is sent: JSON, the same to read, and every file handed in."""

import io
import json
import logging
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string

from claims import storage
from claims.models import DocumentPage
from claims.services import access_notes, notifying, own_data
from claims.services.addressing import proving_address
from claims.services.intake import page_context
from participants.domain.proofs import DATA
from participants.models import Participant
from participants.services import proving

COPY = "salinan_data"
"""How the access log calls it."""
JSON_NAME, READABLE_NAME = "data-saya.json", "data-saya.html"
UNREADABLE = "Berkas ini tidak bisa dibaca lagi. Tanyakan kepada kantor.\n"
logger = logging.getLogger(__name__)


class NoContact(Exception):
    """There is no registered contact that a code could go to."""


@transaction.atomic
def ask(participant_id: UUID, *, now: datetime) -> UUID:
    """Send a code to the registered contact; return the proof that waits for it. Raises NoContact."""
    person = Participant.objects.get(pk=participant_id)
    contact = proving_address(person)
    if contact is None:
        raise NoContact
    fresh = proving.start(person, DATA, *contact, now=now)
    notifying.plan_own_code(fresh, now)
    return fresh.proof.pk


@transaction.atomic
def send_again(proof_id: UUID, *, now: datetime) -> None:
    """Send one more code; the one before ends. Raises AttemptOver."""
    notifying.plan_own_code(proving.renew(proof_id, DATA, now=now), now)


def download(proof_id: UUID, digits: str, *, now: datetime) -> Iterator[bytes]:
    """Write down that the person takes a copy along, and return it in pieces. Raises CodeWrong, CodeExpired and AttemptOver."""
    proof = proving.prove(proof_id, DATA, digits, now=now)
    person = proof.participant
    access_notes.note("export", [COPY], now=now, person=person, by_participant_id=person.pk)
    return zipped(own_data.copy_of(person.pk, now), own_data.pages_of(person.pk))


class _Pipe(io.RawIOBase):
    """Takes what the archive writes, until it is fetched."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def fetch(self) -> bytes:
        fetched, self.pieces = b"".join(self.pieces), []
        return fetched


def zipped(copy: dict[str, Any], pages: list[DocumentPage]) -> Iterator[bytes]:
    """Yield a ZIP with COPY and PAGES piece by piece: never more than one file is in memory."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(JSON_NAME, json.dumps(copy, ensure_ascii=False, indent=2))
        archive.writestr(READABLE_NAME, render_to_string("claims/rights/copy.html", {"copy": copy}))
        yield pipe.fetch()
        for page in pages:
            name = own_data.file_name(page, page.version, page.version.document)
            archive.writestr(*_file(page, name), zipfile.ZIP_STORED)
            yield pipe.fetch()
    yield pipe.fetch()


def _file(page: DocumentPage, name: str) -> tuple[str, bytes]:
    """Return name and content of PAGE in the archive; one lost file must not keep back all the others."""
    try:
        return name, storage.read(page.storage_key, page_context(page.pk))
    except (storage.DocumentMissing, storage.SealBroken) as fault:
        logger.error("page left out of a copy: %s", type(fault).__name__)
        return f"{name}.tidak-terbaca.txt", UNREADABLE.encode()
