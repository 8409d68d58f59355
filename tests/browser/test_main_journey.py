"""The main job, end to end, with real people's steps: track, file, verify, correct, approve, pay, print."""

import io
import re
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from claims.models import Claim, DocumentPage
from tests.browser import people

BUDI = ("16574650011", "3174051508690001")


def follow(page: Page, number: str) -> tuple[str, str]:
    """Look a number up as anybody may; return the state and the stage that the public page shows."""
    page.goto("/tracking/")
    page.get_by_label("KPJ").fill(number)
    people.press(page, "Lacak Klaim Saya")
    shown = page.locator("[data-claim]").first
    return shown.get_attribute("data-state"), shown.get_attribute("data-stage")


def printed_pages(page: Page) -> int:
    """Print what is open to A4 and count the sheets."""
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as paper:
        return len(paper.pages)


def file_claim(page: Page, files: dict[str, Path]) -> str:
    """Sign Budi in and file his pension claim; return its number."""
    people.sign_in(page, *BUDI)
    page.goto("/klaim/baru/")
    return fill_wizard(page, files)


def fill_wizard(page: Page, files: dict[str, Path]) -> str:
    """File Budi's pension claim from the first page of the wizard, which is open, and return its number."""
    page.locator("[name=kpj]").first.check()
    page.locator("[name=sebab][value=USIA_56]").check()
    page.locator("main form button[type=submit]").first.click()
    page.locator("[name=bank_code]").select_option("002")
    page.locator("[name=account_number]").fill("012345678901234")
    page.locator("[name=account_name]").fill("Budi Santoso")
    page.locator("[name=tax_number]").fill(BUDI[1])
    people.press(page, "Simpan dan lanjutkan")
    page.locator("[data-slot=kartu_peserta] a").first.click()
    people.press(page, "Pakai kartu digital saya")
    for slot, path in files.items():
        people.upload(page, slot, path)
    assert page.locator("[data-slot-state=empty]").count() == 0
    people.press(page, "Lanjut: pilih kantor")
    page.get_by_label(re.compile("Bandung Timur")).check()
    page.locator("main form button[type=submit]").first.click()
    page.locator("[name=pernyataan]").check()
    people.press(page, "Kirim klaim")
    page.wait_for_url(re.compile("/selesai/$"))
    return re.search(r"JHT-\d\d-\w{4}-\w{4}", page.locator("main").inner_text())[0]


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_claim_goes_from_the_wizard_to_the_bank(demo, new_context, tmp_path, scripts):
    """B5: five officers carry it, two of them release the money; each step shows on the public page, which prints on one page."""
    participant = new_context(java_script_enabled=scripts).new_page()
    public = new_context(java_script_enabled=scripts).new_page()
    number = file_claim(participant, people.files(tmp_path))
    assert follow(public, BUDI[0]) == ("submitted", "agenda")

    verifier = people.at_desk(new_context(java_script_enabled=scripts), "verifikator")
    people.open_claim(verifier, number)
    people.take_step(verifier, "Ambil")
    assert follow(public, BUDI[1]) == ("in_review", "penetapan")
    people.judge_all(verifier, {"KK": "BURAM"})
    people.take_step(verifier, "Minta perbaikan")
    assert follow(public, number) == ("correction_requested", "penetapan")

    participant.goto(f"/jht/klaim/{number}/perbaikan/")
    assert participant.locator("[data-slot]").evaluate_all("rows => rows.map(row => row.dataset.slot)") == ["kk"]
    people.upload(participant, "kk", people.files(tmp_path)["kk"])
    people.press(participant, "Kirim perbaikan")
    assert follow(public, number) == ("corrected", "penetapan")

    people.open_claim(verifier, number)
    people.take_step(verifier, "Ambil")
    people.judge_all(verifier)
    people.take_step(verifier, "Usul bayar")
    assert follow(public, number) == ("awaiting_approval", "persetujuan")
    expect(public.locator(".clock__days li")).to_have_count(5)

    approver = people.at_desk(new_context(java_script_enabled=scripts), "penyetuju")
    people.open_claim(approver, number)
    people.take_step(approver, "Setujui")
    assert follow(public, number) == ("approved", "pembayaran")

    payer = people.at_desk(new_context(java_script_enabled=scripts), "bayar")
    batch = people.draw_up(payer, number)
    assert follow(public, number) == ("approved", "pembayaran")
    people.release_payment(people.at_desk(new_context(java_script_enabled=scripts), "kepala"), batch)
    assert follow(public, number) == ("paying", "pembayaran")
    people.open_claim(payer, number)
    people.take_step(payer, "Catat dibayar", referensi="BANK-2026-0001")
    assert follow(public, number) == ("paid", "selesai")

    people.press(public, "Cetak halaman ini")
    assert public.locator("[data-claim]").get_attribute("data-state") == "paid"
    assert printed_pages(public) == 1
    claim = Claim.objects.get(number=number)
    assert [event.new_status for event in claim.events.all()] == [
        "submitted", "in_review", "correction_requested", "corrected", "in_review", "awaiting_approval", "approved", "paying", "paid",
    ]  # fmt: skip
    assert {page.content_type for page in DocumentPage.objects.filter(version__document__claim=claim)} == {"image/jpeg", "application/pdf"}


def test_large_photo_is_shrunk_before_it_is_sent(demo, page, watch, tmp_path):
    """A 12-megapixel photo leaves the phone at a fraction of its size, and the page says so."""
    watch.follow(page.context)
    people.sign_in(page, *BUDI)
    page.goto("/klaim/baru/")
    page.locator("[name=kpj]").first.check()
    page.locator("[name=sebab][value=USIA_56]").check()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/data/")
    number = Claim.objects.get(status="draft").number
    big = tmp_path / "besar.jpg"
    big.write_bytes(people.photo("JPEG", (4000, 3000), quality=75))
    page.goto(f"/klaim/{number}/dokumen/ktp/")
    page.locator("[name=berkas]").set_input_files(big)

    people.press(page, "Unggah foto ini")
    page.locator("[data-page]").wait_for()

    stored = DocumentPage.objects.get(version__document__claim__number=number)
    assert stored.original_size < big.stat().st_size / 2
    assert max(stored.width, stored.height) == 2000


def test_cut_line_keeps_the_choice_and_says_what_to_do(demo, page, watch, tmp_path):
    """A broken upload is told in words beside the button; pressing again sends it."""
    watch.expected.add("net::ERR_FAILED")
    people.sign_in(page, *BUDI)
    page.goto("/klaim/baru/")
    page.locator("[name=kpj]").first.check()
    page.locator("[name=sebab][value=USIA_56]").check()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/data/")
    number = Claim.objects.get(status="draft").number
    page.goto(f"/klaim/{number}/dokumen/ktp/")
    page.locator("[name=berkas]").set_input_files(people.files(tmp_path)["ktp"])
    page.route("**/dokumen/ktp/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())

    people.press(page, "Unggah foto ini")
    expect(page.locator(".unggah__kabar p")).to_have_text(
        "Sambungan terputus, foto belum terkirim. Pilihan Anda masih ada: tekan tombol unggah lagi."
    )
    page.unroute("**/dokumen/ktp/")
    people.press(page, "Unggah foto ini")

    expect(page.locator("[data-page]")).to_have_count(1)
