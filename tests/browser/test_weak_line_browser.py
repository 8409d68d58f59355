"""A weak line: every page is of use before its scripts and pictures arrive, and a photo arrives however slowly."""

import os
import re
from datetime import date
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from playwright.sync_api import Page, Route, expect

from claims.domain.workflow import ClaimStatus
from claims.models import Claim, DocumentPage, DocumentVersion, SlotState
from participants.models import LedgerEntry
from tests.browser.people import speak
from tests.browser.sessions import carry_session
from tests.browser.weak_line import EDGE, camera_photo, hold_back
from tests.builders import make_claim, make_membership, make_participant
from tests.claims.past import make_tracked_claim

USEFUL_SECONDS = 3
STYLES = Path(settings.BASE_DIR) / "static/css/portal.css"
HEADINGS = {
    "/jht/": ("Siti Aminah", "Siti Aminah"),
    "/jht/saldo/": ("Saldo JHT Siti Aminah", "JHT balance of Siti Aminah"),
    "/jht/rincian/": ("Rincian saldo (RSJHT)", "Balance statement (RSJHT)"),
    "/jht/simulasi/": ("Berapa saldo JHT saya nanti?", "What will my JHT balance be?"),
    "tracking": ("Dokumen Anda sedang diperiksa.", "Your documents are being checked."),
    "data": ("Kontak dan rekening", "Contact and account"),
    "dokumen/ktp": ("KTP", "ID card (KTP)"),
}
"""What a page is called, in Indonesian and English."""
USED = {
    "/jht/": "main a[href='/jht/saldo/']",
    "/jht/saldo/": "main .figure",
    "/jht/rincian/": "main table td",
    "/jht/simulasi/": "main [name=upah]",
    "tracking": "[data-claim] [aria-current=step]",
    "data": "main [name=account_number]",
    "dokumen/ktp": "main [name=berkas]",
}
"""What somebody comes to it for."""


@pytest.fixture
def draft(live_server) -> Claim:
    """The draft of somebody with savings, who has a claim that runs on another card."""
    person = make_participant(name="Siti Aminah")
    draft = make_claim(ClaimStatus.DRAFT, membership=make_membership(person))
    draft.documents.update(state=SlotState.EMPTY)
    DocumentVersion.objects.all().delete()
    for year in (2023, 2024, 2025):
        facts = {"kind": "iuran_pekerja", "amount": 12_345_678, "row_key": os.urandom(16)}
        LedgerEntry.objects.create(membership=draft.membership, booked_on=date(year, 2, 1), **facts)
    make_tracked_claim(ClaimStatus.IN_REVIEW, membership=make_membership(person))
    return draft


def keep_waiting(page: Page) -> list[str]:
    """Never answer what PAGE asks for beside itself and its styles; return what it waits for."""
    waiting = []

    def look(route: Route) -> None:
        if route.request.resource_type in ("document", "stylesheet"):
            route.continue_()
        else:
            waiting.append(route.request.resource_type)

    page.route("**/*", look)
    return waiting


def open_page(page: Page, name: str, draft: Claim) -> None:
    if name == "tracking":
        page.goto("/tracking/", wait_until="commit")
        page.get_by_label("KPJ").fill(draft.participant.claims.exclude(pk=draft.pk).get().number)
        page.locator("main form button[type=submit]").first.click(no_wait_after=True)
    else:
        page.goto(name if name.startswith("/") else f"/klaim/{draft.number}/{name}/", wait_until="commit")


def painted(page: Page) -> int:
    """Wait until PAGE is on the screen with its styles; return how many bytes the page itself had on the line."""
    page.evaluate("() => new Promise(done => new PerformanceObserver(done).observe({type: 'paint', buffered: true})).then(() => null)")
    return page.evaluate("performance.getEntriesByType('navigation')[0].transferSize")


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_is_useful_before_any_script_or_picture(context, watch, draft, language):
    """P3 and P9 at the edge of the second generation: the page and its styles are all that one waits for."""
    watch.follow(context)
    first = context.new_page()
    speak(first, language)
    carry_session(first, draft.participant)
    waited, seconds = {}, {}
    for name, headings in HEADINGS.items():
        page = context.new_page()
        hold_back(page, EDGE)
        waiting = keep_waiting(page)
        open_page(page, name, draft)
        expect(page.get_by_role("heading", level=1)).to_have_text(headings[language == "en"])
        expect(page.locator(USED[name]).first).to_be_visible()
        seconds[name] = EDGE.seconds(2, painted(page) + len(brotli.compress(STYLES.read_bytes())), 0)
        waited[name] = set(waiting) - {"other"}  # Besides the icon of the tab.
        page.close()

    assert waited == dict.fromkeys(HEADINGS, set()) | {"data": {"script"}, "dokumen/ktp": {"script", "image"}}
    assert {name: each for name, each in seconds.items() if each > USEFUL_SECONDS} == {}


def test_a_photo_arrives_over_a_weak_line_and_tells_how_far_it_is(page, draft, tmp_path):
    """Two megabytes leave the phone as a third of a megabyte."""
    page.goto("/")
    carry_session(page, draft.participant)
    page.goto(f"/klaim/{draft.number}/dokumen/ktp/")
    hold_back(page, EDGE)
    page.locator("[name=berkas]").set_input_files(camera_photo(tmp_path / "ktp.jpg"))
    page.get_by_role("button", name="Unggah foto ini").click()

    expect(page.locator(".unggah__kabar p")).to_have_text(re.compile(r"^Diperkecil: 2,\d MB → 3\d\d KB\. Terkirim [1-9]\d?%\.$"))
    expect(page.get_by_role("button", name="Unggah foto ini")).to_be_disabled()
    expect(page.locator("[data-page]")).to_have_count(1, timeout=60_000)
    expect(page.get_by_role("status")).to_have_text("KTP tersimpan.")
    stored = DocumentPage.objects.get()
    assert (stored.width, stored.height) == (1200, 1600)
