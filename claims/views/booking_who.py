"""Who takes a number: somebody who signs in, or somebody who proves a phone with a code."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from claims.channels.offered import is_offered
from claims.forms.booking import ProofCodeForm, WhoForm
from claims.services import contact_proofs
from claims.services.contact_proofs import ProofRefused
from claims.views.visitors import PROOF
from jht_portal.errors import too_many
from jht_portal.lib import throttle
from jht_portal.lib.access import public
from jht_portal.lib.http import SeeOther, posted
from jht_portal.lib.next_page import own_path
from participants.domain.channels import SMS, WHATSAPP

PENDING = "antrian_siapa"
"""In the session: [proof, page to go to]."""
OVER = _("Kode ini tidak bisa dipakai lagi. Minta kode baru.")


@public
@sensitive_post_parameters("nama", "telepon")
@require_http_methods(["GET", "HEAD", "POST"])
def who(request: HttpRequest) -> HttpResponse:
    """Offer the two ways, and send a code to the phone that somebody gives."""
    wanted = own_path(request.GET.get("lanjut", ""), reverse("claims:places"))
    channels = [channel for channel in (SMS, WHATSAPP) if is_offered(channel)]
    form = WhoForm(posted(request), channels=channels)
    if request.method != "POST" or not form.is_valid():
        sign_in = f"{reverse('claims:sign_in')}?{urlencode({'next': wanted})}"
        context = {"form": form, "wanted": wanted, "sign_in_url": sign_in, "may_prove": bool(channels)}
        return render(request, "claims/booking/who.html", context)
    phone = form.cleaned_data["telepon"]
    allowance = contact_proofs.count_codes(phone, throttle.client_address(request))
    if not allowance.allowed:
        return too_many(request, allowance.retry_after)
    proof = contact_proofs.begin(form.cleaned_data["nama"], phone, form.cleaned_data["saluran"], now=timezone.now())
    request.session[PENDING] = [str(proof.pk), wanted]
    return SeeOther(reverse("claims:booking_code"))


@public
@sensitive_post_parameters("kode")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code; the right one lets this browser take numbers for two hours."""
    pending = request.session.get(PENDING)
    if pending is None:
        return redirect("claims:places")
    form, again = ProofCodeForm(posted(request)), f"{reverse('claims:booking_who')}?{urlencode({'lanjut': pending[1]})}"
    if request.method == "POST" and form.is_valid():
        allowance = throttle.hit("queue_code_try", throttle.client_address(request), limit=30, window_seconds=60)
        if not allowance.allowed:
            return too_many(request, allowance.retry_after)
        try:
            proof = contact_proofs.redeem(UUID(pending[0]), form.cleaned_data["kode"], now=timezone.now())
        except ProofRefused as refusal:
            form.add_error("kode", _in_words(refusal))
        else:
            del request.session[PENDING]
            request.session[PROOF] = str(proof.pk)
            return SeeOther(pending[1])
    return render(request, "claims/booking/code.html", {"form": form, "again": again})


def _in_words(refusal: ProofRefused) -> str:
    if not refusal.left:
        return OVER
    words = ngettext(
        "Kode itu tidak cocok. Anda masih bisa mencoba %(left)d kali.",
        "Kode itu tidak cocok. Anda masih bisa mencoba %(left)d kali.",
        refusal.left,
    )
    return words % {"left": refusal.left}
