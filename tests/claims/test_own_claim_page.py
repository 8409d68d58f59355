"""The owner's page of one claim: what is asked in each state, said to somebody who is signed in already."""

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.domain.workflow import ClaimStatus
from claims.models import Claim, DocumentVersion, Notification
from tests.builders import make_claim, signed_in_client

pytestmark = pytest.mark.django_db
S = ClaimStatus


def own_page(claim: Claim):
    return signed_in_client(claim.participant).get(reverse("claims:claim", args=[claim.number]))


@pytest.mark.parametrize(
    ("status", "button", "leads_to"),
    [
        (S.CORRECTION_REQUESTED, "Ganti dokumen", "perbaikan"),
        (S.PAYMENT_FAILED, "Perbaiki rekening", "perbaikan"),
        (S.REJECTED, "Baca alasannya", "#h-alasan"),
        (S.IN_REVIEW, "", ""),
        (S.PAID, "", ""),
    ],
)
def test_what_is_asked_leads_to_where_it_is_done(status, button, leads_to):
    """A rejected claim's button led back to its own page, and a refused transfer asked for documents."""
    todo = own_page(make_claim(status, rejection_codes=["LAINNYA"] if status == S.REJECTED else [])).context["todo"]

    assert (todo["button"], leads_to in todo["url"], bool(todo["url"])) == (button, True, bool(leads_to))


@pytest.mark.parametrize("status", [status for status in S if status != S.DRAFT])
def test_nobody_who_is_signed_in_is_told_to_sign_in(status):
    response = own_page(make_claim(status, correction_due_on=timezone.localdate()))

    words = f"{response.context['progress'].advice} {response.context['todo']['text']}"
    assert ("Masuk," in words, "Masuk untuk" in words) == (False, False)


@pytest.mark.parametrize(
    ("status", "told"), [(S.APPROVED, True), (S.PAID, True), (S.REJECTED, False), (S.CANCELLED, False), (S.EXPIRED, False)]
)
def test_amount_is_told_only_where_it_was_or_will_be_paid(status, told):
    assert ("Anda terima" in own_page(make_claim(status)).content.decode()) == told


def test_advice_for_a_refused_paper_ends_with_its_replacement():
    claim = make_claim(S.CORRECTION_REQUESTED)
    paper = claim.documents.get(slot="kk")
    DocumentVersion.objects.filter(document=paper).update(verdict="rejected", reasons=["BURAM"])
    shown = []
    for state in ("rejected", "replaced"):
        claim.documents.filter(slot="kk").update(state=state)
        shown.append("Letakkan dokumen di meja" in own_page(claim).content.decode())

    assert shown == [True, False]


def test_messages_are_listed_by_what_they_said():
    claim, now = make_claim(S.IN_REVIEW), timezone.now()
    facts = {"claim": claim, "participant": claim.participant, "kind": "claim_received", "recipient": "x@contoh.test"}
    Notification.objects.create(key="k", subject="Klaim JHT Anda kami terima", body="b", next_try_at=now, created_at=now, **facts)

    assert '<b lang="id">Klaim JHT Anda kami terima</b>' in own_page(claim).content.decode()
