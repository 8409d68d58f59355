"""The wizard's end: check the answers, declare, send once, keep the receipt."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from claims.domain.reasons import find_reason
from claims.domain.workflow import ClaimStatus
from claims.forms.filing import DeclarationForm
from claims.forms.filing_start import membership_line
from claims.links import change_reason_url, facts_url
from claims.models import Claim
from claims.services.checking import NotEligible
from claims.services.deadlines import first_look_on
from claims.services.filing import ClaimIncomplete, Missing, account_warnings, missing_parts, seen_state, submit
from claims.services.requirements import rules_day
from claims.services.slots import slots_of
from claims.services.workflow import ClaimChangedMeanwhile, StepRefused
from claims.views.owners import draft_required, own_claim_required
from jht_portal.lib.formats import short_date
from jht_portal.lib.http import SeeOther, posted
from jht_portal.lib.wording import say, shown
from participants.domain.banks import bank_name
from participants.domain.identifiers import mask_email, mask_kpj, written_phone

CHANGED = _("Isian berubah di tab atau perangkat lain. Periksa sekali lagi, lalu kirim.")


@draft_required
def review(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Show every answer with a way to change it, and send the claim once it is declared true."""
    form = DeclarationForm(posted(request), is_heir=bool(claim.heir_name))
    context: dict = {}
    if request.method == "POST" and form.is_valid():
        try:
            submit(claim, seen=request.POST.get("versi", ""), now=timezone.now(), officer=request.user if request.counter else None)
            return SeeOther(reverse("claims:receipt", args=[claim.number]))
        except ClaimChangedMeanwhile:
            claim.refresh_from_db()
            if claim.status != ClaimStatus.DRAFT:
                return SeeOther(reverse("claims:resume", args=[claim.number]))
            form.add_error(None, CHANGED)
        except NotEligible as refusal:
            context["verdict"] = refusal.verdict
        except StepRefused as refusal:
            for sentence in refusal.reasons:
                form.add_error(None, say(sentence))
        except ClaimIncomplete:
            form.add_error(None, _("Masih ada yang belum lengkap. Lihat daftarnya di bawah."))
    return _review_page(request, claim, form, context)


def _review_page(request: HttpRequest, claim: Claim, form: DeclarationForm, context: dict) -> HttpResponse:
    slots = slots_of(claim)
    context |= {
        "claim": claim,
        "form": form,
        "groups": _groups(claim),
        "slots": slots,
        "missing": [_link(part, claim) for part in missing_parts(claim, slots)],
        "mark": seen_state(claim, [slot.document for slot in slots]),
    }
    return render(request, "claims/filing/review.html", context)


def _link(part: Missing, claim: Claim) -> dict:
    """Return what is missing with the page where it is done."""
    facts = facts_url(claim.membership_id, claim.reason) if part.step == "facts" else ""
    url = facts or reverse(f"claims:{part.step}", args=[claim.number, part.slot] if part.slot else [claim.number])
    return {"sentence": say(part.sentence), "url": url}


def _groups(claim: Claim) -> list[dict]:
    """Return every answer under its heading, each with the page that changes it."""
    data, office = reverse("claims:data", args=[claim.number]), reverse("claims:office", args=[claim.number])
    place = f"{claim.office.name}\n{claim.office.address}" if claim.office else ""
    return [
        {"heading": _("Kartu dan sebab"), "answers": _answers(change_reason_url(claim.number), _choice(claim)) + _stated(claim)},
        {"heading": _("Kontak dan rekening"), "answers": _answers(data, _contact(claim)), "warnings": account_warnings(claim)},
        {
            "heading": _("Kantor"),
            "answers": _answers(office, [(_("Kantor"), place)]),
        },
    ]


def _answers(url: str, pairs: list[tuple[str, str]]) -> list[dict]:
    return [{"label": label, "value": value, "url": url} for label, value in pairs]


def _choice(claim: Claim) -> list[tuple[str, str]]:
    card = f"{mask_kpj(claim.membership.kpj)}\n{membership_line(claim.membership)}"
    return [(_("Kartu (KPJ)"), card), (_("Sebab klaim"), shown(find_reason(claim.reason, rules_day(claim)).label))]


def _stated(claim: Claim) -> list[dict]:
    """Return the facts that the reason asked for; none where it asked for none."""
    label = say(find_reason(claim.reason, rules_day(claim)).event_date_label)
    known = [
        (label, claim.event_on and short_date(claim.event_on)),
        (_("Usia pensiun di perusahaan"), claim.pension_age and gettext("%(age)d tahun") % {"age": claim.pension_age}),
        (_("Rumah dibayar dengan"), say(claim.get_housing_display())),
        (_("Ahli waris"), claim.heir_name),
        (_("NIK ahli waris"), claim.heir_nik),
        (_("Hubungan dengan peserta"), say(claim.get_heir_relation_display())),
        (_("Ahli waris lain"), _other_heirs(claim)),
    ]
    return _answers(facts_url(claim.membership_id, claim.reason), [(name, value) for name, value in known if value])


def _other_heirs(claim: Claim) -> str:
    """Return the others by name and relation, a line each; empty where nobody was asked."""
    if claim.other_heirs is None:
        return ""
    relations = dict(Claim.RELATIONS)
    lines = [f"{heir.name}, {say(relations[heir.relation]).lower()}" for heir in claim.co_heirs]
    return "\n".join(lines) or gettext("Tidak ada")


def _contact(claim: Claim) -> list[tuple[str, str]]:
    bank = say(bank_name(claim.bank_code)) if claim.bank_code else ""
    pairs = [
        (_("Email"), claim.email),
        (_("Nomor HP"), written_phone(claim.phone)),
        (_("Rekening"), f"{bank} {claim.account_number}".strip()),
        (_("Nama pemilik rekening"), claim.account_name),
    ]
    return [*pairs, ("NPWP", claim.tax_number)] if claim.tax_number else pairs


@own_claim_required
@require_safe
def receipt(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Tell the claim's number, and what happens next and when."""
    if claim.submitted_at is None:
        return redirect("claims:resume", claim.number)
    context = {
        "claim": claim,
        "zone": claim.office.timezone,
        "reason": find_reason(claim.reason, rules_day(claim)),
        "kpj": mask_kpj(claim.membership.kpj),
        "contact": mask_email(claim.email),
        "just_sent": claim.status == ClaimStatus.SUBMITTED,
        "first_look_on": first_look_on(claim),
    }
    return render(request, "claims/filing/receipt.html", context)
