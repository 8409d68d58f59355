"""Payment batches: the list, one batch with everything about it, and its sheet for the folder of signatures."""

from datetime import datetime

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims.admin import payment_results, payment_steps
from claims.admin.access import pressed_on
from claims.admin.batch_access import BATCH, DRAW, with_batch
from claims.admin.readonly import ReadOnlyAdmin
from claims.domain.workflow import Role
from claims.forms.payment import DrawFilterForm, NoteForm, ResultFileForm
from claims.models import BankFile, BatchState, OrderState, PaymentBatch
from claims.officer_site import desk_at
from claims.services import access_notes, batch_pages, paying, releasing
from claims.services.bank_results import TAKES_RESULTS
from claims.services.officers import Desk
from claims.services.payment_batches import HANDLERS, totals
from claims.services.warning_lists import warned_in

IN_IT = ~Q(orders__state=OrderState.DROPPED)


@admin.register(PaymentBatch)
class PaymentBatchAdmin(ReadOnlyAdmin):
    """What goes to the bank together, and what came of it."""

    list_display = ("reference",)
    list_select_related = ("created_by", "released_by", "office")
    list_filter = ("state",)
    ordering = ("-created_at", "-id")
    change_list_template = "admin/claims/batch_list.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: PaymentBatch | None = None) -> bool:
        return desk_at(request).sees_batches

    def get_queryset(self, request: HttpRequest) -> QuerySet[PaymentBatch]:
        batches = super().get_queryset(request).filter(office=desk_at(request).office)
        net = Sum(F("orders__gross_amount") - F("orders__tax_amount"), filter=IN_IT)
        return batches.annotate(claim_count=Count("orders", filter=IN_IT), net=net)

    def get_urls(self) -> list[URLPattern]:
        """The list, the drawing-up and one address for everything that can be done with a batch."""
        guarded, act = self.admin_site.admin_view, pressed_on(BATCH, "batch_id")
        batch, file = "<int:batch_id>", "<int:batch_id>/hasil/<int:file_id>"
        name = "claims_paymentbatch_{}".format
        return [
            path("", guarded(self.changelist_view), name=name("changelist")),
            path("susun/", guarded(require_safe(draw)), name=name("draw")),
            path("susun/masuk/", guarded(pressed_on(DRAW)(payment_steps.enter)), name=name("enter")),
            path(f"{batch}/", guarded(require_safe(show)), name=name("change")),
            path(f"{batch}/lembar/", guarded(require_safe(sheet)), name=name("sheet")),
            path(f"{batch}/keluarkan/", guarded(act(payment_steps.take_out)), name=name("take_out")),
            path(f"{batch}/bank/", guarded(act(payment_steps.name_banks)), name=name("name_banks")),
            path(f"{batch}/ajukan/", guarded(act(payment_steps.propose)), name=name("propose")),
            path(f"{batch}/kembalikan/", guarded(act(payment_steps.give_back)), name=name("give_back")),
            path(f"{batch}/bongkar/", guarded(act(payment_steps.dissolve)), name=name("dissolve")),
            path(f"{batch}/rilis/", guarded(payment_steps.release), name=name("release")),
            path(f"{batch}/lanjutkan/", guarded(act(payment_steps.carry_out)), name=name("carry_out")),
            path(f"{batch}/berkas/<slug:kind>/", guarded(act(payment_steps.take_file)), name=name("file")),
            path(f"{batch}/hasil/", guarded(act(payment_results.take_in)), name=name("take_in")),
            path(f"{file}/", guarded(require_safe(payment_results.show)), name=name("result")),
            path(f"{file}/catat/", guarded(act(payment_results.record)), name=name("record")),
            path(f"{file}/buang/", guarded(act(payment_results.discard)), name=name("discard")),
            path(f"{batch}/tinjau/<uuid:row_id>/", guarded(act(payment_results.resolve)), name=name("resolve")),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        extra = {"may_draw_up": Role.PAYER in desk_at(request).roles}
        return super().changelist_view(request, extra | (extra_context or {}))


def draw(request: HttpRequest) -> HttpResponse:
    """Show the approved claims that a batch could take, and those that it cannot with the reasons."""
    desk, now = desk_at(request), timezone.now()
    if Role.PAYER not in desk.roles or desk.office is None:
        raise PermissionDenied
    form = DrawFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"bank": "", "batas": ""}
    claims = batch_pages.wanted(desk, asked["bank"], asked["batas"], now)
    lines, mine = batch_pages.candidates(claims, desk, now), paying.batch_in_hand(desk)
    context = admin.site.each_context(request) | {
        "title": "Susun daftar bayar",
        "form": form,
        "asked": asked,
        "ready": [line for line in lines if not line.hindrances],
        "stuck": [line for line in lines if line.hindrances],
        "count": claims.count(),
        "shown": batch_pages.SHOWN,
        "most": paying.MAX_ORDERS,
        "mine": mine,
        "totals": totals(mine) if mine else None,
    }
    return TemplateResponse(request, "admin/claims/batch_draw.html", context)


@with_batch
def show(request: HttpRequest, batch: PaymentBatch) -> HttpResponse:
    """Show a batch with its claims, files and what may be done now."""
    context = about(request, batch) | {
        "upload": ResultFileForm(),
        "note": NoteForm(),
        "review": batch_pages.to_review(batch),
        "results": batch.results.select_related("uploaded_by", "confirmed_by").annotate(row_count=Count("rows")),
        "files": batch.files.select_related("taken_by"),
    }
    return TemplateResponse(request, "admin/claims/batch.html", context)


@with_batch
def sheet(request: HttpRequest, batch: PaymentBatch) -> HttpResponse:
    """Show the batch as a sheet of paper for the folder of signatures; noted, as whatever leaves on paper."""
    access_notes.note("print", [f"daftar bayar {batch.reference}"], now=timezone.now(), office=batch.office, user=request.user)
    context = about(request, batch) | {"title": f"Lembar {batch.reference}", "printed_at": timezone.now(), "file": batch.files.first()}
    return TemplateResponse(request, "admin/claims/batch_sheet.html", context)


def about(request: HttpRequest, batch: PaymentBatch) -> dict:
    """Return what every page of a batch knows."""
    desk, lines = desk_at(request), batch_pages.order_lines(batch)
    inside = [line for line in lines if line.order.state != OrderState.DROPPED]
    return admin.site.each_context(request) | {
        "title": f"Daftar bayar {batch.reference}",
        "batch": batch,
        "zone": batch.office.timezone,
        "lines": inside,
        "dropped": lines[len(inside) :],
        "unnamed": [line for line in inside if line.needs_bank],
        "totals": totals(batch),
        "warned": warned_in(batch, timezone.now()),
        **doors(batch, desk, timezone.now()),
    }


def doors(batch: PaymentBatch, desk: Desk, now: datetime) -> dict:
    """Return what this officer may do with the batch as it stands."""
    handles = bool(desk.roles & HANDLERS) and desk.office == batch.office
    builds = batch.created_by_id == desk.user.pk and Role.PAYER in desk.roles
    is_open, waits = batch.state == BatchState.OPEN, batch.state == BatchState.PROPOSED
    return {
        "may_change": builds and is_open,
        "kinds": BankFile.KINDS,
        "unready": releasing.faults_to_propose(batch) if builds and is_open else [],
        "may_release": handles and waits and batch.created_by_id != desk.user.pk,
        "may_take_back": builds and waits,
        "broke_off": batch.state == BatchState.RELEASED and batch.orders.filter(state=OrderState.WAITING).exists(),
        "may_dissolve": (is_open or waits) and handles and (batch.created_by_id == desk.user.pk or Role.HEAD in desk.roles),
        "handles": handles,
        "takes_files": handles and batch.state in TAKES_RESULTS,
    }
