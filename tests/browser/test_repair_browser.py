"""From the message to *Terkirim* in under two minutes on a phone, in both languages, with and without JavaScript."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import Claim, DocumentVersion, Notification, SlotState
from claims.services.workflow import advance
from participants.models import Participant
from tests.browser.people import fits, newest_code, speak
from tests.browser.weak_line import BAD_3G, EDGE, Trip, camera_photo
from tests.builders import SEVEN
from tests.claims.steps import ready

TWO_MINUTES = 120
WORDS = {
    "id": {
        "address": r"Ketik (\S+) di peramban, pilih Masuk,",
        "sign in": "Masuk",
        "send code": "Kirim kode",
        "code": "Kode 6 angka",
        "replace": "Ganti dokumen",
        "heading": "Ganti yang diminta saja.",
        "asked": ["Kartu Keluarga", "Buku rekening"],
        "first": "Mulai: Kartu Keluarga",
        "places": ["Dokumen 1 dari 2", "Dokumen 2 dari 2"],
        "upload": "Unggah foto ini",
        "next": "Lanjut: Buku rekening",
        "done": "Selesai, kembali ke daftar",
        "send": "Kirim perbaikan",
        "sent": "Perbaikan Anda terkirim. Urutan Anda tidak hilang.",
    },
    "en": {
        "address": r"Type (\S+) in your browser, choose Sign in,",
        "sign in": "Sign in",
        "send code": "Send code",
        "code": "6-digit code",
        "replace": "Replace documents",
        "heading": "Replace only what was asked.",
        "asked": ["Family card (KK)", "Bank book"],
        "first": "Start: Family card (KK)",
        "places": ["Document 1 of 2", "Document 2 of 2"],
        "upload": "Upload this photo",
        "next": "Next: Bank book",
        "done": "Done, back to the list",
        "send": "Send corrections",
        "sent": "Your corrections were sent. You keep your place in the queue.",
    },
}


@pytest.fixture(params=["id", "en"])
def language(request) -> str:
    return request.param


@pytest.fixture
def asked(live_server, language) -> Claim:
    """A claim of which an officer refused two papers, with the message that tells its owner so."""
    claim, officer, facts = ready(Step.REQUEST_CORRECTION, ClaimStatus.IN_REVIEW, Role.VERIFIER)
    Participant.objects.filter(pk=claim.participant_id).update(language=language)
    DocumentVersion.objects.filter(document__claim=claim, document__slot="buku_rekening").update(verdict="rejected", reasons=["TERPOTONG"])
    claim.documents.filter(slot="buku_rekening").update(state=SlotState.REJECTED)
    claim = Claim.objects.get(pk=claim.pk)
    advance(claim, Step.REQUEST_CORRECTION, actor=officer, facts=facts)
    return claim


def follow_the_message(trip: Trip, inbox: Page, claim: Claim, words: dict, look: Callable[[], None]) -> None:
    """Type the address that the message names, and sign in."""
    message = Notification.objects.get(claim=claim, kind="correction_requested")
    trip.go(urlsplit(f"//{re.search(words['address'], message.body)[1]}"))
    trip.press("Menu", within=".mast__menu")
    trip.press(words["sign in"], within=".mast__menu")
    look()
    trip.type("KPJ", claim.membership.kpj)
    trip.type("NIK", claim.participant.nik)
    trip.press(words["send code"])
    trip.type(words["code"], newest_code(inbox))
    look()
    trip.press(words["sign in"])
    trip.page.wait_for_url("**/jht/")
    look()


def replace_both(trip: Trip, folder: Path, words: dict, look: Callable[[], None]) -> None:
    """Photograph the two papers one after the other, and send them."""
    page, heading = trip.page, trip.page.get_by_role("heading", level=1)
    expect(page.locator("[data-slot] a")).to_have_text(words["asked"])
    for name, step, press in zip(words["asked"], words["places"], (words["first"], words["next"]), strict=True):
        trip.press(press)
        expect(heading).to_have_text(name)
        expect(page.locator(".step")).to_have_text(step)
        look()
        trip.take_photo(camera_photo(folder / "foto.jpg"))
        trip.press(words["upload"])
        expect(page.locator("[data-page]")).to_have_count(1)
        look()
    trip.press(words["done"])
    expect(heading).to_have_text(words["heading"])
    look()
    trip.press(words["send"])
    expect(page.get_by_role("status").first).to_have_text(words["sent"])
    look()


@pytest.mark.parametrize(("scripts", "line"), [(True, EDGE), (False, BAD_3G)], ids=["with JavaScript", "without JavaScript"])
def test_a_repair_takes_less_than_two_minutes(new_context, asked, tmp_path, axe, language, scripts, line):
    """Without a script nothing makes the photos smaller: that takes a line of the third generation or better."""
    words = WORDS[language]
    page = new_context(java_script_enabled=scripts).new_page()

    def look() -> None:
        assert fits(page), page.url
        if scripts:
            axe(page)

    speak(page, language)
    trip = Trip(page, line)
    follow_the_message(trip, new_context().new_page(), asked, words, look)
    trip.press(words["replace"])
    look()
    replace_both(trip, tmp_path, words, look)

    assert (trip.pages, trip.presses, trip.photos) == (11, 17, 2)
    assert trip.seconds < TWO_MINUTES, trip
    kept = {slot: [1, 2] if slot in ("kk", "buku_rekening") else [1] for slot in SEVEN}
    versions = DocumentVersion.objects.filter(document__claim=asked).order_by("number").values_list("document__slot", "number")
    assert {slot: [number for of, number in versions if of == slot] for slot in kept} == kept
    assert Claim.objects.get(pk=asked.pk).status == "corrected"
