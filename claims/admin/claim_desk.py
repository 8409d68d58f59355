"""The claim desk: one document at a time beside the data, a verdict, and on to the next."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.shortcuts import render as render_part
from django.utils import timezone
from django.views.decorators.http import require_GET

from claims.admin.access import pressed_on, with_claim
from claims.admin.desk_page import OVERSEERS_PANELS, Look, desk_url, form_for, look, render
from claims.labels import STATUS_WORDING
from claims.models import Claim
from claims.officer_site import desk_at
from claims.services import presence, reading, verifying
from claims.services.desk import film_of, may_judge, next_slot
from claims.services.workflow import ClaimChangedMeanwhile

FASTER = "Rekan Anda lebih cepat: klaim ini sudah berubah. Yang tampil di sini keadaan terbaru."
TYPED = "Tulisan Anda tadi belum tersimpan: “{}”"
VERDICTS = {"terima": verifying.ACCEPTED, "tolak": verifying.REJECTED}
MISSING_VERDICTS = {"tidak_perlu": verifying.waive, "tetap_perlu": verifying.insist}


@require_GET
@with_claim
def show(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Show the claim as it stands."""
    return render(look(request, claim, request.GET.get("dokumen", "")))


@pressed_on("admin:claims_claim_change", "claim_id")
@with_claim
def reveal(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Open a masked field for one page view, logged; what is typed in stays."""
    seen = look(request, claim, request.GET.get("dokumen", ""))
    wanted = {request.POST.get("buka", ""), *request.POST.getlist("terbuka")}
    seen.revealed = reading.reveal(claim, wanted, seen.desk, now=seen.now)
    if seen.judging and seen.panel == "dokumen":
        seen.form = form_for(seen, request.POST)
    return render(seen)


@pressed_on("admin:claims_claim_change", "claim_id")
@with_claim
def attend(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Note that the officer is still here and tell who else is: the words of the desk's first line."""
    now, desk = timezone.now(), desk_at(request)
    seen = {"claim": claim, "zone": claim.office.timezone, "status": STATUS_WORDING[claim.status], "judging": may_judge(claim, desk)}
    company = presence.renew(claim, desk.user, now=now)
    return render_part(request, "admin/claims/parts/presence.html", seen | {"company": company})


@pressed_on("admin:claims_claim_change", "claim_id")
@with_claim
def judge(request: HttpRequest, claim: Claim, slot: str) -> HttpResponse:
    """Save ticks and verdict for one document and go on to the next."""
    seen = look(request, claim, slot)
    if seen.frame is None or seen.frame.slot != slot:
        raise Http404
    seen.form = form_for(seen, request.POST)
    if not seen.form.is_valid():
        return render(seen)
    try:
        save(seen)
    except (verifying.NotTheHolder, ClaimChangedMeanwhile):
        return too_late(request, claim, seen.form.cleaned_data["catatan"])
    except verifying.VerdictIncomplete as error:
        seen.form.add_error(None, error.message)
        return render(seen)
    except (verifying.NothingToJudge, verifying.NotMissing):
        seen.form.add_error(None, "Dokumen ini belum bisa diputus.")
        return render(seen)
    return redirect(onward(request, claim, slot))


def onward(request: HttpRequest, claim: Claim, slot: str) -> str:
    """Return the document that the officer wants to see, as the film's links ask for, or the next one to decide on."""
    film, wanted, panel = film_of(claim), request.POST.get("ke", ""), request.POST.get("lihat", "")
    address = desk_url(claim, wanted if wanted in {frame.slot for frame in film} else next_slot(film, slot))
    return f"{address}&lihat={panel}" if panel in OVERSEERS_PANELS else address


def too_late(request: HttpRequest, claim: Claim, typed: str) -> HttpResponse:
    """Tell kindly that the claim is in other hands, with the words that were TYPED: they stand nowhere else now."""
    messages.warning(request, FASTER)
    if typed:
        messages.info(request, TYPED.format(typed))
    return redirect("admin:claims_claim_change", claim.pk)


def save(seen: Look) -> None:
    """Write what the form says: the ticks, and a verdict where there is one."""
    said, facts = seen.form.cleaned_data, {"officer": seen.desk.user, "now": seen.now}
    document = seen.frame.document
    document.claim = seen.claim
    seen.claim.version = said["versi"]
    verifying.tick_data(seen.claim, said["cocok"], among=seen.ticks, officer=seen.desk.user, now=seen.now)
    if seen.frame.missing:
        MISSING_VERDICTS[said["putusan"]](document, said["catatan"], **facts)
    elif said["putusan"]:
        verifying.judge_version(document, VERDICTS[said["putusan"]], said["alasan"], said["catatan"], **facts)
