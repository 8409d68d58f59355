"""The wizard in a real browser: with and without script, by keyboard, on the way back, and for axe."""

import os
from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from claims.models import Claim, SlotState
from participants.models import LedgerEntry
from tests.browser.conftest import settle
from tests.builders import make_membership, make_office, make_participant, signed_in_client

START = "/klaim/baru/"


@pytest.fixture
def budi(transactional_db):
    """Somebody with a long name who turned 57, two cards and money on them."""
    person = make_participant(name="Raden Mas Budi Santoso Hadiningrat Kusumawardhana", birth_date=date(1969, 8, 15))
    for started_on, amount in ((date(1998, 3, 1), 138_640_215), (date(2012, 1, 1), 9_500_000)):
        card = make_membership(person, started_on=started_on, ended_on=None)
        LedgerEntry.objects.create(membership=card, booked_on=started_on, kind="iuran_pekerja", amount=amount, row_key=os.urandom(16))
    make_office(name="Kantor Cabang Bandung Suci")
    make_office(name="Kantor Cabang Makassar", province="Sulawesi Selatan")
    return person


def sign_in(page: Page, person, live_server) -> Page:
    key = signed_in_client(person).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    return page


def choose(page: Page, person, reason: str) -> None:
    """Choose the older card and REASON on the first page, and go on."""
    page.goto(START)
    card = person.memberships.get(started_on=date(1998, 3, 1))
    page.locator(f"input[name=kpj][value='{card.pk}']").check()
    page.locator(f"input[name=sebab][value={reason}]").check()
    page.get_by_role("button", name="Lanjutkan").click()
    settle(page)


def fill_data(page: Page) -> None:
    page.get_by_role("combobox", name="Bank").select_option(label="BRI")
    page.get_by_label("Nomor rekening").fill("0123 4567 8901 234")
    page.get_by_role("button", name="Simpan dan lanjutkan").click()
    page.wait_for_url("**/dokumen/")


def fill_slots(claim: Claim) -> None:
    for document in claim.documents.all():
        document.state = SlotState.UPLOADED
        document.save()
        document.versions.create(number=1, created_at=claim.created_at)


def address(name: str, claim: Claim) -> str:
    return reverse(f"claims:{name}", args=[claim.number])


def walk_to_review(page: Page, person) -> Claim:
    choose(page, person, "USIA_56")
    fill_data(page)
    claim = Claim.objects.get()
    fill_slots(claim)
    page.goto(address("resume", claim))
    page.get_by_label("Kantor Cabang Bandung Suci").check()
    page.get_by_role("button", name="Simpan dan lanjutkan").click()
    page.wait_for_url("**/periksa/")
    return claim


@pytest.mark.parametrize("script", [True, False])
def test_a_claim_is_filed_from_card_to_receipt(new_context, budi, live_server, script):
    page = sign_in(new_context(java_script_enabled=script).new_page(), budi, live_server)
    claim = walk_to_review(page, budi)

    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Kirim klaim").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Klaim Anda kami terima")
    expect(page.locator(f"[data-claim='{claim.number}']")).to_have_text(claim.number)
    assert page.url.endswith(address("receipt", claim))


def test_going_back_after_sending_does_no_harm(page, budi, live_server):
    sign_in(page, budi, live_server)
    claim = walk_to_review(page, budi)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Kirim klaim").click()
    page.wait_for_url("**/selesai/")

    page.go_back()
    page.goto(address("review", claim))

    assert page.url.endswith(address("receipt", claim))
    assert claim.events.count() == 1


def test_a_draft_goes_on_in_another_browser(new_context, page, budi, live_server):
    choose(sign_in(page, budi, live_server), budi, "USIA_56")
    fill_data(page)

    other = sign_in(new_context().new_page(), budi, live_server)
    other.goto(START)
    other.get_by_role("link", name="Usia Pensiun 56 Tahun").click()

    expect(other.get_by_role("heading", level=1)).to_have_text("Unggah dokumen")


def test_the_first_page_works_by_keyboard_alone(page, budi, live_server):
    sign_in(page, budi, live_server).goto(START)
    page.locator("input[name=kpj]").first.focus()

    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**/data/")
    assert Claim.objects.get().reason == "USIA_56"


def test_what_is_missing_is_told_first_and_leads_to_its_field(page, budi, live_server):
    sign_in(page, budi, live_server)
    choose(page, budi, "USIA_56")
    page.get_by_role("button", name="Simpan dan lanjutkan").click()

    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Nomor rekening belum diisi.").click()

    expect(page.get_by_label("Nomor rekening")).to_be_focused()
    assert page.title() == "Galat: Kontak dan rekening | Portal JHT"


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_any_page_and_state(page, axe, budi, live_server, width):
    page.set_viewport_size({"width": width, "height": 740})
    sign_in(page, budi, live_server)
    page.goto(START)
    axe(page)
    page.get_by_role("button", name="Lanjutkan").click()
    axe(page)
    choose(page, budi, "RESIGN")
    page.get_by_text("Contoh surat untuk bagian personalia").click()
    axe(page)
    choose(page, budi, "MENINGGAL")
    axe(page)
    page.get_by_role("button", name="Lanjutkan").click()
    axe(page)
    choose(page, budi, "SEBAGIAN_10")
    axe(page)
    page.get_by_role("button", name="Simpan dan lanjutkan").click()
    axe(page)
    claim = Claim.objects.get()
    page.goto(address("review", claim))
    axe(page)
    page.goto(address("office", claim))
    axe(page)
    page.get_by_role("button", name="Simpan dan lanjutkan").click()
    axe(page)
    walk_to_review(page, budi)
    axe(page)
    page.get_by_role("button", name="Kirim klaim").click()
    axe(page)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Kirim klaim").click()
    axe(page)
    choose(page, budi, "USIA_56")
    axe(page)


@pytest.mark.parametrize("width", [320, 360])
def test_no_page_scrolls_sideways(page, budi, live_server, width):
    page.set_viewport_size({"width": width, "height": 740})
    sign_in(page, budi, live_server)
    claim = walk_to_review(page, budi)
    wide = []
    for name in ("data", "documents", "office", "review"):
        page.goto(address(name, claim))
        wide += [name] if page.evaluate("document.documentElement.scrollWidth > innerWidth") else []

    assert wide == []


@pytest.mark.answers(0)
def test_a_cut_line_loses_nothing_that_was_typed(page, budi, live_server):
    choose(sign_in(page, budi, live_server), budi, "USIA_56")
    page.get_by_role("combobox", name="Bank").select_option(label="BRI")
    page.get_by_label("Nomor rekening").fill("0123 4567 8901 234")
    page.route("**/healthz/", lambda route: route.abort("internetdisconnected"))
    page.get_by_role("button", name="Simpan dan lanjutkan").click()

    expect(page.locator("form.jaga").get_by_role("status")).to_have_text(
        "Sambungan terputus, belum ada yang terkirim. Isian Anda masih ada: tekan sekali lagi sesudah ada sinyal."
    )
    assert (page.get_by_label("Nomor rekening").input_value(), Claim.objects.get().account_number) == ("0123 4567 8901 234", "")
    page.unroute("**/healthz/")
    page.get_by_role("button", name="Simpan dan lanjutkan").click()
    page.wait_for_url("**/dokumen/")
    assert Claim.objects.get().account_number == "012345678901234"
