"""Requests of participants to correct their data: who waits since when, and the page on which an officer answers."""

from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from claims.admin.readonly import ReadOnlyAdmin
from claims.forms.data_requests import AnswerForm
from claims.models import DataRequest
from claims.officer_site import desk_at
from claims.services import data_requests
from claims.services.data_requests import RequestRefused
from participants.domain.identifiers import mask_name

PAGE = "admin:claims_datarequest_changelist"
ANSWERED = "Jawaban terkirim. Peserta membacanya di Data saya."


class AnsweredFilter(admin.SimpleListFilter):
    """Waiting, or answered; without a choice what waits."""

    title = "keadaan"
    parameter_name = "keadaan"
    OPTIONS = (("menunggu", "Menunggu jawaban"), ("dijawab", "Sudah dijawab"))

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return list(self.OPTIONS)

    def value(self) -> str:
        chosen = super().value()
        return chosen if chosen in dict(self.OPTIONS) else "menunggu"

    def choices(self, changelist: object) -> list[dict]:
        return list(super().choices(changelist))[1:]

    def queryset(self, request: HttpRequest, queryset: QuerySet[DataRequest]) -> QuerySet[DataRequest]:
        return queryset.filter(answered_at__isnull=self.value() == "menunggu")


@admin.register(DataRequest)
class DataRequestAdmin(ReadOnlyAdmin):
    """What waits longest first; what was asked is opened one by one, logged."""

    list_display = ("field",)
    list_display_links = None
    list_filter = (AnsweredFilter,)
    list_select_related = ("participant", "office", "answered_by")
    ordering = ("due_at", "id")
    change_list_template = "admin/claims/data_requests.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[DataRequest]:
        return data_requests.within_reach(desk_at(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: DataRequest | None = None) -> bool:
        desk = desk_at(request)
        return desk.may_read_claims and (desk.oversees or desk.finds_people)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == AnsweredFilter.parameter_name

    def get_urls(self) -> list[URLPattern]:
        """The list, and one request to read and answer."""
        guarded = self.admin_site.admin_view
        return [
            path("", guarded(self.changelist_view), name="claims_datarequest_changelist"),
            path("<uuid:request_id>/", guarded(show), name="claims_datarequest_answer"),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        response = super().changelist_view(request, {"title": "Permintaan perbaikan data"} | (extra_context or {}))
        found = (getattr(response, "context_data", None) or {}).get("cl")
        if found:
            response.context_data["lines"] = [line_of(each) for each in found.result_list]
        return response


def line_of(asked: DataRequest) -> dict:
    """Return a request as list and page show it."""
    return {"asked": asked, "name": mask_name(asked.participant.name), "late": asked.answered_at is None and asked.due_at < timezone.now()}


def show(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Show what a participant wants corrected, logged, and take the answer."""
    desk, now = desk_at(request), timezone.now()
    asked = get_object_or_404(data_requests.within_reach(desk).select_related("participant", "office", "answered_by"), pk=request_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            data_requests.answer(asked, form.cleaned_data["hasil"], form.cleaned_data["jawaban"], desk=desk, now=now)
        except RequestRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, ANSWERED)
            return redirect(PAGE)
    data_requests.open_for(asked, desk, now=now)
    context = {
        "title": "Permintaan perbaikan data",
        "form": form,
        "line": line_of(asked),
        "obstacle": data_requests.why_not_answer(asked, desk),
    }
    return TemplateResponse(request, "admin/claims/data_request.html", admin.site.each_context(request) | context)
