"""The portal's own card as a picture."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageChops

from claims.models import IssuedCode
from claims.services import digital_card
from participants.domain.identifiers import mask_kpj
from participants.models import Membership
from tests.builders import make_membership, make_participant, signed_in_client

pytestmark = pytest.mark.django_db
BESIDE_THE_CODE = (70 + digital_card.ROOM, 200, digital_card.SIZE[0] - 70 - digital_card.CODE_SIDE, 650)


def drawn(name: str) -> Image.Image:
    """Draw the card of somebody of that NAME."""
    path = digital_card.draw_card(make_membership(make_participant(name=name)), now=timezone.now())
    with Image.open(path) as card:
        card.load()
    path.unlink()
    return card


def test_longest_name_ends_before_the_code():
    """Forms take names of a hundred letters; a card that hides the end of one cannot be compared with a KTP."""
    name = "Raden Ajeng Siti Nurhaliza Kusumawardhani Hadiningrat Prawirodirdjo Tjokroaminoto Sastrowardoyo Putri"

    gap = drawn(name).crop(BESIDE_THE_CODE)

    assert ImageChops.difference(gap, Image.new("RGB", gap.size, digital_card.NILA_900)).getbbox() is None


# --- On the screen


@pytest.fixture
def card() -> Membership:
    return make_membership(make_participant(name="Siti Aminah"))


def image(card: Membership) -> str:
    return f"/jht/kartu/gambar.png?kartu={card.pk}"


def test_picture_for_the_screen_has_the_number_masked_and_a_code_that_the_portal_confirms(card, monkeypatch):
    written = []
    draw_line = digital_card._line
    monkeypatch.setattr(digital_card, "_line", lambda pen, top, text, *more: written.append(text) or draw_line(pen, top, text, *more))

    answer = signed_in_client(card.participant).get(image(card))

    code = IssuedCode.objects.get(kind="card").code
    with Image.open(BytesIO(answer.content)) as picture:
        assert (answer["Content-Type"], picture.size) == ("image/png", digital_card.SIZE)
    assert ("Siti Aminah" in written, mask_kpj(card.kpj) in written, any(card.kpj in text for text in written)) == (True, True, False)
    assert any(code in text for text in written)
    assert "Kartu digital" in Client().get(reverse("claims:check_code", args=[code])).content.decode()


def test_picture_is_light_enough_for_a_slow_line(card):
    assert len(signed_in_client(card.participant).get(image(card)).content) < 40 * 1024


def test_card_for_the_wizard_has_the_whole_number_and_the_code_of_the_day(card, monkeypatch):
    written = []
    monkeypatch.setattr(digital_card, "_line", lambda pen, top, text, *more: written.append(text))
    now = timezone.now()

    digital_card.card_picture(card, now=now)
    digital_card.draw_card(card, now=now).unlink()

    assert (card.kpj in written, IssuedCode.objects.filter(kind="card").count()) == (True, 1)


@pytest.mark.parametrize("address", ["/jht/kartu/", "/jht/kartu/layar/", "/jht/kartu/gambar.png"])
def test_card_of_another_person_is_not_found(card, address):
    """B1"""
    stranger = signed_in_client(make_participant())

    assert stranger.get(address, {"kartu": card.pk}).status_code == 404


def test_merged_card_has_no_picture_and_says_where_it_went(card):
    home = make_membership(card.participant)
    Membership.objects.filter(pk=card.pk).update(merged_into=home)
    browser = signed_in_client(card.participant)

    page = browser.get("/jht/kartu/")

    assert browser.get(image(card)).status_code == 404
    assert ([line["key"] for line in page.context["cards"]], [line["key"] for line in page.context["merged"]]) == ([home.pk], [card.pk])


def test_picture_needs_a_card_to_be_chosen(card):
    assert signed_in_client(card.participant).get("/jht/kartu/gambar.png").status_code == 404


def test_page_shows_no_whole_number(card):
    assert card.kpj not in signed_in_client(card.participant).get("/jht/kartu/").content.decode().replace(" ", "")
