"""Reading of personal data: the log line is written first, then the data is opened."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from claims import storage
from claims.models import AccessLog, Claim, DocumentPage
from claims.services.intake import page_context, thumbnail_context
from claims.services.officers import Desk, shown_name
from participants.models import Participant

PRESENCE = timedelta(minutes=10)
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
    """Log and open a page that reached the officer's own office; raise NotReadable otherwise."""
    page = _pages().filter(pk=page_id, version__sent_at__isnull=False, version__document__claim__office=desk.office).first()
    if page is None or not desk.may_read_claims:
        raise NotReadable
    return _read(page, now, user=desk.user)


def read_page_as_participant(page_id: UUID, participant_id: UUID, *, now: datetime) -> PageFile:
    """Log and open a page of the participant's own claim; raise NotReadable otherwise."""
    page = _pages().filter(pk=page_id, version__document__claim__participant=participant_id).first()
    if page is None:
        raise NotReadable
    return _read(page, now, by_participant_id=participant_id)


def read_thumbnail(page_id: UUID, participant_id: UUID, *, now: datetime) -> PageFile:
    """Log and open the small picture of a page of the participant's own claim; raise NotReadable otherwise."""
    page = _pages().filter(pk=page_id, version__document__claim__participant=participant_id).exclude(thumbnail_key="").first()
    if page is None:
        raise NotReadable
    _log(page.version.document.claim, "document", f"{_what(page)} kecil", now, by_participant_id=participant_id)
    return PageFile(storage.read(page.thumbnail_key, thumbnail_context(page.pk)), "image/jpeg", f"{page.pk}.jpg")


def _pages() -> QuerySet[DocumentPage]:
    return DocumentPage.objects.select_related("version__document__claim")


def _read(page: DocumentPage, now: datetime, **reader: object) -> PageFile:
    document = page.version.document
    _log(document.claim, "document", _what(page), now, **reader)
    content = storage.read(page.storage_key, page_context(page.pk))
    name = f"{document.claim.number}-{document.slot}-{page.version.number}-{page.position}.{SUFFIXES[page.content_type]}"
    return PageFile(content, page.content_type, name)


def _what(page: DocumentPage) -> str:
    return f"{page.version.document.slot} v{page.version.number} p{page.position}"


def reveal(claim: Claim, fields: Collection[str], desk: Desk, *, now: datetime) -> dict[str, str]:
    """Log and return sensitive FIELDS of a claim and its participant in clear; unknown names are left out."""
    known = [name for name in (*OF_PERSON, *OF_CLAIM) if name in fields]
    for name in known:
        _log(claim, "field", name, now, user=desk.user)
    return {name: OF_PERSON[name](claim.participant) if name in OF_PERSON else OF_CLAIM[name](claim) for name in known}


def reveal_person(person: Participant, fields: Collection[str], desk: Desk, *, now: datetime) -> dict[str, str]:
    """Log and return sensitive FIELDS of a participant in clear; unknown names are left out."""
    known = [name for name in OF_PERSON if name in fields]
    AccessLog.objects.bulk_create(AccessLog(at=now, kind="field", participant=person, user=desk.user, object=name) for name in known)
    return {name: OF_PERSON[name](person) for name in known}


def _log(claim: Claim, kind: str, what: str, now: datetime, **reader: object) -> None:
    AccessLog.objects.create(at=now, kind=kind, claim=claim, participant_id=claim.participant_id, object=what, **reader)


@dataclass(frozen=True)
class Presence:
    """A colleague who has the claim open now, and since when."""

    name: str
    since: datetime


def open_desk(claim: Claim, desk: Desk, *, now: datetime) -> list[Presence]:
    """Log that the officer opened the claim (once a visit) and return the colleagues who have it open too."""
    recent = list(AccessLog.objects.filter(claim=claim, at__gt=now - PRESENCE, user__isnull=False).select_related("user").order_by("at"))
    if desk.user.pk not in {entry.user_id for entry in recent}:
        _log(claim, "field", DESK_OPENED, now, user=desk.user)
    return _others(recent, desk.user)


def _others(entries: list[AccessLog], user: AbstractBaseUser) -> list[Presence]:
    first: dict[int, Presence] = {}
    for entry in entries:
        if entry.user_id != user.pk:
            first.setdefault(entry.user_id, Presence(shown_name(entry.user), entry.at))
    return list(first.values())


def accesses(claim: Claim, limit: int = 200) -> QuerySet[AccessLog]:
    """Return who read what of CLAIM, newest first."""
    return AccessLog.objects.filter(claim=claim).select_related("user").order_by("-at", "-pk")[:limit]
