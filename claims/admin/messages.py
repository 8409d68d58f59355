"""Messages of the officer's office: what went out, what waits, what failed and may be sent again."""

from datetime import datetime
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from claims.admin.readonly import ReadOnlyAdmin
from claims.models import Notification
from claims.officer_site import desk_at
from claims.services.officers import Desk
from claims.services.resending import STATES, failed_messages, line_of, may_send_again, messages_within_reach, send_again

PAGE = "admin:claims_notification_changelist"
LABELS = {"failed": "Gagal", "queued": "Menunggu", "sent": "Terkirim", "moved": "Dialihkan ke saluran lain"}
SENT_AGAIN = "{} pesan masuk antrean kirim lagi."
NOTHING = "Tidak ada pesan gagal yang bisa dikirim ulang."


class StateFilter(admin.SimpleListFilter):
    """Where a message stands; without a choice those that failed."""

    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return list(LABELS.items())

    def value(self) -> str:
        chosen = super().value()
        return chosen if chosen in STATES else "failed"

    def choices(self, changelist: object) -> list[dict]:
        return list(super().choices(changelist))[1:]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Notification]) -> QuerySet[Notification]:
        return queryset.filter(STATES[self.value()])


class OfficeFilter(admin.SimpleListFilter):
    """Which of the offices within reach; without a choice the own one. Nobody with a single office is asked."""

    title = "kantor"
    parameter_name = "kantor"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        desk = desk_at(request)
        return [(office.code, office.name) for office in desk.offices] if desk.others else []

    def value(self) -> str:
        codes = [code for code, _ in self.lookup_choices]
        chosen = super().value()
        return chosen if chosen in codes else codes[0]

    def choices(self, changelist: object) -> list[dict]:
        return list(super().choices(changelist))[1:]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Notification]) -> QuerySet[Notification]:
        return queryset.filter(office__code=self.value())


@admin.register(Notification)
class MessageAdmin(ReadOnlyAdmin):
    """The outbox of an office."""

    list_display = ("kind",)
    list_display_links = None
    list_filter = (StateFilter, OfficeFilter)
    list_select_related = ("claim", "office")
    ordering = ("-created_at",)
    change_list_template = "admin/claims/messages.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notification]:
        return messages_within_reach(desk_at(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Notification | None = None) -> bool:
        desk = desk_at(request)
        return desk.may_read_claims or may_send_again(desk)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in (StateFilter.parameter_name, OfficeFilter.parameter_name)

    def get_urls(self) -> list[URLPattern]:
        """The list, and one page to send again, a single message or all that failed."""
        guarded = self.admin_site.admin_view
        return [
            path("", guarded(self.changelist_view), name="claims_notification_changelist"),
            path("kirim-ulang/", guarded(resend), name="claims_notification_resend_all"),
            path("<uuid:message_id>/kirim-ulang/", guarded(resend), name="claims_notification_resend"),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        desk = desk_at(request)
        response = super().changelist_view(request, {"title": "Pesan"} | (extra_context or {}))
        found = (getattr(response, "context_data", None) or {}).get("cl")
        if found:
            lines = [line_of(message, desk) for message in found.result_list]
            response.context_data |= {"lines": lines, "all_may_go": any(line.may_go for line in lines)}
        return response


def resend(request: HttpRequest, message_id: UUID | None = None) -> HttpResponse:
    """Show once more what will be sent again, and do it on POST."""
    desk, now = desk_at(request), timezone.now()
    if not may_send_again(desk):
        raise PermissionDenied
    ids = None if message_id is None else [message_id]
    until = _seen_at(request) or now
    if request.method == "POST":
        count = send_again(desk, ids, until=until, now=now)
        messages.success(request, SENT_AGAIN.format(count)) if count else messages.warning(request, NOTHING)
        return redirect(PAGE)
    return _confirm(request, desk, failed_messages(desk, ids, until=until), now)


def _seen_at(request: HttpRequest) -> datetime | None:
    """Return when the page of the press was made: what failed afterwards was not seen and stays."""
    try:
        seen = parse_datetime(request.POST.get("dilihat", ""))
    except ValueError:
        return None
    return seen if seen and timezone.is_aware(seen) else None


def _confirm(request: HttpRequest, desk: Desk, failed: QuerySet[Notification], now: datetime) -> HttpResponse:
    lines = [line_of(message, desk) for message in failed.select_related("claim", "office").order_by("-created_at")[:50]]
    if not lines:
        messages.warning(request, NOTHING)
        return redirect(PAGE)
    context = admin.site.each_context(request) | {"title": "Kirim ulang", "lines": lines, "count": failed.count(), "seen": now.isoformat()}
    return TemplateResponse(request, "admin/claims/resend.html", context)
