"""Looking through the audit: entries within an officer's reach, line by line in words; who saw a claim, and what an officer saw."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, User
from django.db.models import Count, Max, Min, Q, QuerySet

from claims.audit_labels import GROUPS
from claims.domain.audit import PORTAL, READS, chain_of_acts
from claims.domain.workflow import Role
from claims.models import AuditChain, AuditEntry, Claim, Office
from claims.services.audit_words import words_of
from claims.services.auditing import STEP
from claims.services.officers import Desk, shown_name
from participants.domain.identifiers import mask_name
from participants.models import Participant

PAGE = 50
EXPORTS = tuple(GROUPS["keluar"].words)


@dataclass(frozen=True)
class Question:
    """What is looked for: an OFFICE (None: the portal's own), a group of kinds, an officer, a period, one claim."""

    office: Office | None
    group: str = ""
    user_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    claim: Claim | None = None


class Line(NamedTuple):
    """One entry in words; CLAIM is its number, empty where it concerns no single claim."""

    entry: AuditEntry
    who: str
    what: str
    claim: str
    claim_id: UUID | None


@dataclass(frozen=True)
class Page:
    """Some lines, newest first, and the entry that the next page begins after (None: there is no next page)."""

    lines: list[Line]
    last: int | None


def sees_portal(desk: Desk) -> bool:
    """Tell whether the officer sees what belongs to no office: configuration and accounts of the whole portal."""
    return Role.AUDITOR in desk.roles


def page(question: Question, after: int | None = None) -> Page:
    """Return the entries that answer QUESTION, newest first, at most PAGE of them, beginning AFTER an entry."""
    entries = matching(question).order_by("-at", "-id")
    if start := AuditEntry.objects.filter(pk=after).first() if after else None:
        entries = entries.filter(Q(at__lt=start.at) | Q(at=start.at, pk__lt=start.pk))
    found = list(entries[: PAGE + 1])
    return Page(lines_of(found[:PAGE]), found[PAGE - 1].pk if len(found) > PAGE else None)


def matching(question: Question) -> QuerySet[AuditEntry]:
    """Return the entries that answer QUESTION, in no order."""
    entries = AuditEntry.objects.filter(office_id=question.office and question.office.pk)
    if question.claim:
        entries = entries.filter(about_claim(question.claim))
    if question.group in GROUPS:
        entries = entries.filter(kind__in=GROUPS[question.group].words)
    if question.user_id:
        entries = entries.filter(user_id=question.user_id)
    if question.since:
        entries = entries.filter(at__gte=question.since)
    return entries.filter(at__lt=question.until) if question.until else entries


def about_claim(claim: Claim) -> Q:
    """Keep what concerns CLAIM: the claim itself, and its participant looked at without a claim."""
    return Q(claim_id=claim.pk) | Q(claim_id=None, person_id=claim.participant_id)


def lines_of(entries: Iterable[AuditEntry]) -> list[Line]:
    """Return ENTRIES in words, with two queries for the names of officers and claims."""
    entries = list(entries)
    officers = names(entry.user_id for entry in entries)
    numbers = dict(Claim.objects.filter(pk__in={entry.claim_id for entry in entries}).values_list("pk", "number"))
    return [_line(entry, officers, numbers) for entry in entries]


def _line(entry: AuditEntry, officers: Mapping[int, str], numbers: Mapping[UUID, str]) -> Line:
    who = officers.get(entry.user_id, f"akun {entry.user_id}") if entry.user_id else entry.role or "Portal"
    return Line(entry, who, words_of(entry), numbers.get(entry.claim_id, ""), entry.claim_id if entry.claim_id in numbers else None)


def names(user_ids: Iterable[int | None]) -> dict[int, str]:
    """Return the shown names of officers by id."""
    return {user.pk: shown_name(user) for user in User.objects.filter(pk__in=set(user_ids) - {None})}


def officers_at(office: Office | None) -> list[tuple[int, str]]:
    """Return who may have done something at an office, or among the portal's own entries, by name."""
    placed = Q(officer__office=office) | Q(officer__other_offices=office)
    wanted = placed if office else Q(groups__name=Role.CONFIGURATOR) | Q(officer=None)
    found = User.objects.filter(wanted, is_staff=True).distinct()
    return sorted(((user.pk, shown_name(user)) for user in found), key=lambda pair: pair[1])


def chains_within(desk: Desk) -> list[str]:
    """Return the chains that the officer may check: of the offices within reach, and for an auditor the portal's."""
    offices = [chain for office in desk.offices for chain in (chain_of_acts(office.pk), chain_of_acts(office.pk) + READS)]
    wanted = offices + ([PORTAL, PORTAL + READS] if sees_portal(desk) else [])
    return sorted(AuditChain.objects.filter(pk__in=wanted).values_list("name", flat=True))


def chain_label(chain: str, offices: Iterable[Office]) -> str:
    """Return what a chain is called at the desk."""
    label = next((office.name for office in offices if chain_of_acts(office.pk) == chain.removesuffix(READS)), "Portal")
    return f"{label}, pembacaan" if chain.endswith(READS) else f"{label}, tindakan"


# --- Within 72 hours (UU 27/2022 art. 46): who saw a claim, whose data an officer saw


def of_claim(claim: Claim, since: datetime) -> list[Line]:
    """Return everything that was done with CLAIM since then, oldest first, exports of its office that may hold it included."""
    exported = Q(kind__in=EXPORTS, claim_id=None, office_id=claim.office_id)
    return lines_of(AuditEntry.objects.filter(about_claim(claim) | exported, at__gte=since).order_by("at", "id"))


def of_officer(user: AbstractBaseUser, since: datetime) -> list[Line]:
    """Return everything that an officer did since then, oldest first."""
    return lines_of(AuditEntry.objects.filter(user_id=user.pk, at__gte=since).order_by("at", "id"))


class Seen(NamedTuple):
    """Whose data an officer saw: claim, participant behind a mask, from when to when, how often, how many of them acts."""

    claim: str
    person: str
    first: datetime
    last: datetime
    times: int
    steps: int


def seen_by(user: AbstractBaseUser, since: datetime) -> list[Seen]:
    """Return each claim and each participant that an officer had before the eyes since then, in the order of the first time."""
    rows = AuditEntry.objects.filter(user_id=user.pk, at__gte=since, person_id__isnull=False).values("claim_id", "person_id")
    told = {"first": Min("at"), "last": Max("at"), "times": Count("pk"), "steps": Count("pk", filter=Q(kind=STEP))}
    found = list(rows.annotate(**told).order_by("first"))
    numbers = dict(Claim.objects.filter(pk__in={row["claim_id"] for row in found}).values_list("pk", "number"))
    people = {person.pk: mask_name(person.name) for person in Participant.objects.filter(pk__in={row["person_id"] for row in found})}
    return [Seen(numbers.get(row.pop("claim_id"), ""), people.get(row.pop("person_id"), ""), **row) for row in found]
