"""The officers' desk: Django's admin under its own name, with a throttled door and an idle end."""

import logging
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils import timezone

from claims import officer_door
from claims.domain.workflow import Role
from claims.services import presence
from claims.services.configuration_care import CHECKERS, concerns
from claims.services.dashboard import board_of
from claims.services.officers import Desk, desk_of

NEVER_A_FIELD = frozenset(
    ["is_superuser", "is_staff", "user_permissions", "status", "holder", "verifier", "approver", "payer", "participant", "proposal"]
    + ["gross_amount", "tax_amount", "account_number", "bank_reference"]
)
NUL = "%00"
"""In an address: PostgreSQL takes it in no text, and no page of the desk leads to it."""
logger = logging.getLogger(__name__)


def note_forgery(request: HttpRequest) -> None:
    """Log who posts a field that no form of the desk has; the form itself takes no notice of it."""
    if forged := sorted(NEVER_A_FIELD & set(request.POST)):
        logger.warning("Forged fields %s from user %s at %s", ", ".join(forged), request.user.pk, request.path)


def desk_at(request: HttpRequest) -> Desk:
    """Return who sits at the desk, looked up once a request."""
    if not hasattr(request, "desk"):
        request.desk = desk_of(request.user)
    return request.desk


def tell_news(request: HttpRequest) -> None:
    """Put what a colleague did with a claim of this officer's on the next page."""
    if request.method == "GET" and desk_at(request).has_news:
        for sentence in presence.tell_losses(request.user):
            messages.warning(request, sentence)


def board(request: HttpRequest, now: datetime) -> dict[str, object]:
    """Return the dashboard of the officer's office, or of another one within reach that the address names."""
    desk = desk_at(request)
    wanted = request.GET.get("kantor", "")
    office = next((office for office in desk.offices if office.code == wanted), desk.office)
    return {"board": board_of(desk, office, now=now), "may_take": Role.VERIFIER in desk.roles}


class OfficerAdminSite(AdminSite):
    """The admin at /petugas/."""

    site_header = "Meja petugas"
    site_title = "Meja petugas Portal JHT"
    index_title = "Dasbor"
    enable_nav_sidebar = False
    index_template = "admin/claims/dashboard.html"
    logout_template = "admin/claims/logged_out.html"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.own_pages: list[URLPattern] = []
        """Pages of the desk that belong to no list; the module that shows them adds them when it is imported."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Tell whether an officer has signed in completely: with the second step, where it is required."""
        return super().has_permission(request) and (not settings.SECOND_FACTOR_REQUIRED or request.user.is_verified())

    def each_context(self, request: HttpRequest) -> dict:
        """Return what every page of the desk knows; unlike Django's, it asks for no list of models."""
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": "/",
            "has_permission": self.has_permission(request),
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
            "desk": desk_at(request),
        }

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """Guard VIEW as Django does, after the session of an officer who went away has ended; a question with NUL in it is dropped."""
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if stopped := officer_door.stop(request):
                return stopped
            if NUL in request.META.get("QUERY_STRING", ""):
                return redirect(request.path)
            note_forgery(request)
            tell_news(request)
            return guarded(request, *args, **kwargs)

        inner.access = "officer"
        return inner

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Leave out Django's way from any row to its public page: no row of ours has one under its number."""
        kept = [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]
        return [*self.own_pages, *kept]

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Show what is to be done; whoever has no claims to read sees the lists to keep."""
        desk, now = desk_at(request), timezone.now()
        found = board(request, now) if desk.may_read_claims else {}
        if Role.CONFIGURATOR in desk.roles:
            found["concerns"] = concerns(now)
        return super().index(request, found | {"may_check": bool(desk.roles & CHECKERS)} | (extra_context or {}))

    def app_index(self, request: HttpRequest, app_label: str, extra_context: dict | None = None) -> HttpResponse:
        """Lead to the dashboard: it lists everything, whichever part of the code keeps it."""
        return redirect("admin:index")

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Take name and password; the second step follows."""
        if request.method == "GET" and self.has_permission(request):
            return redirect("admin:index")
        return officer_door.sign_in(request)

    login.access = "public"

    def logout(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """End the session, and note that the officer did so."""
        officer_door.note_sign_out(request)
        return super().logout(request, extra_context)

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Change the own password; sessions that the old one opened elsewhere end."""
        response = super().password_change(request, extra_context)
        if response.status_code == HTTPStatus.FOUND:
            officer_door.password_was_changed(request)
        return response
