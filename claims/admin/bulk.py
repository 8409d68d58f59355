"""Many claims in one press: a page that says what will move and what cannot, then the rest."""

from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from claims.forms.bulk import BulkForm
from claims.officer_site import desk_at
from claims.services import bulk
from claims.services.bulk import BulkStep, Outcome, Wish
from claims.services.officers import shown_name

LIST = "admin:claims_claim_changelist"
TOO_MANY = f"Pilih paling banyak {bulk.LIMIT} klaim sekali jalan."
NOTHING = "Belum ada klaim yang dipilih."


def preview(request: HttpRequest) -> HttpResponse:
    """Show what the step would move and what it would leave."""
    step, chosen = step_of(request), chosen_in(request)
    if not chosen or len(chosen) > bulk.LIMIT:
        messages.warning(request, TOO_MANY if chosen else NOTHING)
        return redirect(LIST)
    return page(request, step, list(chosen), form_of(request, step, bound=False))


def confirm(request: HttpRequest) -> HttpResponse:
    """Take the step for the claims that the preview offered, each as it was seen there."""
    step, chosen = step_of(request), chosen_in(request)
    seen = {key: version for key, version in chosen.items() if version is not None}
    form = form_of(request, step, bound=True)
    if not seen or len(seen) > bulk.LIMIT:
        messages.warning(request, TOO_MANY if seen else NOTHING)
        return redirect(LIST)
    if not form.is_valid():
        return page(request, step, list(seen), form)
    return result(request, step, bulk.run(step, wish_of(request, seen, form)))


def step_of(request: HttpRequest) -> BulkStep:
    """Return the step asked for; 404 where there is none, refused to who does not have its role."""
    step = bulk.BY_CODE.get(request.POST.get("langkah", ""))
    if step is None:
        raise Http404
    if step not in bulk.steps_for(desk_at(request)):
        raise PermissionDenied
    return step


def chosen_in(request: HttpRequest) -> dict[UUID, int | None]:
    """Read the ticked claims, with the version where the page carried it; what is no claim is passed over."""
    found: dict[UUID, int | None] = {}
    for text in request.POST.getlist("klaim"):
        key, _, version = text.partition(":")
        try:
            found[UUID(key)] = int(version) if version else None
        except ValueError:
            continue
    return found


def form_of(request: HttpRequest, step: BulkStep, *, bound: bool) -> BulkForm:
    asked = "verifikator" in step.asks
    loads = bulk.verifiers_with_load(desk_at(request)) if asked else []
    choices = [(user.pk, f"{shown_name(user)}, memegang {load} klaim") for user, load in loads]
    return BulkForm(request.POST if bound else None, asks=step.asks, verifiers=choices)


def wish_of(request: HttpRequest, seen: dict[UUID, int], form: BulkForm) -> Wish:
    desk, said = desk_at(request), form.cleaned_data
    chosen = set(said.get("verifikator", ()))
    verifiers = tuple(user for user, _ in bulk.verifiers_with_load(desk) if user.pk in chosen) if chosen else ()
    return Wish(desk, seen, timezone.now(), verifiers, said.get("catatan", ""))


def page(request: HttpRequest, step: BulkStep, claim_ids: list[UUID], form: BulkForm) -> HttpResponse:
    found = bulk.preview(step, claim_ids, desk_at(request), timezone.now())
    context = admin.site.each_context(request) | {"title": f"{step.label}: periksa dulu", "step": step, "form": form, "found": found}
    return TemplateResponse(request, "admin/claims/bulk.html", context)


def result(request: HttpRequest, step: BulkStep, outcome: Outcome) -> HttpResponse:
    context = admin.site.each_context(request) | {"title": f"{step.label}: hasilnya", "step": step, "outcome": outcome}
    return TemplateResponse(request, "admin/claims/bulk_result.html", context)
