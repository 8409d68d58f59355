"""Access marks for what belongs to one person: the pages of a claim, of a draft, of the own cards."""

from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from claims.access import participant_required
from claims.domain.workflow import ClaimStatus
from claims.forms.statement import ALL
from claims.models import Claim
from claims.services.finding import ClaimNotFound, own_claim
from claims.services.holders import CardNotFound, find_holder
from jht_portal.lib.access import View


def own_claim_required(view: View) -> View:
    """The page is for the owner of the claim in the address, and is handed the claim."""

    @wraps(view)
    def with_claim(request: HttpRequest, number: str, *args: object, **kwargs: object) -> HttpResponse:
        try:
            claim = own_claim(number, request.participant_id)
        except ClaimNotFound as error:
            raise Http404 from error
        if request.counter and request.counter.reason not in ("", claim.reason):
            raise Http404  # An heir at the counter files for a death, and sees no other claim.
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
        messages.info(request, _("Draf ini sudah ditutup. Mulai lagi di sini, data Anda tetap kami kenal."))
        return redirect("claims:start")

    return own_claim_required(with_draft)


def own_cards_required(view: View) -> View:
    """The page is about the visitor's own cards, all or the one of ``?kartu=``; it is handed their holder."""

    @wraps(view)
    def with_holder(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            holder = find_holder(request.participant_id, request.GET.get("kartu", "").removeprefix(ALL))
        except CardNotFound as error:
            raise Http404 from error
        return view(request, holder, *args, **kwargs)

    return participant_required(with_holder)
