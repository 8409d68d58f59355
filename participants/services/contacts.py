"""The registered contact of a participant: every replacement leaves what stood before, sealed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from participants.models import ContactChange, Participant

CONTACTS = ("email", "phone")
RECENT = timedelta(days=30)
UNDO_LIFE = timedelta(days=7)
"""How long a contact that a participant replaced alone can be put back by whoever reads the old one."""


@dataclass(frozen=True)
class Changed:
    """A person with the contacts that were replaced, as they were before, by kind."""

    person: Participant
    before: dict[str, str]


@transaction.atomic
def change_contact(
    participant_id: UUID, new: dict[str, str], *, source: str, now: datetime, officer: AbstractBaseUser | None = None
) -> Changed:
    """Register NEW contacts by kind ("email", "phone"), leaving out what stands already; return what was replaced."""
    person = Participant.objects.select_for_update().get(pk=participant_id)
    before = {kind: getattr(person, kind) or "" for kind, value in new.items() if value and value != getattr(person, kind)}
    for kind in before:
        setattr(person, kind, new[kind])
    if before:
        if "email" in before:
            person.email_confirmed_at = None
        person.save(update_fields=[*before, *(["phone_index"] if "phone" in before else []), "email_confirmed_at", "updated_at"])
        ContactChange.objects.bulk_create(_change(person, kind, old, source, officer, now) for kind, old in before.items())
    return Changed(person, before)


@transaction.atomic
def confirm_email(participant_id: UUID, email: str, *, now: datetime) -> bool:
    """Keep that the person reads mail to EMAIL, if that is still the registered address; tell whether it is."""
    person = Participant.objects.select_for_update().get(pk=participant_id)
    if (person.email or "").lower() != email.lower():
        return False
    person.email_confirmed_at = now
    person.save(update_fields=["email_confirmed_at", "updated_at"])
    return True


def latest_change(participant_id: UUID, kind: str) -> ContactChange | None:
    """Return the newest replacement of the contact of KIND."""
    return ContactChange.objects.filter(participant=participant_id, kind=kind).order_by("-at", "-pk").first()


def lately_registered(participant_id: UUID, now: datetime, kind: str = "email") -> list[str]:
    """Return the contacts of KIND that were registered until a month ago or less, the newest first: they may still speak for the person."""
    rows = ContactChange.objects.filter(participant=participant_id, kind=kind, at__gt=now - RECENT).order_by("-at")
    return [row.old_value for row in rows if row.old_value]


def undoable(participant_id: UUID, now: datetime) -> list[ContactChange]:
    """Return the replacements that whoever reads the old contact may undo: the newest of each kind, made by the participant alone."""
    newest = filter(None, (latest_change(participant_id, kind) for kind in CONTACTS))
    return [change for change in newest if change.source == "participant" and change.old_value and change.at > now - UNDO_LIFE]


def undone_lately(participant_id: UUID, now: datetime) -> bool:
    """Tell whether a replacement was undone in the last days: then somebody else has been at it, and only the counter changes contacts."""
    return ContactChange.objects.filter(participant=participant_id, source="undone", at__gt=now - UNDO_LIFE).exists()


def note_filled(people: Iterable[tuple[Participant, list[str]]], *, now: datetime) -> None:
    """Keep that an import registered contacts, by kind, of people who had none; their rows are the caller's to write."""
    changes = [_change(person, kind, "", "import", None, now) for person, kinds in people for kind in kinds]
    ContactChange.objects.bulk_create(changes)


def _change(person: Participant, kind: str, old: str, source: str, officer: AbstractBaseUser | None, now: datetime) -> ContactChange:
    return ContactChange(participant=person, kind=kind, at=now, source=source, officer=officer, old_value=old)
