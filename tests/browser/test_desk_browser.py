"""The officers' desk in a real Chromium at 1280 × 720: strict policy, keys, files on screen, axe clean."""

import io
import re

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import expect

from claims.domain.workflow import ClaimStatus, Role
from claims.models import AccessLog, Claim, SlotState
from tests.builders import make_claim, make_office, make_officer
from tests.claims.desk import desk_url, held_claim, make_page, step_url

pytestmark = [pytest.mark.browser_context_args(viewport={"width": 1280, "height": 720})]
S = ClaimStatus


def photo() -> bytes:
    """Return a picture with a dark upper half: a turn can be seen."""
    picture = Image.new("RGB", (800, 600), "white")
    picture.paste("navy", (0, 0, 800, 300))
    file = io.BytesIO()
    picture.save(file, "JPEG")
    return file.getvalue()


def paper() -> bytes:
    """Return a PDF of one orange page."""
    file = io.BytesIO()
    Image.new("RGB", (400, 560), "#e08030").save(file, "PDF")
    with pikepdf.open(io.BytesIO(file.getvalue())) as pdf:
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def sit(context, officer):
    """Return a page of CONTEXT in which OFFICER is signed in."""
    client = Client()
    client.force_login(officer)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key, "domain": "localhost", "path": "/"}])
    return context.new_page()


@pytest.fixture
def office(live_server):
    return make_office()


@pytest.fixture
def verifier(office):
    return make_officer(Role.VERIFIER, office=office)


@pytest.fixture
def claim(office, verifier):
    claim = held_claim(verifier, office, data_ticks=[])
    for slot in ("kartu_peserta", "ktp"):
        make_page(claim, slot, content=photo())
    make_page(claim, "kk", content=paper(), content_type="application/pdf")
    return claim


@pytest.fixture
def page(new_context, verifier):
    return sit(new_context(), verifier)


def test_whole_verdict_by_keys(page, claim):
    """T accepts, K refuses, Enter saves and goes on."""
    page.goto(desk_url(claim.pk, dokumen="kartu_peserta"))
    page.keyboard.press("t")
    page.keyboard.press("Enter")
    expect(page.locator(".film [aria-current]")).to_have_text(re.compile("KTP"))
    page.keyboard.press("k")
    page.get_by_label("Foto buram").check()
    page.locator("h1").click()
    page.keyboard.press("Enter")
    expect(page.locator(".film [aria-current]")).to_have_text(re.compile("KK"))

    states = dict(claim.documents.filter(slot__in=("kartu_peserta", "ktp")).values_list("slot", "state"))
    assert states == {"kartu_peserta": SlotState.ACCEPTED, "ktp": SlotState.REJECTED}


def test_keys_are_letters_while_one_writes(page, claim):
    page.goto(desk_url(claim.pk, dokumen="ktp"))
    page.keyboard.press("k")
    page.get_by_label("Penjelasan untuk peserta").fill("")
    page.get_by_label("Penjelasan untuk peserta").press_sequentially("tak terbaca")

    assert page.get_by_label("Penjelasan untuk peserta").input_value() == "tak terbaca"
    expect(page.locator("#p2")).to_be_checked()


def test_refusal_shows_what_the_participant_will_read(page, claim):
    page.goto(desk_url(claim.pk, dokumen="ktp"))
    expect(page.locator(".refusal")).to_be_hidden()
    page.keyboard.press("k")
    page.get_by_label("Foto terpotong").check()
    page.get_by_label("Penjelasan untuk peserta").fill("Sudut kanan hilang.")

    expect(page.locator(".says p:visible")).to_have_text(
        ["Foto terpotong. Sebagian dokumen tidak masuk foto. Foto ulang satu halaman utuh dengan keempat sudutnya.", "Sudut kanan hilang."]
    )


def test_photo_is_turned_and_enlarged(page, claim):
    page.goto(desk_url(claim.pk, dokumen="ktp"))
    image = page.locator("[data-pages] img")
    expect(image).to_have_js_property("naturalWidth", 800)
    before = image.bounding_box()
    page.get_by_role("button", name="Putar").click()
    turned = image.bounding_box()
    page.get_by_role("button", name="Perbesar").click()
    page.get_by_role("button", name="Perbesar").click()

    assert (before["width"] > before["height"], turned["width"] < turned["height"]) == (True, True)
    assert image.bounding_box()["height"] > turned["height"]


@pytest.mark.answers(404)  # The tab of a bare file asks for /favicon.ico.
def test_pdf_stands_in_a_frame_that_may_run_nothing(page, claim):
    page.goto(desk_url(claim.pk, dokumen="kk"))

    with page.expect_popup() as popup:
        page.get_by_role("link", name="Buka PDF di tab baru").click()

    assert popup.value.url.endswith(f"/berkas/{claim.documents.get(slot='kk').versions.get().pages.get().pk}/")
    assert AccessLog.objects.filter(kind="document", object="kk v1 p1").count() >= 1
    expect(page.locator("iframe")).to_have_attribute("title", re.compile("PDF"))


def test_everything_for_one_document_fits_the_screen(page, claim):
    """look.md section 8: nothing to scroll for at 720, whether the paper is accepted or refused."""
    page.goto(desk_url(claim.pk, dokumen="buku_rekening"))
    page.keyboard.press("k")
    page.get_by_label("Foto terpotong").check()

    hidden = page.locator(".verdict").evaluate("panel => panel.scrollHeight - panel.clientHeight")
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert (max(hidden, 0), sideways) == (0, 0)


@pytest.mark.parametrize("panel", ["klaim", "riwayat"])
def test_long_panel_scrolls_inside_and_the_page_stands_still(page, claim, panel):
    page.set_viewport_size({"width": 1280, "height": 600})
    page.goto(desk_url(claim.pk, lihat=panel))

    assert page.evaluate("document.documentElement.scrollHeight") == 600


def test_desk_works_without_scripts(new_context, verifier, claim):
    page = sit(new_context(java_script_enabled=False), verifier)
    page.goto(desk_url(claim.pk, dokumen="ktp"))
    page.get_by_role("button", name="Tampilkan NIK").click()
    nik = claim.participant.nik
    expect(page.get_by_text(" ".join(nik[place : place + 4] for place in range(0, 16, 4)))).to_be_visible()
    page.get_by_label("NIK cocok").check()
    page.locator("#p2").check()
    page.get_by_label("Foto gelap atau silau").check()
    page.get_by_role("button", name=re.compile("^Simpan")).click()

    expect(page.locator(".film [aria-current]")).to_have_text(re.compile("KK"))
    fresh = Claim.objects.get(pk=claim.pk)
    assert (fresh.data_ticks, fresh.documents.get(slot="ktp").versions.get().reasons) == (["nik"], ["GELAP"])


def test_take_next_lands_on_the_desk(page, office, verifier):
    waiting = make_claim(S.SUBMITTED, office=office)
    page.goto("/petugas/claims/claim/")
    page.get_by_role("button", name="Ambil berikutnya").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(waiting.number)
    assert Claim.objects.get(pk=waiting.pk).holder == verifier


@pytest.mark.answers(409)
def test_stale_page_keeps_the_words(new_context, page, office, claim, verifier):
    """E2 in two tabs."""
    page.goto(step_url(claim, "propose_rejection"))
    page.get_by_label(re.compile("Usia belum cukup")).check()
    page.get_by_label("Penjelasan untuk peserta").fill("Belum 56 tahun.")
    other = sit(new_context(), verifier)
    other.goto(step_url(claim, "release"))
    other.get_by_label("Alasan dilepas").fill("Cuti.")
    other.get_by_role("button", name="Lepas").click()
    other.wait_for_url(re.compile("/change/"))

    page.get_by_role("button", name="Usul tolak").click()

    expect(page.get_by_text("Klaim ini sudah Anda ubah di tempat lain.")).to_be_visible()
    assert page.get_by_label("Penjelasan untuk peserta").input_value() == "Belum 56 tahun."


PANELS = ("dokumen", "klaim", "riwayat", "akses")


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.APPROVER, Role.PAYER, Role.HEAD, Role.AUDITOR])
def test_axe_finds_nothing_on_an_officers_pages(new_context, axe, office, claim, role):
    officer = claim.holder if role == Role.VERIFIER else make_officer(role, office=office)
    page = sit(new_context(), officer)
    others = [
        make_claim(S.AWAITING_APPROVAL, office=office, verifier=claim.holder, proposal="bayar", account_name="Orang Lain"),
        make_claim(S.PAYING, office=office),
    ]
    addresses = ["/petugas/", "/petugas/claims/claim/", "/petugas/claims/claim/?antrean=selesai"]
    addresses += [desk_url(claim.pk, lihat=panel) for panel in PANELS] + [desk_url(other.pk) for other in others]
    addresses += [step_url(claim, step) for step in ("request_correction", "propose_rejection", "release")]
    addresses += [step_url(others[0], "approve"), step_url(others[1], "confirm_payment"), step_url(others[1], "fail_payment")]

    for address in addresses:
        page.goto(address)
        axe(page)


def test_axe_finds_nothing_at_the_door(new_context, axe, office):
    page = new_context().new_page()
    page.goto("/petugas/login/")
    axe(page)
    page.get_by_label("Nama pengguna").fill("tidak-ada")
    page.get_by_label("Kata sandi").fill("salah")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_text("belum cocok")).to_be_visible()
    axe(page)


def axe_on_a_form(page):
    """Check a form of Django's: its stylesheet imports another, which axe would otherwise fetch past the policy."""
    results = Axe().run(page, options={"preload": False})
    assert results.violations_count == 0, results.generate_report()


def test_axe_finds_nothing_where_accounts_are_kept(new_context, office):
    keeper, officer = (make_officer(role, office=office) for role in (Role.CONFIGURATOR, Role.VERIFIER))
    page = sit(new_context(), keeper)

    for address in (
        "/petugas/",
        "/petugas/auth/user/",
        "/petugas/auth/user/add/",
        f"/petugas/auth/user/{officer.pk}/change/",
        f"/petugas/auth/user/{officer.pk}/password/",
        "/petugas/claims/office/",
        "/petugas/claims/office/add/",
        "/petugas/claims/holiday/",
        "/petugas/claims/holiday/add/",
        "/petugas/password_change/",
    ):
        page.goto(address)
        axe_on_a_form(page)


def test_axe_finds_nothing_on_lists_of_overseers(new_context, axe, office, claim):
    page = sit(new_context(), make_officer(Role.HEAD, office=office))
    page.goto(desk_url(claim.pk))

    for address in (
        "/petugas/claims/accesslog/",
        "/petugas/claims/paymentbatch/",
        "/petugas/participants/participant/",
        f"/petugas/participants/participant/{claim.participant_id}/change/",
    ):
        page.goto(address)
        axe(page)
