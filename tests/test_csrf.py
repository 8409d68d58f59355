"""Every public address that changes something refuses what did not come from our own page (D5)."""

import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from claims.models import Claim, ClaimEvent, Document
from claims.urls import urlpatterns
from tests.builders import make_claim, signed_in_client

pytestmark = pytest.mark.django_db
PAGE_ID = uuid.UUID(int=7)
ARGUMENTS = {
    "token": "x" * 40,
    "code": "RESIGN",
    "slot": "kk",
    "ticket_code": "0000-0000-0000",
    "wait_code": "0000-0000-0000",
    "page_id": PAGE_ID,
    "picture_id": PAGE_ID,
    "sheet": 1,
    "year": 2024,
    "sign_in": 1,
    "pk": 1,
    "office_code": "tidak-ada",
}
NAMED = [pattern for pattern in urlpatterns if isinstance(pattern, URLPattern) and pattern.name]


def address(pattern: URLPattern, claim: Claim) -> str:
    wanted = pattern.pattern.converters
    return reverse(f"claims:{pattern.name}", kwargs={name: claim.number if name == "number" else ARGUMENTS[name] for name in wanted})


def state(claim: Claim) -> tuple:
    """Return everything that a forged request could have changed."""
    facts = Claim.objects.filter(pk=claim.pk).values_list("status", "version", "bank_code", "account_index", "updated_at").get()
    return facts, list(Document.objects.order_by("pk").values_list("state", flat=True)), ClaimEvent.objects.count(), Claim.objects.count()


@pytest.mark.parametrize("status", ["draft", "correction_requested"])
@pytest.mark.parametrize("pattern", NAMED, ids=lambda pattern: pattern.name)
def test_post_without_a_token_changes_nothing(pattern, status):
    claim = make_claim(status)
    client = signed_in_client(claim.participant)
    client.handler.enforce_csrf_checks = True
    before = state(claim)

    bare = client.post(address(pattern, claim), {"yakin": "on", "versi": claim.version, "pernyataan": "on"})
    foreign = client.post(address(pattern, claim), {"yakin": "on"}, headers={"origin": "https://calo.example"})

    assert (bare.status_code, foreign.status_code) == (403, 403)
    assert state(claim) == before


@pytest.mark.parametrize("pattern", NAMED, ids=lambda pattern: pattern.name)
def test_looking_changes_nothing(pattern):
    claim = make_claim("draft")
    before = state(claim)

    signed_in_client(claim.participant).get(address(pattern, claim))

    assert state(claim) == before


def test_refusal_says_what_is_safe_and_how_to_go_on():
    response = Client(enforce_csrf_checks=True).post(reverse("claims:track"), {"nomor": "16574650011"})

    assert response.status_code == 403
    assert "16574650011" not in response.content.decode()
    assert "Kembali ke halaman sebelumnya, muat ulang, lalu kirim lagi." in response.content.decode()
