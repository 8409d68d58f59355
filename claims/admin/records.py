"""What was read and what was paid, of the officer's own office."""

from django.contrib import admin
from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import HttpRequest

from claims.admin.readonly import ReadOnlyAdmin
from claims.models import AccessLog, PaymentBatch
from claims.officer_site import desk_at
from claims.services.claim_file import access_words
from claims.services.officers import shown_name
from jht_portal.lib.formats import full_time, rupiah


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


@admin.register(PaymentBatch)
class PaymentBatchAdmin(ReadOnlyAdmin):
    """What went to the bank together."""

    list_display = ("reference", "made_by", "moment", "claim_count", "total")
    list_display_links = None
    list_select_related = ("created_by",)
    ordering = ("-created_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PaymentBatch]:
        batches = super().get_queryset(request).filter(office=desk_at(request).office)
        return batches.annotate(claim_count=Count("claims"), net=Sum(F("claims__gross_amount") - F("claims__tax_amount")))

    @admin.display(description="petugas")
    def made_by(self, batch: PaymentBatch) -> str:
        return shown_name(batch.created_by)

    @admin.display(description="dibuat", ordering="created_at")
    def moment(self, batch: PaymentBatch) -> str:
        return full_time(batch.created_at)

    @admin.display(description="klaim")
    def claim_count(self, batch: PaymentBatch) -> int:
        return batch.claim_count

    @admin.display(description="ditransfer")
    def total(self, batch: PaymentBatch) -> str:
        return rupiah(batch.net or 0)
