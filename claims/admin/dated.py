"""The page of any rule with dates: what has been in force is closed, an amendment is a new row."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import capfirst

from claims.admin.exchange import ExchangeMixin
from claims.admin.kept import KeptAdmin
from claims.models.reference import DatedRule
from claims.services import dating, keeping
from claims.services.dating import DAY
from claims.services.rule_checks import faults
from jht_portal.lib.formats import short_date

FROM = "dari"
"""The row that a new one amends, in the address."""
MANY = forms.CheckboxSelectMultiple


class StateFilter(admin.SimpleListFilter):
    """In force or yet to come, unless somebody asks for what is over."""

    title = "masa berlaku"
    parameter_name = "masa"
    CHOICES = (("akan_datang", "Akan berlaku"), ("berakhir", "Sudah berakhir"), ("semua", "Semua"))

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, str]]:
        return self.CHOICES

    def choices(self, changelist: object) -> Iterable[dict[str, Any]]:
        first, *others = super().choices(changelist)
        return [first | {"display": "Berlaku dan akan berlaku"}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = timezone.localdate()
        chosen = {
            "akan_datang": Q(valid_from__gt=today),
            "berakhir": Q(valid_to__lt=today),
            "semua": Q(),
        }.get(self.value(), Q(valid_to=None) | Q(valid_to__gte=today))
        return queryset.filter(chosen)


class DatedForm(forms.ModelForm):
    """A rule as it would stand, judged by the rule of time and by what it says."""

    source: DatedRule | None = None
    """The row that this one amends: its key stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.source is not None:
            for name in self.source.KEY:
                self.fields[name].disabled, self.initial[name] = True, getattr(self.source, name)

    def _post_clean(self) -> None:
        """Judge the row after Django has filled it, beside the field that is at fault."""
        super()._post_clean()
        if not self.errors:
            for name, sentence in faults(self.instance, timezone.localdate()):
                self.add_error(name if name in self.fields else None, sentence)


class DatedRuleAdmin(ExchangeMixin, KeptAdmin):
    """Rows of a rule, each with its days."""

    form = DatedForm
    list_filter = (StateFilter,)
    change_form_template = "admin/claims/rule_form.html"
    can_end = True
    """Whether a row in force may get a last day without another one to follow it."""
    shown_as: Mapping[str, str] = {}
    """Columns that hold codes, with the method that says them in words where they are only looked at."""

    def get_form(self, request: HttpRequest, obj: DatedRule | None = None, change: bool = False, **kwargs: Any) -> type[DatedForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.source = self._source(request) if obj is None else None
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin from the row that is to be amended, as of tomorrow."""
        source, tomorrow = self._source(request), timezone.localdate() + DAY
        if source is None:
            return {"valid_from": tomorrow}
        values = {field.attname: getattr(source, field.attname) for field in source._meta.concrete_fields if not field.primary_key}
        return values | {"valid_from": max(tomorrow, source.valid_from + DAY), "valid_to": None}

    def _source(self, request: HttpRequest) -> DatedRule | None:
        asked = request.GET.get(FROM, "")
        return get_object_or_404(self.model, pk=asked) if asked.isdecimal() else None

    def get_fieldsets(self, request: HttpRequest, obj: DatedRule | None = None) -> list[tuple[str | None, dict[str, Any]]]:
        """Say codes in words where they are only looked at."""
        looked_at = self._looked_at(request, obj)
        return [
            (title, options | {"fields": [_swapped(each, self.shown_as, looked_at) for each in options["fields"]]})
            for title, options in self.fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: DatedRule | None = None) -> tuple[str, ...]:
        return tuple(self.shown_as.get(name, name) for name in self._looked_at(request, obj))

    def _looked_at(self, request: HttpRequest, obj: DatedRule | None) -> tuple[str, ...]:
        """Return the columns of a row that cannot change any more: the key, and of a row that has begun all but its end."""
        if obj is None:
            return ()
        if self.has_change_permission(request, obj) and not dating.has_begun(obj, timezone.localdate()):
            return obj.KEY
        ends = ("valid_to",) if self.has_change_permission(request, obj) else ()
        return tuple(name for _, options in self.fieldsets for name in _flat(options["fields"]) if name not in ends)

    def has_change_permission(self, request: HttpRequest, obj: DatedRule | None = None) -> bool:
        """A row that is over, or that only another one can end, is to be looked at."""
        today = timezone.localdate()
        closed = obj is not None and dating.has_begun(obj, today) and (not self.can_end or (obj.valid_to or today) < today)
        return super().has_change_permission(request, obj) and not closed

    def has_delete_permission(self, request: HttpRequest, obj: DatedRule | None = None) -> bool:
        """Only what has never been in force can be taken back."""
        return super().has_delete_permission(request, obj) and obj is not None and not dating.has_begun(obj, timezone.localdate())

    def save_model(self, request: HttpRequest, obj: DatedRule, form: forms.ModelForm, change: bool) -> None:
        if said := keeping.keep_rule(obj, user=request.user, now=timezone.now()):
            messages.info(request, " ".join(said))

    def delete_model(self, request: HttpRequest, obj: DatedRule) -> None:
        if said := keeping.drop_rule(obj, user=request.user, now=timezone.now()):
            messages.info(request, " ".join(said))

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> TemplateResponse | HttpResponse:
        """Say what can still be done with the row."""
        row, today, source = kwargs.get("obj"), timezone.localdate(), self._source(request)
        if row is None and source is not None:
            context["title"] = f"Ubah mulai tanggal baru: {source}"
        has_begun = row is not None and dating.has_begun(row, today)
        if has_begun:
            context["title"] = capfirst(self.opts.verbose_name)
        context |= {
            "rule": row,
            "has_begun": has_begun,
            "may_amend": row is not None and self.has_add_permission(request),
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="masa berlaku", ordering="valid_from")
    def days(self, row: DatedRule) -> str:
        today = timezone.localdate()
        if row.valid_from > today:
            return f"Mulai {short_date(row.valid_from)}"
        if not row.holds_on(today):
            return f"Berakhir {short_date(row.valid_to)}"
        return f"Berlaku sampai {short_date(row.valid_to)}" if row.valid_to else f"Berlaku sejak {short_date(row.valid_from)}"


def _swapped(field: str | tuple[str, ...], words: Mapping[str, str], looked_at: tuple[str, ...]) -> str | tuple[str, ...]:
    """Return a field, or several on one line, each by its words where it is only looked at."""
    if isinstance(field, tuple):
        return tuple(_swapped(each, words, looked_at) for each in field)
    return words.get(field, field) if field in looked_at else field


def _flat(fields: Iterable[str | tuple[str, ...]]) -> list[str]:
    return [name for field in fields for name in (field if isinstance(field, tuple) else (field,))]


DAYS = ("Masa berlaku", {"fields": (("valid_from", "valid_to"),)})
