"""The demo: offices, officers, seven people with their money, and their claims. Everything is synthetic."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.db import transaction

from claims.models import Office, Officer
from claims.services import demo_figures, demo_ledger, demo_queue, demo_stories
from claims.services.demo_people import HOME_OFFICE, OFFICERS, OFFICES, PEOPLE, SHARED_WORD, DemoMembership, DemoPerson
from jht_portal.lib.crypto import blind_index
from participants.models import Employer, LedgerEntry, Membership, Participant
from participants.services.importing import row_key


class DemoIsOff(Exception):
    """The demo's people and known passwords have no place in a real installation."""


def load(today: date) -> None:
    """Store whatever of the demo is not there yet, as of TODAY. Raises DemoIsOff."""
    if not settings.DEMO:
        raise DemoIsOff
    _load_offices()
    _load_officers()
    for person in PEOPLE:
        _load_person(person, today)
    demo_queue.load()
    demo_stories.tell_all(today)
    demo_figures.load(today)


@transaction.atomic
def _load_offices() -> None:
    columns = ("code", "name", "province", "address", "phone", "timezone")
    Office.objects.bulk_create([Office(**dict(zip(columns, row, strict=True))) for row in OFFICES], ignore_conflicts=True)


@transaction.atomic
def _load_officers() -> None:
    known = set(User.objects.values_list("username", flat=True))
    missing = [officer for officer in OFFICERS if officer[0] not in known]
    password = make_password(SHARED_WORD) if missing else ""
    for username, name, role in missing:
        first, last = name.split()
        user = User.objects.create(username=username, first_name=first, last_name=last, password=password, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        Officer.objects.create(user=user, office=Office.objects.get(code=HOME_OFFICE))


@transaction.atomic
def _load_person(person: DemoPerson, today: date) -> None:
    if Participant.objects.filter(nik_index=blind_index(person.nik, "nik")).exists():
        return
    participant = Participant.objects.create(
        nik=person.nik,
        name=person.name,
        birth_date=person.birth_date,
        sex=person.sex,
        mother_name=person.mother,
        phone=person.phone,
        email=person.email,
        address=person.address,
    )
    since = datetime.combine(min(membership.started_on for membership in person.memberships), time(9), UTC)
    Participant.objects.filter(pk=participant.pk).update(created_at=since, updated_at=since)
    for membership in person.memberships:
        _load_membership(participant, membership, today)


def _load_membership(participant: Participant, facts: DemoMembership, today: date) -> None:
    employer, _ = Employer.objects.get_or_create(npp=facts.npp, defaults={"name": facts.employer})
    ended_on = facts.ended_on if facts.ended_days_ago is None else today - timedelta(days=facts.ended_days_ago)
    membership = Membership.objects.create(
        participant=participant,
        kpj=facts.kpj,
        segment="PU",
        employer=employer,
        started_on=facts.started_on,
        ended_on=ended_on,
        end_reason=facts.end_reason,
    )
    LedgerEntry.objects.bulk_create(_entries(membership, facts, ended_on, today))


def _entries(membership: Membership, facts: DemoMembership, ended_on: date | None, today: date) -> Iterable[LedgerEntry]:
    for row in demo_ledger.rows(facts, ended_on, today):
        yield LedgerEntry(
            membership=membership,
            booked_on=row.booked_on,
            kind=row.kind,
            amount=row.amount,
            description=row.description,
            row_key=row_key(row, 1),
        )
