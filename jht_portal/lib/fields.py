"""Model fields for personal data: sealed text and dates, and the blind index beside them."""

from datetime import date
from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from jht_portal.lib.crypto import INDEX_BYTES, blind_index, seal, unseal


class Sealed(bytes):
    """Bytes as the database holds them, not opened yet."""

    def __repr__(self) -> str:
        return "<tersegel>"


class SealedAttribute:
    """Opens a sealed value when it is first read, never before."""

    def __init__(self, field: "SealedTextField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        value = instance.__dict__[name]
        if isinstance(value, Sealed):
            value = instance.__dict__[name] = self.field.from_text(unseal(value, self.field.context(instance)).decode())
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.BinaryField):
    """Text encrypted at rest, tied to its row: the model's primary key must be known before saving (UUID).

    It cannot be filtered on (use a BlindIndexField) nor set by ``queryset.update()``.
    """

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

    def context(self, instance: models.Model) -> str:
        """Return the place that a value of INSTANCE is sealed to."""
        return f"{instance._meta.db_table}.{self.column}.{instance.pk}"

    def from_text(self, text: str) -> Any:
        return text

    def to_text(self, value: Any) -> str:
        return str(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def to_python(self, value: Any) -> Any:
        return value

    def get_default(self) -> Any:
        if self.has_default():
            return self.default() if callable(self.default) else self.default
        return None if self.null else ""

    def sealed(self, value: Any, instance: models.Model) -> Sealed:
        """Return VALUE as ``queryset.update()`` may write it to the row of INSTANCE."""
        return Sealed(seal(self.to_text(value).encode(), self.context(instance)))

    def pre_save(self, instance: models.Model, add: bool) -> Sealed | None:
        value = instance.__dict__.get(self.attname)
        return value if value is None or isinstance(value, Sealed) else self.sealed(value, instance)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, Sealed):
            raise FieldError(f"{self.name}: a sealed value is written by save() or bulk_create() only.")
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed: filter on its blind index.")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        return "" if getattr(obj, self.attname) is None else self.to_text(getattr(obj, self.attname))

    def formfield(self, **kwargs: Any) -> Any:
        return models.CharField(verbose_name=self.verbose_name, blank=self.blank, help_text=self.help_text, max_length=200).formfield(
            **kwargs
        )


class SealedDateField(SealedTextField):
    """A date encrypted at rest, as ISO text."""

    def from_text(self, text: str) -> date:
        return date.fromisoformat(text)

    def to_text(self, value: date) -> str:
        return value.isoformat()


class BlindIndexField(models.BinaryField):
    """The keyed hash of another field of the same row, kept in step with it at every save.

    SOURCE names the sealed field, PURPOSE the kind of value; an empty source gives NULL.
    """

    def __init__(self, *args: Any, source: str = "", purpose: str = "", **kwargs: Any) -> None:
        self.source, self.purpose = source, purpose
        kwargs.update(editable=False, max_length=INDEX_BYTES)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, path, args, kwargs = super().deconstruct()
        kwargs |= {"source": self.source, "purpose": self.purpose}
        return name, path, args, kwargs

    def pre_save(self, instance: models.Model, add: bool) -> bytes | None:
        value = getattr(instance, self.source)
        digest = blind_index(str(value), self.purpose) if value else None
        setattr(instance, self.attname, digest)
        return digest
