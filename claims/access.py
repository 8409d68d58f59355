"""Access marks for pages of a signed-in participant."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from jht_portal.lib.access import guarded
from jht_portal.lib.sessions import counter_stay, signed_in_id, was_signed_in

IDLE = _("Anda keluar sendiri karena {minutes} menit tidak ada kegiatan. Yang sudah tersimpan tetap aman.")
ONLY_FILING = _("Di loket hanya halaman pengajuan yang terbuka.")
COUNTER_PAGES = frozenset(
    f"claims:{name}"
    for name in (
        *("start", "facts", "resume", "data", "documents", "office", "review", "receipt", "receipt_print", "receipt_pdf"),
        *("slot", "slot_missing", "slot_card", "slot_rotate", "slot_remove", "page_thumbnail", "form_pdf", "consent_pdf"),
    )
)
"""Where an officer may go who files with a participant at the counter."""
LOST = _("Isian terakhir belum tersimpan, kirim sekali lagi sesudah masuk.")


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse | None:
    """Set ``request.participant_id``, or send the visitor to sign in and back here."""
    was_in = was_signed_in(request)
    request.participant_id = signed_in_id(request)
    if request.participant_id:
        return _stay_with_filing(request)
    lost = request.method == "POST"
    if was_in:
        idle = IDLE.format(minutes=settings.PARTICIPANT_IDLE_SECONDS // 60)
        messages.info(request, f"{idle} {LOST}" if lost else idle)
    wanted = request.path if lost else request.get_full_path()
    return redirect(f"{reverse('claims:sign_in')}?{urlencode({'next': wanted})}")


def _stay_with_filing(request: HttpRequest) -> HttpResponse | None:
    """Let an officer at the counter go where a claim is filed and nowhere else."""
    request.counter = counter_stay(request)
    if request.counter is None or request.resolver_match.view_name in COUNTER_PAGES:
        return None
    messages.info(request, ONLY_FILING)
    return redirect("claims:start")


participant_required = guarded("participant", _ask_to_sign_in)
