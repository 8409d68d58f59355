"""How the queue of the own office went, and the plan of the days to come."""

from datetime import date, timedelta

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_date

from claims.admin.access import pressed_on
from claims.admin.queue import seen_by_readers
from claims.officer_site import desk_at
from claims.services.deadlines import local_date
from claims.services.queue_report import HEADINGS, MOST_DAYS, export_rows, plan_of, report_of
from jht_portal.lib.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_chunks, xlsx_chunks

WRITERS = {"xlsx": (XLSX_TYPE, xlsx_chunks), "csv": (CSV_TYPE, csv_chunks)}
SPANS = (("Hari ini", 0), ("7 hari", 6), ("30 hari", 29))
BAD_SPAN = "Tanggal tidak dikenal. Yang ditampilkan hari ini."
LONG_SPAN = f"Paling banyak {MOST_DAYS} hari sekali lihat. Yang ditampilkan {MOST_DAYS} hari terakhir dari rentang itu."


def span_of(asked: dict, today: date) -> tuple[date, date, str]:
    """Return the first and last day that were asked for, and what could not be done about them."""
    typed = asked.get("dari", ""), asked.get("sampai", "")
    days = [_day(text) if text else today for text in typed]
    if None in days or days[0] > days[1]:
        return today, today, BAD_SPAN
    first, last = days
    earliest = last - timedelta(days=MOST_DAYS - 1)
    return (earliest, last, LONG_SPAN) if first < earliest else (first, last, "")


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 2000 <= day.year <= 2999 else None


@seen_by_readers
def show(request: HttpRequest) -> HttpResponse:
    """Show what became of the numbers, how long people waited, by lane and hour."""
    desk = desk_at(request)
    today = local_date(desk.office, timezone.now())
    first, last, fault = span_of(request.GET, today)
    spans = [(label, (today - timedelta(days=back)).isoformat(), today.isoformat()) for label, back in SPANS]
    context = {"title": "Laporan antrian", "report": report_of(desk.office, first, last), "fault": fault, "spans": spans}
    return TemplateResponse(request, "admin/claims/queue_report.html", admin.site.each_context(request) | context)


@pressed_on("admin:queue_report")
def download(request: HttpRequest) -> HttpResponseBase:
    """Send the report as a table; that it leaves the house is written down first."""
    desk, now, kind = desk_at(request), timezone.now(), request.POST.get("bentuk", "")
    if not desk.sees_queue:
        raise PermissionDenied
    if kind not in WRITERS:
        raise Http404
    first, last, _ = span_of(request.POST, local_date(desk.office, now))
    rows = export_rows(desk, first, last, form=kind, now=now)
    content_type, write = WRITERS[kind]
    headers = {"Content-Disposition": f'attachment; filename="antrian-{first:%Y%m%d}-{last:%Y%m%d}.{kind}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(write(HEADINGS, rows), content_type=content_type, headers=headers)


@seen_by_readers
def plan(request: HttpRequest) -> HttpResponse:
    """Show whether the counters can serve what may be booked."""
    context = {"title": "Rencana kapasitas", "plan": plan_of(desk_at(request).office, timezone.now())}
    return TemplateResponse(request, "admin/claims/queue_plan.html", admin.site.each_context(request) | context)


admin.site.own_pages += [
    path("antrian/laporan/", admin.site.admin_view(show), name="queue_report"),
    path("antrian/laporan/unduh/", admin.site.admin_view(download), name="queue_report_download"),
    path("antrian/rencana/", admin.site.admin_view(plan), name="queue_plan"),
]
