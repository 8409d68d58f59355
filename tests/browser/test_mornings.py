"""A morning of each officer: what they do first, in the order of the work, and what the next person then sees.

Every officer's browser also tells of a page that runs over sideways at 1280 × 720.
"""

import csv
import re
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from claims.domain.workflow import ClaimStatus as S
from claims.models import Claim, Office
from claims.services.demo_people import AGUS, HENDRA, HOME_OFFICE, JOKO, SITI, DemoPerson
from jht_portal.lib.crypto import blind_index
from participants.models import LedgerEntry
from tests.browser import people
from tests.browser.test_main_journey import follow
from tests.browser.test_payment_journey import answered, taken, upload
from tests.builders import make_claim, make_membership, make_participant
from tests.claims.payments import approved_claim
from tests.claims.test_warnings import share_account

pytestmark = pytest.mark.usefixtures("demo")
OVERFLOW = """addEventListener("load", () => {
  if (document.documentElement.scrollWidth > innerWidth) console.error("runs over sideways");
});"""
NEW_EMAIL = "agus.baru@contoh.test"
WORD = "meja-kedua-2026"  # noqa: S105


@pytest.fixture
def officer(new_context):
    """Sign an officer of the demo in, in a browser of their own."""

    def sit_down(name: str, password: str = people.OFFICER_PASSWORD) -> Page:
        context = new_context()
        context.add_init_script(OVERFLOW)
        return people.at_desk(context, name, password)

    return sit_down


@pytest.fixture
def public(new_context) -> Page:
    """Anybody, with a phone."""
    return new_context().new_page()


def claim_of(person: DemoPerson) -> Claim:
    """Return the demo's claim of PERSON."""
    return Claim.objects.get(participant__nik_index=blind_index(person.nik, "nik"))


def kpj(person: DemoPerson) -> str:
    return person.memberships[0].kpj


def go(page: Page, name: str | re.Pattern) -> None:
    """Follow the link of that name in the header or the page."""
    page.get_by_role("link", name=name).first.click()


def press(page: Page, name: str | re.Pattern) -> None:
    page.get_by_role("button", name=name).first.click()


def find_person(page: Page, number: str) -> None:
    go(page, "Cari peserta")
    page.get_by_label("KPJ atau NIK").fill(number)
    press(page, "Cari")


def figure(page: Page, label: str) -> int:
    """Read a figure of the dashboard."""
    page.goto("/petugas/")
    return int(page.locator("[data-figure]", has_text=label).locator("xpath=ancestor-or-self::li").locator("b").inner_text())


# --- Loket


def test_counter_takes_in_better_papers(officer, public, tmp_path):
    """Agus comes with his papers: the office, and anybody with his number, sees at once that they arrived."""
    loket, files = officer("loket"), people.files(tmp_path)
    find_person(loket, kpj(AGUS))
    go(loket, claim_of(AGUS).number)
    for paper, slot in (("KK", "kk"), ("Rekening", "formulir")):
        loket.locator(".film a", has_text=paper).click()
        loket.get_by_label("Foto atau PDF dokumen pengganti").set_input_files(files[slot])
        press(loket, "Simpan pengganti")
        expect(loket.get_by_text("pengganti tersimpan. Tekan Kirim perbaikan bila semua sudah diganti.")).to_be_visible()
    people.take_step(loket, "Kirim perbaikan")

    assert follow(public, kpj(AGUS)) == ("corrected", "penetapan")
    verifier = officer("verifikator")
    assert figure(verifier, "Perbaikan masuk") == 1
    press(verifier, "Ambil berikutnya")
    expect(verifier.get_by_role("heading", level=1)).to_contain_text("Agus Wijaya")
    expect(verifier.locator(".film a[aria-current]")).to_contain_text("KK")


def test_counter_replaces_a_contact_with_the_head(officer, public):
    """Codes to sign in go to the new e-mail once the person proved it and a second officer typed it again."""
    loket = officer("loket")
    find_person(loket, kpj(AGUS))
    go(loket, "Ubah kontak terdaftar")
    loket.get_by_label("Email baru").fill(NEW_EMAIL)
    loket.get_by_label("Alasan").select_option(label="Email lama tidak bisa dibuka lagi")
    for box in loket.locator("[name=checks]").all():
        box.check()
    press(loket, "Usulkan kontak baru")
    loket.get_by_label("Kode 6 angka").fill(people.newest_code(public))
    press(loket, "Periksa kode")
    expect(loket.get_by_text("Sekarang petugas lain mengonfirmasi.")).to_be_visible()

    head = officer("kepala")
    go(head, "Cari peserta")
    go(head, "A*** W***")
    head.get_by_role("textbox", name="Email baru").fill(NEW_EMAIL)
    for box in head.locator("[name=checks]").all():
        box.check()
    press(head, "Konfirmasi, ganti kontak")
    expect(head.get_by_text("Kontak lama diberi tahu.")).to_be_visible()

    public.goto("/kotak-keluar/")
    expect(public.get_by_text(f"Kepada {AGUS.email}").first).to_be_visible()
    people.sign_in(public, kpj(AGUS), AGUS.nik)
    public.goto("/kotak-keluar/")
    expect(public.get_by_text(f"Kepada {NEW_EMAIL}").first).to_be_visible()


# --- Verifikator


def judge_by_keys(page: Page, last: str) -> None:
    """Tick and accept every document of the film, the last one by the key of a refusal."""
    tabs = page.locator(".film a:not(.film__end)")
    for place in range(tabs.count()):
        expect(tabs.nth(place)).to_have_attribute("aria-current", "true")
        for _ in range(page.locator("[name=cocok]:not(:checked)").count()):
            page.keyboard.press("c")
            page.keyboard.press("Space")
        page.keyboard.press("t" if place < tabs.count() - 1 else last)
        page.keyboard.press("Enter")


def test_verifier_asks_once_for_everything_by_keys(officer, public):
    """The next claim by a press; every paper by keys; the participant reads what the preview said."""
    verifier = officer("verifikator")
    press(verifier, "Ambil berikutnya")
    expect(verifier.get_by_role("heading", level=1)).to_contain_text(claim_of(HENDRA).number)
    judge_by_keys(verifier, "1")
    expect(verifier.get_by_text(re.compile("Semua dokumen sudah diputus"))).to_be_visible()
    verifier.keyboard.press("s")
    expect(verifier.get_by_role("heading", level=1)).to_have_text("Minta perbaikan")
    subject = verifier.locator(".channel__subject").inner_text()
    verifier.keyboard.press("Tab")
    for channel, words in (("SMS", "bagian"), ("WhatsApp", "Foto buram")):
        verifier.locator(".channels label", has_text=channel).click()
        expect(verifier.locator(f".channel-{channel.lower()}")).to_contain_text(words)
    press(verifier, "Minta perbaikan")

    assert follow(public, kpj(HENDRA)) == ("correction_requested", "penetapan")
    public.goto("/kotak-keluar/")
    expect(public.get_by_text(subject).first).to_be_visible()


def test_verifier_notes_a_warning_and_proposes_payment(officer, public):
    """A warning holds nothing up; what was found out about it stands before the approver."""
    share_account(claim_of(SITI))
    verifier = officer("verifikator")
    go(verifier, "Saya periksa")
    go(verifier, claim_of(SITI).number)
    people.judge_all(verifier)
    go(verifier, "Lihat dan catat")
    verifier.get_by_label("Hasil pemeriksaan Anda").first.fill("Rekening suami, KK sudah dilihat.")
    press(verifier, "Simpan catatan")
    go(verifier, "Kembali ke meja")
    people.take_step(verifier, "Usul bayar", catatan="Nama sesuai KTP.")

    assert follow(public, kpj(SITI)) == ("awaiting_approval", "persetujuan")
    approver = officer("penyetuju")
    people.open_claim(approver, claim_of(SITI).number)
    go(approver, re.compile("^Setujui"))
    expect(approver.locator(".warnings")).to_contain_text("Lukman Harahap: Rekening suami, KK sudah dilihat.")
    expect(approver.get_by_text("Catatan pemeriksa: “Nama sesuai KTP.”")).to_be_visible()


# --- Penyetuju


def test_approver_sends_one_back_and_approves_one(officer, public):
    """What changed since the check is marked; the verifier reads why it came back; the payer finds what was agreed."""
    office, lukman = Office.objects.get(code=HOME_OFFICE), claim_of(SITI).holder
    other = make_claim(S.AWAITING_APPROVAL, office=office, verifier=lukman, proposal="bayar")
    joko = claim_of(JOKO)
    LedgerEntry.objects.create(
        membership=joko.membership, amount=900_000, booked_on=timezone.localdate(), kind="iuran_pekerja", row_key=b"1" * 16
    )
    approver = officer("penyetuju")
    before = figure(approver, "Menunggu persetujuan")
    go(approver, "Menunggu persetujuan")
    go(approver, joko.number)
    go(approver, re.compile("^Setujui"))
    expect(approver.locator(".changes")).to_contain_text("Saldo atau pajak berubah: dihitung lagi menjadi")
    approver.get_by_label("Yang perlu diperiksa ulang").fill("Jumlahnya berubah, hitung lagi.")
    press(approver, "Kembalikan ke pemeriksa")
    people.open_claim(approver, other.number)
    people.take_step(approver, "Setujui")

    assert (before, figure(approver, "Menunggu persetujuan")) == (2, 0)
    assert [follow(public, number)[0] for number in (joko.number, other.number)] == ["in_review", "approved"]
    verifier = officer("verifikator")
    people.open_claim(verifier, joko.number)
    expect(verifier.get_by_text("Jumlahnya berubah, hitung lagi.").first).to_be_visible()
    assert figure(officer("bayar"), "Disetujui, belum dibayar") == 1


# --- Petugas Bayar


def test_payer_sends_a_batch_and_takes_the_answer_in(officer, public, tmp_path):
    """B5: from the figure on the dashboard to paid and returned, with the head's release between."""
    office = Office.objects.get(code=HOME_OFFICE)
    names = ("Andi Pratama", "Sri Wahyuni", "Rudi Hartono")
    claims = [approved_claim(office, membership=make_membership(make_participant(name=name)), account_name=name) for name in names]
    payer = officer("bayar")
    assert figure(payer, "Disetujui, belum dibayar") == 3
    go(payer, "Daftar bayar")
    go(payer, "Susun daftar bayar")
    press(payer, re.compile("^Masukkan semua"))
    press(payer, "Ajukan untuk dirilis")
    expect(payer.get_by_role("link", name="Periksa dan rilis")).to_have_count(0)
    people.release_payment(officer("kepala"), payer.url)
    payer.reload()
    upload(payer, answered(taken(payer, "Unduh CSV", tmp_path), tmp_path))
    press(payer, "Catat hasil ini")
    expect(payer.get_by_text("Tercatat: 2 dibayar, 1 gagal transfer.")).to_be_visible()

    ends = sorted(claims, key=lambda claim: claim.number)
    assert [follow(public, claim.number)[0] for claim in ends] == ["paid", "paid", "payment_failed"]
    assert (figure(payer, "Disetujui, belum dibayar"), figure(payer, "Transfer ditolak bank")) == (0, 1)


# --- Kepala Kantor


def make_late(claim: Claim) -> None:
    """Let CLAIM's day pass, and the worker notice."""
    Claim.objects.filter(pk=claim.pk).update(due_on=date.today() - timedelta(days=4), queue_on=date.today() - timedelta(days=4))
    call_command("work", once=True)


def test_head_follows_a_late_claim_up_and_gives_it_to_a_verifier(officer, public, tmp_path):
    """The public page says that the head knows; the verifier finds the claim on the own desk; the month is taken along."""
    late = claim_of(HENDRA)
    make_late(late)
    assert follow(public, late.number) == ("submitted", "agenda")
    expect(public.get_by_text(re.compile("Kepala kantor sudah diberi tahu pada"))).to_be_visible()
    head = officer("kepala")
    expect(head.get_by_role("heading", name="1 klaim lewat batas 5 hari kerja.")).to_be_visible()
    go(head, f"Tulis tindak lanjut {late.number}")
    head.get_by_label("Tindak lanjut").fill("Lukman memeriksa hari ini.")
    press(head, "Simpan tindak lanjut")
    expect(head.locator("#result_list")).to_contain_text("Lukman memeriksa hari ini.")

    go(head, "Dasbor")
    go(head, re.compile("^Bagikan klaim yang belum dipegang"))
    head.locator("[name=klaim]").first.check()
    press(head, "Periksa dulu")
    head.get_by_label("Lukman Harahap").check()
    press(head, re.compile("^Tugaskan"))
    expect(head.get_by_role("heading", name="Berhasil (1)")).to_be_visible()
    verifier = officer("verifikator")
    go(verifier, "Saya periksa")
    expect(verifier.locator("#result_list tbody th")).to_have_text([late.number, claim_of(SITI).number])

    go(head, "Laporan")
    path = taken(head, "Unduh CSV", tmp_path)
    assert len(path.read_text("utf-8-sig").splitlines()) > 12


# --- Auditor


def test_auditor_follows_a_claim_and_changes_nothing(officer):
    """Who did and read what of one claim, sealed and whole; the export itself is on the trail."""
    people.open_claim(officer("verifikator"), claim_of(SITI).number)
    auditor = officer("auditor")
    go(auditor, "Jejak audit")
    auditor.get_by_label("Nomor klaim").fill(claim_of(SITI).number)
    press(auditor, "Cari")
    expect(auditor.locator(".audit tbody tr").first).to_contain_text("Lukman Harahap")
    press(auditor, "Periksa keutuhan")
    expect(auditor.get_by_role("status").or_(auditor.locator(".messagelist")).first).to_contain_text("Utuh: ")

    people.open_claim(auditor, claim_of(SITI).number)
    expect(auditor.locator(".claimbar form, .claimbar .btn")).to_have_count(0)
    go(auditor, "Antrean kerja")
    go(auditor, "Ekspor daftar ini")
    auditor.get_by_label("CSV").check()
    auditor.get_by_label("Untuk apa").select_option("rapat")
    with auditor.expect_download() as download:
        press(auditor, "Ekspor daftar")
    rows = list(csv.DictReader(download.value.path().open(encoding="utf-8-sig")))
    assert {row["Nomor klaim"] for row in rows} == {claim_of(person).number for person in (SITI, AGUS, JOKO, HENDRA)}
    auditor.goto("/petugas/claims/auditentry/")
    expect(auditor.locator(".audit tbody tr").first).to_contain_text("Arif Budiman")


# --- Admin Konfigurasi


def test_configurator_keeps_rules_and_people(officer):
    """A day off moves a deadline; a reason changes from tomorrow on; a new colleague sits down at once."""
    hendra = claim_of(HENDRA)
    keeper = officer("konfigurasi")
    go(keeper, "Alasan berkode")
    go(keeper, "BURAM")
    go(keeper, "Ubah mulai tanggal baru")
    keeper.get_by_label("Yang salah").fill("Foto tidak terbaca")
    press(keeper, "Simpan")
    expect(keeper.get_by_text(re.compile("Baris sebelumnya berlaku sampai"))).to_be_visible()

    keeper.goto("/petugas/claims/holiday/add/")
    keeper.get_by_label("Tanggal").fill(hendra.due_on.strftime("%d/%m/%Y"))
    keeper.get_by_label("Nama").fill("Hari pemilihan daerah")
    keeper.get_by_label("Jenis").select_option(label="Libur nasional")
    press(keeper, "Simpan")
    expect(keeper.locator("#result_list")).to_contain_text("Hari pemilihan daerah")
    call_command("work", once=True)
    assert claim_of(HENDRA).due_on > hendra.due_on

    go(keeper, "Dasbor")
    go(keeper, "Uji konfigurasi")
    press(keeper, "Uji semua")
    expect(keeper.locator("#result_list tbody tr").first).to_be_visible()

    go(keeper, "Dasbor")
    go(keeper, "Pengguna")
    go(keeper, "Tambahkan pengguna")
    keeper.get_by_label("Nama pengguna").fill("rekan.baru")
    keeper.get_by_label("Kata sandi:", exact=True).fill(WORD)
    keeper.get_by_label("Kata sandi, sekali lagi").fill(WORD)
    keeper.get_by_label("Kantor:", exact=True).first.select_option(label="Kantor Cabang Bandung Timur")
    press(keeper, "Simpan")
    keeper.get_by_label("Verifikator").check()
    press(keeper, "Simpan")
    colleague = officer("rekan.baru", WORD)
    expect(colleague.get_by_role("heading", level=1)).to_have_text("Dasbor Kantor Cabang Bandung Timur")
    press(colleague, "Ambil berikutnya")
    expect(colleague.get_by_text("Anda memegang klaim ini.")).to_be_visible()
