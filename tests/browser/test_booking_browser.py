"""Taking a number in a real browser: the whole way, with and without script, on a phone and a wide screen, on paper, for axe."""

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from claims.models import OfficeService, Ticket, WaitingEntry
from tests.browser.conftest import settle
from tests.builders import make_office, make_office_service, make_visitor
from tests.claims.queue import booked, fill, newest_code, tomorrow

WIDE = {"width": 1280, "height": 900}


@pytest.fixture
def service(live_server) -> OfficeService:
    """An office with the longest name that one may have to bear, and a neighbour."""
    make_office_service(make_office(name="Kantor Cabang Cimahi"), capacity=3)
    return make_office_service(make_office(name="Kantor Cabang Kepulauan Tanimbar Saumlaki Selatan Raya"), capacity=2)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    settle(page)


def take_a_number(page: Page, service: OfficeService, look: Callable[[Page], None] = lambda page: None) -> Ticket:
    """Go the whole way as somebody without a sign-in; LOOK at every page."""
    page.goto("/")
    page.locator(".door", has_text="Nomor Antrian").click()
    settle(page)
    look(page)
    page.get_by_label("Provinsi").select_option("Jawa Barat")
    press(page, "Lihat tempat kosong")
    look(page)
    page.locator(f"[data-office={service.office.code}] .days a").first.click()
    settle(page)
    look(page)
    page.get_by_role("radio", name="09.00–10.00").check(force=True)
    press(page, "Ambil nomor")
    look(page)
    page.get_by_label("Nama").fill("Sari Dewi")
    page.get_by_label("Nomor HP").fill("0812 5555 0101")
    press(page, "Kirim kode")
    look(page)
    page.get_by_label("Kode 6 angka").fill(newest_code())
    press(page, "Buktikan nomor HP")
    expect(page.get_by_role("radio", name="09.00–10.00")).to_be_checked()
    press(page, "Ambil nomor")
    expect(page.locator(".ticket__no")).to_have_text("B-001")
    look(page)
    return Ticket.objects.get()


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("size", [None, WIDE], ids=["360", "1280"])
def test_a_number_is_taken_and_axe_finds_nothing_on_the_way(page, axe, service, size):
    if size:
        page.set_viewport_size(size)
    too_wide = []

    def look(page: Page) -> None:
        axe(page)
        too_wide.append(overflow(page))

    ticket = take_a_number(page, service, look)

    assert (ticket.name, ticket.day, ticket.state) == ("Sari Dewi", tomorrow(service), "booked")
    assert set(too_wide) == {0}


def test_a_number_is_taken_changed_and_given_back_without_script(page_without_js, service):
    page = page_without_js
    first = take_a_number(page, service)

    page.get_by_role("link", name="Ganti hari atau jam").click()
    settle(page)
    page.get_by_role("radio", name="10.00–11.00").check(force=True)
    press(page, "Ganti ke jam ini")
    expect(page.locator(".ticket__no")).to_have_text("B-002")
    page.get_by_role("link", name="Batalkan nomor ini").click()
    settle(page)
    page.get_by_role("checkbox").check()
    press(page, "Batalkan nomor")
    expect(page.locator("main")).to_have_attribute("data-state", "cancelled")

    assert list(Ticket.objects.order_by("number").values_list("state", flat=True)) == ["moved", "cancelled"]
    assert first.number == 1


def test_two_people_want_the_last_place_and_one_is_told_kindly(new_context, service):
    """Both have the hour before them; one presses first."""
    one, other = (new_context().new_page() for _ in range(2))
    booked(service, visitor=make_visitor())
    for page, phone in ((one, "0812 5555 0102"), (other, "0812 5555 0103")):
        page.goto(f"/antrian/ambil/?kantor={service.office.code}&layanan=klaim&jam=09:00")
        press(page, "Ambil nomor")
        page.get_by_label("Nama").fill("Sari Dewi")
        page.get_by_label("Nomor HP").fill(phone)
        press(page, "Kirim kode")
        page.get_by_label("Kode 6 angka").fill(newest_code())
        press(page, "Buktikan nomor HP")

    press(one, "Ambil nomor")
    press(other, "Ambil nomor")

    expect(one.locator(".ticket__no")).to_have_text("B-002")
    expect(other.get_by_role("status")).to_contain_text("baru saja diambil orang lain")
    expect(other.get_by_role("radio", name=re.compile("09.00–10.00"))).to_be_disabled()


def test_a_full_day_leads_to_the_waiting_list(page, axe, service):
    fill(service)
    page.goto(f"/antrian/ambil/?kantor={service.office.code}&layanan=klaim&tanggal={tomorrow(service)}")
    axe(page)
    press(page, "Masuk daftar tunggu")
    page.get_by_label("Nama").fill("Sari Dewi")
    page.get_by_label("Nomor HP").fill("0812 5555 0104")
    press(page, "Kirim kode")
    page.get_by_label("Kode 6 angka").fill(newest_code())
    press(page, "Buktikan nomor HP")
    press(page, "Masuk daftar tunggu")

    expect(page.locator(".ticket__no")).to_have_text("1")
    axe(page)
    assert WaitingEntry.objects.get().name == "Sari Dewi"


def test_the_ticket_prints_on_one_page(page, service):
    ticket = booked(service)
    page.goto(f"/antrian/{ticket.code}/cetak/")
    settle(page)

    assert len(pikepdf.open(BytesIO(page.pdf(prefer_css_page_size=True))).pages) == 1
