"""Signing in, as a person with a phone does it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import newest_code, press
from tests.builders import make_membership

SIZES = [(320, 640), (360, 740), (1280, 800)]


@pytest.fixture
def membership(transactional_db):
    return make_membership()


def ask_for_code(page: Page, membership) -> None:
    page.goto("/masuk/")
    page.get_by_label("KPJ").fill(membership.kpj)
    page.get_by_label("NIK").fill(membership.participant.nik)
    press(page, "Kirim kode")
    expect(page.get_by_role("heading", level=1)).to_have_text("Isi kode masuk")


def read_code(page: Page) -> str:
    inbox = page.context.new_page()
    code = newest_code(inbox)
    inbox.close()
    return code


def type_code(page: Page, code: str) -> None:
    page.get_by_label("Kode 6 angka").fill(code)
    press(page, "Masuk")


def sign_in(page: Page, membership) -> None:
    ask_for_code(page, membership)
    type_code(page, read_code(page))
    page.wait_for_url(re.compile("/jht/$"))


@pytest.mark.parametrize("javascript", [True, False])
def test_a_person_signs_in_with_a_code_and_out_again(new_context, membership, javascript):
    page = new_context(java_script_enabled=javascript).new_page()
    sign_in(page, membership)
    page.locator("summary", has_text="Menu").click()
    page.get_by_role("navigation", name="Menu", exact=True).get_by_role("button", name="Keluar").click()

    expect(page.get_by_role("status")).to_have_text("Anda sudah keluar.")
    page.goto("/masuk/perangkat/")
    assert page.url.endswith("/masuk/?next=%2Fmasuk%2Fperangkat%2F")


def test_the_keyboard_alone_signs_in(page: Page, membership):
    page.goto("/masuk/")
    page.get_by_label("KPJ").focus()
    page.keyboard.type(membership.kpj)
    page.keyboard.press("Tab")
    page.keyboard.type(membership.participant.nik)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Isi kode masuk")
    code = read_code(page)
    page.get_by_label("Kode 6 angka").focus()
    page.keyboard.type(code)
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile("/jht/$"))


def test_the_phone_offers_digits_and_the_code_it_received(page: Page, membership):
    ask_for_code(page, membership)
    field = page.get_by_label("Kode 6 angka")

    assert (field.get_attribute("inputmode"), field.get_attribute("autocomplete")) == ("numeric", "one-time-code")


def test_a_wrong_code_is_told_beside_the_field_and_takes_the_focus_there(page: Page, membership):
    ask_for_code(page, membership)
    right = read_code(page)
    type_code(page, f"{(int(right.replace(' ', '')) + 1) % 10**6:06d}")

    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Kode itu tidak cocok. Anda masih bisa mencoba 4 kali.")
    summary.get_by_role("link").click()
    expect(page.get_by_label("Kode 6 angka")).to_be_focused()
    assert page.title().startswith("Galat: ")


def test_a_person_ends_the_sign_in_of_another_device(new_context, membership):
    phone, lost = new_context().new_page(), new_context().new_page()
    sign_in(lost, membership)
    sign_in(phone, membership)
    phone.goto("/masuk/perangkat/")
    press(phone, "Keluarkan perangkat")

    expect(phone.get_by_role("status")).to_have_text("Perangkat itu sudah dikeluarkan.")
    lost.goto("/masuk/perangkat/")
    expect(lost.get_by_role("heading", level=1)).to_have_text("Masuk")


@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_signing_in_fits_and_has_no_barrier(page: Page, new_context, membership, axe, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})

    def look() -> None:
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]

    page.goto("/masuk/")
    look()
    page.get_by_label("KPJ").fill("123")
    press(page, "Kirim kode")
    look()
    ask_for_code(page, membership)
    look()
    type_code(page, "12")
    look()
    page.goto("/kotak-keluar/")
    look()
    sign_in(new_context().new_page(), membership)
    sign_in(page, membership)
    page.goto("/masuk/perangkat/")
    look()
