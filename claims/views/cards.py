"""Kartu Digital: the own card on the screen, whole screen, on paper, and as a picture."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims.services.digital_card import card_picture
from claims.services.holders import Holder
from claims.views.hub import card_line
from claims.views.owners import own_cards_required
from participants.models import Membership


@own_cards_required
@require_safe
def cards(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Every card of the person that stands by itself, or the one that was chosen; a merged one says where it went."""
    lines = [card_line(card, holder) for card in holder.shown]
    context = {"holder": holder, "cards": [line for line in lines if not line["home"]], "merged": [line for line in lines if line["home"]]}
    return render(request, "claims/savings/cards.html", context)


@own_cards_required
@require_safe
def card_screen(request: HttpRequest, holder: Holder) -> HttpResponse:
    """The chosen card alone on the screen, to be shown at a counter."""
    card = _drawable(holder)
    return render(request, "claims/savings/card_screen.html", {"holder": holder, "card": card_line(card, holder)})


@own_cards_required
@require_safe
def card_image(request: HttpRequest, holder: Holder) -> HttpResponse:
    """The chosen card as a picture."""
    picture = card_picture(_drawable(holder), now=timezone.now())
    return HttpResponse(picture, content_type="image/png", headers={"Content-Disposition": 'inline; filename="kartu-jht.png"'})


def _drawable(holder: Holder) -> Membership:
    """Return the chosen card; one that was merged into another has no card of its own."""
    if holder.chosen is None or holder.home_of(holder.chosen):
        raise Http404
    return holder.chosen
