"""Officers change what the portal goes by: the row, what follows from it, the announcement and the audit, all or nothing."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Model

from claims.domain.documents import POLICIES, Requirement
from claims.domain.workflow import Role
from claims.models import ReasonRule, RequirementRule
from claims.models.reference import DatedRule
from claims.services import dating, rulebook
from claims.services.auditing import record
from claims.services.rule_checks import ALWAYS_NEEDED
from jht_portal.lib.formats import short_date

CONFIGURATION = "configuration"
"""The audit's kind of every change that is made here."""
UNTOLD = frozenset({"content", "created_by_id"})
"""Columns that the audit names and does not quote."""


@transaction.atomic
def keep_rule(row: DatedRule, *, user: AbstractBaseUser, now: datetime) -> list[str]:
    """Save a rule that has no fault; return what happened beside it, in sentences."""
    before = _told(type(row).objects.filter(pk=row.pk).first())
    is_new_reason = isinstance(row, ReasonRule) and not ReasonRule.objects.filter(code=row.code).exists()
    ended = dating.put(row)
    said = [f"Baris sebelumnya berlaku sampai {short_date(ended.valid_to)}."] if ended and ended.valid_to else []
    if is_new_reason:
        _give_first_papers(row)
        said.append("Kartu peserta dan KTP sudah ditambahkan. Lengkapi daftar dokumen sebab ini sebelum berlaku.")
    rulebook.announce()
    note_change(name_of(row), before, _told(row), user=user, now=now)
    return said


@transaction.atomic
def drop_rule(row: DatedRule, *, user: AbstractBaseUser, now: datetime) -> list[str]:
    """Delete a rule that has not begun; return what happened beside it, in sentences."""
    name, before = name_of(row), _told(row)
    goes_on = dating.take_back(row)
    rulebook.announce()
    note_change(name, before, {}, user=user, now=now)
    if goes_on is None:
        return []
    until = f" sampai {short_date(goes_on.valid_to)}" if goes_on.valid_to else ""
    return [f"Baris sebelumnya berlaku terus{until}."]


def _give_first_papers(reason: ReasonRule) -> None:
    """A reason without papers could be filed with nothing: card and identity are always asked for."""
    days = {"valid_from": reason.valid_from, "valid_to": reason.valid_to}
    RequirementRule.objects.bulk_create(
        RequirementRule(policy=policy.code, reason=reason.code, slot=slot, requirement=Requirement.WAJIB, **days)
        for policy in POLICIES
        for slot in ALWAYS_NEEDED
    )


@transaction.atomic
def keep(row: Model, *, user: AbstractBaseUser, now: datetime, role: Role = Role.CONFIGURATOR) -> None:
    """Save a row without days (an office, a holiday) with its line in the audit; ROLE is the one in which USER does so."""
    before = _told(type(row).objects.filter(pk=row.pk).first())
    row.save()
    note_change(name_of(row), before, _told(row), user=user, now=now, role=role)


@transaction.atomic
def drop(row: Model, *, user: AbstractBaseUser, now: datetime, role: Role = Role.CONFIGURATOR) -> None:
    """Delete a row without days, with its line in the audit."""
    name, before = name_of(row), _told(row)
    row.delete()
    note_change(name, before, {}, user=user, now=now, role=role)


def note_change(
    name: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    user: AbstractBaseUser,
    now: datetime,
    role: Role = Role.CONFIGURATOR,
) -> None:
    """Write into the audit what changed; nothing where nothing did. Values are settings, never personal data."""
    changed = {key: [before.get(key), after.get(key)] for key in {*before, *after} if before.get(key) != after.get(key)}
    if changed:
        record(CONFIGURATION, now=now, user=user, role=role, what=name[:120], details=dict(sorted(changed.items())))


NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "office": ("code",),
    "holiday": ("day",),
    "samplepicture": ("code", "is_good"),
    "officeservice": ("office_id", "service"),
    "openinghours": ("office_id", "weekday"),
    "slotquota": ("service_id", "weekday", "starts_at"),
    "closure": ("office_id", "first_on"),
    "counter": ("office_id", "number"),
}


def name_of(row: Model) -> str:
    """Return what a row is called in the audit: its table and its key."""
    kind = row._meta.model_name
    key = (*row.KEY, "valid_from") if isinstance(row, DatedRule) else NAMED_BY.get(kind, ("pk",))
    return " ".join([kind, *(str(getattr(row, part)) for part in key)])


def _told(row: Model | None) -> dict[str, Any]:
    if row is None:
        return {}
    names = (field.attname for field in row._meta.concrete_fields if not field.primary_key)
    return {name: _plain(getattr(row, name)) for name in names if name not in UNTOLD}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | time) else value


def note_exchange(kind: str, name: str, details: Mapping[str, Any], *, user: AbstractBaseUser, now: datetime) -> None:
    """Write into the audit that a table went out as a file (KIND "export") or came in as one ("import")."""
    record(kind, now=now, user=user, role="", what=name[:120], details=dict(details))
