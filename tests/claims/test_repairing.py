"""Repairs through their pages: only what was asked for, then one button; and the account that the bank refused."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import Claim, DocumentVersion, Notification, SlotState
from claims.services.guards import StepFacts
from claims.services.workflow import advance
from tests.builders import make_claim, make_officer, make_participant, officer_actor, signed_in_client

pytestmark = pytest.mark.django_db
ACCOUNT = {"bank": "014", "nomor_rekening": "1234 5678 90", "nama_rekening": "Peserta Uji"}


def make_refused(*slots: str) -> Claim:
    """Store a claim whose SLOTS an officer refused as blurred; the others are accepted."""
    claim = make_claim(ClaimStatus.CORRECTION_REQUESTED, due_on=None)
    claim.documents.update(state=SlotState.ACCEPTED)
    claim.documents.filter(slot__in=slots).update(state=SlotState.REJECTED)
    DocumentVersion.objects.filter(document__claim=claim, document__slot__in=slots).update(verdict="rejected", reasons=["BURAM"])
    return claim


def make_returned() -> Claim:
    """Store a claim whose transfer the bank refused."""
    claim = make_claim(ClaimStatus.PAYMENT_FAILED, due_on=None, bank_return_code="REKENING_TIDAK_DITEMUKAN")
    Claim.objects.filter(pk=claim.pk).update(approved_account_index=claim.account_index)
    claim.documents.update(state=SlotState.ACCEPTED)
    return claim


def replace(claim: Claim, slot: str) -> None:
    """Put a new, unsent version into a slot, as an upload does."""
    document = claim.documents.get(slot=slot)
    document.versions.create(number=2, created_at=claim.created_at)
    claim.documents.filter(slot=slot).update(state=SlotState.REPLACED)


def send(client: Client, claim: Claim):
    return client.post(reverse("claims:repair", args=[claim.number]))


def status_of(claim: Claim) -> str:
    return Claim.objects.get(pk=claim.pk).status


def test_repair_lists_only_what_was_refused_with_the_reason():
    claim = make_refused("kk", "ktp")

    response = signed_in_client(claim.participant).get(reverse("claims:repair", args=[claim.number]))

    assert [(slot.code, slot.note) for slot in response.context["slots"]] == [("ktp", "Foto buram."), ("kk", "Foto buram.")]
    assert response.context["complete"] is False


def test_a_page_of_a_repair_counts_only_what_was_asked_for():
    claim = make_refused("kk", "foto")
    client = signed_in_client(claim.participant)
    pages = [client.get(reverse("claims:slot", args=[claim.number, slot])) for slot in ("kk", "foto")]

    assert [(page.context["position"], page.context["total_slots"]) for page in pages] == [(1, 2), (2, 2)]


def test_repair_with_something_missing_is_refused_and_keeps_what_is_there():
    claim = make_refused("kk", "ktp")
    replace(claim, "kk")

    response = send(signed_in_client(claim.participant), claim)

    assert response.context["problems"] == ["Masih ada dokumen yang perlu diganti."]
    assert status_of(claim) == "correction_requested"
    assert list(DocumentVersion.objects.filter(number=2).values_list("sent_at", flat=True)) == [None]


def test_a_paper_that_was_explained_stays_in_the_repair_until_it_is_sent():
    """It left the list with the account beside it, and could not be uploaded any more although the page said so."""
    claim = make_refused("kk", "buku_rekening")
    client = signed_in_client(claim.participant)
    book = reverse("claims:slot", args=[claim.number, "buku_rekening"])
    client.post(f"{book}tidak-ada/", {"alasan": "hilang", "penjelasan": "Hilang saat banjir."})
    page = client.get(reverse("claims:repair", args=[claim.number])).context

    assert [(slot.code, slot.state) for slot in page["slots"]] == [("kk", "rejected"), ("buku_rekening", "unavailable")]
    assert (page["ready"], page["total"], page["account_open"]) == (1, 2, True)
    assert client.get(book).status_code == 200


def test_whole_repair_goes_back_to_the_office_and_keeps_its_place():
    claim = make_refused("kk")
    place = claim.queue_on
    replace(claim, "kk")

    response = send(signed_in_client(claim.participant), claim)

    claim.refresh_from_db()
    assert response.status_code == 303
    assert (claim.status, claim.queue_on) == ("corrected", place)
    assert DocumentVersion.objects.get(number=2).sent_at == claim.last_arrival_at
    assert [event.step for event in claim.events.all()] == ["correct"]


def test_repair_pressed_twice_is_sent_once():
    """E3: the second press leads to the claim."""
    claim = make_refused("kk")
    replace(claim, "kk")
    client = signed_in_client(claim.participant)

    answers = [send(client, claim).status_code, send(client, claim).status_code]

    assert answers == [303, 302]
    assert claim.events.count() == 1


def test_repair_of_another_person_is_not_found():
    claim = make_refused("kk")

    assert send(signed_in_client(make_participant()), claim).status_code == 404


def test_repair_asks_a_stranger_to_sign_in():
    claim = make_refused("kk")

    response = Client().get(reverse("claims:repair", args=[claim.number]))

    assert response["Location"] == f"/masuk/?next=%2Fjht%2Fklaim%2F{claim.number}%2Fperbaikan%2F"


def test_returned_transfer_waits_until_the_account_was_looked_at():
    claim = make_returned()

    response = send(signed_in_client(claim.participant), claim)

    assert response.status_code == 200
    assert status_of(claim) == "payment_failed"


def test_what_the_officer_explains_about_a_refused_transfer_is_read_on_the_page():
    """The page said to read it, and did not have it."""
    claim = make_claim(ClaimStatus.PAYING)
    payer = make_officer(Role.PAYER, office=claim.office)
    facts = StepFacts(return_code="LAINNYA", note="Rekening Anda diblokir sementara oleh bank.")
    advance(claim, Step.FAIL_PAYMENT, actor=officer_actor(payer), facts=facts, now=timezone.now())
    page = signed_in_client(claim.participant).get(reverse("claims:repair", args=[claim.number])).content.decode()

    assert "Baca penjelasan petugas" in page
    assert '<span lang="id">Rekening Anda diblokir sementara oleh bank.</span>' in page


def test_account_that_works_again_is_confirmed_without_a_new_paper():
    claim = make_returned()
    client = signed_in_client(claim.participant)
    same = {"bank": claim.bank_code, "nomor_rekening": claim.account_number, "nama_rekening": claim.account_name}

    client.post(reverse("claims:account", args=[claim.number]), same)
    send(client, claim)

    assert status_of(claim) == "corrected"


def test_another_account_needs_its_bank_book_and_is_told_to_the_old_contact():
    claim = make_returned()
    client = signed_in_client(claim.participant)

    client.post(reverse("claims:account", args=[claim.number]), ACCOUNT)

    claim.refresh_from_db()
    assert (claim.bank_code, claim.account_number) == ("014", "1234567890")
    assert "rekening" not in claim.data_ticks
    assert claim.documents.get(slot="buku_rekening").state == "insisted"
    assert send(client, claim).context["problems"] == ["Masih ada dokumen yang perlu diganti."]
    notices = Notification.objects.filter(participant=claim.participant)
    assert [notice.recipient for notice in notices] == [claim.participant.email]
    replace(claim, "buku_rekening")
    assert send(client, claim).status_code == 303
    assert status_of(claim) == "corrected"


def test_account_before_another_one_is_kept_and_a_confirmed_one_is_not():
    claim = make_returned()
    client = signed_in_client(claim.participant)
    same = {"bank": claim.bank_code, "nomor_rekening": claim.account_number, "nama_rekening": claim.account_name}

    client.post(reverse("claims:account", args=[claim.number]), same)
    client.post(reverse("claims:account", args=[claim.number]), ACCOUNT)

    assert [(change.bank_code, change.account_number) for change in claim.account_changes.all()] == [
        (claim.bank_code, claim.account_number)
    ]


def test_wrong_account_is_told_beside_the_field_and_nothing_is_lost():
    claim = make_returned()
    client = signed_in_client(claim.participant)

    response = client.post(reverse("claims:account", args=[claim.number]), ACCOUNT | {"nomor_rekening": "12AB"})

    assert set(response.context["form"].errors) == {"nomor_rekening"}
    assert response.context["form"]["nomor_rekening"].value() == "12AB"
    assert Claim.objects.get(pk=claim.pk).account_number == claim.account_number


def test_account_can_not_be_changed_when_nobody_asked():
    """B4: a posted account changes nothing while the claim is being examined."""
    claim = make_claim(ClaimStatus.AWAITING_APPROVAL)

    response = signed_in_client(claim.participant).post(reverse("claims:account", args=[claim.number]), ACCOUNT)

    assert response.status_code == 302
    assert Claim.objects.get(pk=claim.pk).account_number == claim.account_number


def test_account_of_somebody_else_is_warned_of_but_kept():
    claim = make_returned()
    page = reverse("claims:account", args=[claim.number])

    response = signed_in_client(claim.participant).post(page, ACCOUNT | {"nama_rekening": "Orang Lain"}, follow=True)

    said = "Nama pemilik rekening berbeda dari nama Anda di data kami. Rekening harus atas nama Anda."
    assert [str(message) for message in response.context["messages"]] == ["Rekening tersimpan.", said]
    assert Claim.objects.get(pk=claim.pk).account_name == "Orang Lain"


def test_account_that_is_far_too_long_is_told_in_our_words():
    claim = make_returned()

    response = signed_in_client(claim.participant).post(
        reverse("claims:account", args=[claim.number]), {"bank": "014", "nomor_rekening": "1" * 61, "nama_rekening": "B" * 101}
    )

    assert response.context["form"].errors == {
        "nomor_rekening": ["Ini terlalu panjang. Paling banyak 60 angka."],
        "nama_rekening": ["Ini terlalu panjang. Paling banyak 100 huruf."],
    }
