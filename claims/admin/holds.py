"""Claims that their participants denied: since when, through what, and the head's page that lets one go on."""

from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from claims.admin.readonly import ReadOnlyAdmin
from claims.admin.reauth import ask_again
from claims.forms.holding import ClearForm
from claims.labels import STATUS_WORDING
from claims.models import ClaimHold
from claims.officer_site import desk_at
from claims.services.holding import HoldRefused, clear, holds_within_reach, why_not_clear

PAGE = "admin:claims_claimhold_changelist"
CLEARED = "Klaim {number} tidak ditahan lagi."


class ClearedFilter(admin.SimpleListFilter):
    """Held still, or let go; without a choice what is held still."""

    title = "keadaan"
    parameter_name = "keadaan"
    OPTIONS = (("ditahan", "Masih ditahan"), ("dilepas", "Sudah dilepas"))

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return list(self.OPTIONS)

    def value(self) -> str:
        chosen = super().value()
        return chosen if chosen in dict(self.OPTIONS) else "ditahan"

    def choices(self, changelist: object) -> list[dict]:
        return list(super().choices(changelist))[1:]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ClaimHold]) -> QuerySet[ClaimHold]:
        return queryset.filter(cleared_at__isnull=self.value() == "ditahan")


@admin.register(ClaimHold)
class ClaimHoldAdmin(ReadOnlyAdmin):
    """What heads of office were told of, oldest first."""

    list_display = ("claim",)
    list_display_links = None
    list_filter = (ClearedFilter,)
    list_select_related = ("claim__office", "cleared_by")
    ordering = ("at", "id")
    change_list_template = "admin/claims/holds.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ClaimHold]:
        return holds_within_reach(desk_at(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: ClaimHold | None = None) -> bool:
        desk = desk_at(request)
        return desk.may_read_claims and desk.oversees

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == ClearedFilter.parameter_name

    def get_urls(self) -> list[URLPattern]:
        """The list, and one page to let a claim go on."""
        guarded = self.admin_site.admin_view
        return [
            path("", guarded(self.changelist_view), name="claims_claimhold_changelist"),
            path("<uuid:hold_id>/", guarded(show), name="claims_claimhold_clear"),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        response = super().changelist_view(request, {"title": "Klaim ditahan"} | (extra_context or {}))
        found = (getattr(response, "context_data", None) or {}).get("cl")
        if found:
            response.context_data["lines"] = [line_of(hold) for hold in found.result_list]
        return response


def line_of(hold: ClaimHold) -> dict:
    """Return a hold as list and page show it."""
    return {"hold": hold, "claim": hold.claim, "status": STATUS_WORDING[hold.claim.status]}


def show(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """Show one hold; the head of the claim's own office lets it go on, and says why."""
    desk = desk_at(request)
    hold = get_object_or_404(holds_within_reach(desk).select_related("claim__office", "cleared_by"), pk=hold_id)
    obstacle = why_not_clear(hold.claim, desk)
    form = ClearForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if asked := ask_again(request):
            return asked
        try:
            clear(hold, form.cleaned_data["alasan"], desk=desk, now=timezone.now())
        except HoldRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, CLEARED.format(number=hold.claim.number))
            return redirect(PAGE)
    context = {"title": "Klaim ditahan", "form": form, "line": line_of(hold), "obstacle": obstacle}
    return TemplateResponse(request, "admin/claims/hold.html", admin.site.each_context(request) | context)
