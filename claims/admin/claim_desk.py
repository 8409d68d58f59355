"""The claim desk: one document at a time beside the data, a verdict, and on to the next."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin, messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from claims.admin.access import with_claim
from claims.domain.reasons import REASONS
from claims.domain.workflow import Role, Step
from claims.forms.verifying import JudgeForm, MissingForm
from claims.labels import STATUS_WORDING, STEP_LABELS
from claims.models import Claim
from claims.officer_site import desk_at
from claims.services import comparing, reading, verifying
from claims.services.deadlines import holidays, local_date
from claims.services.desk import (
    Frame,
    chosen_frame,
    decided_count,
    film_of,
    may_judge,
    next_slot,
    offers,
    pages_of,
    reasons_for,
    words_for_participant,
)
from claims.services.guards import TICKS
from claims.services.officers import Desk
from claims.services.tracking import clock_card
from claims.services.workflow import ClaimChangedMeanwhile

REASON_LABELS = {reason.code: reason.label for reason in REASONS}
PANELS = {"dokumen": "Dokumen", "klaim": "Klaim", "riwayat": "Riwayat", "akses": "Akses"}
MAIN_STEPS = {Step.TAKE, Step.PROPOSE_PAYMENT, Step.APPROVE, Step.REJECT, Step.START_PAYMENT, Step.CONFIRM_PAYMENT, Step.REOPEN}
FASTER = "Rekan Anda lebih cepat: klaim ini sudah berubah. Yang tampil di sini keadaan terbaru."


@dataclass
class View:
    """What one look at the desk shows."""

    request: HttpRequest
    claim: Claim
    desk: Desk
    now: datetime
    film: list[Frame]
    frame: Frame | None
    form: Form | None = None
    revealed: dict[str, str] | None = None

    @property
    def judging(self) -> bool:
        return may_judge(self.claim, self.desk)


def look(request: HttpRequest, claim: Claim, slot: str) -> View:
    film = film_of(claim)
    return View(request, claim, desk_at(request), timezone.now(), film, chosen_frame(film, slot))


@require_GET
@with_claim
def show(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Show the claim as it stands."""
    return page(look(request, claim, request.GET.get("dokumen", "")))


@require_POST
@with_claim
def judge(request: HttpRequest, claim: Claim, slot: str) -> HttpResponse:
    """Save ticks and verdict for one document and go to the next; or open a masked field and keep what was typed."""
    view = look(request, claim, slot)
    if view.frame is None or view.frame.slot != slot:
        raise Http404
    if "buka" in request.POST:
        view.revealed = reading.reveal(claim, {request.POST["buka"], *request.POST.getlist("terbuka")}, view.desk, now=view.now)
        view.form = form_for(view, request.POST) if view.judging else None
        return page(view)
    view.form = form_for(view, request.POST)
    if not view.form.is_valid():
        return page(view)
    try:
        save(view)
    except (verifying.NotTheHolder, ClaimChangedMeanwhile):
        messages.warning(request, FASTER)
        return redirect("admin:claims_claim_change", claim.pk)
    except (verifying.VerdictIncomplete, verifying.NothingToJudge, verifying.NotMissing) as error:
        view.form.add_error(None, getattr(error, "message", "Dokumen ini belum bisa diputus."))
        return page(view)
    return redirect(desk_url(claim, next_slot(film_of(claim), slot)))


def desk_url(claim: Claim, slot: str = "") -> str:
    """Return the address of the desk, open at a document."""
    url = reverse("admin:claims_claim_change", args=[claim.pk])
    return f"{url}?dokumen={slot}" if slot else url


def save(view: View) -> None:
    """Write what the form says: the ticks, and a verdict where there is one."""
    view.claim.version = view.form.cleaned_data["versi"]
    document = view.frame.document
    document.claim = view.claim
    said, facts = view.form.cleaned_data, {"officer": view.desk.user, "now": view.now}
    verifying.tick_data(view.claim, said["cocok"], among=shown_ticks(view), officer=view.desk.user)
    if view.frame.missing:
        decide = verifying.waive if said["putusan"] == "tidak_perlu" else verifying.insist
        decide(document, said["catatan"], **facts)
    elif said["putusan"]:
        verdict = verifying.ACCEPTED if said["putusan"] == "terima" else verifying.REJECTED
        verifying.judge_version(document, verdict, said["alasan"], said["catatan"], **facts)


def form_for(view: View, data: QueryDict | None = None) -> Form:
    """Return the form for the document, filled with what was decided or with DATA."""
    ticks, frame = shown_ticks(view), view.frame
    start = {"versi": view.claim.version, "cocok": [tick for tick in view.claim.data_ticks if tick in ticks]}
    if frame.missing:
        decided = {"waived": "tidak_perlu", "insisted": "tetap_perlu"}
        start |= {"putusan": decided.get(frame.document.state), "catatan": frame.document.decision_note or ""}
        return MissingForm(data, ticks=ticks, initial=start)
    version = frame.latest
    decided = {"accepted": "terima", "rejected": "tolak"}
    if version:
        start |= {"putusan": decided.get(version.verdict), "alasan": version.reasons, "catatan": version.note}
    return JudgeForm(data, reasons=reasons_for(frame.slot), ticks=ticks, initial=start)


def rows_of(view: View) -> list[comparing.DataRow]:
    """Return the data beside the document; what no document shows stands with the first one."""
    today = local_date(view.claim.office, view.now)
    rest = view.frame is view.film[0] and not covers_all_ticks(view.film)
    return comparing.rows_for(view.claim, view.frame.slot, view.revealed or {}, today=today, with_all_ticks=rest)


def covers_all_ticks(film: list[Frame]) -> bool:
    """Tell whether every tick stands beside some document of the film."""
    shown = {code for frame in film for code in comparing.ROWS_OF_SLOT.get(frame.slot, comparing.PERSON)}
    return set(TICKS) <= shown


def shown_ticks(view: View) -> list[str]:
    """Return the ticks that can be made beside this document."""
    return [row.code for row in rows_of(view) if row.ticked]


def ticked(view: View) -> list[str]:
    """Return the ticks to show: as typed while a form is open, else as kept."""
    if view.form is None:
        return view.claim.data_ticks
    return view.form.data.getlist("cocok") if view.form.is_bound else view.form.initial["cocok"]


def page(view: View) -> HttpResponse:
    """Render the desk."""
    request, claim, desk = view.request, view.claim, view.desk
    others = reading.open_desk(claim, desk, now=view.now)
    if view.judging and view.frame and view.form is None:
        view.form = form_for(view)
    wanted = request.GET.get("versi", "")
    version = view.frame.version(int(wanted) if wanted.isdecimal() else None) if view.frame else None
    panel = request.GET.get("lihat", "dokumen")
    context = {
        **desk_context(view, others),
        "version": version,
        "pages": pages_of(version),
        "rows": rows_of(view) if view.frame else [],
        "ticked": ticked(view),
        "reasons": reasons_for(view.frame.slot) if view.frame else [],
        "panel": panel if panel in PANELS else "dokumen",
        "says": words_for_participant(version.reasons, version.note) if version and version.verdict == "rejected" else "",
    }
    return TemplateResponse(request, "admin/claims/desk.html", context)


def desk_context(view: View, others: list[reading.Presence]) -> dict:
    """Return what the desk's head needs: who is here, the clock, the steps."""
    claim = view.claim
    return {
        **admin.site.each_context(view.request),
        "title": f"Klaim {claim.number}",
        "claim": claim,
        "zone": claim.office.timezone,
        "reason": REASON_LABELS.get(claim.reason, claim.reason),
        "status": STATUS_WORDING[claim.status],
        "film": view.film,
        "frame": view.frame,
        "form": view.form,
        "judging": view.judging,
        "others": others,
        "decided": decided_count(view.film),
        "offers": [(offer, STEP_LABELS[offer.step]) for offer in offers(claim, view.desk, view.now)],
        "differences": comparing.differences(claim, local_date(claim.office, view.now)),
        "may_take": Role.VERIFIER in view.desk.roles,
        "main_steps": MAIN_STEPS,
        "clock": clock_card(claim, holidays(), local_date(claim.office, view.now)),
        "revealed": view.revealed or {},
        "panels": PANELS,
    }
