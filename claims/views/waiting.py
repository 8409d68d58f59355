"""A place in the waiting list: where one stands, and the place that is held when it is one's turn."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from claims.domain.queueing import SERVICE_LABELS
from claims.forms.booking import OwnPhoneForm
from claims.models import WaitingEntry
from claims.services import waiting as service
from claims.services.booking import AlreadyBooked, TooManyNumbers
from claims.services.tickets import find_waiting, holds_phone
from claims.services.waiting import OfferEnded
from claims.views.booking import TOO_MANY
from claims.views.visitors import count_miss, count_phone_try, guesses_left, owns, remember
from jht_portal.errors import too_many
from jht_portal.lib.access import public
from jht_portal.lib.http import SeeOther, posted
from jht_portal.lib.wording import say

ENDED = _("Tempat itu tidak bisa diambil lagi: waktu memilih habis, atau kantor tutup hari itu.")
SECOND = _("Anda sudah punya nomor antrian untuk keperluan ini.")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, wait_code: str) -> HttpResponse:
    """Say where one stands; on one's turn take the place that is held, or step out of the line."""
    if not (allowance := guesses_left(request)).allowed:
        return too_many(request, allowance.retry_after)
    entry = find_waiting(wait_code)
    if entry is None:
        count_miss(request)
        raise Http404
    if request.method == "POST" and "telepon" not in request.POST and owns(request, entry):
        return _answer(request, entry)
    form = OwnPhoneForm(posted(request) if "telepon" in request.POST else None)
    if request.method == "POST" and form.is_valid():
        if not (allowance := count_phone_try(request, entry.code)).allowed:
            return too_many(request, allowance.retry_after)
        if holds_phone(entry, form.cleaned_data["telepon"]):
            remember(request, entry.code)
            return SeeOther(request.path)
        form.add_error("telepon", _("Nomor HP ini bukan yang dipakai saat masuk daftar tunggu."))
    return render(request, "claims/booking/waiting.html", _context(request, entry, form))


def _answer(request: HttpRequest, entry: WaitingEntry) -> HttpResponse:
    now = timezone.now()
    if "keluar" in request.POST:
        service.leave(entry, now=now)
        messages.success(request, _("Anda sudah keluar dari daftar tunggu."))
        return SeeOther(request.path)
    try:
        ticket = service.accept(entry, now=now)
    except OfferEnded:
        messages.warning(request, ENDED)
        return SeeOther(request.path)
    except (AlreadyBooked, TooManyNumbers) as refusal:
        messages.warning(request, SECOND if isinstance(refusal, AlreadyBooked) else TOO_MANY)
        return SeeOther(request.path)
    remember(request, ticket.code)
    messages.success(request, _("Nomor antrian Anda sudah dipesan."))
    return SeeOther(reverse("claims:ticket", args=[ticket.code]))


def _context(request: HttpRequest, entry: WaitingEntry, form: OwnPhoneForm) -> dict[str, object]:
    office = entry.line.service.office
    wanted = {"kantor": office.code, "layanan": entry.service}
    sign_in = f"{reverse('claims:sign_in')}?{urlencode({'next': request.path})}" if entry.participant_id else ""
    return {
        "entry": entry,
        "office": office,
        "purpose": say(SERVICE_LABELS[entry.service]),
        "position": service.position(entry) if entry.state == "waiting" else 0,
        "is_owner": owns(request, entry),
        "form": form,
        "sign_in_url": sign_in,
        "other_days": f"{reverse('claims:take_number')}?{urlencode(wanted)}",
    }
