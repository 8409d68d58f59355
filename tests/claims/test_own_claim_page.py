"""The owner's page of one claim: what is asked in each state, said to somebody who is signed in already."""

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import Claim, DocumentVersion, Notification
from claims.services.guards import StepFacts
from claims.services.workflow import advance
from tests.builders import make_claim, make_officer, officer_actor, signed_in_client

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


def test_who_is_told_that_a_reason_can_be_read_after_signing_in_reads_it():
    """The history promised the head's reason, and no page had it."""
    claim = make_claim(S.SUBMITTED)
    head = make_officer(Role.HEAD, office=claim.office)
    advance(claim, Step.CANCEL, actor=officer_actor(head), facts=StepFacts(note="Peserta menutup klaim lewat telepon."), now=timezone.now())
    page = own_page(claim).content.decode()

    assert "Alasannya dapat dibaca setelah masuk." in page
    assert '<p lang="id">Peserta menutup klaim lewat telepon.</p>' in page


def sent(claim: Claim, **facts: object) -> None:
    now = timezone.now()
    facts = {"participant": claim.participant, "kind": "claim_received", "recipient": "x@contoh.test"} | facts
    Notification.objects.create(claim=claim, key=facts["body"], next_try_at=now, created_at=now, **facts)


def test_messages_are_listed_by_what_they_said_in_their_own_language():
    claim = make_claim(S.IN_REVIEW)
    sent(claim, subject="Klaim JHT Anda kami terima", body="1")
    sent(claim, subject="Your JHT claim has arrived", body="2", language="en")
    page = own_page(claim).content.decode()

    assert '<b lang="id">Klaim JHT Anda kami terima</b>' in page
    assert '<b lang="en">Your JHT claim has arrived</b>' in page


def test_a_message_without_a_subject_is_listed_by_what_it_is_about():
    """An SMS and a WhatsApp stood there without a word."""
    claim = make_claim(S.IN_REVIEW)
    sent(claim, body="1", channel="sms", recipient="+628123456789")

    assert "<li><b>Klaim diterima</b><br>SMS, menunggu, " in own_page(claim).content.decode()
