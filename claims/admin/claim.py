"""The work queue: claims of the officer's own office. Nothing can be typed over here, steps are taken at the desk."""

from copy import copy

from django.contrib import admin, messages
from django.contrib.admin.options import csrf_protect_m
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode

from claims.admin import claim_counter, claim_desk, claim_steps
from claims.admin.access import pressed_on
from claims.admin.filters import DeadlineFilter, GroupFilter, HolderFilter, ReasonFilter, StatusFilter
from claims.domain.numbers import parse_tracked_number
from claims.domain.workflow import Role
from claims.models import Claim
from claims.officer_site import desk_at
from claims.services import work_queue
from claims.services.deadlines import local_date
from claims.services.finding_for_officers import find_in_office
from claims.services.queue_rows import RELATED, row_of
from participants.domain.identifiers import IdentifierError

FOUND_BY = ("participant__id__exact", "membership__id__exact")
NOTHING_TO_TAKE = "Tidak ada klaim yang menunggu. Semua sudah dipegang rekan Anda atau selesai."


@admin.register(Claim)
class ClaimAdmin(admin.ModelAdmin):
    """The list, and the way to the desk."""

    list_display = ("number",)
    list_filter = (GroupFilter, HolderFilter, DeadlineFilter, StatusFilter, ReasonFilter)
    list_select_related = RELATED
    list_per_page = 50
    list_max_show_all = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None
    ordering = ("queue_on", "submitted_at", "id")
    change_list_template = "admin/claims/claim_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        return super().get_queryset(request).sent().of_office(desk_at(request).office)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Claim | None = None) -> bool:
        return desk_at(request).may_read_claims

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Claim | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Claim | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow what the filters and the search write into an address, and no other question about a claim."""
        return lookup in FOUND_BY or lookup in {kind.parameter_name for kind in self.list_filter}

    def get_urls(self) -> list[URLPattern]:
        """The list, the desk and one address a decision; Django's add, change, delete and history pages do not exist."""
        guarded, act = self.admin_site.admin_view, pressed_on("admin:claims_claim_changelist")
        claim = "<uuid:claim_id>"
        return [
            path("", guarded(self.changelist_view), name="claims_claim_changelist"),
            path("cari/", guarded(act(self.search)), name="claims_claim_search"),
            path("berikutnya/", guarded(act(self.take_next)), name="claims_claim_take_next"),
            path(f"{claim}/change/", guarded(claim_desk.show), name="claims_claim_change"),
            path(f"{claim}/buka/", guarded(claim_desk.reveal), name="claims_claim_reveal"),
            path(f"{claim}/dokumen/<slug:slot>/", guarded(claim_desk.judge), name="claims_claim_judge"),
            path(f"{claim}/loket/<slug:slot>/", guarded(claim_counter.take_in), name="claims_claim_take_in"),
            path(f"{claim}/langkah/<slug:step>/", guarded(claim_steps.confirm), name="claims_claim_step"),
        ]

    @csrf_protect_m
    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        desk = desk_at(request)
        extra = {"title": "Antrean kerja", "may_take": Role.VERIFIER in desk.roles}
        response = super().changelist_view(request, extra | (extra_context or {}))
        if "cl" in (getattr(response, "context_data", None) or {}):
            today = local_date(desk.office, timezone.now())
            response.context_data["rows"] = [row_of(claim, today) for claim in response.context_data["cl"].result_list]
        return response

    @property
    def queue_url(self) -> str:
        return reverse("admin:claims_claim_changelist")

    def take_next(self, request: HttpRequest) -> HttpResponse:
        """Take the next claim and go to its desk; when there is none, say so kindly."""
        desk = desk_at(request)
        if not desk.may_read_claims or Role.VERIFIER not in desk.roles:
            raise PermissionDenied
        claim = work_queue.take_next(desk, now=timezone.now())
        if claim is None:
            messages.info(request, NOTHING_TO_TAKE)
            return redirect(self.queue_url)
        return redirect("admin:claims_claim_change", claim.pk)

    def search(self, request: HttpRequest) -> HttpResponse:
        """Find claims of the office by their number, a KPJ or a NIK; the number never stands in an address."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            number = parse_tracked_number(request.POST.get("nomor", ""))
        except IdentifierError as error:
            return self._ask_again(request, error.message)
        found = find_in_office(number, desk_at(request).office)
        if found.only:
            return redirect("admin:claims_claim_change", found.only)
        if not found.filter:
            return self._ask_again(request, "Tidak ada klaim dengan nomor itu di kantor Anda.")
        return redirect(f"{self.queue_url}?{urlencode(found.filter)}")

    def _ask_again(self, request: HttpRequest, sentence: str) -> HttpResponse:
        """Show the queue with what was typed still in the box; it is kept nowhere else."""
        look = copy(request)
        look.method = "GET"
        return self.changelist_view(look, {"typed": request.POST.get("nomor", "")[:40], "search_error": sentence})
