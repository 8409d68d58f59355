"""The slots of the wizard and of a correction: the task list, and one page a document."""

import logging
from functools import wraps
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from claims import storage
from claims.access import participant_required
from claims.cleaning import CleanerBroken, FileRefused
from claims.domain.workflow import ClaimStatus
from claims.examples import examples_for
from claims.forms.documents import DocumentForm, MissingPaperForm
from claims.models import Claim, Document, SlotState
from claims.services import intake
from claims.services.digital_card import draw_card
from claims.services.finding import ClaimNotFound, own_document
from claims.services.slots import counted, listed, name_of, next_to_do, slots_of
from claims.views.owners import draft_required
from jht_portal.lib.access import View
from jht_portal.lib.http import SeeOther
from jht_portal.lib.wording import say

logger = logging.getLogger(__name__)

STORE_AWAY = (CleanerBroken, storage.StorageUnavailable)
AWAY_WORDS = _("Kami sedang tidak bisa menyimpan berkas. Coba lagi beberapa menit lagi. Yang sudah tersimpan tetap aman.")
CLOSED_WORDS = _("Dokumen ini tidak bisa diubah sekarang. Yang sudah Anda kirim tetap tersimpan.")


def _list_url(claim: Claim) -> str:
    """Return the page that lists the slots: the wizard's for a draft, the correction's afterwards."""
    return reverse("claims:documents" if claim.status == ClaimStatus.DRAFT else "claims:repair", args=[claim.number])


def own_document_required(view: View) -> View:
    """The page is for the owner of the claim in the address, and is handed the document of the slot."""

    @wraps(view)
    def with_document(request: HttpRequest, number: str, slot: str, **kwargs: object) -> HttpResponse:
        try:
            document = own_document(number, slot, request.participant_id)
        except ClaimNotFound as error:
            raise Http404 from error
        return view(request, document, **kwargs)

    return participant_required(with_document)


def slot_action_required(view: View) -> View:
    """A button of a document's page; opened by itself, as after signing in again, its address leads to that page."""

    @wraps(view)
    def with_post(request: HttpRequest, document: Document, **kwargs: object) -> HttpResponse:
        if request.method == "POST":
            return view(request, document, **kwargs)
        return redirect("claims:slot", document.claim.number, document.slot)

    return own_document_required(with_post)


@draft_required
@require_safe
def documents(request: HttpRequest, claim: Claim) -> HttpResponse:
    """The task list of a draft's documents, in any order."""
    slots = slots_of(claim)
    ready, total = counted(claim, slots)
    return render(
        request,
        "claims/documents/list.html",
        {"claim": claim, "slots": slots, "ready": ready, "total": total, "next": next_to_do(slots)},
    )


@own_document_required
def slot(request: HttpRequest, document: Document) -> HttpResponse:
    """One document: what counts, what is stored, and the field for a file."""
    if not intake.may_change(document):
        messages.warning(request, CLOSED_WORDS)
        return redirect("claims:claim", document.claim.number)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = _form(document, *posted)
    if request.method == "POST" and form.is_valid() and _take_in(request, document, form):
        messages.success(request, gettext("%(document)s tersimpan.") % {"document": say(name_of(document))})
        return SeeOther(reverse("claims:slot", args=[document.claim.number, document.slot]))
    return _slot_page(request, document, form=form)


def _form(document: Document, *posted: QueryDict | MultiValueDict) -> DocumentForm:
    return DocumentForm(*posted, has_pages=document.state in (SlotState.UPLOADED, SlotState.REPLACED))


def _take_in(request: HttpRequest, document: Document, form: DocumentForm) -> bool:
    """Store the files of a form; a refusal becomes the field's error."""
    uploads = [intake.Upload(Path(file.temporary_file_path()), file.name) for file in form.cleaned_data["berkas"]]
    try:
        intake.add_files(document, uploads, now=timezone.now(), replace=form.replaces)
    except (FileRefused, intake.DocumentFull) as refusal:
        form.add_error("berkas", say(refusal.sentence))
    except intake.DocumentClosed:
        form.add_error(None, CLOSED_WORDS)
    except STORE_AWAY as fault:
        logger.error("upload not stored: %s", fault)
        form.add_error("berkas", AWAY_WORDS)
    return not form.errors


def _slot_page(request: HttpRequest, document: Document, *, form: DocumentForm, missing: MissingPaperForm | None = None) -> HttpResponse:
    claim = document.claim
    slots = slots_of(claim)
    shown = next((item for item in slots if item.code == document.slot), None)
    if shown is None:  # A paper of an earlier answer: kept out of sight until the claim is sent.
        return SeeOther(_list_url(claim))
    others = next_to_do(slots, after=document.slot)
    row = listed(claim, slots)
    ready, total = counted(claim, slots)
    action = reverse("claims:slot_missing", args=[claim.number, document.slot])
    context = {
        "claim": claim,
        "slot": shown,
        "editable": shown.version is not None and shown.version.sent_at is None,
        "form": form,
        "missing_form": missing or MissingPaperForm(action=action),
        "examples": examples_for(document.slot),
        "position": row.index(shown) + 1 if shown in row else None,
        "total_slots": len(row),
        "ready": ready,
        "total": total,
        "next": others if others and others.code != document.slot else None,
        "list_url": _list_url(claim),
    }
    return render(request, "claims/documents/slot.html", context)


@slot_action_required
def missing(request: HttpRequest, document: Document) -> HttpResponse:
    """Record why the participant has no such paper."""
    form = MissingPaperForm(request.POST, action=request.path)
    if not form.is_valid():
        return _slot_page(request, document, form=_form(document), missing=form)
    try:
        intake.explain_missing(document, form.cleaned_data["alasan"], form.cleaned_data["penjelasan"])
    except intake.DocumentClosed:
        messages.warning(request, CLOSED_WORDS)
    else:
        messages.success(request, _("Alasan Anda tersimpan. Petugas akan menilai."))
    return SeeOther(_list_url(document.claim))


@slot_action_required
def card(request: HttpRequest, document: Document) -> HttpResponse:
    """Fill the first slot with the portal's own digital card."""
    if document.slot != "kartu_peserta":
        raise Http404
    drawn = draw_card(document.claim.membership, now=timezone.now())
    try:
        intake.add_files(document, [intake.Upload(drawn, "kartu-digital.png")], now=timezone.now(), replace=True, source="digital_card")
    except intake.DocumentClosed:
        messages.warning(request, CLOSED_WORDS)
    except intake.DocumentFull as refusal:
        messages.warning(request, say(refusal.sentence))
    except STORE_AWAY as fault:
        logger.error("card not stored: %s", fault)
        messages.warning(request, AWAY_WORDS)
    else:
        messages.success(request, _("Kartu peserta terisi dari kartu digital Anda."))
    finally:
        drawn.unlink(missing_ok=True)
    return SeeOther(_list_url(document.claim))


@slot_action_required
def remove(request: HttpRequest, document: Document, page_id: UUID) -> HttpResponse:
    """Take one page out."""
    try:
        intake.remove_page(document, page_id)
    except intake.DocumentClosed:
        messages.warning(request, CLOSED_WORDS)
    else:
        messages.success(request, _("Foto dihapus."))
    return SeeOther(reverse("claims:slot", args=[document.claim.number, document.slot]))


@slot_action_required
def rotate(request: HttpRequest, document: Document, page_id: UUID) -> HttpResponse:
    """Turn one photo a quarter to the right."""
    try:
        intake.rotate_page(document, page_id, now=timezone.now())
    except intake.DocumentClosed:
        messages.warning(request, CLOSED_WORDS)
    except STORE_AWAY as fault:
        logger.error("page not turned: %s", fault)
        messages.warning(request, AWAY_WORDS)
    else:
        messages.success(request, _("Foto diputar."))
    return SeeOther(reverse("claims:slot", args=[document.claim.number, document.slot]))
