"""Legal steps at the desk: each has its own address, a page to look at it once more, and one POST."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from claims.admin.access import claim_within_reach, with_claim
from claims.admin.reauth import ask_again
from claims.domain.workflow import Role, Step, StepNotAllowed
from claims.forms.steps import StepForm
from claims.labels import STATUS_WORDING, STEP_LABELS
from claims.models import Claim, ClaimEvent
from claims.officer_site import desk_at
from claims.services import confirming, counter, taking_over, verifying, warnings
from claims.services.deciding import case_of
from claims.services.desk import Offer, label_of, offers
from claims.services.guards import TEXT_NEEDED, StepFacts
from claims.services.officers import Desk, shown_name, verifiers_of
from claims.services.printing import rejection_draft
from claims.services.queue_rows import reason_label
from claims.services.workflow import NOTE_NEEDED, ClaimChangedMeanwhile, StepRefused, advance

FASTER = "Rekan Anda lebih cepat: klaim ini sudah berubah. Yang tampil di sini keadaan terbaru."
ELSEWHERE = "Klaim ini milik kantor lain. Anda hanya bisa melihatnya."
BESIDE = {TEXT_NEEDED: "catatan", NOTE_NEEDED: "catatan"}
"""The field that a refusal is about; other refusals are about the claim."""
DECISIONS = frozenset({Step.APPROVE, Step.REJECT})
"""Whoever decides proves once more who sits at the desk."""
NOT_NOW = "Langkah itu tidak bisa diambil pada keadaan klaim sekarang."


@dataclass(frozen=True)
class Press:
    """An officer on the page of one step."""

    request: HttpRequest
    claim: Claim
    step: Step
    desk: Desk
    now: datetime


@require_http_methods(["GET", "POST"])
@with_claim
def confirm(request: HttpRequest, claim: Claim, step: str) -> HttpResponse:
    """Show what the step will do, and take it on POST."""
    if step not in set(Step):
        raise Http404
    press = Press(request, claim, Step(step), desk_at(request), timezone.now())
    if not press.desk.acts_on(claim):
        return back_to_desk(press, ELSEWHERE)
    if press.step in DECISIONS and (asked := ask_again(request)):
        return asked
    form = form_for(press)
    if form.is_bound and form.is_valid():
        return take(press, form)
    if press.step not in {offer.step for offer in offers(claim, press.desk, press.now)}:
        return back_to_desk(press, NOT_NOW)
    return page(press, form)


def form_for(press: Press) -> StepForm:
    verifiers = [(user.pk, shown_name(user)) for user in verifiers_of(press.claim.office)]
    for_another = Role.HEAD in press.desk.roles
    data = press.request.POST if press.request.method == "POST" else None
    return StepForm(data, step=press.step, for_another=for_another, verifiers=verifiers, initial={"versi": press.claim.version})


def take(press: Press, form: StepForm) -> HttpResponse:
    """Take the step as the officer saw the claim; a lost race keeps what was typed and shows what changed."""
    seen = form.cleaned_data["versi"]
    if seen != press.claim.version:
        return conflict(press, form, seen)
    try:
        DOING.get(press.step, do_step)(press, form.cleaned_data)
    except StepRefused as refusal:
        for reason in refusal.reasons:
            form.add_error(BESIDE.get(reason), reason)
        return page(press, form)
    except ClaimChangedMeanwhile:
        fresh = claim_within_reach(press.desk, press.claim.pk)
        return conflict(Press(press.request, fresh, press.step, press.desk, press.now), form, seen)
    except StepNotAllowed:
        return back_to_desk(press, NOT_NOW)
    now = STATUS_WORDING[press.claim.status].officer.lower()
    messages.success(press.request, f"{STEP_LABELS[press.step]} tercatat. Klaim sekarang {now}.")
    return redirect("admin:claims_claim_change", press.claim.pk)


def conflict(press: Press, form: StepForm, seen: int) -> HttpResponse:
    """Refuse a form that was opened on an older claim; show the steps since, keep the typed text."""
    form.data = form.data.copy()
    form.data["versi"] = press.claim.version
    since = list(press.claim.events.filter(number__gt=seen).select_related("actor"))
    return page(press, form, status=409, since=since)


def changed_line(event: ClaimEvent) -> tuple[datetime, str]:
    who = shown_name(event.actor) if event.actor else event.role
    return event.at, f"{who}: {STEP_LABELS[Step(event.step)]}"


def back_to_desk(press: Press, sentence: str) -> HttpResponse:
    messages.warning(press.request, sentence)
    return redirect("admin:claims_claim_change", press.claim.pk)


def facts_from(press: Press, said: dict) -> StepFacts:
    """Return what the form says, in the words of the service."""
    assignees = {user.pk: user for user in verifiers_of(press.claim.office)} if said.get("verifikator") else {}
    return StepFacts(
        note=said.get("catatan", ""),
        assignee=assignees.get(said.get("verifikator")),
        reasons=tuple(said.get("alasan", ())),
        bank_reference=said.get("referensi", ""),
        return_code=said.get("kode_retur", ""),
    )


def do_step(press: Press, said: dict) -> None:
    advance(press.claim, press.step, actor=press.desk.actor, facts=facts_from(press, said), now=press.now)


def do_propose_payment(press: Press, said: dict) -> None:
    verifying.propose_payment(press.claim, actor=press.desk.actor, now=press.now, note=said["catatan"])


def do_correct(press: Press, said: dict) -> None:
    counter.send_correction(press.claim, desk=press.desk, now=press.now)


def do_take_over(press: Press, said: dict) -> None:
    taking_over.take_over(press.claim, actor=press.desk.actor, facts=facts_from(press, said), now=press.now)


DOING: dict[Step, Callable[[Press, dict], None]] = {
    Step.PROPOSE_PAYMENT: do_propose_payment,
    Step.CORRECT: do_correct,
    Step.TAKE_OVER: do_take_over,
}


TEMPLATES = dict.fromkeys((Step.APPROVE, Step.REJECT), "admin/claims/decide.html")


def page(press: Press, form: StepForm, *, status: int = 200, since: list | None = None) -> HttpResponse:
    """Render the page of a step."""
    offer = next((offer for offer in offers(press.claim, press.desk, press.now) if offer.step == press.step), None)
    context = {
        **admin.site.each_context(press.request),
        "title": label_of(press.step, press.desk),
        "claim": press.claim,
        "step": press.step,
        "form": form,
        "offer": offer,
        "since": [changed_line(event) for event in since or ()],
        "by_colleague": any(event.actor_id != press.desk.user.pk for event in since or ()),
        "status": STATUS_WORDING[press.claim.status],
        "zone": press.claim.office.timezone,
        "summary": confirming.summary(press.claim, press.step, press.now),
        "previews": confirming.previews(press.claim, press.step, press.now) if offer else [],
        "warnings": warnings.findings(press.claim, press.desk, press.now) if press.step in confirming.WARNED else [],
    }
    return TemplateResponse(press.request, TEMPLATES.get(press.step, "admin/claims/step.html"), context | more(press, offer), status=status)


def more(press: Press, offer: Offer | None) -> dict:
    """Return what only the page of a decision shows: the whole case, the letter of a rejection, the way back to the verifier."""
    if press.step not in TEMPLATES or offer is None:
        return {}
    challenge = StepForm(step=Step.CHALLENGE, for_another=False, verifiers=(), initial={"versi": press.claim.version}, auto_id="kembali_%s")
    letter = rejection_draft(press.claim, press.now) if press.step is Step.REJECT else None
    case, reason = case_of(press.claim, press.now), reason_label(press.claim.reason)
    return {"case": case, "letter": letter, "challenge": challenge, "reason": reason}
