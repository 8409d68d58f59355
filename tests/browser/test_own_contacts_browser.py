"""A participant's own contacts on a phone: replaced with a code, confirmed, channels chosen; with and without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from participants.models import ChannelChoice, Participant
from tests.browser.people import newest_code, press, sign_in
from tests.builders import make_membership


@pytest.fixture
def person(transactional_db):
    return make_membership().participant


def code(page: Page) -> str:
    inbox = page.context.new_page()
    found = newest_code(inbox)
    inbox.close()
    return found


def look(page: Page, axe) -> None:
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_person_replaces_the_email_with_a_code(new_context, person, axe, javascript):
    page = new_context(java_script_enabled=javascript).new_page()
    sign_in(page, person.memberships.get().kpj, person.nik)
    press(page, "Email, nomor HP, dan cara kami mengabari")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kontak dan pesan")
    look(page, axe) if javascript else None
    page.locator("main").get_by_role("link", name="Ubah Email").click()
    page.get_by_label("Email baru").fill("baru@")
    press(page, "Kirim kode")
    expect(page.get_by_role("alert")).to_contain_text("Alamat email belum lengkap.")
    look(page, axe) if javascript else None
    page.get_by_label("Email baru").fill("baru@contoh.test")
    press(page, "Kirim kode")
    expect(page.get_by_role("heading", level=1)).to_have_text("Isi kode dari email")
    look(page, axe) if javascript else None
    page.get_by_label("Kode 6 angka").fill(code(page))
    press(page, "Ganti kontak")

    expect(page.get_by_role("status")).to_contain_text("Email terdaftar sudah diganti.")
    assert Participant.objects.get(pk=person.pk).email == "baru@contoh.test"


def test_a_person_confirms_the_email_and_chooses_channels(page: Page, person, axe):
    sign_in(page, person.memberships.get().kpj, person.nik)
    page.goto("/jht/kontak/")
    press(page, "Pastikan email")
    page.get_by_label("Kode 6 angka").fill(code(page))
    press(page, "Pastikan email")
    expect(page.get_by_role("status")).to_contain_text("Email Anda sudah dipastikan.")
    page.locator("main").get_by_role("link", name="Ubah Urutan saluran").click()
    page.locator("[name=urutan_sms]").select_option("1")
    press(page, "Simpan")
    expect(page.get_by_role("alert")).to_contain_text("SMS: urutan ini sudah dipakai.")
    look(page, axe)
    page.locator("[name=urutan_email]").select_option("3")
    page.locator("[name=urutan_telephone]").select_option("0")
    press(page, "Simpan")
    page.wait_for_url(re.compile("/jht/kontak/$"))

    rows = ChannelChoice.objects.filter(participant=person).values_list("channel", "muted")
    assert list(rows) == [("sms", False), ("whatsapp", False), ("email", False), ("telephone", True)]
