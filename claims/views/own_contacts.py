"""The participant's own contacts: what is registered, a new one with a code, the e-mail confirmed, channels and language."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.access import participant_required
from claims.channels.offered import is_offered
from claims.forms.own_contacts import CHANNEL_LABELS, NOBODY_REACHED, ChannelsForm, NewContactForm, ProofCodeForm
from claims.services import own_contacts
from claims.services.own_contacts import OwnContactRefused
from claims.views import codes
from jht_portal.lib.formats import short_date
from jht_portal.lib.http import SeeOther, posted
from participants.domain.channels import LANGUAGES
from participants.domain.identifiers import mask_email, mask_phone
from participants.domain.proofs import CONTACT, EMAIL
from participants.forms.signing_in import ResendForm
from participants.models import Participant
from participants.services import channels, proving

KINDS = {"email": "claims:contact_email", "phone": "claims:contact_phone"}
MASKS = {"email": mask_email, "phone": mask_phone}


@participant_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What is registered, and where each of it is changed."""
    person = Participant.objects.get(pk=request.participant_id)
    context = {"answers": _answers(person), "email": person.email, "confirmed": person.email_confirmed_at}
    return render(request, "claims/contact/show.html", context)


def _answers(person: Participant) -> list[dict[str, str]]:
    order = [_in_words(channel) for channel in channels.channels_of(person) if is_offered(channel.code)]
    return [
        {"label": gettext("Email"), "value": _email(person), "url": reverse("claims:contact_email")},
        {"label": gettext("Nomor HP"), "value": mask_phone(person.phone) if person.phone else "", "url": reverse("claims:contact_phone")},
        {"label": gettext("Urutan saluran"), "value": "\n".join(order), "url": reverse("claims:channels")},
        {"label": gettext("Bahasa pesan"), "value": dict(LANGUAGES)[_language(person)], "url": reverse("claims:channels")},
    ]


def _email(person: Participant) -> str:
    if not person.email:
        return ""
    if person.email_confirmed_at is None:
        return f"{mask_email(person.email)}\n{gettext('Belum dipastikan')}"
    return f"{mask_email(person.email)}\n{gettext('Dipastikan %(day)s') % {'day': short_date(person.email_confirmed_at)}}"


def _in_words(channel: channels.Channel) -> str:
    label = str(CHANNEL_LABELS[channel.code])
    if not channel.reachable:
        return gettext("%(channel)s (belum ada alamat)") % {"channel": label}
    return gettext("%(channel)s (dimatikan)") % {"channel": label} if channel.muted else label


def _language(person: Participant) -> str:
    return person.language or LANGUAGES[0][0]


@participant_required
@sensitive_post_parameters("baru")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask for a new contact and send a code to it."""
    person = Participant.objects.get(pk=request.participant_id)
    obstacle = own_contacts.why_not(person, kind, timezone.now())
    form = NewContactForm(None if obstacle else posted(request), kind=kind)
    if form.is_bound and form.is_valid() and (proof := _sent(request, form, kind)):
        codes.remember(request, CONTACT, proof)
        return SeeOther(reverse("claims:contact_code"))
    registered = getattr(person, kind)
    context = {"form": form, "kind": kind, "obstacle": obstacle, "registered": MASKS[kind](registered) if registered else ""}
    return render(request, "claims/contact/change.html", context)


def _sent(request: HttpRequest, form: Form, kind: str) -> UUID | None:
    allowance = codes.count_sent(request.participant_id)
    if not allowance.allowed:
        form.add_error("baru", codes.slow_down(allowance))
        return None
    try:
        return own_contacts.ask(request.participant_id, kind, form.cleaned_data["baru"], now=timezone.now())
    except OwnContactRefused as refusal:
        form.add_error("baru", refusal.sentence)
    return None


@participant_required
@sensitive_post_parameters("kode")
@require_http_methods(["GET", "HEAD", "POST"])
def change_code(request: HttpRequest) -> HttpResponse:
    """Take the code that went to the new contact, and register it."""

    def act(proof_id: UUID, digits: str) -> HttpResponse:
        kind = own_contacts.replace(proof_id, digits, session_key=request.session.session_key, now=timezone.now())
        codes.done(request, CONTACT)
        done = gettext("Email terdaftar sudah diganti.") if kind == "email" else gettext("Nomor HP terdaftar sudah diganti.")
        messages.success(request, f"{done} {gettext('Kontak lama kami beri tahu. Perangkat lain sudah kami keluarkan.')}")
        return SeeOther(reverse("claims:contact"))

    return _code_page(request, CONTACT, gettext("Ganti kontak"), act)


@participant_required
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Send a code to the registered e-mail."""
    allowance = codes.count_sent(request.participant_id)
    if not allowance.allowed:
        messages.warning(request, codes.slow_down(allowance))
        return SeeOther(reverse("claims:contact"))
    try:
        proof = own_contacts.ask_to_confirm(request.participant_id, now=timezone.now())
    except OwnContactRefused as refusal:
        messages.warning(request, refusal.sentence)
        return SeeOther(reverse("claims:contact"))
    codes.remember(request, EMAIL, proof)
    return SeeOther(reverse("claims:confirm_email_code"))


@participant_required
@sensitive_post_parameters("kode")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_code(request: HttpRequest) -> HttpResponse:
    """Take the code that went to the registered e-mail, and keep that it is read."""

    def act(proof_id: UUID, digits: str) -> HttpResponse:
        if own_contacts.confirm(proof_id, digits, now=timezone.now()):
            messages.success(request, gettext("Email Anda sudah dipastikan. Kabar klaim kami kirim ke sana."))
        else:
            messages.warning(request, gettext("Email terdaftar baru saja diganti. Pastikan lagi."))
        codes.done(request, EMAIL)
        return SeeOther(reverse("claims:contact"))

    return _code_page(request, EMAIL, gettext("Pastikan email"), act)


def _code_page(request: HttpRequest, purpose: str, button: str, act: Callable[[UUID, str], HttpResponse]) -> HttpResponse:
    """Ask for the code of the proof that waits for PURPOSE; do ACT with a right one."""
    proof_id = codes.waiting(request, purpose)
    proof = proof_id and proving.waiting(proof_id, purpose, now=timezone.now())
    if proof is None or proof.participant_id != request.participant_id:
        return redirect("claims:contact")
    if "lagi" in request.POST:
        codes.send_again(request, purpose, proof.participant_id, lambda key: own_contacts.send_again(key, purpose, now=timezone.now()))
        return SeeOther(request.path)
    form = ProofCodeForm(posted(request), button=button)
    if form.is_bound and form.is_valid():
        answer = _answered(request, form, lambda: act(proof_id, form.cleaned_data["kode"]))
        if answer:
            return answer
    context = {"form": form, "resend": ResendForm(), "address": MASKS[proof.kind](proof.address), "kind": proof.kind, "purpose": purpose}
    return render(request, "claims/contact/code.html", context)


def _answered(request: HttpRequest, form: Form, act: Callable[[], HttpResponse]) -> HttpResponse | None:
    try:
        return codes.redeem(request, form, act)
    except OwnContactRefused as refusal:
        form.add_error("kode", refusal.sentence)
    return None


@participant_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose_channels(request: HttpRequest) -> HttpResponse:
    """In which order messages are tried, which channels stay silent, in which language."""
    person = Participant.objects.get(pk=request.participant_id)
    every = channels.channels_of(person)
    offered = [(channel.code, channel.muted) for channel in every if is_offered(channel.code)]
    form = ChannelsForm(posted(request), channels=offered, language=_language(person))
    if form.is_bound and form.is_valid() and _chosen(request, form, every):
        messages.success(request, gettext("Pilihan Anda tersimpan."))
        return SeeOther(reverse("claims:contact"))
    return render(request, "claims/contact/channels.html", {"form": form})


def _chosen(request: HttpRequest, form: ChannelsForm, every: list[channels.Channel]) -> bool:
    """Keep the choice; what is not offered here stays muted where it was."""
    muted = form.muted | {channel.code for channel in every if channel.muted and channel.code not in form.codes}
    try:
        channels.choose(request.participant_id, form.order, muted, form.cleaned_data["bahasa"], offered=form.codes)
    except channels.NoChannelLeft:
        form.add_error(None, NOBODY_REACHED)
        return False
    return True
