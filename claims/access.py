"""Access marks for pages of a signed-in participant."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from jht_portal.lib.access import guarded
from jht_portal.lib.sessions import signed_in_id, was_signed_in

IDLE = "Anda keluar sendiri karena {minutes} menit tidak ada kegiatan. Yang sudah tersimpan tetap aman.{lost}"
LOST = " Isian terakhir belum tersimpan, kirim sekali lagi sesudah masuk."


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse | None:
    """Set ``request.participant_id``, or send the visitor to sign in and back here."""
    was_in = was_signed_in(request)
    request.participant_id = signed_in_id(request)
    if request.participant_id:
        return None
    lost = request.method == "POST"
    if was_in:
        messages.info(request, IDLE.format(minutes=settings.PARTICIPANT_IDLE_SECONDS // 60, lost=LOST if lost else ""))
    wanted = request.path if lost else request.get_full_path()
    return redirect(f"{reverse('claims:sign_in')}?{urlencode({'next': wanted})}")


participant_required = guarded("participant", _ask_to_sign_in)
