"""The journey of somebody who reads English, on a cheap phone, with and without JavaScript: from the first page to a sent claim's page."""

import pytest
from playwright.sync_api import Page, expect

from claims.domain.workflow import ClaimStatus as S
from claims.models import Claim
from tests.browser.people import fits, speak
from tests.browser.sessions import carry_session
from tests.builders import SEVEN, make_claim, make_membership, make_office, make_participant
from tests.claims.past import make_tracked_claim

WIDE = {"width": 1280, "height": 800}
OPEN_PAGES = (
    "/",
    "/klaim/kelayakan/",
    "/klaim/kelayakan/RESIGN/",
    "/syarat/PHK/",
    "/arti-status/",
    "/kinerja/",
    "/bantuan/",
    "/privasi/",
    "/masuk/",
)


@pytest.fixture
def office(live_server):
    return make_office(name="Kantor Cabang Bandung Timur")


@pytest.fixture
def asked(office) -> Claim:
    """A claim that waits for its owner: a document was refused."""
    claim = make_tracked_claim(S.CORRECTION_REQUESTED, membership=make_membership(make_participant()), office=office)
    claim.documents.filter(slot="kk").update(state="rejected")
    return claim


def track_and_open(page: Page, claim: Claim) -> None:
    """Track CLAIM by its number, sign in, and open it."""
    speak(page, "en")
    page.get_by_label("KPJ").fill(claim.number)
    page.get_by_role("button", name="Track my claim").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A document needs replacing.")
    expect(page.locator("[aria-current=step]")).to_contain_text("Assessed (Penetapan)")
    carry_session(page, claim.participant)
    page.get_by_role("link", name="Replace documents").click()
    expect(page.get_by_role("heading", name="Documents", exact=True)).to_be_visible()


def test_an_english_reader_tracks_a_claim_and_opens_the_repair(page, asked, axe):
    track_and_open(page, asked)

    page.goto(f"/jht/klaim/{asked.number}/perbaikan/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Replace only what was asked.")
    axe(page)
    assert fits(page)


def test_the_journey_needs_no_script(page_without_js, asked):
    track_and_open(page_without_js, asked)


def test_the_switch_comes_back_to_the_same_page_in_both_directions(page, office):
    speak(page, "en")
    page.goto("/syarat/PHK/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dismissal (PHK)")

    page.get_by_role("button", name="Bahasa Indonesia").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Pemutusan Hubungan Kerja (PHK)")
    assert page.url.endswith("/syarat/PHK/")


@pytest.mark.parametrize("size", [None, WIDE], ids=["phone", "desktop"])
def test_english_pages_fit_and_are_accessible(page, office, axe, size):
    if size:
        page.set_viewport_size(size)
    speak(page, "en")
    wide = []
    for address in OPEN_PAGES:
        page.goto(address)
        axe(page)
        if not fits(page):
            wide.append(address)

    assert wide == []


def test_the_wizard_speaks_english(page, office, axe):
    draft = make_claim(S.DRAFT, membership=make_membership(make_participant()), slots=SEVEN, office=office)
    speak(page, "en")
    carry_session(page, draft.participant)
    headings = {"data": "Contact and account", "dokumen": "Upload documents", "kantor": "Choose an office", "periksa": "Check, then send"}

    for step, heading in headings.items():
        page.goto(f"/klaim/{draft.number}/{step}/")
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        axe(page)
        assert fits(page)
