"""From a number in the tracking box to the claims behind it, counted and without telling misses apart.

Every kind of number costs one query, found or not; drafts do not exist here.
"""

from datetime import datetime
from types import MappingProxyType

from django.db.models import Exists, OuterRef, Q

from claims.domain.limits import Limit, limit
from claims.domain.numbers import ClaimNumber
from claims.domain.workflow import CLOSED, WAITING_FOR_PARTICIPANT
from claims.models import Claim
from claims.services.passes import Found, Pass, new_pass
from jht_portal.lib.crypto import blind_index
from jht_portal.lib.throttle import Allowance, Budget, hit, hit_all
from participants.domain.identifiers import Kpj, Nik
from participants.models import Membership

NUMBER_AN_HOUR = 20
"""For one number, from anywhere."""
MISSES_AN_HOUR = 2000
"""For everyone together: a walk over many addresses meets this. Claim numbers cannot be walked and stay free of it."""

HOUR = 3600
SHOWN = (
    "number",
    "status",
    "proposal",
    "participant_id",
    "submitted_at",
    "complete_at",
    "clock_pauses",
    "due_on",
    "correction_due_on",
    "closed_at",
    "office__name",
    "office__timezone",
    "membership__kpj",
)


def count_lookup(number: Kpj | Nik | ClaimNumber, address: str, *, now: datetime | None = None) -> Allowance:
    """Count one lookup of NUMBER from ADDRESS; allowed within all limits, the hour's common budget for misses among them."""
    subject = f"{type(number).__name__}:{number if isinstance(number, ClaimNumber) else number.value}"
    budgets = [
        Budget("lookup.address", address, limit(Limit.LOOKUPS_A_MINUTE), 60),
        Budget("lookup.address", address, limit(Limit.LOOKUPS_AN_HOUR), HOUR),
        Budget("lookup.number", subject, NUMBER_AN_HOUR, HOUR),
    ]
    if not isinstance(number, ClaimNumber):
        budgets.append(Budget("lookup.miss", "", MISSES_AN_HOUR, HOUR, cost=0))
    return hit_all(budgets, now=now)


def count_miss(number: Kpj | Nik | ClaimNumber, *, now: datetime | None = None) -> None:
    """Take a miss off the hour's common budget."""
    if not isinstance(number, ClaimNumber):
        hit("lookup.miss", "", limit=MISSES_AN_HOUR, window_seconds=HOUR, now=now)


def find_claims(number: Kpj | Nik | ClaimNumber, *, now: datetime) -> Pass | None:
    """Return a pass to every sent claim that NUMBER leads to; None alike for unknown, without claim, and draft only."""
    return _FINDERS[type(number)](number, now)


def claims_behind(opened: Pass) -> list[Claim]:
    """Return the claims of a pass with what a public page may show; those that wait for the participant first."""
    chosen = Claim.objects.sent().filter(**{_COLUMNS[opened.kind]: opened.ids}).select_related("office", "membership").only(*SHOWN)
    return sorted(sorted(chosen, key=_last_moment, reverse=True), key=_urgency)


def _find_by_number(number: ClaimNumber, now: datetime) -> Pass | None:
    row = Claim.objects.sent().filter(number=number).values_list("pk")[:1]
    return next((new_pass(Found.CLAIM, *ids, now=now) for ids in row), None)


def _find_by_nik(nik: Nik, now: datetime) -> Pass | None:
    row = Claim.objects.sent().filter(participant__nik_index=blind_index(nik.value, "nik")).values_list("participant_id")[:1]
    return next((new_pass(Found.PERSON, *ids, now=now) for ids in row), None)


def _find_by_kpj(kpj: Kpj, now: datetime) -> Pass | None:
    """A merged KPJ leads on to the one it lives on in, over two mergers at most."""
    path = ("pk", "merged_into", "merged_into__merged_into")
    card = [Q(membership=OuterRef(step)) for step in path]
    sent = Exists(Claim.objects.sent().filter(card[0] | card[1] | card[2]))
    row = Membership.objects.filter(sent, kpj_index=blind_index(kpj.value, "kpj")).values_list(*path)
    return next((new_pass(Found.CARDS, *filter(None, ids), now=now) for ids in row), None)


def _last_moment(claim: Claim) -> datetime:
    return claim.closed_at or claim.submitted_at


def _urgency(claim: Claim) -> int:
    """Return 0 where the participant is awaited, 1 where we work, 2 where all is done."""
    return 0 if claim.status in WAITING_FOR_PARTICIPANT else 1 + (claim.status in CLOSED)


_COLUMNS = MappingProxyType({Found.CLAIM: "pk__in", Found.PERSON: "participant__in", Found.CARDS: "membership__in"})
_FINDERS = MappingProxyType({ClaimNumber: _find_by_number, Nik: _find_by_nik, Kpj: _find_by_kpj})
