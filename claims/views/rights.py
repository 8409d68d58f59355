"""The participant's rights over the own data: what is kept, a copy of all of it, a request to correct it (UU 27/2022)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.access import participant_required
from claims.forms.data_requests import DataRequestForm
from claims.forms.own_contacts import ProofCodeForm
from claims.models import Claim, Office
from claims.services import data_requests, own_copy, own_data
from claims.services.data_requests import RequestRefused
from claims.services.deadlines import local_date
from claims.services.denying import NO_CONTACT
from claims.services.retention import retention
from claims.views import codes
from jht_portal.lib.http import SeeOther, posted
from participants.domain.identifiers import mask_email, mask_phone
from participants.domain.proofs import DATA
from participants.forms.signing_in import ResendForm
from participants.services import proving

ZIP_TYPE = "application/zip"
MASKS = {"email": mask_email, "phone": mask_phone}
REQUESTS_A_DAY, DAY = 5, 24 * 3600


@participant_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What is kept and how long, what was accepted when, and what was asked."""
    context = {
        "retention": retention(local_date(None, timezone.now())),
        "accepted": own_data.accepted_by(request.participant_id),
        "requests": data_requests.of_person(request.participant_id),
        "now": timezone.now(),
    }
    return render(request, "claims/rights/show.html", context)


@participant_required
@require_POST
def ask_copy(request: HttpRequest) -> HttpResponse:
    """Send a code to the registered contact: a copy of everything is worth asking once more who sits here."""
    allowance = codes.count_sent(request.participant_id)
    if not allowance.allowed:
        messages.warning(request, codes.slow_down(allowance))
        return SeeOther(reverse("claims:own_data"))
    try:
        codes.remember(request, DATA, own_copy.ask(request.participant_id, now=timezone.now()))
    except own_copy.NoContact:
        messages.warning(request, NO_CONTACT)
        return SeeOther(reverse("claims:own_data"))
    return SeeOther(reverse("claims:own_copy"))


@participant_required
@sensitive_post_parameters("kode")
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest) -> HttpResponseBase:
    """Take the code, and send the copy as one ZIP while it is written."""
    proof_id = codes.waiting(request, DATA)
    proof = proof_id and proving.waiting(proof_id, DATA, now=timezone.now())
    if not proof or proof.participant_id != request.participant_id:
        return redirect("claims:own_data")
    if "lagi" in request.POST:
        codes.send_again(request, DATA, request.participant_id, lambda key: own_copy.send_again(key, now=timezone.now()))
        return SeeOther(request.path)
    form = ProofCodeForm(posted(request), button=gettext("Unduh salinan"))
    if form.is_bound and form.is_valid() and (sent := _sent(request, form, proof_id)):
        return sent
    context = {"form": form, "resend": ResendForm(), "address": MASKS[proof.kind](proof.address), "kind": proof.kind}
    return render(request, "claims/rights/code.html", context)


def _sent(request: HttpRequest, form: ProofCodeForm, proof_id: UUID) -> StreamingHttpResponse | None:
    now = timezone.now()
    pieces = codes.redeem(request, form, lambda: own_copy.download(proof_id, form.cleaned_data["kode"], now=now))
    if pieces is None:
        return None
    codes.done(request, DATA)
    headers = {"Content-Disposition": f'attachment; filename="data-saya-{local_date(None, now):%Y%m%d}.zip"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(pieces, content_type=ZIP_TYPE, headers=headers)


@participant_required
@sensitive_post_parameters("permintaan")
@require_http_methods(["GET", "HEAD", "POST"])
def ask_correction(request: HttpRequest) -> HttpResponse:
    """Ask for something to be corrected."""
    form = DataRequestForm(posted(request), offices=Office.objects.filter(is_open=True).order_by("name"), initial=_nearest(request))
    if form.is_bound and form.is_valid() and _asked(request, form):
        messages.success(request, gettext("Permintaan Anda kami terima. Jawabannya paling lambat 3 × 24 jam."))
        return SeeOther(reverse("claims:own_data"))
    return render(request, "claims/rights/ask.html", {"form": form})


def _nearest(request: HttpRequest) -> dict[str, str]:
    """Choose the office of the person's newest claim first."""
    newest = Claim.objects.sent().filter(participant=request.participant_id).select_related("office").order_by("-submitted_at").first()
    return {"kantor": newest.office.code} if newest else {}


def _asked(request: HttpRequest, form: DataRequestForm) -> bool:
    allowance = codes.throttle.hit("data_request", str(request.participant_id), limit=REQUESTS_A_DAY, window_seconds=DAY)
    if not allowance.allowed:
        form.add_error(None, codes.slow_down(allowance))
        return False
    said = form.cleaned_data
    try:
        data_requests.ask(request.participant_id, said["tentang"], said["permintaan"], form.office, now=timezone.now())
    except RequestRefused as refusal:
        form.add_error("tentang", refusal.sentence)
        return False
    return True
