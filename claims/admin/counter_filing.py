"""Filing with somebody at the counter: a code to the person's own address, then the wizard itself."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from claims.forms.counter_filing import AskHeirForm, AskParticipantForm, CounterCodeForm
from claims.officer_site import desk_at
from claims.services import counter_filing
from claims.services.counter_filing import HEIR_CHECKS, FilingRefused
from jht_portal.lib import sessions, throttle
from participants.domain.identifiers import mask_email, mask_name, mask_phone
from participants.domain.proofs import HEIR
from participants.models import CodeProof, Participant
from participants.services import signing_in

NAMES = "admin:participants_participant"
ASKED = "loket_kode"
"""In whose session a code was asked for: nobody else types it."""
CODES, CODE_SECONDS = 5, 15 * 60
TOO_MANY = "Kode sudah dikirim lima kali. Tunggu 15 menit, atau periksa alamatnya."
MASKS: dict[str, Callable[[str], str]] = {"phone": mask_phone, "email": mask_email}
LABELS = {"phone": "Nomor HP", "email": "Email"}


def ask(request: HttpRequest, person: Participant) -> HttpResponse:
    """Ask to which address the code goes: the participant's registered one, or an heir's own."""
    if not counter_filing.may_file(desk_at(request)):
        raise PermissionDenied
    for_heir = request.POST.get("untuk") == "ahli_waris"
    own = AskParticipantForm(
        request.POST if request.method == "POST" and not for_heir else None, kinds=_kinds(person), auto_id="peserta_%s"
    )
    by_phone = counter_filing.reaches_phones()
    heir = AskHeirForm(request.POST if for_heir else None, checks=HEIR_CHECKS, by_phone=by_phone, auto_id="waris_%s")
    form = heir if for_heir else own
    if form.is_bound and form.is_valid():
        if not _allowed(person.pk):
            form.add_error(None, TOO_MANY)
        elif proof := _asked(request, person, form):
            request.session[ASKED] = str(proof.pk)
            return redirect(f"{NAMES}_file_code", proof.pk)
    context = {"title": "Ajukan klaim di loket", "name": mask_name(person.name), "person": person, "own": own, "heir": heir}
    return _render(request, "counter_file", context | {"opens_heir": for_heir})


def _kinds(person: Participant) -> list[tuple[str, str]]:
    known = counter_filing.addresses_of(person)
    return [(kind, f"{LABELS[kind]} {MASKS[kind](address)}") for kind, address in known.items()]


def _allowed(key: UUID) -> bool:
    return throttle.hit("kode-loket", str(key), limit=CODES, window_seconds=CODE_SECONDS).allowed


def _asked(request: HttpRequest, person: Participant, form: Form) -> CodeProof | None:
    """Send the code; where it is refused, say why beside the field."""
    desk, now = desk_at(request), timezone.now()
    try:
        if isinstance(form, AskHeirForm):
            return counter_filing.ask_heir(person, *form.address, frozenset(form.cleaned_data["checks"]), desk=desk, now=now)
        return counter_filing.ask_participant(person, form.cleaned_data["kind"], desk=desk, now=now)
    except FilingRefused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None


@require_http_methods(["GET", "POST"])
def code(request: HttpRequest, proof_id: UUID) -> HttpResponse:
    """Take the code that the person reads out, then open the wizard."""
    proof = _waiting(request, proof_id)
    form = CounterCodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            begun = counter_filing.begin(proof, form.cleaned_data["kode"], desk=desk_at(request), now=timezone.now())
        except FilingRefused as refusal:
            form.add_error("kode", refusal.sentence)
        else:
            return _sat_down(request, begun)
    masked = f"{LABELS[proof.kind]} {MASKS[proof.kind](proof.address)}"
    context = {"title": "Kode dari orang di depan Anda", "name": mask_name(proof.participant.name), "proof": proof, "form": form}
    return _render(request, "counter_code", context | {"sent_to": masked, "for_heir": proof.purpose == HEIR})


def _sat_down(request: HttpRequest, begun: counter_filing.Begun) -> HttpResponse:
    key = sessions.sit_at_counter(request, begun.participant_id, reason=begun.reason)
    place = f"Loket {desk_at(request).office.name}"
    signing_in.record(begun.participant_id, session_key=key, device=place, now=timezone.now())
    return redirect("claims:start")


@require_POST
def send_code(request: HttpRequest, proof_id: UUID) -> HttpResponse:
    """Send one more code."""
    proof = _waiting(request, proof_id)
    if not _allowed(proof.participant_id):
        messages.warning(request, TOO_MANY)
    else:
        try:
            counter_filing.ask_again(proof, desk=desk_at(request), now=timezone.now())
        except FilingRefused as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, "Kode baru dikirim. Kode sebelumnya tidak berlaku lagi.")
    return redirect(f"{NAMES}_file_code", proof.pk)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the stay with the participant; the officer stays signed in."""
    if sessions.counter_stay(request):
        signing_in.end_session(request.session.session_key, now=timezone.now())
        sessions.sign_out(request)
    return redirect(f"{NAMES}_find")


def _waiting(request: HttpRequest, proof_id: UUID) -> CodeProof:
    asked_here = request.session.get(ASKED) == str(proof_id)
    proof = counter_filing.waiting(proof_id, now=timezone.now()) if asked_here else None
    if proof is None or not counter_filing.may_file(desk_at(request)):
        raise Http404
    return proof


def _render(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    return TemplateResponse(request, f"admin/claims/{template}.html", admin.site.each_context(request) | context)
