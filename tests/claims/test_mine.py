"""A participant's own claims: the list by KPJ, one claim in full, papers, cancelling."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.domain.workflow import ClaimStatus
from claims.models import Claim
from claims.services import notifying
from participants.models import ChannelChoice
from tests.builders import make_claim, make_membership, make_participant, signed_in_client
from tests.claims.pdf_text import open_pdf

pytestmark = pytest.mark.django_db
OWN_PAGES = (
    "claim",
    "claim_print",
    "claim_pdf",
    "receipt",
    "receipt_print",
    "receipt_pdf",
    "letter",
    "result_letter",
    "cancel",
    "deny_own",
    "repair",
    "account",
    "readings",
    "repeat",
)


def url(name: str, claim: Claim) -> str:
    return reverse(f"claims:{name}", args=[claim.number])


def test_list_shows_every_card_with_its_claims_and_where_a_new_one_may_begin():
    person = make_participant()
    running = make_claim(ClaimStatus.IN_REVIEW, membership=make_membership(person))
    paid = make_claim(ClaimStatus.PAID, membership=make_membership(person))
    make_membership(person)
    make_claim(ClaimStatus.SUBMITTED)

    cards = signed_in_client(person).get(reverse("claims:mine")).context["cards"]

    shown = {tuple(claim["number"] for claim in card["claims"]): card["free"] for card in cards}
    assert shown == {(running.number,): False, (paid.number,): False, (): True}


@pytest.mark.parametrize("name", OWN_PAGES)
def test_page_of_another_person_is_not_found(name):
    """B1: an own page of a claim answers 404 to every other participant."""
    claim = make_claim(ClaimStatus.PAID)

    assert signed_in_client(make_participant()).get(url(name, claim)).status_code == 404


@pytest.mark.parametrize("name", OWN_PAGES)
def test_page_asks_a_stranger_to_sign_in(name):
    claim = make_claim(ClaimStatus.PAID)

    response = Client().get(url(name, claim))

    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/masuk/")


@pytest.mark.parametrize("status", [status for status in ClaimStatus if status != ClaimStatus.DRAFT])
def test_claim_page_carries_the_contract_in_every_state(status):
    claim = make_claim(status)

    response = signed_in_client(claim.participant).get(url("claim", claim))

    assert response.status_code == 200
    assert f'data-claim="{claim.number}" data-state="{status}" data-stage="{claim.stage}"' in response.content.decode()


def test_claim_page_says_what_a_message_without_a_subject_was_about():
    claim = make_claim(ClaimStatus.SUBMITTED)
    ChannelChoice.objects.create(participant=claim.participant, channel="sms", rank=1)
    notifying.plan_reminder(claim, "claim_received", "sebab", now=timezone.now())
    page = signed_in_client(claim.participant).get(url("claim", claim)).content.decode()

    assert "<li><b>Klaim diterima</b><br>SMS, menunggu, " in page


@pytest.mark.parametrize("name", ["claim_pdf", "receipt_pdf", "result_letter"])
def test_paper_is_one_page_of_pdf(name):
    claim = make_claim(ClaimStatus.PAID)

    response = signed_in_client(claim.participant).get(url(name, claim))

    with open_pdf(response.content) as paper:
        assert (response["Content-Type"], len(paper.pages)) == ("application/pdf", 1)


@pytest.mark.parametrize("name", ["letter", "result_letter"])
def test_letter_of_a_claim_that_has_no_end_is_not_found(name):
    claim = make_claim(ClaimStatus.IN_REVIEW)

    assert signed_in_client(claim.participant).get(url(name, claim)).status_code == 404


def test_claim_is_cancelled_once_it_was_confirmed():
    claim = make_claim(ClaimStatus.SUBMITTED)
    client = signed_in_client(claim.participant)

    unsure = client.post(url("cancel", claim), {"versi": claim.version})
    sure = client.post(url("cancel", claim), {"versi": claim.version, "yakin": "on"})

    assert unsure.context["form"].errors["yakin"] == ["Centang kotak ini bila Anda memang ingin membatalkan."]
    assert (sure.status_code, sure["Location"]) == (303, url("claim", claim))
    claim.refresh_from_db()
    assert (claim.status, claim.closed_at is None) == ("cancelled", False)


def test_claim_that_moved_on_is_not_cancelled_unseen():
    """E2: the page was opened on an older version."""
    claim = make_claim(ClaimStatus.SUBMITTED)
    Claim.objects.filter(pk=claim.pk).update(version=claim.version + 2)

    signed_in_client(claim.participant).post(url("cancel", claim), {"versi": claim.version, "yakin": "on"})

    assert Claim.objects.get(pk=claim.pk).status == "submitted"


def test_approved_claim_can_not_be_cancelled():
    claim = make_claim(ClaimStatus.APPROVED)

    response = signed_in_client(claim.participant).post(url("cancel", claim), {"versi": claim.version, "yakin": "on"})

    assert response["Location"] == url("claim", claim)
    assert Claim.objects.get(pk=claim.pk).status == "approved"


def test_card_without_a_claim_says_so_and_leads_to_its_own_claim():
    person = make_participant()
    card, _ = make_membership(person), make_membership(person)
    client = signed_in_client(person)

    listed = client.get(reverse("claims:mine")).content.decode()
    begun = client.get(reverse("claims:start"), {"kartu": str(card.pk)})

    assert listed.count("Belum ada klaim untuk kartu ini.") == 2
    assert f'href="/klaim/baru/?kartu={card.pk}"' in listed
    assert begun.context["form"].initial["kpj"] == str(card.pk)
