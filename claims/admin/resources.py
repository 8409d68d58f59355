"""Tables as files: one column a field under its name on the page, one row a rule under its key, saved as a form would save it."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from import_export.fields import Field
from import_export.resources import Diff, ModelResource
from tablib import Dataset

from claims.admin.cells import CellError, Choice, Day, Number, Several, Text, YesNo
from claims.models.reference import SLOT_LABELS, DatedRule
from claims.services import keeping
from claims.services.rule_checks import faults

MAX_ROWS = 2000
WIDGETS: tuple[tuple[type[models.Field], type], ...] = (
    (models.DateField, Day),
    (models.BooleanField, YesNo),
    (models.IntegerField, Number),
    (models.JSONField, Several),
)
"""What reads and writes a cell, by the kind of column; anything else is text."""


class Change(NamedTuple):
    """One cell before and after."""

    column: str
    old: str
    new: str


class Changes(Diff):
    """What a row changes, as plain text: the library would draw it with inline styles."""

    def as_html(self) -> list[Change]:
        names = [field.column_name for field in self._resource.get_import_fields()]
        return [Change(name, old, new) for name, old, new in zip(names, self.left, self.right, strict=True) if old != new]

    def __init__(self, resource: ModelResource, instance: models.Model, new: bool) -> None:
        self._resource = resource
        super().__init__(resource, instance, new)


class KeptResource(ModelResource):
    """Rows that Admin Konfigurasi keeps. What a file does not name stays; nothing is ever deleted by a file."""

    user: AbstractBaseUser | None = None

    @classmethod
    def get_diff_class(cls) -> type[Diff]:
        return Changes

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        """Refuse a file of another shape in one sentence, before its rows are looked at."""
        self.user = kwargs.get("user")
        known = [field.column_name for field in self.get_import_fields()]
        headers = [str(header or "").strip() for header in dataset.headers or ()]
        rows = len(dataset)
        if missing := [name for name in known if name not in headers]:
            dataset.wipe()
            raise CellError(f"Kolom {', '.join(missing)} tidak ada. Ekspor dulu daftarnya, lalu ubah berkas itu.")
        if rows > MAX_ROWS:
            dataset.wipe()
            raise CellError(f"Berkas memuat {rows} baris. Kirim paling banyak {MAX_ROWS} baris sekali impor.")
        dataset.headers = headers

    def validate_instance(self, instance: models.Model, import_validation_errors: Any = None, validate_unique: bool = True) -> None:
        """Judge a row by its form's own rules, once every cell could be read."""
        super().validate_instance(instance, import_validation_errors, validate_unique)
        if found := list(self.faults(instance)):
            raise ValidationError({name: [sentence for other, sentence in found if other == name] for name, _ in found})

    def faults(self, instance: models.Model) -> Iterable[tuple[str, str]]:
        """Return what forbids a row beyond the shape of its columns."""
        return ()

    def do_instance_save(self, instance: models.Model, is_create: bool) -> None:
        keeping.keep(instance, user=self.user, now=timezone.now())


class DatedResource(KeptResource):
    """Rules with dates: a row of the past only ends, a new row begins tomorrow at the earliest."""

    def faults(self, instance: DatedRule) -> Iterable[tuple[str, str]]:
        return faults(instance, timezone.localdate())

    def do_instance_save(self, instance: DatedRule, is_create: bool) -> None:
        keeping.keep_rule(instance, user=self.user, now=timezone.now())


def resource_of(
    model: type[models.Model], *, key: tuple[str, ...] = (), base: type[KeptResource] | None = None, leave_out: tuple[str, ...] = ()
) -> type[KeptResource]:
    """Make the resource of MODEL: every column but its number and what is to LEAVE OUT, found again by KEY.

    With columns left out a row is no whole one; its faults are all that judges it.
    """
    dated = issubclass(model, DatedRule)
    columns = [field for field in model._meta.concrete_fields if not field.primary_key and field.attname not in leave_out]
    columns.sort(key=lambda field: field.attname in ("valid_from", "valid_to"))
    fields = {field.attname: Field(field.attname, str(field.verbose_name), widget=widget_of(field)) for field in columns}
    meta = type(
        "Meta",
        (),
        {
            "model": model,
            "fields": tuple(fields),
            "import_id_fields": key or (*model.KEY, "valid_from"),
            "import_order": tuple(fields),
            "export_order": tuple(fields),
            "skip_unchanged": True,
            "report_skipped": True,
            "clean_model_instances": not leave_out,
            "use_transactions": True,
        },
    )
    bases = (base or (DatedResource if dated else KeptResource),)
    return type(f"{model.__name__}Resource", bases, fields | {"Meta": meta, "__doc__": f"{model.__name__} as a file."})


def widget_of(column: models.Field) -> Text:
    """Return what reads and writes the cells of COLUMN."""
    if column.attname == "slot":
        return Choice(SLOT_LABELS)
    if column.choices:
        return Choice({"": "", **dict(column.choices)} if column.blank else dict(column.choices))
    return next((kind() for columns, kind in WIDGETS if isinstance(column, columns)), Text())
