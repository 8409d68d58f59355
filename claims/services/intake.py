"""One uploaded file → checked, cleaned, hashed, encrypted, stored: the pages of a document's working version.

A version may change until it is sent; what was sent is never touched again, a change makes the next version.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from claims import storage
from claims.cleaning import CleanFile, clean_file, rotate_image
from claims.domain.workflow import ClaimStatus
from claims.models import Claim, Document, DocumentPage, DocumentVersion, SlotState
from participants.domain.sentences import sentence

MAX_PAGES = 12
"""Files that one document may hold."""
MAX_CLAIM_BYTES = 60 * 1024 * 1024
"""Cleaned bytes that one claim may hold, all versions together."""
ROOM_COLUMNS = ("version_id", "position", "size", "storage_key", "thumbnail_key", "original_sha256")

EARLIER = "earlier"
COPIED = ("content_type", "size", "page_count", "width", "height", "original_name", "original_size", "original_sha256", "sha256", "hint")
"""What a page that is filed again says of its bytes."""


class DocumentClosed(Exception):
    """This slot cannot be changed now: the claim was sent, or nobody asked for this document."""


class DocumentFull(Exception):
    """There is no room for these files; ``sentence`` says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Upload:
    """A file as it arrived: where it lies, what the sender calls it."""

    path: Path
    name: str


def may_change(document: Document) -> bool:
    """Tell whether the participant may change DOCUMENT now: a draft's any slot, later only what was asked again."""
    status = document.claim.status
    if status == ClaimStatus.DRAFT:
        return True
    if status not in (ClaimStatus.CORRECTION_REQUESTED, ClaimStatus.PAYMENT_FAILED):
        return False
    return document.is_repaired or _working(document) is not None


def page_context(page_id: UUID) -> str:
    """Return the place that a page's stored bytes are sealed to."""
    return f"document-page.{page_id}"


def thumbnail_context(page_id: UUID) -> str:
    """Return the place that a page's thumbnail is sealed to."""
    return f"document-thumbnail.{page_id}"


def add_files(document: Document, uploads: Iterable[Upload], *, now: datetime, replace: bool = False, source: str = "upload") -> None:
    """Clean and store UPLOADS as the next pages of the working version, or instead of its pages.

    All of them or none. Raises FileRefused (the first file that cannot be taken), DocumentFull, DocumentClosed.
    """
    stored: list[DocumentPage] = []
    try:
        for upload in uploads:
            stored.append(_stored(upload.name, clean_file(upload.path, declared_name=upload.name), now))
        old = _attach(document, stored, now=now, replace=replace, source=source)
    except BaseException:
        forget_files(stored)
        raise
    forget_files(old)


def copy_pages(document: Document, version: DocumentVersion, *, now: datetime) -> None:
    """Give DOCUMENT the pages of a VERSION of an earlier claim of the same person, each sealed to its new place.

    Raises DocumentFull, DocumentClosed, DocumentMissing, StorageUnavailable.
    """
    stored: list[DocumentPage] = []
    try:
        for page in version.pages.order_by("position"):
            stored.append(_copied(page, now))
        _attach(document, stored, now=now, replace=True, source=EARLIER)
    except BaseException:
        forget_files(stored)
        raise


def _copied(page: DocumentPage, now: datetime) -> DocumentPage:
    copy = DocumentPage(created_at=now, **{column: getattr(page, column) for column in COPIED})
    copy.storage_key = storage.store(storage.read(page.storage_key, page_context(page.pk)), context=page_context(copy.pk))
    if page.thumbnail_key:
        picture = storage.read(page.thumbnail_key, thumbnail_context(page.pk))
        copy.thumbnail_key = storage.store(picture, context=thumbnail_context(copy.pk))
    return copy


def _stored(name: str, clean: CleanFile, now: datetime) -> DocumentPage:
    """Write the bytes to the private store; the row is saved later, in one transaction with its siblings."""
    page = DocumentPage(
        content_type=clean.content_type,
        size=clean.size,
        page_count=clean.page_count,
        width=clean.width,
        height=clean.height,
        original_name=name[-120:],
        original_size=clean.original_size,
        original_sha256=clean.original_sha256,
        sha256=clean.sha256,
        hint=clean.hint,
        created_at=now,
    )
    page.storage_key = storage.store(clean.content, context=page_context(page.pk))
    if clean.thumbnail:
        page.thumbnail_key = storage.store(clean.thumbnail, context=thumbnail_context(page.pk))
    return page


@transaction.atomic
def _attach(document: Document, pages: list[DocumentPage], *, now: datetime, replace: bool, source: str) -> list[DocumentPage]:
    """Bind stored pages to the working version; return the rows whose bytes nobody needs: replaced, or there already."""
    document = locked(document)
    version = _version_to_fill(document, now)
    stored = list(DocumentPage.objects.filter(version__document__claim=document.claim_id).only(*ROOM_COLUMNS))
    there = [page for page in stored if page.version_id == version.pk]
    old, kept = (there, []) if replace or version.source != source else ([], there)
    again = _sent_again(pages, kept)
    pages = [page for page in pages if page not in again]
    _check_room(pages, among=kept, used=sum(page.size for page in stored) - sum(page.size for page in old))
    DocumentPage.objects.filter(pk__in=[page.pk for page in old]).delete()
    for position, page in enumerate(pages, max((page.position for page in kept), default=0) + 1):
        page.version, page.position = version, position
    DocumentPage.objects.bulk_create(pages)
    if version.source != source:
        DocumentVersion.objects.filter(pk=version.pk).update(source=source)
    _mark(document, _filled_state(document))
    return old + again


def _sent_again(pages: list[DocumentPage], kept: list[DocumentPage]) -> list[DocumentPage]:
    """Return which of PAGES are among KEPT: the line was cut before the answer, and the same photo came once more."""
    known = {bytes(page.original_sha256) for page in kept}
    return [page for page in pages if bytes(page.original_sha256) in known]


def _check_room(pages: list[DocumentPage], *, among: list[DocumentPage], used: int) -> None:
    if len(among) + len(pages) > MAX_PAGES:
        raise DocumentFull(sentence("Satu dokumen memuat paling banyak {most} foto. Gabungkan dalam satu PDF.", most=MAX_PAGES))
    if used + sum(page.size for page in pages) > MAX_CLAIM_BYTES:
        raise DocumentFull(sentence("Berkas klaim ini sudah terlalu besar. Hapus foto yang tidak perlu, lalu coba lagi."))


def locked(document: Document) -> Document:
    """Return DOCUMENT fresh and held until the transaction ends; raise DocumentClosed if it may not change now."""
    document = Document.objects.select_for_update(of=("self",)).select_related("claim").get(pk=document.pk)
    if not may_change(document):
        raise DocumentClosed
    return document


def _working(document: Document) -> DocumentVersion | None:
    """Return the version that was not sent yet, if there is one."""
    return document.versions.filter(sent_at=None).order_by("-number").first()


def _version_to_fill(document: Document, now: datetime) -> DocumentVersion:
    """Return the working version, or the next one after what was sent."""
    newest = document.versions.order_by("-number").first()
    if newest and newest.sent_at is None:
        return newest
    return DocumentVersion.objects.create(document=document, number=newest.number + 1 if newest else 1, created_at=now)


def _filled_state(document: Document) -> SlotState:
    return SlotState.UPLOADED if document.claim.status == ClaimStatus.DRAFT else SlotState.REPLACED


def _mark(document: Document, state: SlotState, **facts: str) -> None:
    """Write the slot's state; what was said about a missing paper falls away unless FACTS say it anew."""
    document.state = state
    document.unavailable_reason = facts.get("unavailable_reason", "")
    document.unavailable_note = facts.get("unavailable_note", "")
    document.save(update_fields=["state", "unavailable_reason", "unavailable_note", "updated_at"])


def _emptied_state(document: Document) -> SlotState:
    """Return the state of a slot whose working version is gone: empty in a draft, else what the officer had said."""
    if document.claim.status == ClaimStatus.DRAFT:
        return SlotState.EMPTY
    return SlotState.REJECTED if document.versions.filter(verdict="rejected").exists() else SlotState.INSISTED


@transaction.atomic
def remove_page(document: Document, page_id: UUID) -> None:
    """Take one page out of the working version; without pages the slot is empty again."""
    document = locked(document)
    version = _working(document)
    page = version and version.pages.filter(pk=page_id).first()
    if not page:
        raise DocumentClosed
    page.delete()
    if not version.pages.exists():
        version.delete()
        _mark(document, _emptied_state(document))
    transaction.on_commit(lambda: forget_files([page]))


def rotate_page(document: Document, page_id: UUID, *, now: datetime) -> None:
    """Turn one photo of the working version a quarter to the right, as a new stored file."""
    page = DocumentPage.objects.filter(pk=page_id, version__document=document, version__sent_at=None).first()
    if page is None or page.content_type != "image/jpeg":
        raise DocumentClosed
    turned = rotate_image(storage.read(page.storage_key, page_context(page.pk)), quarter_turns=1)
    fresh = _stored(page.original_name, turned, now)
    try:
        _swap(document, page, fresh)
    except BaseException:
        forget_files([fresh])
        raise
    forget_files([page])


@transaction.atomic
def _swap(document: Document, page: DocumentPage, fresh: DocumentPage) -> None:
    locked(document)
    fresh.version, fresh.position = page.version, page.position
    fresh.original_size, fresh.original_sha256 = page.original_size, page.original_sha256
    if not DocumentPage.objects.filter(pk=page.pk).delete()[0]:
        raise DocumentClosed
    fresh.save(force_insert=True)


@transaction.atomic
def explain_missing(document: Document, reason: str, note: str) -> None:
    """Record why the participant cannot hand in this paper; an officer waives it or insists."""
    document = locked(document)
    version = _working(document)
    old = list(version.pages.all()) if version else []
    if version:
        version.delete()
    _mark(document, SlotState.UNAVAILABLE, unavailable_reason=reason, unavailable_note=note)
    transaction.on_commit(lambda: forget_files(old))


def forget_files(pages: Iterable[DocumentPage]) -> None:
    """Delete the stored bytes of PAGES; what stays behind is swept later."""
    for page in pages:
        for key in filter(None, (page.storage_key, page.thumbnail_key)):
            storage.delete(key)


def send_versions(claim: Claim, now: datetime) -> None:
    """Close every working version of CLAIM: it arrived NOW and never changes again. In the step's own transaction."""
    DocumentVersion.objects.filter(
        document__claim=claim, sent_at=None, document__state__in=(SlotState.UPLOADED, SlotState.REPLACED)
    ).update(sent_at=now)
