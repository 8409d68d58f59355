"""The wizard's first page: which card and why, what the rules say to it, and the facts that the reason asks for."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.access import participant_required
from claims.domain.heirs import order_for
from claims.domain.letters import REPORT_EXIT
from claims.domain.reasons import Reason, find_reason, reasons_in_force
from claims.forms.filing_start import FactsForm, StartForm, fact_fields
from claims.links import facts_url
from claims.models import Claim
from claims.services.applicants import NOTHING_STATED, STATED, Applicant, StatedFacts, find_applicant, judge
from claims.services.checking import NotEligible
from claims.services.drafting import ClaimAlreadyOpen, begin
from claims.services.filing import next_step
from jht_portal.lib.formats import short_date
from jht_portal.lib.http import SeeOther, posted
from jht_portal.lib.wording import shown
from participants.domain.identifiers import mask_kpj
from participants.models import Membership

OTHER_HEIRS = _("Ahli waris lain berubah. Unduh surat persetujuan yang baru, lalu minta semua menandatanganinya lagi.")


@participant_required
def start(request: HttpRequest) -> HttpResponse:
    """Choose a card and a reason; a reason that needs a fact asks for it on the next page."""
    applicant, today = find_applicant(request.participant_id), timezone.localdate()
    form = StartForm(
        posted(request),
        memberships=applicant.claimable,
        running=applicant.running,
        reasons=_reasons(request, today),
        initial=_known_choice(request, applicant),
    )
    context = {
        "form": form,
        "drafts": [_draft_line(draft, applicant) for draft in applicant.drafts if _only_reason(request) in ("", draft.reason)],
        "applicant": applicant,
        "hr_letter": REPORT_EXIT,
    }
    if request.method == "POST" and form.is_valid():
        membership, reason = form.cleaned_data["kpj"], find_reason(form.cleaned_data["sebab"], today)
        try:
            return _begun(request, applicant, membership, reason)
        except NotEligible as refusal:
            context |= {"verdict": refusal.verdict, "reason": reason}
        except ClaimAlreadyOpen as open_claim:
            context["open_claim"] = open_claim.claim
    return render(request, "claims/filing/start.html", context)


@participant_required
def facts(request: HttpRequest) -> HttpResponse:
    """State what the chosen reason needs to know; the rules are asked again with it."""
    applicant, today = find_applicant(request.participant_id), timezone.localdate()
    membership = next((m for m in applicant.claimable if str(m.pk) == request.GET.get("kartu")), None)
    reason = next((r for r in _reasons(request, today) if r.code == request.GET.get("sebab")), None)
    if membership is None or reason is None:
        return redirect("claims:start")
    form = FactsForm(posted(request), reason=reason, membership=membership, initial=_known_facts(applicant, membership))
    context = {"form": form, "reason": reason, "membership": membership, "kpj": mask_kpj(membership.kpj), "hr_letter": REPORT_EXIT}
    context |= {"heir_order": order_for(reason.code)}
    if request.method == "POST" and form.is_valid():
        try:
            return _began(request, applicant, membership, reason, StatedFacts(**form.stated))
        except NotEligible as refusal:
            context["verdict"] = refusal.verdict
        except ClaimAlreadyOpen as open_claim:
            context["open_claim"] = open_claim.claim
    return render(request, "claims/filing/facts.html", context)


def _reasons(request: HttpRequest, today: date) -> list[Reason]:
    """Return the reasons that may be chosen: with an heir at the counter, the one alone."""
    return [reason for reason in reasons_in_force(today) if _only_reason(request) in ("", reason.code)]


def _only_reason(request: HttpRequest) -> str:
    """Return the one reason that an heir at the counter may file for; empty for everybody else."""
    return request.counter.reason if request.counter else ""


def _begun(request: HttpRequest, applicant: Applicant, membership: Membership, reason: Reason) -> HttpResponse:
    """Begin at once, or ask for the facts of the reason first; raises NotEligible, ClaimAlreadyOpen."""
    if not fact_fields(reason):
        return _began(request, applicant, membership, reason, NOTHING_STATED)
    live = applicant.live_claim(membership)
    if live and live.submitted_at:
        raise ClaimAlreadyOpen(live)
    verdict = judge(applicant, membership, reason.code, NOTHING_STATED, timezone.localdate())
    if not verdict.may_file:
        raise NotEligible(verdict)
    return SeeOther(facts_url(membership.pk, reason.code))


def _began(request: HttpRequest, applicant: Applicant, membership: Membership, reason: Reason, stated: StatedFacts) -> HttpResponse:
    before = applicant.live_claim(membership)
    draft = begin(applicant, membership, reason.code, stated, timezone.now())
    if before and before.reason != draft.reason:
        messages.success(request, _("Sebab klaim diganti. Dokumen yang sudah Anda unggah tetap tersimpan."))
    if before and before.co_heirs and draft.co_heirs and before.co_heirs != draft.co_heirs:
        messages.warning(request, OTHER_HEIRS)
    return SeeOther(reverse(next_step(draft), args=[draft.number]))


def _known_choice(request: HttpRequest, applicant: Applicant) -> dict:
    """Return what is chosen already: the draft that is being changed, a card or reason from another page, the only card."""
    draft = next((draft for draft in applicant.drafts if draft.number == request.GET.get("ubah")), None)
    if draft:
        return {"kpj": str(draft.membership_id), "sebab": draft.reason}
    card = str(applicant.claimable[0].pk) if len(applicant.claimable) == 1 else request.GET.get("kartu")
    return {"kpj": card, "sebab": request.GET.get("sebab")}


def _known_facts(applicant: Applicant, membership: Membership) -> dict:
    """Return what the draft that is being changed says; a claim on its way tells nobody, another heir may sit here."""
    live = applicant.live_claim(membership)
    return {column: getattr(live, column) for column in STATED} if live and not live.submitted_at else {}


def _draft_line(draft: Claim, applicant: Applicant) -> dict:
    membership = next(m for m in applicant.memberships if m.pk == draft.membership_id)
    return {
        "number": draft.number,
        "state": draft.status,
        "name": shown(find_reason(draft.reason, timezone.localdate(draft.created_at)).label),
        "note": gettext("KPJ %(kpj)s, terakhir disimpan %(day)s.") % {"kpj": mask_kpj(membership.kpj), "day": short_date(draft.updated_at)},
        "url": reverse("claims:resume", args=[draft.number]),
        "tag_kind": "",
        "tag": _("Lanjutkan draf"),
        "icon": "edit",
    }
