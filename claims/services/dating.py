"""The rule of time: what has been in force stays as it was, an amendment is a new row that begins tomorrow at the earliest.

Claims are judged by the rules of the day on which they were begun, so a rule that held on a day must hold there for ever.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet

from claims.models.reference import ENDS_TOO_EARLY, DatedRule
from jht_portal.lib.formats import long_date, short_date

DAY = timedelta(days=1)
Fault = tuple[str, str]
"""A field of the row, and a sentence."""


def has_begun(row: DatedRule, today: date) -> bool:
    """Tell whether a row is in force or was: then nothing but its end can change."""
    return row.valid_from <= today


def faults(row: DatedRule, today: date) -> Iterator[Fault]:
    """Yield what forbids ROW as it stands: written back in time, closed for ever, or beside another row of the same rule."""
    stored = _stored(row)
    if stored and has_begun(stored, today):
        yield from _change_of_the_past(stored, row, today)
    elif row.valid_from <= today:
        words = f"Berlaku paling cepat besok, {long_date(today + DAY)}. Klaim yang dimulai hari ini memakai aturan sekarang."
        yield "valid_from", words
    if row.valid_to and row.valid_to < row.valid_from:
        yield "valid_to", ENDS_TOO_EARLY
        return
    yield from (("valid_from", _collision(row, other)) for other in _others(row) if _meets(row, other))


def _change_of_the_past(stored: DatedRule, row: DatedRule, today: date) -> Iterator[Fault]:
    if changed := [name for name in changes(stored, row) if name != "valid_to"]:
        began = short_date(stored.valid_from)
        yield changed[0], f"Baris ini berlaku sejak {began} dan tidak bisa diubah. Pakai “Ubah mulai tanggal baru”."
    elif stored.valid_to != row.valid_to and (stored.valid_to or today) < today:
        yield "valid_to", "Baris ini sudah berakhir dan tidak bisa diubah."
    elif stored.valid_to != row.valid_to and row.valid_to and row.valid_to < today:
        yield "valid_to", f"Berakhir paling cepat hari ini, {long_date(today)}."


def changes(stored: DatedRule, row: DatedRule) -> list[str]:
    """Return the columns in which two states of a row differ."""
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    return [name for name in names if getattr(stored, name) != getattr(row, name)]


def put(row: DatedRule) -> DatedRule | None:
    """Save ROW, and end the row before it the day before; return that one where its end moved. FAULTS came before."""
    earlier = predecessor(row)
    gives_way = earlier is not None and _gives_way(earlier, row)
    row.save()
    if not gives_way or earlier.valid_to == row.valid_from - DAY:
        return None
    return _end(earlier, row.valid_from - DAY)


def take_back(row: DatedRule) -> DatedRule | None:
    """Delete ROW, which has not begun; the row that it would have followed goes on in its stead and is returned."""
    earlier = predecessor(row)
    goes_on = earlier and earlier.valid_to == row.valid_from - DAY
    row.delete()
    return _end(earlier, row.valid_to) if goes_on else None


def predecessor(row: DatedRule) -> DatedRule | None:
    """Return the row of the same rule that begins last before ROW."""
    first_day = row.valid_from if (stored := _stored(row)) is None else min(row.valid_from, stored.valid_from)
    return _others(row).filter(valid_from__lt=first_day).order_by("-valid_from").first()


def _end(row: DatedRule, last_day: date | None) -> DatedRule:
    row.valid_to = last_day
    row.save(update_fields=["valid_to"])
    return row


def _stored(row: DatedRule) -> DatedRule | None:
    try:
        return type(row).objects.get(pk=row.pk)
    except ObjectDoesNotExist:
        return None


def _others(row: DatedRule) -> QuerySet:
    """Return every other row of the same rule."""
    return type(row).objects.filter(**_key(row)).exclude(pk=row.pk)


def _key(row: DatedRule) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.KEY}


def _meets(row: DatedRule, other: DatedRule) -> bool:
    """Tell whether two rows would hold on one day, and the earlier one would not give way."""
    if other.valid_from < row.valid_from and _gives_way(other, row):
        return False
    return other.valid_from <= (row.valid_to or date.max) and row.valid_from <= (other.valid_to or date.max)


def _gives_way(earlier: DatedRule, row: DatedRule) -> bool:
    """Tell whether EARLIER ends nowhere, or only because another row, or ROW where it stood before, was to follow it."""
    return earlier.valid_to is None or type(row).objects.filter(**_key(row), valid_from=earlier.valid_to + DAY).exists()


def _collision(row: DatedRule, other: DatedRule) -> str:
    began = short_date(other.valid_from)
    if other.valid_from > row.valid_from:
        last = short_date(other.valid_from - DAY)
        return f"Sudah ada baris yang mulai berlaku {began}. Isi berlaku sampai paling lambat {last}, atau ubah baris itu."
    until = f" sampai {short_date(other.valid_to)}" if other.valid_to else ""
    return f"Bertabrakan dengan baris yang berlaku mulai {began}{until}. Pilih tanggal lain."
