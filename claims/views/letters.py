"""Letters to an employer: choose one, print it, or keep it as PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.domain.letters import GAP, LETTERS, Letter, find_letter
from claims.services.employer_letters import SENDER, draw_letter
from jht_portal.lib.access import public


def _letter(code: str) -> Letter:
    try:
        return find_letter(code)
    except KeyError as error:
        raise Http404 from error


@public
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The letters, each with when it helps."""
    return render(request, "claims/guidance/letters.html", {"letters": LETTERS})


@public
@require_safe
def letter(request: HttpRequest, code: str) -> HttpResponse:
    """One letter as a sheet to print."""
    return render(request, "claims/guidance/letter.html", {"letter": _letter(code), "gap": GAP, "sender": SENDER})


@public
@require_safe
def letter_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The same letter as PDF."""
    name = f'attachment; filename="surat-{_letter(code).code}.pdf"'
    return HttpResponse(draw_letter(_letter(code)), content_type="application/pdf", headers={"Content-Disposition": name})
