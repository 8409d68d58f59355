"""Late claims of an office, for those who oversee: since when, what was done, and what the head writes about it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from claims.admin.readonly import ReadOnlyAdmin
from claims.forms.escalating import FollowUpForm
from claims.labels import STATUS_WORDING
from claims.models import Escalation, FollowUp
from claims.officer_site import desk_at
from claims.services.deadlines import local_date
from claims.services.escalating import escalations_within_reach, follow_up, may_follow_up
from claims.services.queue_rows import due_words

PAGE = "admin:claims_escalation_changelist"
WRITTEN = "Tindak lanjut tersimpan."
NOTES = Prefetch("follow_ups", FollowUp.objects.select_related("user").order_by("-at"))


class SettledFilter(admin.SimpleListFilter):
    """Still late, or settled; without a choice what is still late."""

    title = "keadaan"
    parameter_name = "keadaan"
    OPTIONS = (("terbuka", "Masih lewat batas"), ("selesai", "Sudah tertangani"))

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return list(self.OPTIONS)

    def value(self) -> str:
        chosen = super().value()
        return chosen if chosen in dict(self.OPTIONS) else "terbuka"

    def choices(self, changelist: object) -> list[dict]:
        return list(super().choices(changelist))[1:]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Escalation]) -> QuerySet[Escalation]:
        return queryset.filter(settled_at__isnull=self.value() == "terbuka")


@admin.register(Escalation)
class EscalationAdmin(ReadOnlyAdmin):
    """What the head of the office was told of."""

    list_display = ("claim",)
    list_display_links = None
    list_filter = (SettledFilter,)
    list_select_related = ("claim__office", "claim__holder")
    ordering = ("due_on", "id")
    change_list_template = "admin/claims/escalations.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Escalation]:
        return escalations_within_reach(desk_at(request)).prefetch_related(NOTES)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Escalation | None = None) -> bool:
        desk = desk_at(request)
        return desk.may_read_claims and desk.oversees

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == SettledFilter.parameter_name

    def get_urls(self) -> list[URLPattern]:
        """The list, and one page to write what was done."""
        guarded = self.admin_site.admin_view
        return [
            path("", guarded(self.changelist_view), name="claims_escalation_changelist"),
            path("<int:escalation_id>/tindak-lanjut/", guarded(write_follow_up), name="claims_escalation_follow_up"),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        response = super().changelist_view(request, {"title": "Klaim terlambat"} | (extra_context or {}))
        found = (getattr(response, "context_data", None) or {}).get("cl")
        if found:
            response.context_data["lines"] = [line_of(escalation, request) for escalation in found.result_list]
        return response


def line_of(escalation: Escalation, request: HttpRequest) -> dict:
    """Return a late claim as the list shows it."""
    claim = escalation.claim
    due, _ = due_words(escalation.due_on, local_date(claim.office, timezone.now()))
    return {
        "escalation": escalation,
        "claim": claim,
        "status": STATUS_WORDING[claim.status],
        "due": due,
        "notes": list(escalation.follow_ups.all()),
        "may_write": escalation.settled_at is None and may_follow_up(escalation, desk_at(request)),
    }


def write_follow_up(request: HttpRequest, escalation_id: int) -> HttpResponse:
    """Show what was done about a late claim so far, and take what the head adds."""
    desk = desk_at(request)
    within = escalations_within_reach(desk).select_related("claim__office", "claim__holder").prefetch_related(NOTES)
    escalation = get_object_or_404(within, pk=escalation_id)
    if not may_follow_up(escalation, desk):
        raise PermissionDenied
    form = FollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        follow_up(escalation, form.cleaned_data["catatan"], desk=desk, now=timezone.now())
        messages.success(request, WRITTEN)
        return redirect(PAGE)
    context = admin.site.each_context(request) | {"title": "Tindak lanjut", "form": form, "line": line_of(escalation, request)}
    return TemplateResponse(request, "admin/claims/follow_up.html", context)
