"""Key rotation: bring everything that is sealed under the newest key, so that an older key can be thrown away.

The steps, on a running portal: add a key with a higher id to FIELD_KEYS and restart every process; rotate; remove the
older key and restart again. Links to tracking results, which live two hours, are the only thing that ends with it.

INDEX_KEY is not rotated here: a new one means that every blind index and every counter of the limiter is made anew
while nobody can be found.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models

from claims import storage
from claims.models import DocumentPage
from claims.services.intake import page_context, thumbnail_context
from jht_portal.lib.crypto import SealBroken, reseal
from jht_portal.lib.fields import Sealed, SealedTextField

BATCH = 500
"""Rows that are read at once. Each is written alone, so that the portal never waits for more than one."""


@dataclass
class Tally:
    """What was found in one kind of rows or files."""

    kind: str
    resealed: int = 0
    kept: int = 0
    faults: list[str] = field(default_factory=list)
    """Places (table, column, row) of values that do not open, and of files that are not there."""

    def count(self, was_old: bool) -> None:
        self.resealed += was_old
        self.kept += not was_old


def rotate() -> Iterator[Tally]:
    """Seal every value of every table, then every stored file, with the newest key; yield what was done to each kind.

    May be interrupted and begun again: what is under the newest key already is only counted. Raises StorageUnavailable.
    """
    for model, fields in sealed_fields().items():
        yield _rotate_rows(model, fields)
    yield _rotate_files()


def sealed_fields() -> dict[type[models.Model], list[SealedTextField]]:
    """Return every model of the project that holds sealed values, with its sealed fields."""
    found = {model: [f for f in model._meta.local_fields if isinstance(f, SealedTextField)] for model in apps.get_models()}
    return {model: fields for model, fields in found.items() if fields}


def _rotate_rows(model: type[models.Model], fields: list[SealedTextField]) -> Tally:
    tally = Tally(model._meta.label)
    names = [each.attname for each in fields]
    for pk, *values in _rows(model, *names):
        tally.count(_rotate_row(model, pk, dict(zip(fields, values, strict=True)), tally.faults))
    return tally


def _rotate_row(model: type[models.Model], pk: Any, stored: dict[SealedTextField, Sealed | None], faults: list[str]) -> bool:
    """Write what is under an older key anew, but only over the very bytes that were read; tell whether there was any."""
    row, was_old = model._base_manager.filter(pk=pk), False
    while fresh := _resealed(pk, stored, faults):
        was_old = True
        if row.filter(**{each.attname: stored[each] for each in fresh}).update(**{each.attname: new for each, new in fresh.items()}):
            break
        changed = row.values_list(*[each.attname for each in stored]).first()
        stored = dict(zip(stored, changed, strict=True)) if changed else {}
    return was_old


def _resealed(pk: Any, stored: dict[SealedTextField, Sealed | None], faults: list[str]) -> dict[SealedTextField, Sealed]:
    """Return what is not yet under the newest key, brought there; what does not open is a fault and stays as it is."""
    fresh = {}
    for each, value in stored.items():
        try:
            newest = value if value is None else reseal(value, each.place(pk))
        except SealBroken as broken:
            faults.append(str(broken))
            continue
        if newest is not value:
            fresh[each] = Sealed(newest)
    return fresh


def _rotate_files() -> Tally:
    tally = Tally("files")
    for pk, page, thumbnail in _rows(DocumentPage, "storage_key", "thumbnail_key"):
        for key, context in ((page, page_context(pk)), (thumbnail, thumbnail_context(pk))):
            if key:
                _rotate_file(pk, key, context, tally)
    return tally


def _rotate_file(pk: Any, key: str, context: str, tally: Tally) -> None:
    try:
        tally.count(storage.renew_seal(key, context))
    except (SealBroken, storage.DocumentMissing):
        if DocumentPage.objects.filter(pk=pk).exists():  # Otherwise the participant has just removed it.
            tally.faults.append(context)


def _rows(model: type[models.Model], *names: str) -> Iterator[tuple]:
    """Yield primary key and columns of every row, in batches, with no cursor or transaction left open in between."""
    rows = model._base_manager.order_by("pk").values_list("pk", *names)
    batch = list(rows[:BATCH])
    while batch:
        yield from batch
        batch = list(rows.filter(pk__gt=batch[-1][0])[:BATCH])
