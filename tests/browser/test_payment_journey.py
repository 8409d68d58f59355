"""A payment as an office makes it: one officer draws the batch up, the head releases it, the file goes out, the answer comes in."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from claims.models import Claim, Office
from claims.services.demo_people import HOME_OFFICE
from tests.browser import people
from tests.browser.test_main_journey import follow, printed_pages
from tests.builders import make_membership, make_participant
from tests.claims.payments import approved_claim

COLUMNS = ("kunci", "hasil", "referensi_bank", "kode_retur", "tanggal", "jumlah")


@pytest.fixture
def claims(demo) -> list[Claim]:
    """Three approved claims of the demo's office."""
    office = Office.objects.get(code=HOME_OFFICE)
    names = ("Andi Pratama", "Sri Wahyuni", "Rudi Hartono")
    return [approved_claim(office, membership=make_membership(make_participant(name=name)), account_name=name) for name in names]


def taken(page: Page, label: str, folder: Path) -> Path:
    """Take the file for the bank."""
    with page.expect_download() as download:
        page.get_by_role("button", name=label).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def answered(sent: Path, folder: Path) -> Path:
    """Answer as a bank does: the first two paid, the last returned, and one that nobody knows."""
    with sent.open() as file:
        rows = [row for row in csv.DictReader(file) if row["jenis"] == "BAYAR"]
    today = date.today().isoformat()
    said = [[row["kunci"], "berhasil", f"TRX-{n}", "", today, row["jumlah"]] for n, row in enumerate(rows[:2])]
    said += [[rows[2]["kunci"], "gagal", "", "REKENING_TIDAK_AKTIF", today, rows[2]["jumlah"]]]
    said += [["JHT-26-XXXX-XXXX-1", "berhasil", "TRX-9", "", today, "1000"]]
    path = folder / "hasil.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *said])
    return path


def upload(page: Page, path: Path) -> None:
    page.locator("[name=berkas]").set_input_files(path)
    page.get_by_role("button", name="Unggah dan periksa").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_money_leaves_by_two_hands_and_the_answer_is_told(claims, new_context, tmp_path, axe, scripts):
    """B5: the participant's page says paid, or what to do about a returned transfer."""
    payer = people.at_desk(new_context(java_script_enabled=scripts), "bayar")
    payer.get_by_role("link", name="Daftar bayar").first.click()
    payer.get_by_role("link", name="Susun daftar bayar").click()
    payer.get_by_role("button", name=re.compile("^Masukkan semua")).click()
    payer.get_by_role("button", name="Ajukan untuk dirilis").click()
    expect(payer.get_by_role("link", name="Periksa dan rilis")).to_have_count(0)

    people.release_payment(people.at_desk(new_context(java_script_enabled=scripts), "kepala"), payer.url)
    public = new_context(java_script_enabled=scripts).new_page()
    assert {follow(public, claim.number)[0] for claim in claims} == {"paying"}

    payer.reload()
    sent = taken(payer, "Unduh CSV", tmp_path)
    payer.reload()
    assert taken(payer, "Unduh CSV", tmp_path / "lagi").read_bytes() == sent.read_bytes()
    payer.reload()
    result = answered(sent, tmp_path)
    upload(payer, result)
    expect(payer.locator(".amounts")).to_contain_text("Akan dicatat dibayar")
    assert {follow(public, claim.number)[0] for claim in claims} == {"paying"}
    payer.get_by_role("button", name="Catat hasil ini").click()
    expect(payer.get_by_text("Tercatat: 2 dibayar, 1 gagal transfer.")).to_be_visible()

    by_key = sorted(claims, key=lambda claim: claim.number)
    assert [follow(public, claim.number)[0] for claim in by_key] == ["paid", "paid", "payment_failed"]
    payer.get_by_role("link", name="Kembali ke daftar").click()
    expect(payer.get_by_role("heading", name="Perlu ditinjau (1)")).to_be_visible()
    upload(payer, result)
    expect(payer.get_by_text("Tidak ada yang dicatat dua kali.")).to_be_visible()
    if scripts:
        axe(payer)


def test_pages_of_a_batch_are_fit_for_everybody(claims, new_context, tmp_path, axe):
    """axe on every page; nothing sticks out at 1280; the sheet prints on one page of A4."""
    payer = people.at_desk(new_context(), "bayar")
    payer.goto("/petugas/claims/paymentbatch/susun/")
    axe(payer)
    payer.get_by_role("button", name=re.compile("^Masukkan semua")).click()
    axe(payer)
    payer.get_by_role("button", name="Ajukan untuk dirilis").click()
    batch = payer.url
    head = people.at_desk(new_context(), "kepala")
    head.goto(f"{batch}rilis/")
    axe(head)
    people.release_payment(head, batch)
    payer.goto(batch)
    upload(payer, answered(taken(payer, "Unduh CSV", tmp_path), tmp_path))
    axe(payer)
    payer.goto(batch)
    payer.locator("[name=berkas]").set_input_files({"name": "x.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"})
    payer.get_by_role("button", name="Unggah dan periksa").click()
    axe(payer)
    for page in (batch, "/petugas/claims/paymentbatch/", f"{batch}lembar/"):
        payer.goto(page)
        axe(payer)
        assert payer.evaluate("document.documentElement.scrollWidth") <= people.DESK["width"]
    assert printed_pages(payer) == 1


def test_head_spreads_claims_over_verifiers_from_the_list(demo, new_context, axe):
    """Ticked, looked at, done: what moved and what did not."""
    head = people.at_desk(new_context(), "kepala")
    head.goto("/petugas/claims/claim/?antrean=berjalan")
    for box in head.locator("[name=klaim]").all():
        box.check()
    head.locator("[name=langkah]").select_option("tugaskan")
    head.get_by_role("button", name="Periksa dulu").click()
    axe(head)
    expect(head.get_by_role("heading", name=re.compile(r"^Tidak bisa \("))).to_be_visible()
    head.locator("[name=verifikator]").first.check()
    head.get_by_role("button", name=re.compile("^Tugaskan")).click()
    axe(head)
    expect(head.get_by_role("heading", name=re.compile(r"^Berhasil \("))).to_be_visible()
