"""Search at the desk: by claim number, KPJ or NIK exactly, or by how a name begins; in the offices within reach.

What was searched for travels in an address sealed, tied to the officer, for half an hour. A name is searched for a few
times a minute, and that it was is kept in the audit: it is a search for people.
"""

import base64
import binascii
import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from claims.domain.name_search import NameTooShort, searched
from claims.domain.numbers import ClaimNumber, parse_tracked_number
from claims.models import Claim, Office
from claims.services import auditing
from claims.services.name_index import named
from claims.services.officers import Desk
from jht_portal.lib.crypto import SealBroken, blind_index, seal, unseal
from jht_portal.lib.throttle import Budget, hit_all
from participants.domain.identifiers import IdentifierError, Kpj, Nik

OPEN_FOR = timedelta(minutes=30)
CONTEXT = "desk.find"
MOST_LETTERS = 60
NAMES_A_MINUTE, NAMES_A_DAY = 10, 200
MOST_HITS = 1000
"""Claims of one name that are listed: nobody looks through more, and their masks would not tell them apart."""

TOO_SHORT = "Ketik paling sedikit 3 huruf awal dari satu kata nama."
TOO_OFTEN = "Pencarian nama dibatasi. Coba lagi beberapa saat lagi."
TOO_MANY = "Lebih dari 1.000 klaim cocok. Ketik lebih banyak huruf, atau satu kata lagi dari namanya."
NOBODY = "Tidak ada klaim dengan nama itu di kantor yang boleh Anda lihat."
NO_NUMBER = "Tidak ada klaim dengan nomor itu di kantor yang boleh Anda lihat."
NOTHING_TYPED = "Ketik nomor klaim, KPJ, NIK, atau awal nama."


class NotFound(Exception):
    """Nothing to show; the message is a sentence for the officer."""


class FindClosed(Exception):
    """What stands in the address is over, was changed, or belongs to somebody else."""


@dataclass(frozen=True)
class Find:
    """What was searched for: a person's or a card's claims by id, or a name; TOKEN is its sealed form."""

    kind: str
    value: str
    token: str = ""

    @property
    def words(self) -> str:
        """Say what was searched for, to the one who did."""
        return self.value if self.kind == "nama" else FOUND_BY[self.kind]


FOUND_BY = {"peserta": "satu peserta", "kartu": "satu KPJ"}


@dataclass(frozen=True)
class Found:
    """ONLY is the one claim that was found; several are listed by FIND."""

    only: UUID | None = None
    find: Find | None = None


def search(typed: str, desk: Desk, *, now: datetime) -> Found:
    """Find claims by what an officer TYPED into the one box; raise NotFound with the words to show."""
    typed = " ".join(typed.split())[:MOST_LETTERS]
    if not typed:
        raise NotFound(NOTHING_TYPED)
    return _by_number(typed, desk, now) if any(map(str.isdigit, typed)) else _by_name(typed, desk, now)


def _by_number(typed: str, desk: Desk, now: datetime) -> Found:
    try:
        number = parse_tracked_number(typed)
    except IdentifierError as error:
        raise NotFound(error.message) from error
    claims, by = _matching(number, Claim.objects.sent().of_offices(desk.offices))
    first = list(claims.only("pk", "membership", "participant")[:2])
    if not first:
        raise NotFound(NO_NUMBER)
    if len(first) == 1:
        return Found(only=first[0].pk)
    value = {"peserta": first[0].participant_id, "kartu": first[0].membership_id}[by]
    return Found(find=write_find(Find(by, str(value)), desk.user, now))


def _matching(number: ClaimNumber | Kpj | Nik, claims: QuerySet[Claim]) -> tuple[QuerySet[Claim], str]:
    if isinstance(number, Kpj):
        return claims.filter(membership__kpj_index=blind_index(number.value, "kpj")), "kartu"
    if isinstance(number, Nik):
        return claims.filter(participant__nik_index=blind_index(number.value, "nik")), "peserta"
    return claims.filter(number=number), "peserta"


def _by_name(typed: str, desk: Desk, now: datetime) -> Found:
    try:
        words = searched(typed)
    except NameTooShort as error:
        raise NotFound(TOO_SHORT) from error
    who = str(desk.user.pk)
    if not hit_all([Budget("cari-nama", who, NAMES_A_MINUTE, 60), Budget("cari-nama", who, NAMES_A_DAY, 86400)], now=now).allowed:
        raise NotFound(TOO_OFTEN)
    hits = named(words, desk.offices, Claim.objects.sent().of_offices(desk.offices))[: MOST_HITS + 1].count()
    details = {"words": len(words), "hits": hits, "offices": len(desk.offices)}
    auditing.record("search", now=now, user=desk.user, office=desk.office, what="name", details=details)
    if not hits:
        raise NotFound(NOBODY)
    if hits > MOST_HITS:
        raise NotFound(TOO_MANY)
    return Found(find=write_find(Find("nama", typed), desk.user, now))


# --- What was searched for, in an address


def write_find(find: Find, user: AbstractBaseUser, now: datetime) -> Find:
    """Return FIND with its sealed form, which opens for USER and for half an hour."""
    closes = int((now + OPEN_FOR).timestamp())
    sealed = seal(json.dumps([user.pk, closes, find.kind, find.value]).encode(), CONTEXT)
    return replace(find, token=base64.urlsafe_b64encode(sealed).decode().rstrip("="))


def read_find(token: str, user: AbstractBaseUser, now: datetime) -> Find:
    """Return what the officer searched for; raise FindClosed when the time is over or it was never this officer's."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        owner, closes, kind, value = json.loads(unseal(sealed, CONTEXT))
    except (binascii.Error, ValueError, SealBroken) as error:
        raise FindClosed from error
    if owner != user.pk or closes <= now.timestamp():
        raise FindClosed
    return Find(kind, value, token)


def found_by(find: Find, offices: Collection[Office], claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Keep the CLAIMS of OFFICES that FIND looks for."""
    if find.kind == "nama":
        return named(searched(find.value), offices, claims)
    return claims.filter(**{{"peserta": "participant", "kartu": "membership"}[find.kind]: UUID(find.value)})
