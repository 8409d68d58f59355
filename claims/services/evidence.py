"""What speaks for a warning about a claim: other people's claims that share something, and what was changed lately.

All of it comes in one query over blind indexes, a few rows of each kind, so that a look at a claim costs the same at a
thousand claims and at a million.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import BigIntegerField, CharField, F, QuerySet, UUIDField, Value
from django.db.models.functions import Cast

from claims.models import AccountChange, Claim, DocumentPage
from participants.models import ContactChange

RECENT = timedelta(days=30)
"""How long a changed contact or account is worth a second look: our own figure, no law."""
FEW = 4
"""Rows of one kind that are fetched."""


class Evidence(NamedTuple):
    """One row that speaks for a warning of KIND: another claim, or something that was changed.

    Of a claim: its key, number, office and status. Of a change: what was changed, and by whom (STATE).
    """

    kind: str
    key: UUID | None
    what: str
    place: int | None
    state: str
    at: datetime


def _same_files(claim: Claim, since: datetime) -> QuerySet:
    own = DocumentPage.objects.filter(version__document__claim=claim)
    same = DocumentPage.objects.filter(original_sha256__in=own.values("original_sha256"))
    return _of_others(claim).filter(pk__in=same.values("version__document__claim"))


def _same_account(claim: Claim, since: datetime) -> QuerySet | None:
    index = claim.account_index
    return _of_others(claim).filter(account_index=index, bank_code=claim.bank_code) if index else None


def _same_phone(claim: Claim, since: datetime) -> QuerySet | None:
    phones = _phones(claim)
    return _of_others(claim).filter(phone_index__in=phones) if phones else None


def _same_registered_phone(claim: Claim, since: datetime) -> QuerySet | None:
    phones = _phones(claim)
    return _of_others(claim).filter(participant__phone_index__in=phones) if phones else None


def _same_address(claim: Claim, since: datetime) -> QuerySet | None:
    index = claim.participant.address_index
    return _of_others(claim).filter(participant__address_index=index) if index else None


def _changed_contacts(claim: Claim, since: datetime) -> QuerySet:
    return ContactChange.objects.filter(participant=claim.participant_id, at__gt=since)


def _changed_accounts(claim: Claim, since: datetime) -> QuerySet:
    return AccountChange.objects.filter(claim=claim, at__gt=since)


def _of_others(claim: Claim) -> QuerySet[Claim]:
    return Claim.objects.sent().exclude(participant=claim.participant_id)


def _phones(claim: Claim) -> list[bytes]:
    return [index for index in (claim.phone_index, claim.participant.phone_index) if index]


SHARED: tuple[tuple[str, Callable[[Claim, datetime], QuerySet | None]], ...] = (
    ("berkas", _same_files),
    ("rekening_sama", _same_account),
    ("telepon", _same_phone),
    ("telepon", _same_registered_phone),
    ("alamat", _same_address),
)
CHANGED: tuple[tuple[str, Callable[[Claim, datetime], QuerySet], str, str], ...] = (
    ("kontak", _changed_contacts, "kind", "source"),
    ("rekening_ganti", _changed_accounts, "bank_code", "bank_code"),
)
"""Kind, rows, and the columns that say what was changed and by whom."""
COLUMNS = ("about", "key", "what", "place", "state", "moment")


def gather(claim: Claim, now: datetime) -> tuple[Evidence, ...]:
    """Return everything that speaks for a warning, in one query; of each kind a few rows at most."""
    since = now - RECENT
    shared = [_claim_rows(kind, found) for kind, find in SHARED if (found := find(claim, since)) is not None]
    changed = [_change_rows(kind, find(claim, since), what, by) for kind, find, what, by in CHANGED]
    first, *rest = shared + changed
    return tuple(Evidence(*row) for row in first.union(*rest, all=True))


def _claim_rows(kind: str, found: QuerySet[Claim]) -> QuerySet:
    """Look a few claims up by their keys: a compound query cannot limit its parts, the subqueries of its parts can."""
    few = Claim.objects.filter(pk__in=found.values("pk")[:FEW])
    columns = {"key": F("pk"), "what": F("number"), "place": F("office_id"), "state": F("status"), "moment": F("submitted_at")}
    return few.annotate(about=Value(kind, CharField()), **columns).values_list(*COLUMNS)


def _change_rows(kind: str, found: QuerySet, what: str, by: str) -> QuerySet:
    nothing = {"key": Cast(Value(None), UUIDField()), "place": Cast(Value(None), BigIntegerField())}
    columns = {"what": F(what), "state": F(by), "moment": F("at")}
    return found.annotate(about=Value(kind, CharField()), **nothing, **columns).values_list(*COLUMNS)
