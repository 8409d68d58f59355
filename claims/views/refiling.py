"""File a claim again that ended without money."""

import logging

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.domain.letters import REPORT_EXIT
from claims.domain.reasons import find_reason
from claims.models import Claim
from claims.services import refiling
from claims.services.checking import NotEligible
from claims.services.drafting import ClaimAlreadyOpen
from claims.services.filing import next_step
from claims.services.requirements import requirements_of, rules_day
from claims.storage import StorageUnavailable
from claims.views.documents import AWAY_WORDS
from claims.views.owners import own_claim_required
from jht_portal.lib.http import SeeOther

logger = logging.getLogger(__name__)


@own_claim_required
def repeat(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Say what is taken over and what is asked anew, then begin."""
    if not refiling.may_repeat(claim):
        raise Http404
    names = requirements_of(claim)
    kept = [names[version.document.slot].label for version in refiling.papers_to_keep(claim) if version.document.slot in names]
    context = {"claim": claim, "kept": kept, "reason": find_reason(claim.reason, rules_day(claim)), "hr_letter": REPORT_EXIT}
    if request.method == "POST":
        try:
            return _begun(request, claim)
        except NotEligible as refusal:
            context["verdict"] = refusal.verdict
        except ClaimAlreadyOpen as running:
            context["open_claim"] = running.claim
        except StorageUnavailable as fault:
            logger.error("papers not taken over: %s", fault)
            messages.warning(request, AWAY_WORDS)
    return render(request, "claims/mine/repeat.html", context)


def _begun(request: HttpRequest, claim: Claim) -> HttpResponse:
    draft = refiling.repeat(claim, now=timezone.now())
    messages.success(request, _("Dokumen yang masih bisa dipakai sudah ada di sini. Periksa isian Anda."))
    return SeeOther(reverse(next_step(draft), args=[draft.number]))
