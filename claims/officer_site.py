"""The officers' desk: Django's admin under its own name, with a throttled door and an idle end."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone

from claims.domain.workflow import Role
from claims.forms.officers import OfficerLoginForm
from claims.services import work_queue
from claims.services.deadlines import local_date
from claims.services.officers import Desk, desk_of
from claims.services.queue_rows import row_of
from jht_portal.lib.officer_sessions import end_if_idle
from jht_portal.lib.throttle import Budget, client_address, hit_all

TRIES_PER_NAME = 10
FAILURES_PER_ADDRESS = 50
WINDOW_SECONDS = 15 * 60
NEVER_A_FIELD = frozenset(
    ["is_superuser", "is_staff", "user_permissions", "status", "holder", "verifier", "approver", "payer", "participant", "proposal"]
    + ["gross_amount", "tax_amount", "account_number", "bank_reference"]
)
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


def board(desk: Desk, now: datetime) -> dict[str, object]:
    """Return the dashboard of the officer's office."""
    today = local_date(desk.office, now)
    return {
        "now": now,
        "load": work_queue.workload(desk, now=now),
        "urgent": [row_of(claim, today) for claim in work_queue.most_urgent(desk.office)],
        "may_take": Role.VERIFIER in desk.roles,
    }


class OfficerAdminSite(AdminSite):
    """The admin at /petugas/."""

    site_header = "Meja petugas"
    site_title = "Meja petugas Portal JHT"
    index_title = "Dasbor"
    enable_nav_sidebar = False
    index_template = "admin/claims/dashboard.html"
    login_form = OfficerLoginForm
    login_template = "admin/claims/login.html"
    logout_template = "admin/claims/logged_out.html"

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
        """Guard VIEW as Django does, after the session of an officer who went away has ended."""
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            end_if_idle(request)
            note_forgery(request)
            return guarded(request, *args, **kwargs)

        inner.access = "officer"
        return inner

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Leave out Django's way from any row to its public page: no row of ours has one under its number."""
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Show what is to be done; whoever has no claims to read sees the lists to keep."""
        desk = desk_at(request)
        found = board(desk, timezone.now()) if desk.may_read_claims else {}
        return super().index(request, found | (extra_context or {}))

    def app_index(self, request: HttpRequest, app_label: str, extra_context: dict | None = None) -> HttpResponse:
        """Lead to the dashboard: it lists everything, whichever part of the code keeps it."""
        return redirect("admin:index")

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Let an officer in; too many tries for one name, or failures from one address, have to wait."""
        if request.method != "POST":
            return super().login(request, extra_context)
        name, address = request.POST.get("username", "").strip().casefold(), client_address(request)
        failures = Budget("petugas-alamat", address, FAILURES_PER_ADDRESS, WINDOW_SECONDS, cost=0)
        allowance = hit_all([Budget("petugas-nama", name, TRIES_PER_NAME, WINDOW_SECONDS), failures])
        if not allowance.allowed:
            return self._too_many(request, allowance.retry_after)
        response = super().login(request, extra_context)
        if not request.user.is_authenticated:
            hit_all([Budget("petugas-alamat", address, FAILURES_PER_ADDRESS, WINDOW_SECONDS)])
        return response

    login.access = "public"

    def _too_many(self, request: HttpRequest, retry_after: int) -> HttpResponse:
        context = self.each_context(request) | {
            "title": "Masuk",
            "minutes": -(-retry_after // 60),
            "username": request.POST.get("username", ""),
            "app_path": reverse("admin:login"),
            REDIRECT_FIELD_NAME: request.POST.get(REDIRECT_FIELD_NAME, ""),
        }
        response = TemplateResponse(request, self.login_template, context, status=429)
        response.headers["Retry-After"] = str(retry_after)
        return response
