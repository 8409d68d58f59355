"""Taking a list out of the house: what it holds and what for is said first, then it is sent as it is read."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from claims.admin.claim_list import chips, count_in_words, link
from claims.admin.reauth import fresh_sign_in_required
from claims.forms.exporting import ExportForm
from claims.officer_site import desk_at
from claims.services import exporting
from claims.services.deadlines import local_date
from claims.services.list_pages import counted
from claims.services.listing import Question, asked, matching, of_a_list, offices_asked, parameters
from jht_portal.lib.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_chunks, xlsx_chunks
from jht_portal.lib.throttle import hit

EXPORTS_AN_HOUR = 20
TOO_OFTEN = "Ekspor dibatasi 20 kali sejam. Coba lagi nanti."
WRITERS = {"xlsx": (XLSX_TYPE, xlsx_chunks), "csv": (CSV_TYPE, csv_chunks)}


@fresh_sign_in_required
def ask(request: HttpRequest) -> HttpResponse:
    """Show what would leave the house, and ask what for."""
    require_exporter(request)
    return page(request, asked(request.GET.dict(), desk_at(request), timezone.now()).question, form_of(request))


@fresh_sign_in_required
def download(request: HttpRequest) -> HttpResponseBase:
    """Send the list; what it was for is written down first."""
    require_exporter(request)
    desk, now = desk_at(request), timezone.now()
    found, form = asked(of_a_list(request.POST), desk, now), form_of(request)
    question = found.question
    if found.notes:
        return back_to_list(request, question, *found.notes)
    if not form.is_valid():
        return page(request, question, form)
    if not hit("ekspor", str(desk.user.pk), limit=EXPORTS_AN_HOUR, window_seconds=3600, now=now).allowed:
        return back_to_list(request, question, TOO_OFTEN)
    kind = form.cleaned_data["bentuk"]
    out = exporting.export(question, desk, form=kind, purpose=form.cleaned_data["untuk"], now=now)
    content_type, write = WRITERS[kind]
    name = f"klaim-{local_date(desk.office, now):%Y%m%d}-{out.count}-baris.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(write(out.headings, out.rows), content_type=content_type, headers=headers)


def back_to_list(request: HttpRequest, question: Question, *sentences: str) -> HttpResponse:
    """Send nothing and say why: a list that is not the one asked for would take too much along."""
    for sentence in sentences:
        messages.warning(request, sentence)
    return redirect(link(parameters(question)))


def require_exporter(request: HttpRequest) -> None:
    if not exporting.may_export(desk_at(request)):
        raise PermissionDenied


def form_of(request: HttpRequest) -> ExportForm:
    data = request.POST if request.method == "POST" else None
    return ExportForm(data, formats=exporting.FORMATS, purposes=exporting.PURPOSES)


def page(request: HttpRequest, question: Question, form: ExportForm) -> HttpResponse:
    desk, now = desk_at(request), timezone.now()
    context = {
        **admin.site.each_context(request),
        "title": "Ekspor daftar",
        "form": form,
        "count": count_in_words(counted(question, matching(question, desk, now))),
        "chips": chips(question, desk),
        "offices": [office.name for office in offices_asked(question, desk)],
        "columns": [column.title for column in exporting.columns_for(desk)],
        "question": parameters(question),
        "back": link(parameters(question)),
    }
    return TemplateResponse(request, "admin/claims/export.html", context)
