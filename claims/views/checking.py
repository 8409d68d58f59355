"""Is this paper or message ours? Kind, date, state then and now; nothing else."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from claims.domain.numbers import parse_check_code
from claims.domain.workflow import ClaimStatus
from claims.forms.checking import CheckForm
from claims.labels import STATUS_WORDING
from claims.services.issuing import CheckedPaper, count_check, find_paper
from claims.services.resending import kind_words
from jht_portal.errors import too_many
from jht_portal.lib.access import public
from jht_portal.lib.formats import full_time
from jht_portal.lib.http import SeeOther
from jht_portal.lib.throttle import client_address
from jht_portal.lib.wording import say, shown
from participants.domain.identifiers import IdentifierError

CODE_SHOWN = 40
"""Of what was typed or scanned, this much is kept in the field."""


@public
def check(request: HttpRequest) -> HttpResponse:
    """Type the code, where a camera cannot read the square."""
    form = CheckForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return SeeOther(reverse("claims:check_code", args=[form.cleaned_data["kode"]]))
    return render(request, "claims/tracking/check.html", {"form": form})


@public
def check_code(request: HttpRequest, code: str) -> HttpResponse:
    """Say what is known of a code; an unknown one gets a page that says what it may mean."""
    allowance = count_check(client_address(request))
    if not allowance.allowed:
        return too_many(request, allowance.retry_after)
    try:
        code = parse_check_code(code)
        paper = find_paper(code)
    except IdentifierError:
        paper = None
    if paper is None:
        return render(request, "claims/tracking/check_unknown.html", {"form": CheckForm(initial={"kode": code[:CODE_SHOWN]})}, status=404)
    answers = [{"label": label, "value": value} for label, value in _facts(paper)]
    moved = paper.status_then != paper.status_now
    return render(request, "claims/tracking/check_code.html", {"answers": answers, "code": code, "moved": moved})


def _facts(paper: CheckedPaper) -> Iterator[tuple[str, str]]:
    yield _("Jenis"), say(paper.kind)
    if paper.notice:
        yield _("Tentang"), shown(kind_words(paper.notice))
    yield _("Dibuat"), full_time(paper.issued_at, paper.zone)
    if paper.status_then:
        yield _("Keadaan saat itu"), _words(paper.status_then)
        yield _("Keadaan sekarang"), _words(paper.status_now)


def _words(status: str) -> str:
    return STATUS_WORDING[ClaimStatus(status)].tag
