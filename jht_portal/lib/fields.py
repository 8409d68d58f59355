"""Model fields for personal data: sealed text and dates, and the blind index beside them.

A model instance holds what the database holds: sealed bytes. A value is opened when it is read and sealed when it
is set, so that a pickle, a ``repr`` or a dump of an instance tells no more than a stolen database.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.constants import OnConflict
from django.db.models.lookups import Exact
from django.utils.functional import cached_property

from jht_portal.lib.crypto import INDEX_BYTES, blind_index, newest_key_id, seal, unseal

DUMPED = "tersegel:"
"""How a sealed value begins in a dump."""


class Sealed(bytes):
    """A value as the database holds it, not opened. ROW is the primary key that it is tied to, once that is known."""

    row: Any = None
    unindexed = False
    """Its blind index does not stand for it yet."""

    def __repr__(self) -> str:
        return "<tersegel>"

    __str__ = __repr__


class Dumped(Sealed):
    """A sealed value on its way from a dump into the database: it is written as it is, and not opened before."""


class SealedAttribute:
    """Opens a sealed value when it is read, seals a plain one when it is set."""

    def __init__(self, field: "SealedTextField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type) -> Any:
        if instance is None:
            return self
        value = self.field.stored(instance)
        return value if value is None or isinstance(value, Dumped) else self.field.opened(value)

    def __set__(self, instance: models.Model, value: Any) -> None:
        if value is not None and not isinstance(value, Sealed):
            value = self.field.sealed(value, instance)
        elif value is not None and value.row is None:
            value.row = self.field.row_of(instance)
        instance.__dict__[self.field.attname] = value


class SealedExact(Exact):
    """Finds sealed bytes unopened, for a compare-and-set; a plain value finds nothing, so it is refused."""

    def get_prep_lookup(self) -> Sealed | None:
        if self.rhs is not None and not isinstance(self.rhs, Sealed):
            raise FieldError(f"{self.lhs.output_field.name} is sealed: filter on its blind index.")
        return self.rhs


class SealedTextField(models.BinaryField):
    """Text encrypted at rest, tied to its table, column and row.

    The primary key must be known before saving (a UUID). It cannot be filtered on (use a BlindIndexField), set by
    ``queryset.update()`` in clear, or moved: who renames its table or column must seal its values anew. Added to
    a table that has rows, it is ``null=True``.
    """

    empty_values = [None, ""]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, SealedAttribute(self))

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, args, kwargs

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return [*super().check(**kwargs), *self._check_place()]

    def _check_place(self) -> Iterator[CheckMessage]:
        if not self.model._meta.pk.has_default() or self < self.model._meta.pk:
            yield Error("A sealed field needs a primary key with a default, declared before it.", obj=self, id="jht_portal.E101")
        if self.unique or self.db_index:
            yield Error("The same text is sealed differently each time: index its BlindIndexField.", obj=self, id="jht_portal.E102")

    # --- One value of one row

    def row_of(self, instance: models.Model) -> Any:
        """Return the primary key of INSTANCE in its one written form."""
        return self.model._meta.pk.to_python(instance.__dict__.get(self.model._meta.pk.attname))

    def place(self, row: Any) -> str:
        """Return what a value of the row with the primary key ROW is sealed to."""
        return f"{self.model._meta.db_table}.{self.column}.{row}"

    def context(self, instance: models.Model) -> str:
        """Return the place that a value of INSTANCE is sealed to."""
        return self.place(self.row_of(instance))

    def stored(self, instance: models.Model) -> Sealed | None:
        """Return the sealed value of INSTANCE, fetched where it was deferred."""
        if self.attname not in instance.__dict__:
            rows = self.model._base_manager.db_manager(instance._state.db).filter(pk=instance.pk)
            setattr(instance, self.attname, rows.values_list(self.attname, flat=True).get())
        return instance.__dict__[self.attname]

    def opened(self, value: Sealed) -> Any:
        """Return what VALUE says; raise SealBroken when it was changed or comes from another place."""
        return self.from_text(unseal(value, self.place(value.row)).decode())

    def sealed(self, value: Any, instance: models.Model) -> Sealed:
        """Return VALUE as ``queryset.update()`` may write it to the row of INSTANCE."""
        sealed = Sealed(seal(self.to_text(value).encode(), self.context(instance)))
        sealed.row, sealed.unindexed = self.row_of(instance), self._has_index
        return sealed

    @cached_property
    def _has_index(self) -> bool:
        return any(isinstance(field, BlindIndexField) and field.source == self.name for field in self.model._meta.local_fields)

    def from_text(self, text: str) -> Any:
        return text

    def to_text(self, value: Any) -> str:
        return str(value)

    # --- Into the database and out of it

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, instance: models.Model, add: bool) -> Sealed | None:
        """Return the value to write: sealed to its own row, where the instance is a copy, and with the newest key."""
        value = self.stored(instance)
        if value is None:
            return None
        moved = value.row != self.row_of(instance)
        if moved or value[:1] != bytes([newest_key_id()]):
            unindexed = moved or value.unindexed
            value = instance.__dict__[self.attname] = self.sealed(self.opened(value), instance)
            value.unindexed &= unindexed
        if add:
            value.unindexed = False  # An insert writes all columns, the index too.
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Refuse an expression: it would move sealed bytes to a place where they do not open."""
        return self.get_db_prep_value(value, connection)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, Sealed):
            raise FieldError(f"{self.name}: a sealed value is written by save() or bulk_create() only.")
        if value is not None and value.unindexed:
            raise FieldError(f"{self.name}: write its blind index with it (name both in update_fields).")
        return super().get_db_prep_value(value, connection, prepared)

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        """Refuse an upsert that finds the row by anything but its primary key: the value is tied to the key not used."""
        query = compiler.query
        upsert = getattr(query, "on_conflict", None) == OnConflict.UPDATE and self in query.update_fields
        if upsert and self.model._meta.pk not in query.unique_fields:
            raise FieldError(f"{self.name}: an upsert may write a sealed value only where the primary key decides.")
        return super().get_placeholder(value, compiler, connection)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in ("exact", "isnull"):
            raise FieldError(f"{self.name} is sealed: filter on its blind index.")
        return super().get_lookup(lookup_name)

    # --- Forms and dumps

    def get_default(self) -> Any:
        return models.Field.get_default(self)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """Judge a plain value. What somebody typed never passes ``to_python``, which reads dumps."""
        self.validate(value, model_instance)
        self.run_validators(value)
        return value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.startswith(DUMPED):
            return Dumped(b64decode(value.removeprefix(DUMPED)))
        return value

    def value_from_object(self, obj: models.Model) -> str | None:
        """Return the text, never a date: serializers ask ``value_to_string`` about a text only."""
        value = getattr(obj, self.attname)
        return None if value is None else self.to_text(value)

    def value_to_string(self, obj: models.Model) -> str:
        """Return what a dump may hold: the sealed bytes."""
        return DUMPED + b64encode(self.stored(obj) or b"").decode()

    def formfield(self, **kwargs: Any) -> forms.Field:
        return super().formfield(**{"form_class": forms.CharField, "max_length": self.max_length or 200} | kwargs)


SealedTextField.register_lookup(SealedExact)


class IsoDateFormField(forms.DateField):
    """A day whose initial value is ISO text."""

    def has_changed(self, initial: str | date | None, data: Any) -> bool:
        return super().has_changed(self.to_python(initial), data)


class SealedDateField(SealedTextField):
    """A date encrypted at rest, as ISO text."""

    empty_strings_allowed = False

    def from_text(self, text: str) -> date:
        return date.fromisoformat(text)

    def to_text(self, value: date) -> str:
        if isinstance(value, datetime) or not isinstance(value, date):
            raise TypeError(f"{self.name}: set a date, not a {type(value).__name__}.")
        return value.isoformat()

    def formfield(self, **kwargs: Any) -> forms.Field:
        return models.Field.formfield(self, **{"form_class": IsoDateFormField} | kwargs)


class BlindIndexField(models.BinaryField):
    """The keyed hash of a sealed field of the same row, kept in step with it at every save.

    SOURCE names the sealed field, declared before, PURPOSE the kind of value; an empty source gives NULL.
    """

    def __init__(self, *args: Any, source: str = "", purpose: str = "", **kwargs: Any) -> None:
        self.source, self.purpose = source, purpose
        kwargs.update(editable=False, max_length=INDEX_BYTES)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, path, args, kwargs = super().deconstruct()
        kwargs |= {"source": self.source, "purpose": self.purpose}
        return name, path, args, kwargs

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        sources = {field.name for field in self.model._meta.local_fields if isinstance(field, SealedTextField) and field < self}
        wrong = Error("A blind index names the sealed field that stands before it.", obj=self, id="jht_portal.E103")
        return [*super().check(**kwargs), *([] if self.source in sources else [wrong])]

    def pre_save(self, instance: models.Model, add: bool) -> bytes | None:
        if self.source in instance.__dict__:  # Deferred means unchanged: the index in the database stands.
            setattr(instance, self.attname, self._index_of(instance.__dict__[self.source]))
        return getattr(instance, self.attname)

    def _index_of(self, stored: Sealed | None) -> bytes | None:
        """Return the index of the source, which from now on counts as indexed."""
        if stored is None:
            return None
        stored.unindexed = False
        value = self.normalised(str(self.model._meta.get_field(self.source).opened(stored) or ""))
        return blind_index(value, self.purpose) if value else None

    def normalised(self, text: str) -> str:
        """Return the one spelling of TEXT that is hashed; empty for none."""
        return text
