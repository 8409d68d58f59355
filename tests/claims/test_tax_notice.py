"""Before a part is claimed, what it costs later is shown, confirmed and kept word for word."""

import os
import re
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim
from claims.services.tax_notice import read_back
from participants.models import LedgerEntry
from tests.builders import make_claim, make_membership, make_office, make_participant, signed_in_client
from tests.claims.test_filing import PAYOUT

pytestmark = pytest.mark.django_db
CHANGED = "Angka pajak berubah sejak halaman dibuka. Baca sekali lagi, lalu centang."


@pytest.fixture
def draft() -> Claim:
    """A draft of a tenth of 200 million rupiah."""
    with time_machine.travel("2026-11-20T03:00:00Z", tick=False):
        card = make_membership(make_participant(tax_number="3174051508690001"), started_on=date(2001, 1, 1))
        book(card, 200_000_000)
        facts = {"reason": "SEBAGIAN_10", "data_saved_at": None, "declared_at": None, "event_on": None}
        yield make_claim("draft", membership=card, **facts)


def book(card, amount: int) -> None:
    LedgerEntry.objects.create(membership=card, booked_on=date(2020, 1, 1), kind="iuran_pekerja", amount=amount, row_key=os.urandom(16))


def page(claim: Claim) -> str:
    return reverse("claims:data", args=[claim.number])


def confirm(browser: Client, claim: Claim, mark: str):
    return browser.post(page(claim), PAYOUT | {"tax_warning_read": "on", "dilihat": mark})


def shown(browser: Client, claim: Claim):
    return browser.get(page(claim)).context["tax_notice"]


def test_page_says_what_waiting_costs_and_how_it_comes_about(draft):
    response = signed_in_client(draft.participant).get(page(draft))
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))

    assert "Sisa Rp180.000.000 kena pajak Rp13.500.000 lebih besar bila baru diambil sesudah 31 Desember 2027." in said
    assert response.context["tax_notice"].figures == (
        ("Diambil sekarang (10%)", "Rp20.000.000"),
        ("Pajaknya sekarang", "Rp0"),
        ("Pajak sisa, diambil sampai 31 Desember 2027", "Rp7.500.000"),
        ("Pajak sisa, diambil sesudah itu (tarif progresif)", "Rp21.000.000"),
    )


def test_what_is_kept_is_what_was_shown(draft):
    browser = signed_in_client(draft.participant)
    notice = shown(browser, draft)

    answer = confirm(browser, draft, notice.mark)

    draft.refresh_from_db()
    assert (answer.status_code, read_back(draft.tax_warning), draft.tax_warning_read_at is None) == (303, notice, False)


def test_tick_for_figures_that_were_others_is_not_taken_and_nothing_typed_is_lost(draft):
    browser = signed_in_client(draft.participant)
    mark = shown(browser, draft).mark
    book(draft.membership, 1_000_000)

    answer = confirm(browser, draft, mark)

    draft.refresh_from_db()
    assert answer.context["form"].errors == {"tax_warning_read": [CHANGED]}
    assert answer.context["form"]["account_number"].value() == PAYOUT["account_number"]
    assert (draft.tax_warning, draft.tax_warning_read_at) == (None, None)
    assert confirm(browser, draft, answer.context["tax_notice"].mark).status_code == 303


def test_tick_without_a_page_is_not_taken(draft):
    answer = signed_in_client(draft.participant).post(page(draft), PAYOUT | {"tax_warning_read": "on"})

    assert answer.context["form"].errors == {"tax_warning_read": [CHANGED]}


def test_same_words_confirmed_again_keep_their_first_moment(draft):
    browser = signed_in_client(draft.participant)
    confirm(browser, draft, shown(browser, draft).mark)
    draft.refresh_from_db()
    first = draft.tax_warning_read_at

    with time_machine.travel("2026-11-20T03:10:00Z", tick=False):
        confirm(browser, draft, shown(browser, draft).mark)

    draft.refresh_from_db()
    assert draft.tax_warning_read_at == first


def test_claim_for_everything_shows_and_keeps_none(draft):
    Claim.objects.filter(pk=draft.pk).update(reason="RESIGN")
    browser = signed_in_client(draft.participant)

    assert shown(browser, draft) is None
    browser.post(page(draft), PAYOUT)
    draft.refresh_from_db()
    assert (draft.data_saved_at is None, draft.tax_warning) == (False, None)


def test_what_was_confirmed_can_be_read_again_on_the_claims_page(draft):
    browser = signed_in_client(draft.participant)
    notice = shown(browser, draft)
    confirm(browser, draft, notice.mark)
    book(draft.membership, 1_000_000)  # Figures of today are others.
    sent = {"status": "submitted", "submitted_at": timezone.now(), "queue_on": timezone.localdate(), "office": make_office()}
    Claim.objects.filter(pk=draft.pk).update(**sent)

    response = browser.get(reverse("claims:claim", args=[draft.number]))

    assert response.context["tax_notice"] == notice
    assert "Perbandingan pajak yang Anda setujui Jumat, 20 November 2026" in response.content.decode()
