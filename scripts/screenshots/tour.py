"""The ways to what is pictured, and their order, ``TOUR``: what one officer does, the next one finds."""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

from claims.services.demo_people import AGUS, BUDI, HENDRA, JOKO, SITI, DemoPerson
from scripts.screenshots.seats import options
from tests.browser import people

Way = Callable[[Page], object]


# --- Words for the ways


def go(page: Page, name: str | re.Pattern) -> None:
    page.get_by_role("link", name=name).first.click()


def press(page: Page, name: str | re.Pattern) -> None:
    page.get_by_role("button", name=name).first.click()


def listed(page: Page, person: DemoPerson) -> None:
    """Open the claim of PERSON from the work list."""
    page.goto("/petugas/claims/claim/")
    initials = " ".join(f"{word[0]}***" for word in person.name.split())
    page.locator("#result_list tbody tr", has_text=initials).locator("th a").click()


def dashboard(page: Page) -> None:
    page.goto("/petugas/")


def on_list(address: str) -> Way:
    return lambda page: page.goto(address)


# --- Loket


def person_found(page: Page) -> None:
    go(page, "Cari peserta")
    page.get_by_label("KPJ atau NIK").fill(AGUS.memberships[0].kpj)
    press(page, "Cari")


def better_paper(page: Page) -> None:
    listed(page, AGUS)
    page.locator(".film a", has_text="KK").click()


def call_to_make(page: Page) -> None:
    page.goto("/petugas/telepon/")
    go(page, re.compile("^Buka"))


def contact_proposed(page: Page) -> None:
    person_found(page)
    go(page, "Ubah kontak terdaftar")
    page.get_by_label("Email baru").fill("agus.baru@contoh.test")
    page.get_by_label("Alasan").select_option("TIDAK_BISA_DIBUKA")
    for box in page.locator("[name=checks]").all():
        box.check()
    press(page, "Usulkan kontak baru")


# --- Verifikator


def paper_refused(page: Page) -> None:
    listed(page, HENDRA)
    page.locator(".claimbar").get_by_role("button", name="Ambil").click()
    page.locator(".film a", has_text="KTP").first.click()
    page.locator("[data-sheet] img").wait_for()
    page.keyboard.press("k")
    page.get_by_label("Foto buram").check()


def correction_preview(page: Page) -> None:
    people.judge_all(page, {"KTP": "BURAM"})
    go(page, re.compile("^Minta perbaikan"))


def keys_shown(page: Page) -> None:
    listed(page, SITI)
    page.keyboard.press("?")


# --- Penyetuju


def decision(page: Page) -> None:
    listed(page, JOKO)
    go(page, re.compile("^Setujui"))


def both_approved(page: Page) -> None:
    """Let a second claim through as well, so that the payer has something to choose from."""
    press(page, "Setujui")
    verifier = people.at_desk(page.context.browser.new_context(**options(page.url)), "verifikator")
    listed(verifier, SITI)
    people.judge_all(verifier)
    people.take_step(verifier, "Usul bayar")
    verifier.context.close()
    listed(page, SITI)
    people.take_step(page, "Setujui")


# --- Petugas Bayar and the head


def batch_drawn(page: Page) -> None:
    go(page, "Daftar bayar")
    go(page, "Susun daftar bayar")


def batch_proposed(page: Page) -> None:
    press(page, re.compile("^Masukkan semua"))
    press(page, "Ajukan untuk dirilis")


def batch_looked_at(page: Page) -> None:
    go(page, "Daftar bayar")
    page.locator("tbody th a").first.click()
    go(page, "Periksa dan rilis")


def batch_released(page: Page) -> None:
    press(page, re.compile("^Rilis Rp"))


def answer_read(page: Page) -> None:
    """Take the file, answer it as a bank does, and look at the answer before it counts."""
    page.reload()
    with page.expect_download() as download:
        press(page, "Unduh CSV")
    rows = [row for row in csv.DictReader(download.value.path().open()) if row["jenis"] == "BAYAR"]
    page.reload()
    answer = {"name": "hasil.csv", "mimeType": "text/csv", "buffer": bank_says(rows)}
    page.locator("[name=berkas]").set_input_files(answer)
    press(page, "Unggah dan periksa")


def bank_says(rows: list[dict[str, str]]) -> bytes:
    """Return a bank's answer: the first paid, the others returned."""
    said, today = io.StringIO(), datetime.now(ZoneInfo("Asia/Jakarta")).date().isoformat()
    out = csv.writer(said)
    out.writerow(("kunci", "hasil", "referensi_bank", "kode_retur", "tanggal", "jumlah"))
    for place, row in enumerate(rows):
        ends = ("gagal", "", "REKENING_TIDAK_AKTIF") if place else ("berhasil", "TRX-20261", "")
        out.writerow([row["kunci"], *ends, today, row["jumlah"]])
    return said.getvalue().encode()


def spread(page: Page) -> None:
    page.goto("/petugas/claims/claim/")
    for box in page.locator("[name=klaim]").all():
        box.check()
    page.locator("[name=langkah]").select_option("tugaskan")
    press(page, "Periksa dulu")


# --- Auditor


def whole_trail(page: Page) -> None:
    page.goto("/petugas/claims/auditentry/")
    press(page, "Periksa keutuhan")


def readers(page: Page) -> None:
    people.open_claim(page, claim_number(page))
    page.get_by_role("link", name="Akses").click()


def claim_number(page: Page) -> str:
    page.goto("/petugas/claims/claim/?antrean=semua")
    return page.locator("#result_list tbody th").first.inner_text()


# --- Admin Konfigurasi


def rule_amended(page: Page) -> None:
    go(page, "Alasan berkode")
    go(page, "Foto buram")


def message_written(page: Page) -> None:
    page.goto("/petugas/claims/messagetext/correction_requested/sms/")


def everything_tried(page: Page) -> None:
    page.goto("/petugas/konfigurasi/uji/")
    press(page, "Uji semua")


# --- Anybody


def tracking(page: Page) -> None:
    """What anyone sees who knows Siti's number."""
    page.goto("/tracking/")
    page.get_by_label("KPJ").fill(SITI.memberships[0].kpj)
    press(page, "Lacak Klaim Saya")
    page.locator("[data-claim]").first.wait_for()


def code_asked_for(page: Page) -> None:
    page.goto("/masuk/")
    page.locator("[name=kpj]").fill(BUDI.memberships[0].kpj)
    page.locator("[name=nik]").fill(BUDI.nik)
    page.locator("main form button[type=submit]").first.click()
    page.locator("[name=kode]").wait_for()


# --- Participants


def papers_listed(page: Page) -> None:
    """Begin a claim of Budi's, who is 57, as far as its papers."""
    page.goto("/klaim/baru/")
    page.locator("[name=sebab][value=USIA_56]").check()
    press(page, "Lanjutkan")
    page.locator("[name=bank_code]").select_option(label="BRI")
    page.locator("[name=account_number]").fill("012345678901234")
    press(page, "Simpan dan lanjutkan")
    page.locator("[data-slot=ktp]").wait_for()


def paper_chosen(page: Page) -> None:
    page.locator("[data-slot=ktp] a").first.click()


def repair_begun(page: Page) -> None:
    page.goto("/jht/klaim/")
    page.locator("main [data-claim] a, main .slot a").first.click()
    page.locator("main").get_by_role("link", name="Ganti dokumen").first.click()


def telephone_chosen(page: Page) -> None:
    """Ask to be telephoned first, so that there is a call to make later."""
    page.goto("/jht/kontak/saluran/")
    for place, channel in enumerate(("telephone", "email", "whatsapp", "sms"), 1):
        page.locator(f"[name=urutan_{channel}]").select_option(str(place))
    press(page, "Simpan")
    page.wait_for_url("**/jht/kontak/")


def places_seen(page: Page) -> None:
    page.goto("/antrian/")
    press(page, "Lihat tempat kosong")
    page.wait_for_load_state()


TOUR: tuple[tuple[str, str, Way], ...] = (
    ("", "tracking", tracking),
    ("", "peserta-lacak", tracking),
    ("", "peserta-kode", code_asked_for),
    ("budi", "peserta-dokumen", papers_listed),
    ("budi", "peserta-unggah", paper_chosen),
    ("agus", "peserta-perbaikan", repair_begun),
    ("siti", "peserta-saldo", on_list("/jht/saldo/")),
    ("siti", "", telephone_chosen),
    ("", "peserta-antrian", places_seen),
    ("", "peserta-bukan-saya", on_list("/bukan-saya/")),
    ("loket", "loket-peserta", person_found),
    ("loket", "loket-pengganti", better_paper),
    ("loket", "loket-kontak", contact_proposed),
    ("kepala", "kepala-massal", spread),
    ("verifikator", "verifikator-dasbor", dashboard),
    ("verifikator", "desk", lambda page: listed(page, SITI)),
    ("verifikator", "verifikator-tolak", paper_refused),
    ("verifikator", "verifikator-perbaikan", correction_preview),
    ("verifikator", "verifikator-tombol", keys_shown),
    ("penyetuju", "penyetuju-antrean", on_list("/petugas/claims/claim/?antrean=persetujuan")),
    ("penyetuju", "penyetuju-setujui", decision),
    ("penyetuju", "", both_approved),
    ("loket", "loket-telepon", call_to_make),
    ("bayar", "bayar-susun", batch_drawn),
    ("bayar", "bayar-diajukan", batch_proposed),
    ("kepala", "kepala-dasbor", dashboard),
    ("kepala", "kepala-rilis", batch_looked_at),
    ("kepala", "", batch_released),
    ("bayar", "bayar-hasil", answer_read),
    ("kepala", "kepala-laporan", on_list("/petugas/laporan/")),
    ("auditor", "auditor-jejak", whole_trail),
    ("auditor", "auditor-akses", readers),
    ("auditor", "auditor-ekspor", on_list("/petugas/claims/claim/ekspor/")),
    ("konfigurasi", "konfigurasi-dasbor", dashboard),
    ("konfigurasi", "konfigurasi-aturan", rule_amended),
    ("konfigurasi", "konfigurasi-pesan", message_written),
    ("konfigurasi", "konfigurasi-uji", everything_tried),
)
"""Who sits there (nobody: anyone), what the picture is called (nothing: none is taken), and the way to it."""
