"""Offices and days off: kept by Admin Konfigurasi, looked at by the others."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone

from claims.admin.access import pressed_on
from claims.admin.exchange import ExchangeMixin
from claims.admin.kept import KeptAdmin
from claims.admin.resources import KeptResource, resource_of
from claims.models import Holiday, Office
from claims.services import days_off, keeping, queue_rules, rulebook
from jht_portal.lib.formats import long_date

HELD = (
    "{count} orang sudah memegang nomor antrian untuk hari itu. "
    "Kepala kantor masing-masing melihatnya di Antrian dan memindahkan lewat Pemindahan jadwal."
)


@admin.register(Office)
class OfficeAdmin(ExchangeMixin, KeptAdmin):
    """An office is closed for new claims, never deleted."""

    resource_classes = (resource_of(Office, key=("code",)),)
    list_display = ("name", "code", "province", "timezone", "is_open")
    list_filter = ("is_open", "province")
    search_fields = ("name", "code")

    def get_readonly_fields(self, request: HttpRequest, obj: Office | None = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Office | None = None) -> bool:
        return False


class HolidayResource(KeptResource):
    """Days off as a file: days of the past stay as they are."""

    def faults(self, instance: Holiday) -> Iterable[tuple[str, str]]:
        return days_off.faults(instance, timezone.localdate())

    def do_instance_save(self, instance: Holiday, is_create: bool) -> None:
        super().do_instance_save(instance, is_create)
        rulebook.announce()


class HolidayForm(forms.ModelForm):
    """A day off that has not come yet."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors:
            for name, sentence in days_off.faults(self.instance, timezone.localdate()):
                self.add_error(name, sentence)


class YearFilter(admin.SimpleListFilter):
    """One year; this one unless another is chosen."""

    title = "tahun"
    parameter_name = "tahun"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, str]]:
        this = timezone.localdate().year
        known = {day.year for day in Holiday.objects.dates("day", "year")} | {this + 1}
        return [(str(year), str(year)) for year in sorted(known - {this})]

    def value(self) -> str | None:
        """Return the year that was chosen, if it is one of those offered."""
        chosen = super().value()
        return chosen if chosen in dict(self.lookup_choices) else None

    def choices(self, changelist: object) -> Iterable[dict[str, Any]]:
        first, *others = super().choices(changelist)
        return [first | {"display": str(timezone.localdate().year)}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(day__year=self.value() or timezone.localdate().year)


@admin.register(Holiday)
class HolidayAdmin(ExchangeMixin, KeptAdmin):
    """Days that do not count for the legal clock."""

    form = HolidayForm
    resource_classes = (resource_of(Holiday, key=("day",), base=HolidayResource),)
    list_display = ("day_in_words", "name", "kind")
    list_filter = (YearFilter, "kind")
    ordering = ("day",)
    import_export_change_list_template = "admin/claims/holiday_list.html"

    def get_urls(self) -> list[URLPattern]:
        act = pressed_on("admin:claims_holiday_changelist")
        return [path("salin/", self.admin_site.admin_view(act(self.copy)), name="claims_holiday_copy"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        years = days_off.coming_years(timezone.localdate())
        extra = {"years": years, "may_copy": self.has_add_permission(request)}
        return super().changelist_view(request, extra | (extra_context or {}))

    def copy(self, request: HttpRequest) -> HttpResponse:
        """Add the days that return every year to the coming year."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        year = timezone.localdate().year + 1
        added = days_off.copy_fixed_days(year, user=request.user, now=timezone.now())
        messages.success(request, f"{added} hari tetap ditambahkan ke tahun {year}." if added else f"Hari tetap {year} sudah lengkap.")
        return redirect(f"{request.path.removesuffix('salin/')}?tahun={year}")

    def has_change_permission(self, request: HttpRequest, obj: Holiday | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.day > timezone.localdate())

    def has_delete_permission(self, request: HttpRequest, obj: Holiday | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.day > timezone.localdate())

    def save_model(self, request: HttpRequest, obj: Holiday, form: forms.ModelForm, change: bool) -> None:
        keeping.keep(obj, user=request.user, now=timezone.now())
        rulebook.announce()
        if count := queue_rules.held_on(obj.day):
            messages.warning(request, HELD.format(count=count))

    def delete_model(self, request: HttpRequest, obj: Holiday) -> None:
        keeping.drop(obj, user=request.user, now=timezone.now())
        rulebook.announce()

    @admin.display(description="tanggal", ordering="day")
    def day_in_words(self, holiday: Holiday) -> str:
        return long_date(holiday.day)
