"""Saved views of the work list: kept from the list, and looked after on a page of their own."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims.admin.access import pressed_on
from claims.admin.claim_list import chips, link
from claims.domain.workflow import Role
from claims.models import SavedView
from claims.officer_site import desk_at
from claims.services import saved_views
from claims.services.listing import asked, codes, of_a_list
from claims.services.officers import Desk

VIEWS = "admin:claims_claim_views"
KEPT = "Tampilan “{}” tersimpan."
DELETED = "Tampilan “{}” dihapus."


def urls(guarded: Callable) -> list[URLPattern]:
    """Return the addresses of saved views: their page, and one for each thing done to them."""
    act, view = pressed_on(VIEWS), "<int:view_id>"
    return [
        path("tampilan/", guarded(require_safe(show)), name="claims_claim_views"),
        path("tampilan/simpan/", guarded(act(keep)), name="claims_claim_view_keep"),
        path(f"tampilan/{view}/nama/", guarded(act(rename)), name="claims_claim_view_rename"),
        path(f"tampilan/{view}/bagikan/", guarded(act(share)), name="claims_claim_view_share"),
        path(f"tampilan/{view}/hapus/", guarded(act(delete)), name="claims_claim_view_delete"),
    ]


def desk_of_reader(request: HttpRequest) -> Desk:
    desk = desk_at(request)
    if not desk.may_read_claims:
        raise PermissionDenied
    return desk


def show(request: HttpRequest) -> HttpResponse:
    """Show the officer's own views."""
    desk, now = desk_of_reader(request), timezone.now()
    questions = [(view, asked(view.question, desk, now).question) for view in saved_views.own_views(desk)]
    context = {
        **admin.site.each_context(request),
        "title": "Tampilan saya",
        "views": [(view, chips(question, desk), link(codes(question))) for view, question in questions],
        "may_share": Role.HEAD in desk.roles,
    }
    return TemplateResponse(request, "admin/claims/views.html", context)


def keep(request: HttpRequest) -> HttpResponse:
    """Keep the list that is shown under a name."""
    desk, now = desk_of_reader(request), timezone.now()
    question = asked(of_a_list(request.POST), desk, now).question
    try:
        view = saved_views.keep(request.POST.get("nama", ""), question, desk, now=now)
    except saved_views.ViewRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, KEPT.format(view.name))
    return redirect(link(codes(question)))


def own_view(request: HttpRequest, view_id: int) -> SavedView:
    return get_object_or_404(saved_views.own_views(desk_of_reader(request)), pk=view_id)


def change(request: HttpRequest, act: Callable[[], SavedView]) -> HttpResponse:
    """Do ACT to a view and show the views again, with what became of it."""
    try:
        messages.success(request, KEPT.format(act().name))
    except saved_views.ViewRefused as refusal:
        messages.warning(request, str(refusal))
    return redirect(VIEWS)


def rename(request: HttpRequest, view_id: int) -> HttpResponse:
    view = own_view(request, view_id)
    return change(request, lambda: saved_views.rename(view, request.POST.get("nama", "")))


def share(request: HttpRequest, view_id: int) -> HttpResponse:
    view, shared = own_view(request, view_id), request.POST.get("bagikan") == "ya"
    return change(request, lambda: saved_views.share(view, desk_at(request), shared))


def delete(request: HttpRequest, view_id: int) -> HttpResponse:
    view = own_view(request, view_id)
    view.delete()
    messages.success(request, DELETED.format(view.name))
    return redirect(VIEWS)
