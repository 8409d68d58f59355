"""The wizard's middle: contact and account with what will be paid, the office, and the form already filled in."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from claims.domain.app_limit import fits_the_app
from claims.domain.limits import Limit, limit
from claims.domain.reasons import find_reason
from claims.forms.filing import DataForm, OfficeForm
from claims.models import Claim, Office
from claims.services.deadlines import local_date
from claims.services.estimating import Estimate, estimate
from claims.services.f5_form import draw_form
from claims.services.filing import PAYOUT, Payout, account_warnings, choose_office, next_step, save_data
from claims.services.heirs_letter import draw_consent
from claims.services.requirements import rules_day
from claims.services.tax_notice import TaxNotice, tax_notice
from claims.services.workflow import ClaimChangedMeanwhile
from claims.views.owners import draft_required, own_claim_required
from jht_portal.lib.http import SeeOther, posted
from jht_portal.lib.wording import say
from participants.domain.identifiers import written_phone

SENT_ELSEWHERE = _("Klaim ini baru saja dikirim atau ditutup. Isian terakhir tidak disimpan.")


@draft_required
@require_safe
def resume(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Go on where the draft stands."""
    return redirect(next_step(claim), claim.number)


@draft_required
def data(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Show what the claim would pay, and ask where the money goes and how to reach the claimant."""
    outlook = estimate(claim)
    notice = tax_notice(claim, outlook, local_date(claim.office, timezone.now())) if claim.is_partial else None
    form = DataForm(posted(request), asks_tax_number=outlook.asks_tax_number, warned_of=notice and notice.mark, initial=_known_data(claim))
    if request.method == "POST" and form.is_valid():
        return _saved(request, claim, form, notice)
    return render(request, "claims/filing/data.html", {"claim": claim, "form": form, "tax_notice": notice} | _money(claim, outlook))


def _saved(request: HttpRequest, claim: Claim, form: DataForm, notice: TaxNotice | None) -> HttpResponse:
    try:
        draft = save_data(claim, Payout(**form.payout, tax_warning=notice and notice.kept()), timezone.now())
    except ClaimChangedMeanwhile:
        messages.warning(request, SENT_ELSEWHERE)
        return SeeOther(reverse("claims:resume", args=[claim.number]))
    for warning in account_warnings(draft):
        messages.warning(request, say(warning))
    return SeeOther(reverse(next_step(draft), args=[draft.number]))


def _known_data(claim: Claim) -> dict:
    """Return what was saved, else what the membership record knows of the claimant: of an heir only the name just given."""
    if claim.data_saved_at:
        saved = {column: getattr(claim, column) for column in PAYOUT}
        return saved | {"phone": written_phone(claim.phone), "tax_warning_read": bool(claim.tax_warning_read_at)}
    if claim.heir_name:
        return {"account_name": claim.heir_name}
    person = claim.participant
    return {"email": person.email, "phone": written_phone(person.phone), "account_name": person.name, "tax_number": person.tax_number}


def _money(claim: Claim, outlook: Estimate) -> dict:
    today = local_date(claim.office, timezone.now())
    return {
        "outlook": outlook,
        "reason": find_reason(claim.reason, rules_day(claim)),
        "fits_the_app": _fits_the_app(claim, outlook, today),
        "app_balance": limit(Limit.APP_BALANCE, today),
    }


def _fits_the_app(claim: Claim, outlook: Estimate, today: date) -> bool:
    """The app takes full claims of the living on cards that are no longer active (domain.md 2.4)."""
    ended = claim.membership.ended_on is not None
    return ended and not claim.is_partial and not claim.heir_name and fits_the_app(outlook.balance, today)


@draft_required
def office(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Choose the office that handles the claim."""
    form = OfficeForm(
        posted(request), offices=Office.objects.filter(is_open=True), initial={"kantor": claim.office.code if claim.office else None}
    )
    if request.method == "POST" and form.is_valid():
        try:
            claim = choose_office(claim, form.office)
        except ClaimChangedMeanwhile:
            messages.warning(request, SENT_ELSEWHERE)
        return SeeOther(reverse("claims:resume", args=[claim.number]))
    return render(request, "claims/filing/office.html", {"claim": claim, "form": form})


@own_claim_required
@require_safe
def form_pdf(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Hand out the payment form with everything filled in that we know."""
    return _attached(draw_form(claim, timezone.now()), f"formulir-{claim.number}.pdf")


@own_claim_required
@require_safe
def consent_pdf(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Hand out the letter that every other heir signs; there is none where nobody shares the right."""
    if not claim.co_heirs:
        raise Http404
    return _attached(draw_consent(claim, timezone.now()), f"persetujuan-ahli-waris-{claim.number}.pdf")


def _attached(pdf: bytes, name: str) -> HttpResponse:
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'})
