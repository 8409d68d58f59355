"""The warnings of a claim on a page of their own: what was found, and what an officer found out about it."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from claims.admin.access import with_claim
from claims.forms.warnings import WarningsForm
from claims.models import Claim
from claims.officer_site import desk_at
from claims.services import warnings

NOTED = "Catatan tersimpan. Penyetuju membacanya di samping peringatan."
NOTHING = "Tidak ada catatan yang tersimpan. Tulis hasilnya di samping peringatan yang Anda periksa."


@require_http_methods(["GET", "POST"])
@with_claim
def look_into(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Show every warning with its note; keep new notes on POST."""
    desk, now = desk_at(request), timezone.now()
    found = warnings.findings(claim, desk, now)
    form = WarningsForm(request.POST if request.method == "POST" else None, codes=[finding.code for finding in found])
    if not form.is_bound or not form.is_valid():
        return page(request, claim, found, form)
    try:
        warnings.note(claim, form.notes, desk=desk, now=now)
    except warnings.NothingToNote:
        messages.warning(request, NOTHING)
    else:
        messages.success(request, NOTED)
    return redirect("admin:claims_claim_warnings", claim.pk)


def page(request: HttpRequest, claim: Claim, found: list[warnings.Finding], form: WarningsForm) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": "Peringatan",
        "claim": claim,
        "zone": claim.office.timezone,
        "warnings": found,
        "form": form,
        "lines": list(zip(found, form, strict=True)),
        "may_note": warnings.may_note(claim, desk_at(request)),
    }
    return TemplateResponse(request, "admin/claims/warnings.html", context)
