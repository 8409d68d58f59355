"""Looking once more, deciding and the counter in a real Chromium: one page at 1280 × 720, tabs without a script, axe clean."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from claims.domain.contacts import IDENTITY_CHECKS
from claims.domain.workflow import ClaimStatus, Role
from claims.models import Claim, ContactProposal, DocumentVersion, SlotState
from participants.models import ContactChange, Participant
from tests.browser.test_desk_browser import sit
from tests.builders import make_balance, make_claim, make_membership, make_office, make_officer, make_participant
from tests.claims.desk import desk_url, held_claim, step_url
from tests.claims.test_contacts import code_sent
from tests.claims.test_warnings import share_account, warnings_url

pytestmark = [pytest.mark.browser_context_args(viewport={"width": 1280, "height": 720})]
PEOPLE = "/petugas/participants/participant/"


@pytest.fixture
def office(live_server):
    return make_office()


@pytest.fixture
def verifier(office):
    return make_officer(Role.VERIFIER, office=office)


@pytest.fixture
def claim(office, verifier):
    """A claim with warnings and two refused papers, in the verifier's hands."""
    person = make_participant(name="Siti Aminah", address="Jalan Merdeka 7, Bandung")
    claim = held_claim(verifier, office, membership=make_membership(person), account_name="Orang Lain")
    share_account(claim)
    ContactChange.objects.create(participant=person, kind="email", at=timezone.now(), source="officer", old_value="lama@contoh.test")
    claim.documents.update(state=SlotState.ACCEPTED)
    claim.documents.filter(slot__in=("kk", "ktp")).update(state=SlotState.REJECTED)
    papers = DocumentVersion.objects.filter(document__claim=claim, document__slot__in=("kk", "ktp"))
    papers.update(verdict="rejected", reasons=["BURAM", "TERPOTONG"])
    return claim


def fits(page, height=True):
    """Tell whether nothing of the page has to be scrolled to sideways, and with HEIGHT nothing downwards."""
    size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    view = page.viewport_size
    return size[0] <= view["width"] and (not height or size[1] <= view["height"])


def test_preview_changes_channels_without_a_script(new_context, verifier, claim, axe):
    page = sit(new_context(java_script_enabled=False), verifier)
    page.goto(step_url(claim, "request_correction"))
    sms, bubble = page.locator(".channel-sms"), page.locator(".phone-whatsapp")

    expect(sms).to_be_hidden()
    page.get_by_text("SMS", exact=False).first.click()
    expect(sms).to_be_visible()
    expect(sms).to_contain_text("GSM-7, 1 bagian")
    page.keyboard.press("ArrowRight")
    expect(bubble).to_be_visible()
    expect(bubble.locator("b").nth(1)).to_have_text("2 dokumen perlu diganti")


@pytest.mark.parametrize("width", [1280, 360])
def test_pages_of_a_verifier_are_clean_and_fit_sideways(new_context, verifier, claim, axe, width):
    page = sit(new_context(), verifier)
    page.set_viewport_size({"width": width, "height": 720})
    for address in (warnings_url(claim), step_url(claim, "request_correction"), step_url(claim, "propose_payment")):
        page.goto(address)
        assert (address, fits(page, height=False)) == (address, True)
        axe(page)


def test_noted_warning_stands_on_the_desk(new_context, verifier, claim):
    page = sit(new_context(), verifier)
    page.goto(desk_url(claim.pk, lihat="dokumen"))
    page.get_by_role("link", name="Lihat dan catat").click()

    page.get_by_label("Hasil pemeriksaan Anda").first.fill("Suami istri, KK sudah dilihat.")
    page.get_by_role("button", name="Simpan catatan").click()
    page.get_by_text("Catatan").first.wait_for()
    page.goto(desk_url(claim.pk, lihat="klaim"))

    expect(page.locator(".warnings")).to_contain_text("Suami istri, KK sudah dilihat.")


def test_approver_decides_on_one_page(new_context, office, verifier, claim, axe):
    """Nine papers, warnings and a note fit the screen; sent back from there, the comment stands on the verifier's desk."""
    claim.documents.update(state=SlotState.ACCEPTED)
    Claim.objects.filter(pk=claim.pk).update(status=ClaimStatus.IN_REVIEW, version=2, gross_amount=12_000_000)
    make_balance(claim.membership)
    desk = sit(new_context(), verifier)
    desk.goto(step_url(claim, "propose_payment"))
    desk.get_by_label("Catatan untuk penyetuju").fill("Nama sesuai KTP.")
    desk.get_by_role("button", name="Usul bayar").click()
    page = sit(new_context(), make_officer(Role.APPROVER, office=office))

    page.goto(step_url(claim, "approve"))
    assert fits(page)
    axe(page)
    page.set_viewport_size({"width": 360, "height": 740})
    assert fits(page, height=False)
    page.get_by_label("Yang perlu diperiksa ulang").fill("Nama di KK berbeda.")
    page.get_by_role("button", name="Kembalikan ke pemeriksa").click()

    desk.goto(desk_url(claim.pk))
    expect(desk.locator(".claimbar")).to_contain_text("Nama di KK berbeda.")


def test_letter_of_a_rejection_is_read_before_it_is_decided(new_context, office, verifier, axe):
    claim = make_claim(ClaimStatus.IN_REVIEW, office=office, holder=verifier)
    desk = sit(new_context(), verifier)
    desk.goto(step_url(claim, "propose_rejection"))
    desk.get_by_label("Usia", exact=False).first.check()
    desk.get_by_role("button", name="Usul tolak").click()
    page = sit(new_context(), make_officer(Role.APPROVER, office=office))

    page.goto(step_url(claim, "reject"))

    expect(page.get_by_text("Keberatan")).to_be_visible()
    assert fits(page, height=False)
    axe(page)


def test_contact_changes_at_the_counter_by_two_officers(new_context, office, axe):
    person = make_membership(make_participant(name="Siti Aminah")).participant
    counter, head = (sit(new_context(), make_officer(role, office=office)) for role in (Role.COUNTER, Role.HEAD))

    counter.goto(f"{PEOPLE}cari/")
    axe(counter)
    counter.get_by_label("KPJ atau NIK").fill(person.nik)
    counter.get_by_role("button", name="Cari").click()
    axe(counter)
    counter.get_by_role("link", name="Ubah kontak terdaftar").click()
    counter.get_by_role("textbox", name="Email baru").fill("siti.baru@contoh.test")
    counter.get_by_label("Alasan").select_option("TIDAK_BISA_DIBUKA")
    axe(counter)
    tick_all(counter)
    counter.get_by_role("button", name="Usulkan kontak baru").click()
    axe(counter)
    counter.get_by_label("Kode 6 angka").fill(code_sent())
    counter.get_by_role("button", name="Periksa kode").click()
    expect(counter.get_by_text("Email baru terbukti.")).to_be_visible()
    head.goto(f"{PEOPLE}cari/")
    head.get_by_role("link", name="S*** A***").click()
    head.get_by_role("textbox", name="Email baru").fill("siti.baru@contoh.test")
    tick_all(head)
    axe(head)
    head.get_by_role("button", name="Konfirmasi, ganti kontak").click()

    expect(head.get_by_text("Sudah berlaku")).to_be_visible()
    assert Participant.objects.get(pk=person.pk).email == "siti.baru@contoh.test"
    assert ContactProposal.objects.get().state == "done"


def tick_all(page):
    for label in IDENTITY_CHECKS.values():
        page.get_by_label(label).check()
