"""The counter: a better paper is taken in for the participant and sent on."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from claims.domain.workflow import ClaimStatus, Role
from claims.models import Claim, DocumentVersion, SlotState
from tests.builders import make_claim, make_office
from tests.claims.desk import desk_url, seat, step_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def counter(office):
    return seat(Role.COUNTER, office=office)


@pytest.fixture
def claim(office):
    """A claim that waits for another family card."""
    claim = make_claim(ClaimStatus.CORRECTION_REQUESTED, office=office)
    claim.documents.update(state=SlotState.ACCEPTED)
    claim.documents.filter(slot="kk").update(state=SlotState.REJECTED)
    DocumentVersion.objects.filter(document__claim=claim, document__slot="kk").update(verdict="rejected", reasons=["BURAM"])
    return claim


def photo():
    file = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(file, "JPEG")
    return SimpleUploadedFile("kk.jpg", file.getvalue(), "image/jpeg")


def take_in(client, claim, slot="kk", file=None):
    return client.post(f"/petugas/claims/claim/{claim.pk}/loket/{slot}/", {"berkas": file or photo()}, follow=True)


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def test_address_of_the_press_leads_back_to_the_desk(counter, claim):
    """Whoever signed in again after half an hour comes back by this address."""
    answer = counter[1].get(f"/petugas/claims/claim/{claim.pk}/loket/kk/")

    assert (answer.status_code, answer["Location"]) == (302, desk_url(claim.pk))


def test_replacement_is_taken_in_and_sent_on(counter, claim):
    officer, client = counter

    answer = take_in(client, claim)
    client.post(step_url(claim, "correct"), {"versi": claim.version})

    assert told(answer) == ["Kartu Keluarga pengganti tersimpan. Tekan Kirim perbaikan bila semua sudah diganti."]
    claim.refresh_from_db()
    event = claim.events.get()
    second = DocumentVersion.objects.get(document__claim=claim, number=2)
    assert (claim.status, event.step, event.role, event.actor) == (ClaimStatus.CORRECTED, "correct", "Loket", officer)
    assert (second.source, second.sent_at is not None, second.pages.count()) == ("counter", True, 1)


def test_correction_waits_until_every_paper_was_replaced(counter, claim):
    _, client = counter

    page = client.get(desk_url(claim.pk, dokumen="kk"))

    assert [(str(offer.step), offer.obstacles) for offer, _ in page.context["offers"]] == [
        ("correct", ["Masih ada dokumen yang perlu diganti."])
    ]
    assert page.context["takes_in"] is True


def test_file_that_cannot_be_taken_is_told_in_words(counter, claim):
    answer = take_in(counter[1], claim, file=SimpleUploadedFile("kk.jpg", b"<html>", "image/jpeg"))

    assert (len(told(answer)), claim.documents.get(slot="kk").state) == (1, SlotState.REJECTED)


def test_no_file_is_told_in_words(counter, claim):
    answer = counter[1].post(f"/petugas/claims/claim/{claim.pk}/loket/kk/", follow=True)

    assert told(answer) == ["Belum ada foto yang dipilih. Pilih satu foto atau PDF."]


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.HEAD, Role.AUDITOR])
def test_only_the_counter_takes_in(office, claim, role):
    client = seat(role, office=office)[1]

    assert client.post(f"/petugas/claims/claim/{claim.pk}/loket/kk/", {"berkas": photo()}).status_code == 404
    assert claim.documents.get(slot="kk").versions.count() == 1


@pytest.mark.parametrize(("slot", "status"), [("ktp", "correction_requested"), ("kk", "in_review"), ("karangan", "correction_requested")])
def test_only_what_was_asked_for_is_taken_in(counter, claim, slot, status):
    Claim.objects.filter(pk=claim.pk).update(status=status, holder=counter[0])

    assert counter[1].post(f"/petugas/claims/claim/{claim.pk}/loket/{slot}/", {"berkas": photo()}).status_code == 404
    assert DocumentVersion.objects.filter(document__claim=claim, number=2).count() == 0
