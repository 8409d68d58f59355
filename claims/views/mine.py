"""The participant's own claims: the list by KPJ, one claim in full, cancelling."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from claims.access import participant_required
from claims.domain.reasons import find_reason
from claims.domain.workflow import CLOCK_RUNS, OPEN, ClaimStatus, Role, Step, StepNotAllowed, transitions_from
from claims.forms.cancelling import CancelForm
from claims.labels import OWN_ADVICE, OWN_ASKED, STAGE_LABELS, STATUS_WORDING
from claims.models import Claim, Notification
from claims.services.holding import open_hold
from claims.services.own_claims import Card, cancel_claim, cards_of, note_of_last
from claims.services.own_readings import readings_of
from claims.services.printing import NoResultYet, receipt_paper, result_paper, status_paper
from claims.services.refiling import may_repeat
from claims.services.requirements import rejections_of, rules_day
from claims.services.resending import kind_words
from claims.services.slots import slots_of
from claims.services.tax_notice import confirmed_notice
from claims.services.tracking import Progress, load_progress
from claims.services.workflow import ClaimChangedMeanwhile, StepRefused
from claims.views.owners import own_claim_required
from claims.views.printing import pdf_file, print_page
from jht_portal.lib.formats import short_date
from jht_portal.lib.http import SeeOther, posted
from jht_portal.lib.paper import Paper
from jht_portal.lib.wording import say, shown
from participants.domain.banks import bank_name
from participants.domain.identifiers import mask_account, mask_email, mask_kpj, mask_phone
from participants.domain.tax import find_tax_rule

ENDED = {True: _("Draf dihapus dengan semua isian dan fotonya."), False: _("Klaim dibatalkan. Anda boleh mengajukan lagi kapan saja.")}
UNPAID = {ClaimStatus.REJECTED, ClaimStatus.CANCELLED, ClaimStatus.EXPIRED}
"""Closed without money: an amount that was once computed is not told as if it came."""


@participant_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Every KPJ of the person with its claims, and where a new claim may begin."""
    cards = [_card_lines(card) for card in cards_of(request.participant_id)]
    return render(request, "claims/mine/list.html", {"cards": cards})


def _card_lines(card: Card) -> dict:
    membership = card.membership
    ended = short_date(membership.ended_on) if membership.ended_on else gettext("sekarang")
    return {
        "kpj": mask_kpj(membership.kpj),
        "employer": membership.employer.name if membership.employer else say(membership.get_segment_display()),
        "years": f"{short_date(membership.started_on)} – {ended}",
        "merged": membership.merged_into_id is not None,
        "free": card.free,
        "key": membership.pk,
        "claims": [_claim_line(claim) for claim in card.claims],
    }


def _claim_line(claim: Claim) -> dict:
    wording = STATUS_WORDING[ClaimStatus(claim.status)]
    draft = claim.status == ClaimStatus.DRAFT
    return {
        "number": claim.number,
        "state": claim.status,
        "stage": claim.stage or "",
        "name": shown(find_reason(claim.reason, rules_day(claim)).label),
        "note": _note(claim),
        "url": reverse("claims:resume" if draft else "claims:claim", args=[claim.number]),
        "tag_kind": wording.tone,
        "tag": wording.tag,
    }


def _note(claim: Claim) -> str:
    if claim.status == ClaimStatus.DRAFT:
        return gettext("Draf, dimulai %(day)s.") % {"day": short_date(claim.created_at)}
    return gettext("%(stage)s. Nomor %(number)s.") % {"stage": STAGE_LABELS[claim.stage], "number": claim.number}


@own_claim_required
@require_safe
def claim(request: HttpRequest, shown: Claim) -> HttpResponse:
    """One claim from agenda to done: stages, documents with their verdicts, data, messages, who read it."""
    if shown.submitted_at is None:
        return redirect("claims:resume", shown.number)
    progress, held = _for_owner(load_progress(shown, timezone.now())), open_hold(shown)
    context = {
        "claim": shown,
        "progress": progress,
        "status": {"kind": "" if progress.tone == "now" else progress.tone},
        "todo": {"text": progress.todo, "button": progress.button, "url": progress.button and _todo_url(shown)},
        "shows_money": shown.gross_amount is not None and shown.tax_amount is not None and shown.status not in UNPAID,
        "tax_article": _tax_article(shown),
        "tax_notice": confirmed_notice(shown),
        "complaint_url": reverse("claims:help"),
        "slots": slots_of(shown),
        "held": held,
        "may_deny": shown.status in OPEN and not held,
        "asks_email": _asks_email(shown),
        "reason": find_reason(shown.reason, rules_day(shown)),
        "rejections": rejections_of(shown) if shown.status == ClaimStatus.REJECTED else [],
        "cancel_note": note_of_last(shown, Step.CANCEL) if shown.status == ClaimStatus.CANCELLED else "",
        "facts": _facts(shown),
        "messages_sent": _messages_about(shown),
        "may_repeat": may_repeat(shown),
        "may_cancel": any(step.step == Step.CANCEL for step in transitions_from(shown.status, {Role.PARTICIPANT})),
    }
    return render(request, "claims/mine/claim.html", context)


def _messages_about(claim: Claim) -> list[tuple[Notification, str]]:
    """Return every message with what it is about: only an e-mail has a subject."""
    return [(message, shown(kind_words(message.kind))) for message in claim.notifications.order_by("-created_at")]


def _tax_article(claim: Claim) -> str:
    """Return the law that the tax follows, empty where none was worked out."""
    if not claim.tax_basis:
        return ""
    return find_tax_rule(claim.tax_basis, timezone.localdate(claim.complete_at or claim.updated_at)).article


def _for_owner(progress: Progress) -> Progress:
    """Say it to somebody who is signed in already."""
    advice = OWN_ADVICE.get(progress.status, progress.advice)
    return replace(progress, advice=advice, todo=OWN_ASKED.get(progress.status, progress.todo))


def _asks_email(claim: Claim) -> bool:
    """Tell whether the owner is asked to confirm the e-mail: once officers found everything complete and correct (the article, step 5)."""
    person = claim.participant
    return claim.status in CLOCK_RUNS and claim.proposal == "bayar" and bool(person.email) and person.email_confirmed_at is None


def _todo_url(claim: Claim) -> str:
    """Return where the owner does what is asked: the repair, or the reasons further down."""
    return "#h-alasan" if claim.status == ClaimStatus.REJECTED else reverse("claims:repair", args=[claim.number])


def _facts(claim: Claim) -> list[dict[str, str]]:
    """Return what the owner typed, masked as far as it can be read over a shoulder."""
    facts = {
        _("Rekening"): f"{say(bank_name(claim.bank_code))}\n{mask_account(claim.account_number)}",
        _("Email"): mask_email(claim.email),
        _("Nomor HP"): mask_phone(claim.phone),
        _("Kantor"): claim.office.name,
    }
    if claim.co_heirs:
        facts[_("Ahli waris lain")] = "\n".join(heir.name for heir in claim.co_heirs)
    return [{"label": label, "value": value} for label, value in facts.items()]


@own_claim_required
@require_safe
def readings(request: HttpRequest, shown: Claim) -> HttpResponse:
    """Who looked at the claim, in roles and offices."""
    zone = shown.office.timezone if shown.office else ""
    return render(request, "claims/mine/readings.html", {"claim": shown, "readings": readings_of(shown), "zone": zone})


@own_claim_required
@require_safe
def claim_print(request: HttpRequest, shown: Claim) -> HttpResponse:
    """The printable status page."""
    back = {"url": reverse("claims:claim", args=[shown.number]), "text": _("Kembali ke klaim")}
    pdf = {"url": reverse("claims:claim_pdf", args=[shown.number]), "text": _("Unduh PDF"), "icon": "down"}
    return print_page(request, shown, status_paper(_sent(shown), timezone.now()), [pdf, back])


@own_claim_required
@require_safe
def claim_pdf(request: HttpRequest, shown: Claim) -> HttpResponse:
    """The status page as PDF."""
    return pdf_file(status_paper(_sent(shown), timezone.now()))


@own_claim_required
@require_safe
def receipt_print(request: HttpRequest, shown: Claim) -> HttpResponse:
    """The printable receipt."""
    back = {"url": reverse("claims:receipt", args=[shown.number]), "text": _("Kembali ke tanda terima")}
    pdf = {"url": reverse("claims:receipt_pdf", args=[shown.number]), "text": _("Unduh PDF"), "icon": "down"}
    return print_page(request, shown, receipt_paper(_sent(shown), timezone.now()), [pdf, back])


@own_claim_required
@require_safe
def receipt_pdf(request: HttpRequest, shown: Claim) -> HttpResponse:
    """The receipt as PDF."""
    return pdf_file(receipt_paper(_sent(shown), timezone.now()))


@own_claim_required
@require_safe
def result_print(request: HttpRequest, shown: Claim) -> HttpResponse:
    """The printable letter that tells the end of the claim."""
    back = {"url": reverse("claims:claim", args=[shown.number]), "text": _("Kembali ke klaim")}
    pdf = {"url": reverse("claims:result_letter", args=[shown.number]), "text": _("Unduh PDF"), "icon": "down"}
    return print_page(request, shown, _letter(shown), [pdf, back])


@own_claim_required
@require_safe
def result_letter(request: HttpRequest, shown: Claim) -> HttpResponse:
    """The letter that tells the end of the claim, as PDF."""
    return pdf_file(_letter(shown))


def _letter(claim: Claim) -> Paper:
    try:
        return result_paper(_sent(claim), timezone.now(), for_owner=True)
    except NoResultYet as error:
        raise Http404 from error


def _sent(claim: Claim) -> Claim:
    """Return the claim if it was sent once: a draft has no paper."""
    if claim.submitted_at is None:
        raise Http404
    return claim


@own_claim_required
def cancel(request: HttpRequest, shown: Claim) -> HttpResponse:
    """Ask once more, then cancel."""
    if not any(step.step == Step.CANCEL for step in transitions_from(shown.status, {Role.PARTICIPANT})):
        messages.warning(request, _("Klaim ini tidak bisa dibatalkan lagi."))
        return redirect("claims:claim", shown.number)
    draft = shown.status == ClaimStatus.DRAFT
    form = CancelForm(posted(request), initial={"versi": shown.version}, draft=draft)
    if request.method == "POST" and form.is_valid():
        return _cancelled(request, shown, form.cleaned_data["versi"])
    return render(request, "claims/mine/cancel.html", {"claim": shown, "form": form, "draft": draft})


def _cancelled(request: HttpRequest, shown: Claim, version: int) -> HttpResponse:
    shown.version = version  # As it was when the page was opened: a newer claim is not cancelled unseen.
    draft = shown.status == ClaimStatus.DRAFT
    try:
        cancel_claim(shown)
    except (ClaimChangedMeanwhile, StepNotAllowed, StepRefused):
        messages.warning(request, _("Klaim ini baru saja berubah. Periksa dulu keadaannya."))
        return SeeOther(reverse("claims:claim", args=[shown.number]))
    messages.success(request, ENDED[draft])
    return SeeOther(reverse("claims:mine") if draft else reverse("claims:claim", args=[shown.number]))
