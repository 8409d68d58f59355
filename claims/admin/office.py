"""Offices and days off: kept by Admin Konfigurasi, looked at by the others."""

from django.contrib import admin
from django.http import HttpRequest

from claims.models import Holiday, Office
from jht_portal.lib.formats import long_date


@admin.register(Office)
class OfficeAdmin(admin.ModelAdmin):
    """An office is closed for new claims, never deleted."""

    list_display = ("name", "province", "timezone", "is_open")
    list_filter = ("is_open", "province")
    search_fields = ("name", "code")
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Office | None = None) -> bool:
        return False


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):
    """Days that do not count for the legal clock."""

    list_display = ("day_in_words", "name", "kind")
    list_filter = ("kind",)
    date_hierarchy = "day"
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-day",)
    actions = None

    @admin.display(description="tanggal", ordering="day")
    def day_in_words(self, holiday: Holiday) -> str:
        return long_date(holiday.day)
