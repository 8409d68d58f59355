"""Guidance in plain words, made from the rules that the wizard itself uses."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from claims.domain.documents import NOTHING_SPECIAL, Requirement, required_slots
from claims.domain.eligibility import check_eligibility
from claims.domain.guide import CHAPTERS
from claims.domain.heirs import order_for
from claims.domain.letters import REPORT_EXIT
from claims.domain.reasons import Reason, find_reason, reasons_in_force
from claims.domain.workflow import STAGE_OF, ClaimStatus
from claims.forms.eligibility import EligibilityForm
from claims.labels import STAGE_LABELS, STATUS_WORDING
from claims.services.retention import retention
from jht_portal.lib.access import public
from jht_portal.lib.http import posted

OUTCOMES = {
    "bisa": ("ok", _("Bisa"), _("Anda sudah bisa mengajukan.")),
    "belum_bisa": ("act", _("Belum bisa"), _("Anda belum bisa mengajukan.")),
}
REVIEW = ("now", _("Perlu telaah petugas"), _("Petugas perlu menelaah dulu."))
LEVELS = {
    Requirement.WAJIB: ("now", _("Wajib"), "check"),
    Requirement.BERSYARAT: ("", _("Bila berlaku"), "info"),
    Requirement.PENDUKUNG: ("", _("Bila ada"), "plus"),
}


def _reason(code: str) -> Reason:
    try:
        return find_reason(code, timezone.localdate())
    except KeyError as error:
        raise Http404 from error


@public
@require_safe
def eligibility(request: HttpRequest) -> HttpResponse:
    """Choose one of the eleven reasons."""
    return render(request, "claims/guidance/eligibility.html", {"reasons": reasons_in_force(timezone.localdate())})


@public
def eligibility_reason(request: HttpRequest, code: str) -> HttpResponse:
    """A few questions, then the answer in one sentence with the article behind it."""
    reason, today = _reason(code), timezone.localdate()
    form = EligibilityForm(reason, posted(request))
    context = {"reason": reason, "form": form, "heir_order": order_for(reason.code)}
    if request.method == "POST" and form.is_valid():
        verdict = check_eligibility(reason.code, form.facts(today), today)
        kind, tag, headline = OUTCOMES.get(verdict.outcome, REVIEW)
        context |= {"verdict": verdict, "kind": kind, "tag": tag, "headline": headline, "hr_letter": REPORT_EXIT}
        form.ask_again()
    return render(request, "claims/guidance/eligibility_reason.html", context)


@public
@require_safe
def requirements(request: HttpRequest) -> HttpResponse:
    """The eleven reasons, each leading to its papers."""
    return render(request, "claims/guidance/requirements.html", {"reasons": reasons_in_force(timezone.localdate())})


@public
@require_safe
def requirement(request: HttpRequest, code: str) -> HttpResponse:
    """The papers of one reason under the office's policy."""
    reason = _reason(code)
    slots = required_slots(settings.REQUIREMENT_POLICY, reason.code, NOTHING_SPECIAL, timezone.localdate())
    papers = [(slot, *LEVELS[slot.requirement]) for slot in slots]
    return render(request, "claims/guidance/requirement.html", {"reason": reason, "papers": papers, "heir_order": order_for(reason.code)})


@public
@require_safe
def status_meanings(request: HttpRequest) -> HttpResponse:
    """What every state means and what to do then."""
    states = [(STATUS_WORDING[s], STAGE_LABELS.get(STAGE_OF[s], _("Belum dikirim"))) for s in ClaimStatus]
    return render(request, "claims/guidance/status_meanings.html", {"states": states})


@public
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The usual questions, and how to reach a person."""
    return render(request, "claims/guidance/help.html")


@public
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The participants' guide, with pictures."""
    return render(request, "claims/guidance/guide.html", {"chapters": CHAPTERS})


@public
@require_safe
def brokers(request: HttpRequest) -> HttpResponse:
    """Free of charge: how to know a broker, and what to do about one."""
    return render(request, "claims/guidance/brokers.html")


@public
@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """How to complain, one step after the other."""
    return render(request, "claims/guidance/complaints.html")


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why, how, and for how long."""
    return render(request, "claims/guidance/privacy.html", {"retention": retention(timezone.localdate())})


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was checked, and whom to tell when something does not work."""
    return render(request, "claims/guidance/accessibility.html")
