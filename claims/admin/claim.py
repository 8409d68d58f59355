"""The work list: claims of the offices within reach. Nothing can be typed over here, steps are taken at the desk."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims.admin import bulk, claim_counter, claim_desk, claim_list, claim_steps, claim_views, claim_warnings, exports
from claims.admin.access import pressed_on
from claims.domain.workflow import Role
from claims.models import Claim
from claims.officer_site import desk_at
from claims.services import work_queue
from claims.services.finding_for_officers import NotFound, search
from claims.services.listing import EVERYTHING, FIND

NOTHING_TO_TAKE = "Tidak ada klaim yang menunggu. Semua sudah dipegang rekan Anda atau selesai."


@admin.register(Claim)
class ClaimAdmin(admin.ModelAdmin):
    """The list, and the way to the desk."""

    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        return super().get_queryset(request).sent().of_offices(desk_at(request).offices)

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

    def get_urls(self) -> list[URLPattern]:
        """The list, the desk and one address a decision; Django's add, change, delete and history pages do not exist."""
        guarded, act = self.admin_site.admin_view, pressed_on("admin:claims_claim_changelist")
        claim = "<uuid:claim_id>"
        return [
            path("", guarded(require_safe(self.changelist_view)), name="claims_claim_changelist"),
            path("cari/", guarded(act(self.search)), name="claims_claim_search"),
            path("berikutnya/", guarded(act(self.take_next)), name="claims_claim_take_next"),
            path("ekspor/", guarded(require_safe(exports.ask)), name="claims_claim_export"),
            path("ekspor/unduh/", guarded(act(exports.download)), name="claims_claim_export_download"),
            path("massal/", guarded(act(bulk.preview)), name="claims_claim_bulk"),
            path("massal/jalankan/", guarded(act(bulk.confirm)), name="claims_claim_bulk_confirm"),
            *claim_views.urls(guarded),
            path(f"{claim}/change/", guarded(claim_desk.show), name="claims_claim_change"),
            path(f"{claim}/hadir/", guarded(claim_desk.attend), name="claims_claim_attend"),
            path(f"{claim}/buka/", guarded(claim_desk.reveal), name="claims_claim_reveal"),
            path(f"{claim}/dokumen/<slug:slot>/", guarded(claim_desk.judge), name="claims_claim_judge"),
            path(f"{claim}/loket/<slug:slot>/", guarded(claim_counter.take_in), name="claims_claim_take_in"),
            path(f"{claim}/peringatan/", guarded(claim_warnings.look_into), name="claims_claim_warnings"),
            path(f"{claim}/langkah/<slug:step>/", guarded(claim_steps.confirm), name="claims_claim_step"),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        self.require_reader(request)
        return claim_list.show(request, request.GET.dict(), extra_context)

    def require_reader(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def take_next(self, request: HttpRequest) -> HttpResponse:
        """Take the next claim and go to its desk; when there is none, say so kindly."""
        desk = desk_at(request)
        if not desk.may_read_claims or Role.VERIFIER not in desk.roles:
            raise PermissionDenied
        claim = work_queue.take_next(desk, now=timezone.now())
        if claim is None:
            messages.info(request, NOTHING_TO_TAKE)
            return redirect("admin:claims_claim_changelist")
        return redirect("admin:claims_claim_change", claim.pk)

    def search(self, request: HttpRequest) -> HttpResponse:
        """Find claims by number or name; what was typed never stands in an address, and nothing typed is lost."""
        self.require_reader(request)
        typed = request.POST.get("nomor", "")
        try:
            found = search(typed, desk_at(request), now=timezone.now())
        except NotFound as error:
            return claim_list.show(request, {}, {"typed": typed[:60], "search_error": str(error)})
        if found.only:
            return redirect("admin:claims_claim_change", found.only)
        return redirect(claim_list.link({"kantor": EVERYTHING, "antrean": EVERYTHING, FIND: found.find.token}))
