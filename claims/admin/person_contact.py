"""At the counter: look a participant up, propose a new registered contact, prove and confirm it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from claims.admin.access import pressed_on
from claims.domain.contacts import contact_reason
from claims.forms.contacts import ContactForm, FindPersonForm, ProofForm, RetypeForm
from claims.models import ContactProposal
from claims.officer_site import desk_at
from claims.services import contacts
from claims.services.contacts import ContactRefused, Wish
from claims.services.finding_people import find_person
from claims.services.officers import shown_name
from jht_portal.lib import throttle
from participants.domain.identifiers import mask_email, mask_name, mask_phone
from participants.models import Participant

NAMES = "admin:participants_participant"
FOUND, FOUND_SECONDS = "peserta_dicari", 30 * 60
SEARCHES, SEARCH_SECONDS = 60, 60 * 60
CODES, CODE_SECONDS = 5, 15 * 60
NOBODY = "Tidak ada peserta dengan nomor itu. Periksa lagi angkanya di kartu."
TOO_MANY = "Terlalu banyak pencarian. Coba lagi {minutes} menit lagi."


# --- Whom the officer looked up


def found_lately(request: HttpRequest, person_id: UUID) -> bool:
    """Tell whether this officer looked the person up by a whole number within the last half hour."""
    return request.session.get(FOUND, {}).get(str(person_id), 0) > timezone.now().timestamp()


def _remember(request: HttpRequest, person: Participant) -> None:
    now = timezone.now().timestamp()
    kept = {key: until for key, until in request.session.get(FOUND, {}).items() if until > now}
    request.session[FOUND] = kept | {str(person.pk): int(now) + FOUND_SECONDS}


@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Look a participant up; the number never stands in an address."""
    desk = desk_at(request)
    if not contacts.may_change(desk):
        raise PermissionDenied
    form = FindPersonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        allowance = throttle.hit("cari-peserta", str(desk.user.pk), limit=SEARCHES, window_seconds=SEARCH_SECONDS)
        if not allowance.allowed:
            form.add_error("nomor", TOO_MANY.format(minutes=-(-allowance.retry_after // 60)))
        elif person := find_person(form.cleaned_data["nomor"], desk, now=timezone.now()):
            _remember(request, person)
            return redirect(f"{NAMES}_change", person.pk)
        else:
            form.add_error("nomor", NOBODY)
    context = {"title": "Cari peserta", "form": form, "waiting": [_line(each) for each in contacts.waiting_at(desk, timezone.now())]}
    return _render(request, "find_person", context)


def _line(proposal: ContactProposal) -> dict:
    return {"proposal": proposal, "name": mask_name(proposal.participant.name), "by": shown_name(proposal.proposed_by)}


# --- Proposing


def propose(request: HttpRequest, person: Participant) -> HttpResponse:
    """Take in a new contact of a person whom the officer may see."""
    desk = desk_at(request)
    if not contacts.may_change(desk):
        raise Http404
    form = ContactForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            proposal = contacts.propose(person, _wish(form), desk=desk, now=timezone.now())
        except ContactRefused as refusal:
            _refuse(form, refusal)
        else:
            return redirect(f"{NAMES}_contact", proposal.pk)
    context = {"title": "Ubah kontak terdaftar", "person": person, "name": mask_name(person.name), "form": form}
    return _render(request, "contact", context | {"now_registered": _registered(person)})


def _registered(person: Participant) -> list[tuple[str, str]]:
    return [
        ("Email", mask_email(person.email) if person.email else "Belum ada"),
        ("Nomor HP", mask_phone(person.phone) if person.phone else "Belum ada"),
    ]


def _wish(form: Form) -> Wish:
    said = form.cleaned_data
    return Wish(said.get("email", ""), said.get("phone", ""), said.get("reason", ""), said.get("note", ""), frozenset(said["checks"]))


def _refuse(form: Form, refusal: ContactRefused) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)


# --- One proposal


def with_proposal(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give VIEW the proposal instead of its id; of another office there is none."""

    def inner(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
        proposal = contacts.proposal_at(proposal_id, desk_at(request))
        if proposal is None:
            raise Http404
        return view(request, proposal)

    return inner


@require_GET
@with_proposal
def show(request: HttpRequest, proposal: ContactProposal) -> HttpResponse:
    """Show what waits for whom."""
    return page(request, proposal)


@with_proposal
def prove(request: HttpRequest, proposal: ContactProposal) -> HttpResponse:
    """Take the code that the person reads out."""
    form = ProofForm(request.POST, auto_id="bukti_%s")
    return act(
        request,
        proposal,
        {"proof": form},
        lambda desk, now: contacts.prove(proposal.pk, form.cleaned_data["kode"], desk=desk, now=now),
        "Email baru terbukti. Sekarang petugas lain mengonfirmasi.",
    )


@with_proposal
def send_code(request: HttpRequest, proposal: ContactProposal) -> HttpResponse:
    """Send one more code."""
    if not throttle.hit("kode-kontak", str(proposal.pk), limit=CODES, window_seconds=CODE_SECONDS).allowed:
        messages.warning(request, "Kode sudah dikirim lima kali. Tunggu 15 menit, atau periksa alamatnya.")
        return redirect(f"{NAMES}_contact", proposal.pk)
    return act(
        request,
        proposal,
        {},
        lambda desk, now: contacts.send_another_code(proposal.pk, desk=desk, now=now),
        "Kode baru dikirim. Kode sebelumnya tidak berlaku lagi.",
    )


@with_proposal
def confirm(request: HttpRequest, proposal: ContactProposal) -> HttpResponse:
    """Let the new contact count, as the second officer."""
    form = retype_form(proposal, request.POST)
    return act(
        request,
        proposal,
        {"retype": form},
        lambda desk, now: contacts.confirm(proposal.pk, _wish(form), desk=desk, now=now),
        "Kontak terdaftar sudah diganti. Kontak lama diberi tahu.",
    )


@with_proposal
def withdraw(request: HttpRequest, proposal: ContactProposal) -> HttpResponse:
    """End the proposal; nothing changes."""
    return act(
        request,
        proposal,
        {},
        lambda desk, now: contacts.withdraw(proposal.pk, desk=desk, now=now),
        "Usul dibatalkan. Kontak peserta tetap.",
    )


def act(request: HttpRequest, proposal: ContactProposal, forms: dict[str, Form], do: Callable, done: str) -> HttpResponse:
    """Do something with a proposal where the one form is right; a refusal stands beside its field, nothing typed is lost."""
    form = next(iter(forms.values()), None)
    if form is not None and not form.is_valid():
        return page(request, proposal, **forms)
    try:
        do(desk_at(request), timezone.now())
    except ContactRefused as refusal:
        if form is not None:
            _refuse(form, refusal)
            return page(request, proposal, **forms)
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect(f"{NAMES}_contact", proposal.pk)


def retype_form(proposal: ContactProposal, data: QueryDict | None = None) -> RetypeForm:
    return RetypeForm(data, asks_email=bool(proposal.email), asks_phone=bool(proposal.phone), auto_id="ulang_%s")


def page(request: HttpRequest, proposal: ContactProposal, *, proof: Form | None = None, retype: Form | None = None) -> HttpResponse:
    desk, over = desk_at(request), contacts.is_over(proposal, timezone.now())
    context = {
        "title": "Kontak baru menunggu" if not over else "Kontak baru",
        "proposal": proposal,
        "name": mask_name(proposal.participant.name),
        "zone": proposal.office.timezone,
        "by": shown_name(proposal.proposed_by),
        "decided_by": shown_name(proposal.decided_by) if proposal.decided_by else "",
        "reason": contact_reason(proposal.reason).label,
        "wanted": _wanted(proposal),
        "over": over,
        "is_own": proposal.proposed_by_id == desk.user.pk,
        "proof": proof or ProofForm(auto_id="bukti_%s"),
        "retype": retype or retype_form(proposal),
    }
    return _render(request, "contact_proposal", context)


def _wanted(proposal: ContactProposal) -> list[tuple[str, str]]:
    """Return the new contacts masked: the second officer hears them from the person, not from this page."""
    masked = (
        ("Email baru", proposal.email and mask_email(proposal.email)),
        ("Nomor HP baru", proposal.phone and mask_phone(proposal.phone)),
    )
    return [(label, value) for label, value in masked if value]


def _render(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    return TemplateResponse(request, f"admin/claims/{template}.html", admin.site.each_context(request) | context)


on_proposal = pressed_on(f"{NAMES}_contact", "proposal_id")
PRESSES = (
    ("prove", "kode", on_proposal(prove)),
    ("code", "kirim-kode", on_proposal(send_code)),
    ("confirm", "konfirmasi", on_proposal(confirm)),
    ("withdraw", "batal", on_proposal(withdraw)),
)
"""What is pressed on the page of a proposal: name, last part of the address, view."""
