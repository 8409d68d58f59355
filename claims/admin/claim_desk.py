"""The claim desk: one document at a time beside the data, a verdict, and on to the next."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from claims.admin.access import pressed_on, with_claim
from claims.admin.desk_page import Look, desk_url, form_for, look, render
from claims.models import Claim
from claims.services import reading, verifying
from claims.services.desk import film_of, next_slot
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
    return redirect(desk_url(claim, next_slot(film_of(claim), slot)))


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
    verifying.tick_data(seen.claim, said["cocok"], among=seen.ticks, officer=seen.desk.user)
    if seen.frame.missing:
        MISSING_VERDICTS[said["putusan"]](document, said["catatan"], **facts)
    elif said["putusan"]:
        verifying.judge_version(document, VERDICTS[said["putusan"]], said["alasan"], said["catatan"], **facts)
