"""What a person does with the own claim on a phone: cancel it, see who read it, file it again; in both languages."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import Claim, DocumentPage
from claims.services.access_notes import note
from tests.browser.people import files, fits, press, speak
from tests.browser.sessions import carry_session
from tests.builders import make_claim, make_office
from tests.claims.desk import desk_url, seat
from tests.claims.past import make_tracked_claim
from tests.claims.test_refiling import ended

WIDE = {"width": 1280, "height": 800}

BOTH_WAYS = pytest.mark.parametrize(("language", "scripts"), [("id", True), ("en", False), ("en", True)])
WORDS = {
    "id": {
        "cancel link": "Batalkan klaim ini",
        "cancel": "Batalkan klaim",
        "consequences": "Klaim ditutup dan uangnya tetap di saldo Anda. Urutan Anda di antrean hilang. "
        "Dokumen yang tidak ditolak bisa dipakai lagi saat mengajukan ulang.",
        "unsure": "Centang kotak ini bila Anda memang ingin membatalkan.",
        "cancelled": "Klaim ini dibatalkan.",
        "news": "Klaim dibatalkan. Anda boleh mengajukan lagi kapan saja.",
        "readings link": "Siapa melihat data saya",
        "nobody": "Belum ada yang membukanya.",
        "readings": [
            "Verifikator, Kantor Cabang Bandung Suci. Melihat nomor rekening.",
            "Verifikator, Kantor Cabang Bandung Suci. Membuka klaim Anda.",
        ],
        "again": "Ajukan lagi",
        "again heading": "Ajukan lagi tanpa mengulang semuanya",
        "kept": ["KTP", "Foto diri", "Kontak dan rekening", "Formulir pencairan yang ditandatangani", "Dokumen yang ditolak petugas"],
        "begin": "Mulai klaim baru",
        "save": "Simpan dan lanjutkan",
        "earlier": "Diambil dari klaim Anda sebelumnya. Masih berlaku? Tidak perlu diunggah lagi.",
        "upload": "Unggah foto ini",
        "saved": "Kartu Keluarga tersimpan.",
    },
    "en": {
        "cancel link": "Cancel this claim",
        "cancel": "Cancel claim",
        "consequences": "The claim is closed and the money stays in your balance. You lose your place in the queue. "
        "Documents that were not refused can be used again for a new claim.",
        "unsure": "Tick this box if you really want to cancel.",
        "cancelled": "This claim was cancelled.",
        "news": "The claim was cancelled. You can claim again at any time.",
        "readings link": "Who saw my data",
        "nobody": "Nobody has opened it.",
        "readings": [
            "Verifier, Kantor Cabang Bandung Suci. Saw the account number.",
            "Verifier, Kantor Cabang Bandung Suci. Opened your claim.",
        ],
        "again": "Claim again",
        "again heading": "Claim again without repeating everything",
        "kept": ["ID card (KTP)", "Photo of you", "Contact and account", "Signed payment form", "Documents an officer refused"],
        "begin": "Start a new claim",
        "save": "Save and continue",
        "earlier": "Taken from your earlier claim. Still valid? No need to upload it again.",
        "upload": "Upload this photo",
        "saved": "Family card (KK) saved.",
    },
}


@pytest.fixture
def office(live_server):
    return make_office(name="Kantor Cabang Bandung Suci")


@pytest.fixture
def open_claim(new_context, axe) -> Callable[..., tuple[Page, Callable[[], None]]]:
    """Return the page of a claim as its owner has it on the phone, and what looks at each page."""

    def make(claim: Claim, language: str, *, scripts: bool = True) -> tuple[Page, Callable[[], None]]:
        page = new_context(java_script_enabled=scripts).new_page()
        speak(page, language)
        carry_session(page, claim.participant)
        page.goto(f"/jht/klaim/{claim.number}/")

        def look() -> None:
            assert fits(page), page.url
            if scripts:
                axe(page)

        return page, look

    return make


def gap_below_hero(page: Page) -> float:
    """Return how many pixels lie between the status band and the news below it."""
    hero, news = page.locator(".status").bounding_box(), page.get_by_role("status").first.bounding_box()
    return news["y"] - hero["y"] - hero["height"]


@BOTH_WAYS
def test_a_claim_is_cancelled_once_its_consequences_were_read(open_claim, office, language, scripts):
    claim, words = make_claim(ClaimStatus.SUBMITTED, office=office), WORDS[language]
    page, look = open_claim(claim, language, scripts=scripts)
    press(page, words["cancel link"])
    expect(page.locator(".lead")).to_have_text(words["consequences"])
    look()
    press(page, words["cancel"])
    expect(page.get_by_role("alert").get_by_role("link")).to_have_text(words["unsure"])
    expect(page.locator("#error_1_id_yakin, #id_yakin_error").first).to_contain_text(words["unsure"])
    look()
    page.locator("[name=yakin]").check()
    press(page, words["cancel"])

    expect(page.get_by_role("heading", level=1)).to_have_text(words["cancelled"])
    expect(page.get_by_role("status").first).to_have_text(words["news"])
    expect(page.get_by_role("link", name=words["again"])).to_be_visible()
    look()
    assert gap_below_hero(page) >= 16
    event = claim.events.get()
    assert (event.step, event.role, Claim.objects.get().status) == (Step.CANCEL, Role.PARTICIPANT, ClaimStatus.CANCELLED)


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what bears WORDS has the focus; more presses than the page can have fail."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).innerText.trim()") == words:
            return
    raise AssertionError(f"no focus on {words}")


def test_the_keyboard_alone_cancels_a_claim(open_claim, office):
    claim = make_claim(ClaimStatus.SUBMITTED, office=office)
    page, _ = open_claim(claim, "id")
    tab_to(page, "Batalkan klaim ini")
    page.keyboard.press("Enter")
    page.wait_for_url("**/batal/")
    tab_to(page, "Ya, batalkan klaim ini. Saya tahu urutan saya hilang.")
    page.keyboard.press("Space")
    tab_to(page, "Batalkan klaim")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Klaim ini dibatalkan.")


@pytest.mark.parametrize("status", [ClaimStatus.SUBMITTED, ClaimStatus.EXPIRED])
def test_the_documents_of_a_claim_have_the_wide_column_with_and_without_a_clock(open_claim, office, status):
    page, _ = open_claim(make_tracked_claim(status, office=office), "id")
    page.set_viewport_size(WIDE)
    boxes = [page.locator(f"section[aria-labelledby={name}]").bounding_box() for name in ("h-dokumen", "h-data")]

    assert boxes[0]["x"] + boxes[0]["width"] < boxes[1]["x"]
    assert boxes[0]["width"] > 1.5 * boxes[1]["width"]
    assert fits(page)


@BOTH_WAYS
def test_a_person_sees_who_read_the_claim(open_claim, office, language, scripts):
    claim, words = make_claim(ClaimStatus.SUBMITTED, office=office), WORDS[language]
    page, look = open_claim(claim, language, scripts=scripts)
    press(page, words["readings link"])
    expect(page.get_by_role("heading", level=1)).to_have_text(words["readings link"])
    expect(page.get_by_text(words["nobody"])).to_be_visible()
    look()
    officer, browser = seat(Role.VERIFIER, office=office)
    browser.get(desk_url(claim.pk))
    note("field", ["rekening"], now=timezone.now(), claim=claim, user=officer)
    page.reload()

    expect(page.locator(".log li p")).to_have_text(words["readings"])
    expect(page.get_by_text(officer.username)).to_have_count(0)
    look()


@BOTH_WAYS
def test_an_expired_claim_is_filed_again_with_the_papers_that_were_not_refused(open_claim, office, tmp_path, language, scripts):
    old, words = ended(office=office), WORDS[language]
    page, look = open_claim(old, language, scripts=scripts)
    look()
    press(page, words["again"])
    expect(page.get_by_role("heading", level=1)).to_have_text(words["again heading"])
    expect(page.locator("main li")).to_have_text(words["kept"])
    look()
    press(page, words["begin"])
    page.locator("[name=bank_code]").select_option("002")
    page.locator("[name=account_number]").fill("012345678901234")
    look()
    press(page, words["save"])
    page.wait_for_url("**/dokumen/")
    look()
    states = "rows => Object.fromEntries(rows.map(row => [row.dataset.slot, row.dataset.slotState]))"
    found = page.locator("[data-slot]").evaluate_all(states)
    assert {slot: state for slot, state in found.items() if state != "empty"} == {"ktp": "uploaded", "foto": "uploaded"}
    expect(page.locator("[data-slot=ktp] p")).to_have_text(words["earlier"])
    page.locator("[data-slot=kk] a").click()
    page.locator("[name=berkas]").set_input_files(files(tmp_path)["kk"])
    press(page, words["upload"])

    expect(page.get_by_role("status").first).to_have_text(words["saved"])
    draft = Claim.objects.get(status=ClaimStatus.DRAFT)
    pages = DocumentPage.objects.filter(version__document__claim=draft).order_by("version__document__position")
    assert [*pages.values_list("version__document__slot", "version__source")] == [("ktp", "earlier"), ("kk", "upload"), ("foto", "earlier")]
    assert Claim.objects.get(pk=old.pk).status == ClaimStatus.EXPIRED
