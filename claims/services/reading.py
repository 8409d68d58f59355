"""Reading of personal data: the log line is written first, then the data is opened."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from claims import storage
from claims.cleaning import draw_sheet
from claims.models import AccessLog, Claim, DocumentPage
from claims.services import presence
from claims.services.access_notes import note
from claims.services.intake import page_context, thumbnail_context
from claims.services.officers import Desk
from claims.services.presence import Company
from participants.models import Participant

DESK_OPENED = "meja"
SUFFIXES = {"image/jpeg": "jpg", "application/pdf": "pdf"}

OF_PERSON: dict[str, Callable[[Participant], str]] = {
    "nik": lambda person: person.nik,
    "nama_ibu": lambda person: person.mother_name,
    "nomor_kk": lambda person: person.family_card_number,
    "alamat": lambda person: person.address,
    "telepon_terdaftar": lambda person: person.phone,
    "email_terdaftar": lambda person: person.email,
    "npwp_terdaftar": lambda person: person.tax_number,
}
OF_CLAIM: dict[str, Callable[[Claim], str]] = {
    "kpj": lambda claim: claim.membership.kpj,
    "nik_ahli_waris": lambda claim: claim.heir_nik,
    "rekening": lambda claim: claim.account_number,
    "npwp": lambda claim: claim.tax_number,
    "telepon": lambda claim: claim.phone,
    "email": lambda claim: claim.email,
}
"""What stands masked on the desk until an officer asks for it, by the name that the log keeps."""


class NotReadable(Exception):
    """There is no such page, or it is not this reader's to read: one answer for both."""


@dataclass(frozen=True)
class PageFile:
    """The bytes of one document page, their fixed type and a safe name."""

    content: bytes
    content_type: str
    name: str


def read_page_as_officer(page_id: UUID, desk: Desk, *, now: datetime) -> PageFile:
    """Log and open a page that reached an office within the officer's reach; raise NotReadable otherwise."""
    return _read(_page_for_officer(page_id, desk), now, user=desk.user)


def draw_sheet_as_officer(page_id: UUID, sheet: int, desk: Desk, *, now: datetime) -> PageFile:
    """Log and draw page SHEET (from 1) of a PDF as a JPEG; raise NotReadable as above, and where there is no such page.

    Raises FileRefused for a page that cannot be drawn, CleanerBroken.
    """
    page = _page_for_officer(page_id, desk)
    if page.content_type != "application/pdf" or not 0 < sheet <= page.page_count:
        raise NotReadable
    pdf = _read(page, now, sheet=sheet, user=desk.user)
    return PageFile(draw_sheet(pdf.content, sheet), "image/jpeg", pdf.name.replace(".pdf", f"-{sheet}.jpg"))


def _page_for_officer(page_id: UUID, desk: Desk) -> DocumentPage:
    within = {"version__sent_at__isnull": False, "version__document__claim__office__in": [office.pk for office in desk.offices]}
    page = _pages().filter(pk=page_id, **within).first()
    if page is None or not desk.may_read_claims:
        raise NotReadable
    return page


def read_page_as_participant(page_id: UUID, participant_id: UUID, *, now: datetime, officer: AbstractBaseUser | None = None) -> PageFile:
    """Log and open a page of the participant's own claim, for an OFFICER at the counter as theirs; raise NotReadable otherwise."""
    page = _pages().filter(pk=page_id, version__document__claim__participant=participant_id).first()
    if page is None:
        raise NotReadable
    return _read(page, now, **_reader(participant_id, officer))


def _reader(participant_id: UUID, officer: AbstractBaseUser | None) -> dict[str, object]:
    return {"user": officer} if officer else {"by_participant_id": participant_id}


def read_thumbnail(page_id: UUID, participant_id: UUID, *, now: datetime, officer: AbstractBaseUser | None = None) -> PageFile:
    """Log and open the small picture of a page of the participant's own claim; raise NotReadable otherwise."""
    page = _pages().filter(pk=page_id, version__document__claim__participant=participant_id).exclude(thumbnail_key="").first()
    if page is None:
        raise NotReadable
    _log(page.version.document.claim, "document", f"{_what(page)} kecil", now, **_reader(participant_id, officer))
    return PageFile(storage.read(page.thumbnail_key, thumbnail_context(page.pk)), "image/jpeg", f"{page.pk}.jpg")


def _pages() -> QuerySet[DocumentPage]:
    return DocumentPage.objects.select_related("version__document__claim")


def _read(page: DocumentPage, now: datetime, sheet: int = 0, **reader: object) -> PageFile:
    document = page.version.document
    _log(document.claim, "document", _what(page) + (f" l{sheet}" if sheet else ""), now, **reader)
    content = storage.read(page.storage_key, page_context(page.pk))
    name = f"{document.claim.number}-{document.slot}-{page.version.number}-{page.position}.{SUFFIXES[page.content_type]}"
    return PageFile(content, page.content_type, name)


def _what(page: DocumentPage) -> str:
    return f"{page.version.document.slot} v{page.version.number} p{page.position}"


def reveal(claim: Claim, fields: Collection[str], desk: Desk, *, now: datetime) -> dict[str, str]:
    """Log and return sensitive FIELDS of a claim and its participant in clear; unknown names are left out."""
    known = [name for name in (*OF_PERSON, *OF_CLAIM) if name in fields]
    note("field", known, now=now, claim=claim, user=desk.user)
    return {name: OF_PERSON[name](claim.participant) if name in OF_PERSON else OF_CLAIM[name](claim) for name in known}


def reveal_person(person: Participant, fields: Collection[str], desk: Desk, *, now: datetime) -> dict[str, str]:
    """Log and return sensitive FIELDS of a participant in clear; unknown names are left out."""
    known = [name for name in OF_PERSON if name in fields]
    note("field", known, now=now, person=person, office=desk.office, user=desk.user)
    return {name: OF_PERSON[name](person) for name in known}


def _log(claim: Claim, kind: str, what: str, now: datetime, **reader: object) -> None:
    note(kind, [what], now=now, claim=claim, **reader)


def open_desk(claim: Claim, desk: Desk, *, now: datetime) -> Company:
    """Log that the officer opened the claim (once a visit) and return the colleagues who have it open too."""
    begins, company = presence.arrive(claim, desk.user, now=now)
    if begins:
        _log(claim, "field", DESK_OPENED, now, user=desk.user)
    return company


def accesses(claim: Claim, limit: int = 200) -> QuerySet[AccessLog]:
    """Return who read what of CLAIM, newest first."""
    return AccessLog.objects.filter(claim=claim).select_related("user").order_by("-at", "-pk")[:limit]
