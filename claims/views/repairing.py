"""Repairing a claim: only what was asked for, one page each, then one button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.domain.return_reasons import find_bank_return
from claims.domain.workflow import ClaimStatus, Step, StepNotAllowed
from claims.forms.repairing import AccountForm
from claims.models import Claim
from claims.services import repairing
from claims.services.filing import account_warnings
from claims.services.own_claims import note_of_last
from claims.services.slots import Slot, counted, listed, next_to_do, slots_of
from claims.services.workflow import ClaimChangedMeanwhile, StepRefused
from claims.views.owners import own_claim_required
from jht_portal.lib.http import SeeOther, posted
from jht_portal.lib.wording import say
from participants.domain.banks import bank_name
from participants.domain.identifiers import mask_account

CHANGED = _("Klaim ini baru saja berubah. Periksa lagi keadaannya di bawah.")


@own_claim_required
def repair(request: HttpRequest, claim: Claim) -> HttpResponse:
    """What has to be replaced, and the button that sends it."""
    if claim.status not in repairing.REPAIRABLE:
        return redirect("claims:claim", claim.number)
    problems = _send(request, claim) if request.method == "POST" else []
    if problems is None:
        return SeeOther(reverse("claims:claim", args=[claim.number]))
    every = slots_of(claim)
    return render(request, "claims/repair/repair.html", _context(claim, every, listed(claim, every), problems))


def _send(request: HttpRequest, claim: Claim) -> list[str] | None:
    """Send the correction; return what is still missing, None when the page to show is the claim's."""
    try:
        repairing.send_correction(claim, now=timezone.now())
    except StepRefused as refusal:
        return [say(reason) for reason in refusal.reasons]
    except (ClaimChangedMeanwhile, StepNotAllowed):
        messages.warning(request, CHANGED)
        return None
    messages.success(request, _("Perbaikan Anda terkirim. Urutan Anda tidak hilang."))
    return None


def _context(claim: Claim, every: list[Slot], shown: list[Slot], problems: list[str]) -> dict:
    ready, total = counted(claim, shown)
    refused_by_bank = claim.status == ClaimStatus.PAYMENT_FAILED
    return {
        "claim": claim,
        "slots": shown,
        "ready": ready,
        "total": total,
        "next": next_to_do(shown),
        "problems": problems,
        "account_open": repairing.account_may_change(claim, every),
        "account": f"{say(bank_name(claim.bank_code))}, {mask_account(claim.account_number)}",
        "bank_return": find_bank_return(claim.bank_return_code) if refused_by_bank and claim.bank_return_code else None,
        "bank_note": note_of_last(claim, Step.FAIL_PAYMENT) if refused_by_bank else "",
        "complete": ready == total and (claim.account_confirmed or not refused_by_bank),
    }


@own_claim_required
def account(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Write another account, or the same one once it works again."""
    if not repairing.account_may_change(claim, slots_of(claim)):
        return redirect("claims:claim", claim.number)
    stored = {"bank": claim.bank_code, "nomor_rekening": claim.account_number, "nama_rekening": claim.account_name}
    form = AccountForm(posted(request), initial=stored)
    if request.method == "POST" and form.is_valid():
        _save_account(request, claim, form.cleaned_data)
        return SeeOther(reverse("claims:repair", args=[claim.number]))
    return render(request, "claims/repair/account.html", {"claim": claim, "form": form})


def _save_account(request: HttpRequest, claim: Claim, data: dict) -> None:
    typed = repairing.Account(data["bank"], data["nomor_rekening"], data["nama_rekening"])
    try:
        repairing.change_account(claim, typed, now=timezone.now())
    except (ClaimChangedMeanwhile, repairing.NotRepairable):
        messages.warning(request, CHANGED)
        return
    messages.success(request, _("Rekening tersimpan."))
    for warning in account_warnings(claim):
        messages.warning(request, say(warning))
