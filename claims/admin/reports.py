"""Reports month by month, on screen, on paper, and as a table to take along."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from claims.admin.access import pressed_on
from claims.domain.figures import Tally
from claims.officer_site import desk_at
from claims.services.deadlines import local_date
from claims.services.plots import reasons
from claims.services.reports import EVERYTHING, HEADINGS, Report, ReportRefused, export_report, report_of
from jht_portal.lib.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_chunks, xlsx_chunks

WRITERS = {"xlsx": (XLSX_TYPE, xlsx_chunks), "csv": (CSV_TYPE, csv_chunks)}


def asked(request: HttpRequest, wanted: str) -> Report:
    try:
        return report_of(desk_at(request), wanted, timezone.now())
    except ReportRefused as refusal:
        raise PermissionDenied from refusal


def show(request: HttpRequest) -> HttpResponse:
    """Show the last months of an office, or of all within reach."""
    wanted = request.GET.get("kantor", "")
    report, desk = asked(request, wanted), desk_at(request)
    plot = reasons(Tally.of(each.tally for each in report.months), "Alasan perbaikan, 13 bulan terakhir") if report.months else None
    context = {
        "title": f"Laporan {report.title}",
        "report": report,
        "plot": plot,
        "wanted": wanted,
        "everything": EVERYTHING,
        "now": timezone.now(),
    }
    choices = [(office.code, office.name) for office in desk.offices] + [(EVERYTHING, "Semua kantor")] if desk.others else []
    return TemplateResponse(request, "admin/claims/report.html", admin.site.each_context(request) | context | {"choices": choices})


@pressed_on("admin:reports")
def download(request: HttpRequest) -> HttpResponseBase:
    """Send the report as a table; that it leaves the house is written down first."""
    desk, now, kind = desk_at(request), timezone.now(), request.POST.get("bentuk", "")
    if kind not in WRITERS:
        raise Http404
    report = asked(request, request.POST.get("kantor", ""))
    rows = export_report(desk, report, form=kind, now=now)
    content_type, write = WRITERS[kind]
    name = f"laporan-{local_date(desk.office, now):%Y%m%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(write(HEADINGS, rows), content_type=content_type, headers=headers)


admin.site.own_pages += [
    path("laporan/", admin.site.admin_view(show), name="reports"),
    path("laporan/unduh/", admin.site.admin_view(download), name="reports_download"),
]
