"""What is configured at the desk goes into the audit: which setting, from what, to what."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model, QuerySet
from django.forms import BaseForm, ModelForm
from django.http import HttpRequest
from django.utils import timezone

from claims.domain.workflow import Role
from claims.models import Office
from claims.officer_site import desk_at
from claims.services import auditing
from jht_portal.lib.fields import SealedTextField

CHANGED = "changed"
LONGEST = 2000
"""Characters of a text that are kept."""


class Audited:
    """Beside a ModelAdmin: writes every addition, change and deletion into the audit, in the transaction of the save.

    The old and the new value of each changed field are kept; of those named in PERSONAL, and of sealed ones, the name alone.
    """

    audit_kind = "configuration"
    personal: frozenset[str] = frozenset()

    def construct_change_message(self, request: HttpRequest, form: BaseForm, formsets: Iterable | None, add: bool = False) -> list[dict]:
        """Append what changed to Django's own message, which leaves out what it does not know when it tells it."""
        inline_forms = [inline for formset in formsets or () for inline in formset.forms if inline.has_changed()]
        values = dict(self._changes(form)) | {
            f"{_model_name(each)}.{name}": pair for each in inline_forms for name, pair in self._changes(each)
        }
        return [*super().construct_change_message(request, form, formsets, add), {"values": values}]

    def _changes(self, form: BaseForm) -> Iterator[tuple[str, list[Any] | None]]:
        """Yield each changed field with its old and new value, or None where they are nobody's business."""
        for name in form.changed_data:
            yield (
                name,
                None if self._is_personal(form, name) else [_plain(form.get_initial_for_field(form.fields[name], name)), _new(form, name)],
            )

    def _is_personal(self, form: BaseForm, name: str) -> bool:
        columns = {field.name: field for field in form._meta.model._meta.get_fields()} if isinstance(form, ModelForm) else {}
        return name in self.personal or name not in columns or isinstance(columns[name], SealedTextField)

    def log_addition(self, request: HttpRequest, obj: Model, message: list[dict] | str) -> Any:
        self._record(request, obj, "added", message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: list[dict] | str) -> Any:
        self._record(request, obj, CHANGED, message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet | list[Model]) -> Any:
        for obj in queryset:
            self._record(request, obj, "removed", "")
        return super().log_deletions(request, queryset)

    def audited_office(self, obj: Model) -> Office | None:
        """Return the office in whose chain the change of OBJ belongs; None for the portal's own."""
        return None

    def _record(self, request: HttpRequest, obj: Model, act: str, message: list[dict] | str) -> None:
        values = next((part["values"] for part in message if "values" in part), {}) if isinstance(message, list) else {}
        role = next((role for role in Role if role in desk_at(request).roles), "")
        facts = {"now": timezone.now(), "user": request.user, "role": role, "office": self.audited_office(obj)}
        auditing.record(
            self.audit_kind, what=f"{obj._meta.model_name} {obj.pk}", details=values if act == CHANGED else {"act": act} | values, **facts
        )


def _model_name(form: ModelForm) -> str:
    return form._meta.model._meta.model_name


def _new(form: BaseForm, name: str) -> Any:
    return _plain(form.cleaned_data.get(name))


def _plain(value: Any) -> Any:
    """Return a value of a form as JSON has it: a row that is chosen by its key, several by their names."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, QuerySet | list | tuple | set):
        return sorted(str(each) for each in value)
    return value if isinstance(value, bool | int | float | None) else str(value)[:LONGEST]
