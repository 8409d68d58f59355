"""Who may open a claim at the desk: officers within reach of its office, and nobody else learns that the claim exists."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from claims.models import Claim, ClaimHold
from claims.officer_site import desk_at
from claims.services.officers import Desk

RELATED = ("participant", "membership__employer", "office", "holder", "verifier", "approver", "payer")


def claim_within_reach(desk: Desk, claim_id: UUID) -> Claim:
    """Return the sent claim of an office that the officer may look at, with since when it is held; answer 404 for any other."""
    within = Claim.objects.sent().of_offices(desk.offices)
    denied = ClaimHold.objects.filter(claim=OuterRef("pk"), cleared_at=None)
    within = within.select_related(*RELATED).annotate(denied_at=Subquery(denied.values("at")[:1]))
    claim = within.filter(pk=claim_id).first() if desk.may_read_claims else None
    if claim is None:
        raise Http404
    return claim


def with_claim(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give VIEW the claim instead of its id."""

    @wraps(view)
    def inner(request: HttpRequest, claim_id: UUID, **kwargs: str) -> HttpResponse:
        return view(request, claim_within_reach(desk_at(request), claim_id), **kwargs)

    return inner


def pressed_on(page: str, *names: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view act on POST alone; any other visit, as after signing in again, goes to the PAGE of its button.

    NAMES are the parts of the address that PAGE needs too.
    """

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def inner(request: HttpRequest, **kwargs: object) -> HttpResponse:
            if request.method == "POST":
                return view(request, **kwargs)
            return redirect(page, **{name: kwargs[name] for name in names})

        return inner

    return guard
