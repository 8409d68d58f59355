"""The counter files with somebody: from the search over the person's code and the wizard to *Terkirim*, and back to the desk."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from claims.domain.workflow import Role, Step
from claims.models import Claim
from tests.browser.people import at_desk, files, fits, newest_code, press
from tests.browser.test_main_journey import BUDI, fill_wizard, follow

FIND = "/petugas/participants/participant/cari/"


def find(desk: Page, number: str, look: Callable[[], None]) -> None:
    """Look a person up by a whole number, and begin to file."""
    desk.goto(FIND)
    look()
    desk.locator("[name=nomor]").fill(number)
    desk.get_by_role("button", name="Cari").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("B*** S***")
    look()
    desk.get_by_role("link", name="Ajukan klaim di loket").click()


def ask_for_the_code(desk: Page, inbox: Page, look: Callable[[], None]) -> None:
    """Send a code to the person and type what is read out; what was left out is told beside its field."""
    fault = desk.locator(".form-row.errors .differs")
    desk.get_by_role("button", name="Kirim kode ke peserta").click()
    expect(fault).to_have_text(["Pilih kontak yang bisa dibuka peserta sekarang."])
    look()
    desk.locator("[name=kind][value=phone]").check()
    desk.get_by_role("button", name="Kirim kode ke peserta").click()
    desk.locator("[name=kode]").fill("12")
    desk.get_by_role("button", name="Mulai mengisi pengajuan").click()
    expect(fault).to_have_text(["Kode punya 6 angka. Periksa lagi."])
    look()
    desk.locator("[name=kode]").fill(newest_code(inbox))
    desk.get_by_role("button", name="Mulai mengisi pengajuan").click()
    desk.wait_for_url("**/klaim/baru/")
    look()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_counter_files_with_a_person_and_returns_to_the_desk(demo, new_context, tmp_path, axe, scripts):
    desk = at_desk(new_context(java_script_enabled=scripts), "loket")
    public = new_context().new_page()

    def look() -> None:
        assert fits(desk), desk.url
        if scripts:
            axe(desk)

    find(desk, BUDI[0], look)
    ask_for_the_code(desk, public, look)
    number = fill_wizard(desk, files(tmp_path))
    expect(desk.locator(".tag-ok")).to_have_text("Terkirim")
    look()
    expect(desk.locator("main a")).to_have_text(["Cetak tanda terima", "Unduh PDF"])
    press(desk, "Cetak tanda terima")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Tanda terima klaim JHT")
    desk.go_back()
    desk.get_by_role("button", name="Selesai, kembali ke meja").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Cari peserta")
    desk.goto("/klaim/baru/")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Masuk")

    assert follow(public, number) == ("submitted", "agenda")
    story = "Petugas loket mengirim klaim ini bersama Anda di kantor. Tanda terima sudah dikirim kepada Anda."
    expect(public.locator(".log li")).to_have_text([re.compile(f" WIB{re.escape(story)}$")])
    event = Claim.objects.get(number=number).events.get()
    assert (event.step, event.role, event.actor.username) == (Step.SUBMIT, Role.COUNTER, "loket")
