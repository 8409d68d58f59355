"""The page of one document: what it offers in each state, and its buttons' addresses opened by themselves."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import Claim, DocumentPage
from tests.builders import signed_in_client
from tests.claims.test_documents import make_draft, photo, post_file

pytestmark = pytest.mark.django_db
CANNOT_GET = "Saya tidak bisa mendapatkan dokumen ini"
BUTTONS = ("slot_missing", "slot_card", "slot_rotate", "slot_remove")


@pytest.fixture
def draft() -> Claim:
    return make_draft()


@pytest.fixture
def client(draft: Claim) -> Client:
    return signed_in_client(draft.participant)


def slot_page(client: Client, draft: Claim, slot: str) -> str:
    return client.get(reverse("claims:slot", args=[draft.number, slot])).content.decode()


def test_who_has_uploaded_a_paper_is_not_asked_why_it_is_missing(client, draft):
    before = slot_page(client, draft, "kk")
    post_file(client, draft, "kk", photo())

    assert (CANNOT_GET in before, CANNOT_GET in slot_page(client, draft, "kk")) == (True, False)


def test_one_button_is_the_main_one_once_a_paper_is_there(client, draft):
    post_file(client, draft, "kk", photo())

    assert slot_page(client, draft, "kk").count("btn-primary") == 1


def test_size_is_told_as_shrunk_only_where_it_is_smaller(client, draft):
    post_file(client, draft, "kk", photo())
    DocumentPage.objects.update(original_size=2_000_000, size=500_000)
    smaller = slot_page(client, draft, "kk")
    DocumentPage.objects.update(original_size=400_000)

    assert ("→" in smaller, "→" in slot_page(client, draft, "kk")) == (True, False)


def test_thumbnail_is_taken_with_the_advice_to_send_the_photo_itself(client, draft):
    post_file(client, draft, "kk", photo(300, 200))

    assert "Foto ini sangat kecil. Unggah foto aslinya supaya tulisan terbaca." in slot_page(client, draft, "kk")


def test_turning_a_photo_is_confirmed_in_words(client, draft):
    post_file(client, draft, "kk", photo())
    url = reverse("claims:slot_rotate", args=[draft.number, "kk", DocumentPage.objects.get().pk])

    assert "Foto diputar." in client.post(url, follow=True).content.decode()


@pytest.mark.parametrize("name", BUTTONS)
def test_address_of_a_button_opened_by_itself_leads_to_its_document(client, draft, name):
    """As after signing in again in the middle of a press."""
    page = [uuid.uuid4()] if name in ("slot_rotate", "slot_remove") else []

    response = client.get(reverse(f"claims:{name}", args=[draft.number, "kk", *page]))

    assert (response.status_code, response["Location"]) == (302, reverse("claims:slot", args=[draft.number, "kk"]))
