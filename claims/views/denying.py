""" "Bukan saya": say it with the code of a message and one sent to the registered contact, or while signed in."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from claims.domain.workflow import OPEN
from claims.forms.denying import DenyForm, MessageCodeForm
from claims.forms.own_contacts import ProofCodeForm
from claims.models import Claim
from claims.services import denying, holding
from claims.services.denying import Denial, DenialRefused
from claims.services.issuing import count_check
from claims.views import codes
from claims.views.owners import own_claim_required
from jht_portal.errors import too_many
from jht_portal.lib.access import public
from jht_portal.lib.http import SeeOther, posted
from jht_portal.lib.throttle import client_address
from participants.domain.identifiers import mask_email, mask_phone
from participants.domain.proofs import NOT_MINE
from participants.forms.signing_in import ResendForm
from participants.models import CodeProof
from participants.services import proving

MEANT, DONE = "bukan_saya", "bukan_saya_selesai"
"""In the session: the check code that was typed; what was done in the end."""
MASKS = {"email": mask_email, "phone": mask_phone}


@public
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Take the check code of a message, and send a code to the registered contact."""
    form = MessageCodeForm(posted(request))
    if form.is_bound and form.is_valid():
        allowance = count_check(client_address(request))
        if not allowance.allowed:
            return too_many(request, allowance.retry_after)
        if _sent(request, form):
            return SeeOther(reverse("claims:deny_code"))
    return render(request, "claims/denying/begin.html", {"form": form})


def _sent(request: HttpRequest, form: Form) -> bool:
    try:
        denial = denying.find_denial(form.cleaned_data["kode"], timezone.now())
        if denial is None:
            form.add_error("kode", gettext("Kode ini bukan dari pesan kami. Periksa lagi, atau telepon kami."))
            return False
        allowance = codes.count_sent(denial.person.pk)
        if not allowance.allowed:
            form.add_error("kode", codes.slow_down(allowance))
            return False
        codes.remember(request, NOT_MINE, denying.ask(denial, now=timezone.now()))
    except DenialRefused as refusal:
        form.add_error("kode", refusal.sentence)
        return False
    request.session[MEANT] = form.cleaned_data["kode"]
    return True


@public
@sensitive_post_parameters("kode")
@require_http_methods(["GET", "HEAD", "POST"])
def deny_code(request: HttpRequest) -> HttpResponse:
    """Take the code that went to the registered contact; then the claim is held, or the old contact stands again."""
    proof, denial = _pending(request)
    if proof is None or denial is None:
        return redirect("claims:deny")
    if "lagi" in request.POST:
        codes.send_again(request, NOT_MINE, denial.person.pk, lambda key: denying.send_again(key, denial, now=timezone.now()))
        return SeeOther(request.path)
    button = gettext("Tahan klaim ini") if denial.claim else gettext("Kembalikan kontak lama")
    form = ProofCodeForm(posted(request), button=button)
    if form.is_bound and form.is_valid() and _denied(request, form, proof, denial):
        return SeeOther(reverse("claims:denied"))
    context = {"form": form, "resend": ResendForm(), "address": MASKS[proof.kind](proof.address), "phone": proof.kind == "phone"}
    return render(request, "claims/denying/code.html", context | {"about": denial.kind})


def _pending(request: HttpRequest) -> tuple[CodeProof | None, Denial | None]:
    """Return the proof that this browser waits for, and what it is about as things stand now."""
    proof_id, now = codes.waiting(request, NOT_MINE), timezone.now()
    proof = proof_id and proving.waiting(proof_id, NOT_MINE, now=now)
    if not proof or MEANT not in request.session:
        return None, None
    try:
        return proof, denying.find_denial(request.session[MEANT], now)
    except DenialRefused:
        return proof, None


def _denied(request: HttpRequest, form: Form, proof: CodeProof, denial: Denial) -> bool:
    def act() -> bool:
        denying.deny(proof.pk, form.cleaned_data["kode"], denial, now=timezone.now())
        return True

    try:
        done = codes.redeem(request, form, act)
    except DenialRefused as refusal:
        form.add_error("kode", refusal.sentence)
        return False
    if done:
        codes.done(request, NOT_MINE)
        del request.session[MEANT]
        request.session[DONE] = denial.kind
    return bool(done)


@public
@require_safe
def denied(request: HttpRequest) -> HttpResponse:
    """What was done, and what the person does next."""
    about = request.session.get(DONE)
    return render(request, "claims/denying/done.html", {"about": about}) if about else redirect("claims:deny")


@own_claim_required
@require_http_methods(["GET", "HEAD", "POST"])
def deny_own(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Hold the own claim while signed in."""
    if claim.status not in OPEN or holding.open_hold(claim):
        return redirect("claims:claim", claim.number)
    form = DenyForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            denying.hold_own(claim, "signed_in", now=timezone.now())
        except DenialRefused as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, gettext("Klaim ini ditahan. Kepala kantor memeriksanya dan menghubungi Anda."))
        return SeeOther(reverse("claims:claim", args=[claim.number]))
    return render(request, "claims/denying/own.html", {"claim": claim, "form": form})
