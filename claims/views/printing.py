"""Put a tracking result on paper: a page to print, and the same as PDF."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from claims.models import Claim
from claims.services.lookup import claims_behind
from claims.services.passes import PassClosed, read_pass
from claims.services.printing import status_paper
from claims.views.tracking import closed
from jht_portal.lib.access import public
from jht_portal.lib.http import SeeOther
from jht_portal.lib.paper import Paper, draw


@public
def result_print(request: HttpRequest, token: str) -> HttpResponse:
    """The sheet as a page: A4, one page, without the address of the result."""
    back = {"url": reverse("claims:result", args=[token]), "text": _("Kembali ke status")}
    pdf = {"url": reverse("claims:result_pdf", args=[token]), "text": _("Unduh PDF"), "icon": "down"}
    return _of_one_claim(request, token, lambda claim: print_page(request, claim, _sheet(claim), [pdf, back]))


@public
def result_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The sheet as PDF."""
    return _of_one_claim(request, token, lambda claim: pdf_file(_sheet(claim)))


def print_page(request: HttpRequest, claim: Claim | None, paper: Paper, actions: list[dict[str, str]]) -> HttpResponse:
    """Answer with PAPER (about CLAIM, or about none) as a page to print; ACTIONS (url, text, icon) stand below it on screen only."""
    context = {
        "claim": claim,
        "paper": paper,
        "printed_at": paper.printed_at,
        "zone": paper.zone,
        "qr": SafeString(paper.qr.svg_inline(border=0, svgclass=None, lineclass=None, omitsize=True)),
        "check_url": paper.check_page,
        "check_code": paper.code,
        "actions": actions,
    }
    return render(request, "claims/print/paper.html", context)


def pdf_file(paper: Paper) -> HttpResponse:
    """Answer with PAPER as a PDF to keep."""
    name = f'attachment; filename="{paper.name}.pdf"'
    return HttpResponse(draw(paper), content_type="application/pdf", headers={"Content-Disposition": name})


def _sheet(claim: Claim) -> Paper:
    return status_paper(claim, timezone.now())


def _of_one_claim(request: HttpRequest, token: str, answer: Callable[[Claim], HttpResponse]) -> HttpResponse:
    """Answer for the one claim of the pass; where there are several, send back to choose one."""
    try:
        claims = claims_behind(read_pass(token, timezone.now()))
    except PassClosed:
        claims = []
    if len(claims) > 1:
        return SeeOther(reverse("claims:result", args=[token]))
    return answer(claims[0]) if claims else closed(request)
