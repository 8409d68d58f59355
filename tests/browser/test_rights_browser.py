"""The own data on a phone: a copy downloaded with a code, a correction asked for; with and without scripts."""

import zipfile

import pytest
from playwright.sync_api import Page, expect

from claims.models import DataRequest
from tests.browser.people import newest_code, press, sign_in
from tests.builders import make_membership, make_office


@pytest.fixture
def person(transactional_db):
    make_office(code="kantor-uji", name="Kantor Cabang Uji")
    return make_membership().participant


def look(page: Page, axe) -> None:
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_person_downloads_a_copy_and_asks_for_a_correction(new_context, person, axe, javascript):
    page = new_context(java_script_enabled=javascript).new_page()
    sign_in(page, person.memberships.get().kpj, person.nik)
    page.goto("/jht/data-saya/")
    look(page, axe) if javascript else None
    press(page, "Minta salinan data")
    look(page, axe) if javascript else None
    inbox = page.context.new_page()
    code = newest_code(inbox)
    inbox.close()
    page.get_by_label("Kode 6 angka").fill(code)
    with page.expect_download() as waiting:
        press(page, "Unduh salinan")
    with zipfile.ZipFile(waiting.value.path()) as archive:
        assert archive.namelist()[:2] == ["data-saya.json", "data-saya.html"]
    page.goto("/jht/data-saya/perbaikan/")
    press(page, "Kirim permintaan")
    expect(page.get_by_role("alert")).to_contain_text("Pilih data yang salah.")
    look(page, axe) if javascript else None
    page.locator("[name=tentang]").select_option("nama")
    page.get_by_label("Seharusnya bagaimana?").fill("Nama saya Siti Aminah.")
    page.locator("[name=kantor]").select_option("kantor-uji")
    press(page, "Kirim permintaan")
    expect(page.get_by_role("status").first).to_contain_text("Permintaan Anda kami terima.")
    look(page, axe) if javascript else None

    assert DataRequest.objects.get().wish == "Nama saya Siti Aminah."
