"""Access marks for the pages of one claim: its owner's, and a draft's."""

from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from claims.access import participant_required
from claims.domain.workflow import ClaimStatus
from claims.models import Claim
from claims.services.finding import ClaimNotFound, own_claim
from jht_portal.lib.access import View


def own_claim_required(view: View) -> View:
    """The page is for the owner of the claim in the address, and is handed the claim."""

    @wraps(view)
    def with_claim(request: HttpRequest, number: str, *args: object, **kwargs: object) -> HttpResponse:
        try:
            claim = own_claim(number, request.participant_id)
        except ClaimNotFound as error:
            raise Http404 from error
        return view(request, claim, *args, **kwargs)

    return participant_required(with_claim)


def draft_required(view: View) -> View:
    """The page is for the owner of the draft in the address; a claim that was sent leads to its receipt."""

    @wraps(view)
    def with_draft(request: HttpRequest, claim: Claim, *args: object, **kwargs: object) -> HttpResponse:
        if claim.status == ClaimStatus.DRAFT:
            return view(request, claim, *args, **kwargs)
        if claim.submitted_at:
            return redirect("claims:receipt", claim.number)
        messages.info(request, "Draf ini sudah ditutup. Mulai lagi di sini, data Anda tetap kami kenal.")
        return redirect("claims:start")

    return own_claim_required(with_draft)
