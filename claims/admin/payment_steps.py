"""A batch from hand to hand: each press has its own address, and what the page knew is compared first."""

from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from claims.admin.batch_access import BATCH, DRAW, FASTER, answered, grouped, told, with_batch
from claims.admin.reauth import fresh_sign_in_required
from claims.domain.workflow import Role
from claims.forms.payment import DrawFilterForm, NoteForm
from claims.models import BatchState, PaymentBatch
from claims.officer_site import desk_at
from claims.services import bank_files, batch_pages, paying, releasing
from claims.services.payment_batches import BatchChangedMeanwhile, BatchRefused, totals
from claims.services.releasing import Release
from claims.services.warning_lists import warned_in

NONE_CHOSEN = "Belum ada klaim yang dipilih."
NAMED = "bank-"
"""How a field begins that names the bank of one order."""


def enter(request: HttpRequest) -> HttpResponse:
    """Put the chosen claims, or all that the filter shows, into the officer's open batch."""
    desk, now = desk_at(request), timezone.now()
    if Role.PAYER not in desk.roles or desk.office is None:
        raise PermissionDenied
    seen = _all_shown(request) if "semua" in request.POST else _chosen(request)
    if not seen:
        told(request, [NONE_CHOSEN])
        return redirect(DRAW)
    try:
        entry = paying.enter(seen, desk, now=now)
    except BatchChangedMeanwhile:
        told(request, [FASTER])
        return redirect(DRAW)
    if entry.entered:
        messages.success(request, f"{len(entry.entered)} klaim masuk daftar bayar {entry.batch.reference}.")
    told(request, grouped((claim.number, " ".join(reasons)) for claim, reasons in entry.refused))
    return redirect(BATCH, batch_id=entry.batch.pk) if entry.batch else redirect(DRAW)


def _all_shown(request: HttpRequest) -> dict[UUID, int | None]:
    form = DrawFilterForm(request.POST)
    asked = form.cleaned_data if form.is_valid() else {"bank": "", "batas": ""}
    desk, now = desk_at(request), timezone.now()
    lines = batch_pages.candidates(batch_pages.wanted(desk, asked["bank"], asked["batas"], now), desk, now)
    return {line.claim.pk: line.claim.version for line in lines if not line.hindrances}


def _chosen(request: HttpRequest) -> dict[UUID, int | None]:
    """Read the ticked claims, each with the version that the page showed; what is no claim is passed over."""
    found = {}
    for text in request.POST.getlist("klaim"):
        key, _, version = text.partition(":")
        try:
            found[UUID(key)] = int(version) if version else None
        except ValueError:
            continue
    return found


@answered
def take_out(request: HttpRequest, batch: PaymentBatch) -> None:
    if not (chosen := request.POST.getlist("kunci")):
        raise BatchRefused([NONE_CHOSEN])
    count = paying.take_out(batch, chosen, desk_at(request), now=timezone.now())
    messages.success(request, f"{count} klaim dikeluarkan dari daftar.")


@answered
def name_banks(request: HttpRequest, batch: PaymentBatch) -> None:
    names = {field.removeprefix(NAMED): text for field, text in request.POST.items() if field.startswith(NAMED)}
    paying.name_banks(batch, names, desk_at(request))
    messages.success(request, "Nama bank tersimpan.")


@answered
def propose(request: HttpRequest, batch: PaymentBatch) -> None:
    releasing.propose(batch, desk_at(request), now=timezone.now())
    messages.success(request, "Daftar diajukan. Petugas Bayar lain atau Kepala Kantor sekarang bisa merilis.")


@answered
def give_back(request: HttpRequest, batch: PaymentBatch) -> None:
    form = NoteForm(request.POST)
    if not form.is_valid():
        raise BatchRefused([error for errors in form.errors.values() for error in errors])
    releasing.give_back(batch, desk_at(request), form.cleaned_data["catatan"], now=timezone.now())
    messages.success(request, "Daftar kembali ke penyusun.")


@answered
def dissolve(request: HttpRequest, batch: PaymentBatch) -> None:
    releasing.dissolve(batch, desk_at(request), now=timezone.now())
    messages.success(request, "Daftar dibongkar. Klaimnya bisa masuk daftar lain.")


@answered
def take_file(request: HttpRequest, batch: PaymentBatch, kind: str) -> HttpResponse:
    """Hand out the file for the bank; every time is logged."""
    try:
        taken = bank_files.take(batch, kind, desk_at(request), now=timezone.now())
    except KeyError as error:
        raise Http404 from error
    headers = {"Content-Disposition": f'attachment; filename="{taken.name}"'}
    return HttpResponse(taken.content, content_type=taken.content_type, headers=headers)


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
@with_batch
def release(request: HttpRequest, batch: PaymentBatch) -> HttpResponse:
    """Show once more what will leave, and release it on POST."""
    if batch.state != BatchState.PROPOSED:
        told(request, ["Daftar ini tidak menunggu rilis."])
        return redirect(BATCH, batch_id=batch.pk)
    return _press_release(request, batch_id=batch.pk) if request.method == "POST" else _release_page(request, batch)


def _release_page(request: HttpRequest, batch: PaymentBatch) -> HttpResponse:
    context = admin.site.each_context(request) | {
        "title": f"Rilis {batch.reference}",
        "batch": batch,
        "zone": batch.office.timezone,
        "totals": totals(batch),
        "warned": warned_in(batch, timezone.now()),
        "faults": releasing.faults_to_release(batch, desk_at(request)),
    }
    return TemplateResponse(request, "admin/claims/batch_release.html", context)


@answered
def _press_release(request: HttpRequest, batch: PaymentBatch) -> None:
    tell_release(request, releasing.release(batch, desk_at(request), now=timezone.now()))


@answered
def carry_out(request: HttpRequest, batch: PaymentBatch) -> None:
    """Go on with a release that broke off."""
    tell_release(request, releasing.carry_out(batch, desk_at(request), now=timezone.now()))


def tell_release(request: HttpRequest, done: Release) -> None:
    messages.success(request, f"Daftar dirilis: {done.started} klaim sedang ditransfer. Ambil berkas bank di bawah.")
    told(request, grouped((order.claim.number, order.left_because) for order in done.dropped))
