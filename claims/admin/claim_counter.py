"""The counter: a participant brings a better paper, an officer takes it in."""

import logging
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from claims import storage
from claims.admin.access import pressed_on, with_claim
from claims.admin.desk_page import Look, desk_url, look
from claims.cleaning import CleanerBroken, FileRefused
from claims.forms.documents import DocumentForm
from claims.models import Claim
from claims.services import counter, intake

logger = logging.getLogger(__name__)
TAKEN_IN = "{name} pengganti tersimpan. Tekan Kirim perbaikan bila semua sudah diganti."
NOT_STORED = "Berkas belum tersimpan karena penyimpanan terganggu. Coba lagi beberapa menit lagi."


@pressed_on("admin:claims_claim_change", "claim_id")
@with_claim
def take_in(request: HttpRequest, claim: Claim, slot: str) -> HttpResponse:
    """Store the files as the document's next version, not sent yet."""
    seen = look(request, claim, slot)
    if seen.frame is None or seen.frame.slot != slot or not counter.takes_in(claim, seen.frame, seen.desk):
        raise Http404
    form = DocumentForm(request.POST, request.FILES)
    fault = store(seen, form) if form.is_valid() else form.errors["berkas"][0]
    if fault:
        messages.warning(request, fault)
    else:
        messages.success(request, TAKEN_IN.format(name=seen.frame.label))
    return redirect(desk_url(claim, slot))


def store(seen: Look, form: DocumentForm) -> str:
    """Clean and keep the files; return why they were not taken, empty when they were."""
    uploads = [intake.Upload(Path(file.temporary_file_path()), file.name) for file in form.cleaned_data["berkas"]]
    document = seen.frame.document
    document.claim = seen.claim
    try:
        intake.add_files(document, uploads, now=timezone.now(), replace=True, source="counter")
    except (FileRefused, intake.DocumentFull) as refusal:
        return refusal.sentence
    except intake.DocumentClosed:
        return "Dokumen ini tidak bisa diganti sekarang."
    except (CleanerBroken, storage.StorageUnavailable) as broken:
        logger.error("upload at the counter not stored: %s", broken)
        return NOT_STORED
    return ""
