"""What was read, of the officer's own office."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from claims.admin.readonly import ReadOnlyAdmin
from claims.models import AccessLog
from claims.officer_site import desk_at
from claims.services.claim_file import access_words
from claims.services.officers import shown_name
from jht_portal.lib.formats import full_time


@admin.register(AccessLog)
class AccessLogAdmin(ReadOnlyAdmin):
    """Who read whose data."""

    list_display = ("moment", "reader", "what", "claim")
    list_display_links = None
    list_filter = ("kind", ("at", admin.DateFieldListFilter))
    list_select_related = ("user", "claim")
    ordering = ("-at", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccessLog]:
        office = desk_at(request).office
        return super().get_queryset(request).filter(Q(claim__office=office) | Q(claim=None, user__officer__office=office))

    @admin.display(description="saat", ordering="at")
    def moment(self, entry: AccessLog) -> str:
        return full_time(entry.at)

    @admin.display(description="oleh")
    def reader(self, entry: AccessLog) -> str:
        return shown_name(entry.user) if entry.user else "Peserta"

    @admin.display(description="yang dibuka")
    def what(self, entry: AccessLog) -> str:
        return access_words(entry)
