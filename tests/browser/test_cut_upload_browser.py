"""The line is cut in the middle of an upload: one document is sent again, nothing else is lost, and the office has it once."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from claims.domain.workflow import ClaimStatus
from claims.models import Claim, DocumentVersion, SlotState
from tests.browser.cable import Cable
from tests.browser.people import files, fits, press, speak
from tests.browser.sessions import carry_session
from tests.browser.weak_line import camera_photo
from tests.builders import make_claim

ACCOUNT = "9876543210987"
UNDER_WAY, ANSWER_LOST = "under way", "answer lost"
CUTS = {UNDER_WAY: {"after": 150_000}, ANSWER_LOST: {"answers": False}}
WORDS = {
    "id": {
        "upload": "Unggah foto ini",
        "next": "Lanjut: Kartu Keluarga",
        "cut": "Sambungan terputus, foto belum terkirim. Pilihan Anda masih ada: tekan tombol unggah lagi.",
        "saved": "Kartu Keluarga tersimpan.",
    },
    "en": {
        "upload": "Upload this photo",
        "next": "Next: Family card (KK)",
        "cut": "The connection broke, the photo was not sent. Your choice is still there: press the upload button again.",
        "saved": "Family card (KK) saved.",
    },
}


@pytest.fixture
def cable(live_server) -> Iterator[Cable]:
    cable = Cable(live_server.url)
    yield cable
    cable.close()


@pytest.fixture
def browser_context_args(browser_context_args: dict, cable) -> dict:
    return browser_context_args | {"base_url": cable.url}


@pytest.fixture
def draft(live_server) -> Claim:
    """A draft without any paper."""
    draft = make_claim(ClaimStatus.DRAFT)
    DocumentVersion.objects.all().delete()
    draft.documents.update(state=SlotState.EMPTY)
    return draft


def pages_at_office(draft: Claim) -> dict[str, list[int]]:
    """Return the slots that hold something: how many pages each of their versions has."""
    found: dict[str, list[int]] = {}
    for version in DocumentVersion.objects.filter(document__claim=draft).order_by("document__position", "number"):
        found.setdefault(version.document.slot, []).append(version.pages.count())
    return found


def type_and_upload_before(page: Page, draft: Claim, folder: Path, words: dict) -> None:
    """Fill in the account and the first document, and choose a photo for the next."""
    page.goto(f"/klaim/{draft.number}/data/")
    page.locator("[name=account_number]").fill(ACCOUNT)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/dokumen/")
    page.locator("[data-slot=ktp] a").click()
    page.locator("[name=berkas]").set_input_files(files(folder)["ktp"])
    press(page, words["upload"])
    press(page, words["next"])
    choose(page, folder)


def choose(page: Page, folder: Path) -> None:
    expect(page.locator(".step")).to_have_text(re.compile(" 3 "))
    page.locator("[name=berkas]").set_input_files(camera_photo(folder / "foto.jpg"))


def send(page: Page) -> None:
    page.locator("main form.unggah button[type=submit]").first.click(no_wait_after=True)


@pytest.mark.parametrize(
    ("language", "scripts", "when"),
    [("id", True, UNDER_WAY), ("en", True, ANSWER_LOST), ("en", False, UNDER_WAY), ("id", False, ANSWER_LOST)],
)
def test_one_document_is_sent_again_after_a_cut(new_context, watch, cable, draft, tmp_path, axe, language, scripts, when):
    watch.home = cable.url
    watch.expected.add("net::ERR_")
    words = WORDS[language]
    page = new_context(java_script_enabled=scripts).new_page()
    speak(page, language)
    carry_session(page, draft.participant)
    type_and_upload_before(page, draft, tmp_path, words)
    before = pages_at_office(draft)
    cable.cut(**CUTS[when])
    with page.expect_event("requestfailed", lambda request: request.method == "POST"):
        send(page)

    if scripts:
        expect(page.locator(".unggah__kabar p")).to_have_text(words["cut"])
        assert fits(page)
        axe(page)
    meanwhile = pages_at_office(draft)
    cable.mend()
    if not scripts:
        page.wait_for_url("chrome-error://**")
        page.goto(f"/klaim/{draft.number}/dokumen/")
        page.locator("[data-slot=kk] a").click()
        choose(page, tmp_path)
    send(page)
    expect(page.get_by_role("status").first).to_have_text(words["saved"])
    page.goto(f"/klaim/{draft.number}/data/")
    expect(page.locator("[name=account_number]")).to_have_value(ACCOUNT)
    assert (before, meanwhile) == ({"ktp": [1]}, {"ktp": [1]} | ({"kk": [1]} if when == ANSWER_LOST else {}))
    assert pages_at_office(draft) == {"ktp": [1], "kk": [1]}
