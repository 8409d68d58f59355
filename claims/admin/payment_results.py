"""The bank's answer: uploaded, looked at row by row, then recorded; what does not fit stays in sight until it is settled."""

from uuid import UUID

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from claims.admin.batch_access import answered, grouped, told, with_batch
from claims.domain.bank_results import ResultFileWrong
from claims.forms.payment import NoteForm, ResultFileForm
from claims.models import PaymentBatch, ResultFile, ResultRow, RowState
from claims.officer_site import desk_at
from claims.services import bank_results, batch_pages
from claims.services.bank_results import AlreadyUploaded, Recorded
from claims.services.officers import shown_name
from claims.services.payment_batches import HANDLERS, BatchRefused
from jht_portal.lib.formats import full_time

RESULT = "admin:claims_paymentbatch_result"
BEFORE = "Berkas ini sudah diunggah {who} pada {when}. Tidak ada yang dicatat dua kali."


@answered
def take_in(request: HttpRequest, batch: PaymentBatch) -> HttpResponse | None:
    """Read an uploaded file and show what would be recorded; a file that cannot be read leaves nothing behind."""
    form = ResultFileForm(request.POST, request.FILES)
    if not form.is_valid():
        raise BatchRefused(form.errors["berkas"])
    desk, now = desk_at(request), timezone.now()
    try:
        file = bank_results.take_in(batch, form.cleaned_data["berkas"].read(), desk, now=now)
    except ResultFileWrong as wrong:
        return refused(request, batch, wrong.faults)
    except AlreadyUploaded as again:
        file = again.file
        when = full_time(file.uploaded_at, batch.office.timezone)
        messages.warning(request, BEFORE.format(who=shown_name(file.uploaded_by), when=when))
    return redirect(RESULT, batch_id=batch.pk, file_id=file.pk)


def refused(request: HttpRequest, batch: PaymentBatch, faults: list[str]) -> HttpResponse:
    """Show the lines that cannot be read, with the way to try again."""
    context = admin.site.each_context(request) | {"title": "Berkas belum bisa dibaca", "batch": batch, "faults": faults}
    return TemplateResponse(request, "admin/claims/result_refused.html", context | {"upload": ResultFileForm()})


@with_batch
def show(request: HttpRequest, batch: PaymentBatch, file_id: int) -> HttpResponse:
    """Show every row of a file: what it says, and what comes or came of it."""
    desk, file = desk_at(request), file_of(batch, file_id)
    lines = batch_pages.result_lines(file)
    waiting = any(line.row.state == RowState.WAITING for line in lines)
    context = admin.site.each_context(request) | {
        "title": "Hasil dari bank",
        "batch": batch,
        "file": file,
        "zone": batch.office.timezone,
        "lines": lines,
        "counted": batch_pages.counted(lines),
        "may_discard": file.confirmed_at is None and bool(desk.roles & HANDLERS),
        "may_record": (waiting or not file.confirmed_at) and bank_results.may_record(desk),
        "resolving": file.confirmed_at is not None and bool(desk.roles & HANDLERS),
        "note": NoteForm(),
    }
    return TemplateResponse(request, "admin/claims/result.html", context)


def file_of(batch: PaymentBatch, file_id: int) -> ResultFile:
    file = batch.results.select_related("uploaded_by", "confirmed_by", "batch__office").filter(pk=file_id).first()
    if file is None:
        raise Http404
    return file


@answered
def record(request: HttpRequest, batch: PaymentBatch, file_id: int) -> HttpResponse:
    """Record the rows of a file, as things stand now."""
    done = bank_results.record_results(file_of(batch, file_id), desk_at(request), now=timezone.now())
    messages.success(request, summary(done))
    told(request, grouped(done.refused))
    return redirect(RESULT, batch_id=batch.pk, file_id=file_id)


def summary(done: Recorded) -> str:
    """Say what one press recorded."""
    counts = {"dibayar": done.paid, "gagal transfer": done.failed, "sudah tercatat": done.known, "perlu ditinjau": done.review}
    said = ", ".join(f"{count} {words}" for words, count in counts.items() if count)
    return f"Tercatat: {said}." if said else "Tidak ada baris baru untuk dicatat."


@answered
def discard(request: HttpRequest, batch: PaymentBatch, file_id: int) -> None:
    bank_results.discard(file_of(batch, file_id), desk_at(request), now=timezone.now())
    messages.success(request, "Berkas hasil dibuang. Tidak ada yang dicatat.")


@answered
def resolve(request: HttpRequest, batch: PaymentBatch, row_id: UUID) -> None:
    row = ResultRow.objects.filter(pk=row_id, file__batch=batch).select_related("file__batch__office").first()
    form = NoteForm(request.POST)
    if row is None:
        raise Http404
    if not form.is_valid():
        raise BatchRefused([error for errors in form.errors.values() for error in errors])
    bank_results.resolve(row, desk_at(request), form.cleaned_data["catatan"], now=timezone.now())
    messages.success(request, "Baris selesai ditinjau.")
