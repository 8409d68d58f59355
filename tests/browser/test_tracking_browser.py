"""Tracking and printing in a real browser: the whole journey, by keyboard, without JavaScript, on paper, and what it weighs."""

import gzip
import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import brotli
import pikepdf
import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from claims.domain.workflow import ClaimStatus as S
from claims.models import Claim, Office
from claims.services import lookup
from claims.services.issuing import issue_code
from claims.services.passes import Found, new_pass, write_pass
from tests.builders import make_membership, make_office, make_participant
from tests.claims.past import PASTS, SUBMIT, make_tracked_claim, take_steps, wib

SENT = [status for status in S if status != S.DRAFT]
UNKNOWN = "99999999999"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def claim(live_server) -> Claim:
    """One claim in review, with a number that every test may type."""
    return make_tracked_claim(S.IN_REVIEW, membership=make_membership(make_participant(name="Siti Aminah"), kpj="16574650029"))


@pytest.fixture
def far_office(live_server) -> Office:
    """The longest name that an office may have to bear, in another time zone."""
    return make_office(name="Kantor Cabang Kepulauan Tanimbar Saumlaki Selatan Raya", timezone="Asia/Jayapura")


def track(page: Page, number: str) -> None:
    page.goto("/")
    page.get_by_label("KPJ").fill(number)
    page.get_by_role("button", name="Lacak Klaim Saya").click()


def address_of(*claims: Claim) -> str:
    now = datetime.now(UTC)
    opened = new_pass(Found.CLAIM, claims[0].pk, now=now) if len(claims) == 1 else new_pass(Found.PERSON, claims[0].participant_id, now=now)
    return f"/tracking/hasil/{write_pass(opened)}/"


def on_paper(page: Page) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(page.pdf(prefer_css_page_size=True)))


# --- The journey


def test_a_number_leads_to_where_the_claim_stands(page, claim):
    track(page, "1657 4650 029")

    expect(page.get_by_role("heading", level=1)).to_have_text("Dokumen Anda sedang diperiksa.")
    expect(page.locator("[data-claim]")).to_have_attribute("data-claim", claim.number)
    expect(page.locator("[aria-current=step]")).to_contain_text("Penetapan Klaim")
    assert re.fullmatch(r".*/tracking/hasil/[\w-]+/", page.url)


def test_a_miss_says_the_usual_causes_and_keeps_the_number(page, claim):
    track(page, UNKNOWN)

    expect(page.locator("[data-result=none]")).to_contain_text("Kami belum menemukan klaim untuk nomor itu.")
    expect(page.locator(".causes li")).to_have_count(4)
    expect(page.get_by_label("KPJ")).to_have_value(UNKNOWN)


def test_a_malformed_number_is_said_above_and_beside_the_field(page, claim):
    track(page, "1657465002")

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("KPJ")).to_have_accessible_description(
        "Nomor peserta (KPJ, 11 digit), NIK (16 digit), atau nomor klaim Ada 10 angka. KPJ punya 11, NIK punya 16."
    )
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("KPJ")).to_be_focused()


def test_several_claims_are_listed_and_each_opens(page, claim):
    make_tracked_claim(S.CORRECTION_REQUESTED, membership=make_membership(claim.participant, kpj="16574650037"))
    track(page, claim.participant.nik)

    expect(page.locator("[data-claim] a")).to_have_text(["KPJ 1XXX XXXX 037", "KPJ 1XXX XXXX 029"])
    page.get_by_role("link", name="KPJ 1XXX XXXX 029").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Dokumen Anda sedang diperiksa.")


@pytest.mark.answers(429)
def test_too_many_lookups_are_told_how_long_to_wait(page, claim, monkeypatch):
    """A1."""
    monkeypatch.setattr(lookup, "limit", lambda kind: 2)
    for _ in range(3):
        track(page, UNKNOWN)

    expect(page.get_by_role("heading", level=1)).to_have_text("Terlalu banyak percobaan dalam waktu singkat.")


@pytest.mark.answers(404)
def test_a_closed_page_offers_the_box_and_the_box_works(page, claim):
    """A7."""
    page.goto("/tracking/hasil/tidakada/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Halaman ini sudah tertutup.")

    page.get_by_label("KPJ").fill(claim.number)
    page.get_by_role("button", name="Lacak Klaim Saya").click()

    expect(page.locator("[data-claim]")).to_have_attribute("data-state", "in_review")


def test_the_whole_journey_works_without_javascript(page_without_js, claim):
    page = page_without_js
    track(page, claim.number)
    page.get_by_role("link", name="Cetak halaman ini").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Status klaim JHT")
    expect(page.get_by_role("button", name="Cetak")).to_be_hidden()
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh PDF").click()
    assert download.value.suggested_filename == f"status-{claim.number}.pdf"


def test_the_whole_journey_works_by_keyboard(page, claim):
    page.goto("/")
    while page.evaluate("document.activeElement.id") != "id_nomor":
        page.keyboard.press("Tab")
    page.keyboard.type("16574650029")
    page.keyboard.press("Enter")
    expect(page.locator("[data-claim]")).to_be_visible()
    steps = 0
    while page.evaluate("document.activeElement.textContent") != "Unduh PDF":
        page.keyboard.press("Tab")
        steps += 1

    assert steps < 12
    with page.expect_download():
        page.keyboard.press("Enter")


def test_the_number_reaches_the_server_in_no_address_and_no_referrer(page, claim):
    """A5."""
    sent = []
    page.on("request", lambda request: sent.append(request.url + request.headers.get("referer", "")))
    track(page, "16574650029")
    page.get_by_role("link", name="Cetak halaman ini").click()
    page.get_by_role("link", name="Kembali ke status").click()
    expect(page.locator("[data-claim]")).to_be_visible()

    assert len(sent) >= 6
    assert [address for address in sent if "16574650029" in address] == []


def test_a_printed_code_leads_to_what_was_printed(page, claim):
    code = issue_code("status", claim, wib(20)).code
    page.goto("/cek/")
    page.get_by_label("Kode di lembar atau pesan").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Periksa kode").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(f"Kode {code} memang dari kami.")
    expect(page.locator(".answers dd")).to_have_text(
        ["Lembar status klaim", "Jumat, 20 November 2026, 09.14 WIB", "Sedang diperiksa", "Sedang diperiksa"]
    )


# --- For everyone


@pytest.mark.answers(404)
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_any_tracking_page(page, claim, axe, width):
    page.set_viewport_size({"width": width, "height": 740})
    other = make_tracked_claim(S.PAID, membership=make_membership(claim.participant))
    code = issue_code("status", claim, wib(20)).code
    one = address_of(claim)
    for address in (
        "/",
        "/tracking/",
        one,
        f"{one}cetak/",
        address_of(claim, other),
        "/tracking/hasil/x/",
        "/cek/",
        f"/cek/{code}/",
        "/cek/x/",
    ):
        page.goto(address)
        axe(page)
    for number in (UNKNOWN, "123"):
        track(page, number)
        axe(page)


def test_axe_finds_nothing_in_any_state_and_nothing_runs_over(page, axe, far_office):
    wide = []
    for status in SENT:
        page.set_viewport_size(PHONE)
        page.goto(address_of(make_tracked_claim(status, office=far_office)))
        axe(page)
        page.set_viewport_size({"width": 320, "height": 740})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(status)

    assert wide == []


# --- On paper


def test_the_print_page_of_every_state_is_one_sheet_of_a4(page, far_office):
    """However long the history and the name of the office."""
    there_and_back = (("take", wib(18)), ("release", wib(18))) * 30
    sizes = {}
    for status in SENT:
        claim = make_tracked_claim(status, office=far_office)
        claim.events.all().delete()
        page.goto(f"{address_of(take_steps(claim, SUBMIT, *there_and_back, *PASTS[status][0][1:]))}cetak/")
        with on_paper(page) as pdf:
            sizes[status] = [[round(float(edge)) for edge in sheet.MediaBox[2:]] for sheet in pdf.pages]

    assert sizes == dict.fromkeys(SENT, [[595, 842]])


def test_paper_carries_no_navigation_and_no_buttons(page, claim):
    page.goto(f"{address_of(claim)}cetak/")
    page.emulate_media(media="print")

    assert [page.locator(part).is_visible() for part in (".mast", ".foot", ".actions", ".sheet__code .qr svg")] == [False] * 3 + [True]


def test_the_print_button_opens_the_print_window(page, claim):
    page.add_init_script("window.print = () => { document.title = 'dicetak'; };")
    page.goto(f"{address_of(claim)}cetak/")
    page.get_by_role("button", name="Cetak").click()

    expect(page).to_have_title("dicetak")


# --- What it weighs


def test_a_first_visit_to_the_result_fits_in_twenty_kilobytes(page, claim):
    """P3: three requests, no script, HTML at most 5 KB, all at most 20 KB over the wire."""
    bodies = {}
    page.on("response", lambda response: bodies.update({response.url.rpartition("/static/")[2]: response.body()}))
    page.goto(address_of(claim), wait_until="networkidle")
    icon = (Path(settings.BASE_DIR) / "static/img/merek.svg").read_bytes()
    sheet = bodies.pop("css/portal.css")
    bodies.pop("img/merek.svg", None)
    (html,) = bodies.values()
    sizes = len(gzip.compress(html, 6)), len(brotli.compress(sheet)), len(brotli.compress(icon))

    assert (sizes[0] <= 5 * 1024, sizes[1] <= 12 * 1024, sum(sizes) <= 20 * 1024) == (True, True, True), sizes
    assert b"<script" not in html
