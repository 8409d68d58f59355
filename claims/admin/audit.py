"""The audit to look through: for auditors, and for heads of office what was done at their own."""

import logging
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from claims.admin.access import pressed_on
from claims.admin.readonly import ReadOnlyAdmin
from claims.audit_labels import GROUPS
from claims.domain.numbers import parse_claim_number
from claims.forms.auditing import PORTAL, AuditFilterForm
from claims.models import AuditEntry, Claim, Office
from claims.officer_site import desk_at
from claims.services import audit_trail, checking_audit
from claims.services.audit_trail import Question
from claims.services.deadlines import local_date
from claims.services.officers import Desk
from jht_portal.lib.formats import number as in_digits
from participants.domain.identifiers import IdentifierError

logger = logging.getLogger(__name__)
USUAL_DAYS = 30
CHECKED = 10_000
"""Entries that one press on the button checks, over all chains within reach."""
NAMED = 5
NOT_HERE = "Tidak ada klaim dengan nomor itu di kantor dalam jangkauan Anda."
TOUCHED = "Jejak audit TIDAK utuh: {}. Jangan ubah apa pun, dan laporkan ke pengelola portal sekarang."


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """One list, newest first; every way to change an entry is missing here, and refused by the database."""

    def has_view_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return super().has_view_permission(request, obj) and bool(offices_for(desk_at(request)))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        """The list, the way from a claim's number to its entries, and the check."""
        guarded, act = self.admin_site.admin_view, pressed_on("admin:claims_auditentry_changelist")
        return [
            path("", guarded(require_safe(self.show)), name="claims_auditentry_changelist"),
            path("cari/", guarded(act(self.search)), name="claims_auditentry_search"),
            path("periksa/", guarded(act(self.verify)), name="claims_auditentry_verify"),
        ]

    def require_reader(self, request: HttpRequest) -> Desk:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return desk_at(request)

    def show(self, request: HttpRequest) -> HttpResponse:
        """Show the entries that answer the address."""
        return self.page(request, self.require_reader(request))

    def page(self, request: HttpRequest, desk: Desk, **more: object) -> HttpResponse:
        claim = claim_from(request.GET.get("klaim", ""), desk)
        asked = request.GET.dict() if request.method == "GET" else {}
        form = form_for(asked, desk, claim)
        found = audit_trail.page(question_from(form, desk, claim), whole(asked.get("sesudah"))) if form.is_valid() else None
        context = {
            **self.admin_site.each_context(request),
            "title": "Jejak audit",
            "form": form,
            "found": found,
            "claim": claim,
            "zone": zone_of(form, desk),
            "next": link(asked | {"sesudah": found.last}) if found and found.last else "",
            "is_later": "sesudah" in asked,
            "newest": link({name: value for name, value in asked.items() if name != "sesudah"}),
            **more,
        }
        return TemplateResponse(request, "admin/claims/audit.html", context)

    def search(self, request: HttpRequest) -> HttpResponse:
        """Go from a claim's number to its entries; what was typed never stands in an address."""
        desk, typed = self.require_reader(request), request.POST.get("nomor", "")[:40]
        try:
            number = parse_claim_number(typed)
        except IdentifierError as error:
            return self.page(request, desk, typed=typed, search_error=error.message)
        claim = Claim.objects.sent().filter(office__in=desk.offices, number=number).first()
        if claim is None:
            return self.page(request, desk, typed=typed, search_error=NOT_HERE)
        return redirect(link({"klaim": claim.pk, "kantor": claim.office_id}))

    def verify(self, request: HttpRequest) -> HttpResponse:
        """Compute the newest seals within reach again and say what came out."""
        desk = self.require_reader(request)
        chains = audit_trail.chains_within(desk)
        check = checking_audit.check_newest(chains, max(CHECKED // max(len(chains), 1), 1))
        if check.faults:
            named = [f"{audit_trail.chain_label(fault.chain, desk.offices)} nomor {fault.number}" for fault in check.faults[:NAMED]]
            logger.error("audit is not whole: %s", "; ".join(map(str, check.faults[:NAMED])))
            messages.error(request, TOUCHED.format("; ".join(named)))
        else:
            said = f"Utuh: {in_digits(check.entries)} entri terbaru di {check.chains} rangkaian cocok dengan segelnya."
            messages.success(request, said)
        return redirect("admin:claims_auditentry_changelist")


def offices_for(desk: Desk) -> list[tuple[str, str]]:
    """Return the offices to choose from; an auditor may also look at what belongs to none."""
    portal = [(PORTAL, "Portal, tanpa kantor")] if audit_trail.sees_portal(desk) else []
    return [(str(office.pk), office.name) for office in desk.offices] + portal


def form_for(asked: dict[str, str], desk: Desk, claim: Claim | None) -> AuditFilterForm:
    """Return the filter as asked; what was not asked is the own office and the last thirty days."""
    usual = {"kantor": offices_for(desk)[0][0]}
    if not claim and not asked.get("petugas"):
        usual["dari"] = (local_date(desk.office, timezone.now()) - timedelta(days=USUAL_DAYS)).isoformat()
    data = usual | asked
    kinds = [(code, group.label) for code, group in GROUPS.items()]
    officers = audit_trail.officers_at(office_from(data["kantor"], desk))
    return AuditFilterForm(data, offices=offices_for(desk), kinds=kinds, officers=officers)


def office_from(code: str, desk: Desk) -> Office | None:
    return next((office for office in desk.offices if str(office.pk) == code), None)


def question_from(form: AuditFilterForm, desk: Desk, claim: Claim | None) -> Question:
    said, zone = form.cleaned_data, zone_of(form, desk)
    until = said["sampai"] and said["sampai"] + timedelta(days=1)
    return Question(
        office=office_from(said["kantor"], desk),
        group=said["jenis"],
        user_id=whole(said["petugas"]),
        since=midnight(said["dari"], zone),
        until=midnight(until, zone),
        claim=claim,
    )


def zone_of(form: AuditFilterForm, desk: Desk) -> str:
    """Return the time zone of the office that is looked at."""
    office = office_from(form.data["kantor"], desk) or desk.office
    return office.timezone if office else timezone.get_current_timezone_name()


def midnight(day: date | None, zone: str) -> datetime | None:
    return day and datetime.combine(day, time.min, ZoneInfo(zone))


def claim_from(text: str, desk: Desk) -> Claim | None:
    """Return the claim that an address names; answer 404 for one out of reach."""
    if not text:
        return None
    try:
        wanted = UUID(text)
    except ValueError as error:
        raise Http404 from error
    claim = Claim.objects.sent().filter(office__in=desk.offices, pk=wanted).first()
    if claim is None:
        raise Http404
    return claim


def whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None


def link(question: dict[str, object]) -> str:
    """Return the address of the list for QUESTION."""
    address = reverse("admin:claims_auditentry_changelist")
    return f"{address}?{urlencode(question)}" if question else address
