"""The officers' desk in a real Chromium at 1280 × 720: strict policy, keys, files on screen, axe clean."""

import io
import re
from datetime import timedelta

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from claims.domain.workflow import ClaimStatus, Role
from claims.models import AccessLog, Claim, DocumentPage, DocumentVersion, SlotState, Visit
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
    """Return a PDF of two orange pages."""
    file, sheet = io.BytesIO(), Image.new("RGB", (400, 560), "#e08030")
    sheet.save(file, "PDF", save_all=True, append_images=[sheet])
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
    page = make_page(claim, "kk", content=paper(), content_type="application/pdf")
    DocumentPage.objects.filter(pk=page.pk).update(page_count=2)
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


def dark_side(page) -> str:
    """Return where the dark half of the photo stands on the screen."""
    seen = Image.open(io.BytesIO(page.locator(".is-newest [data-ground]").screenshot())).convert("L")
    wide, high = seen.size
    halves = {
        "top": (0, 0, wide, high // 2),
        "bottom": (0, high // 2, wide, high),
        "left": (0, 0, wide // 2, high),
        "right": (wide // 2, 0, wide, high),
    }
    return min(halves, key=lambda side: seen.crop(halves[side]).resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)))


def size_of(page) -> float:
    return page.locator(".is-newest [data-sheet]").bounding_box()["width"]


def test_photo_is_turned_and_enlarged_by_keys_and_buttons(page, claim):
    page.goto(desk_url(claim.pk, dokumen="ktp"))
    expect(page.locator("[data-sheet] img")).to_have_js_property("naturalWidth", 800)
    fit = size_of(page)
    page.keyboard.press("r")
    turned = dark_side(page)
    page.get_by_role("button", name="Putar").click()
    page.keyboard.press("+")
    page.get_by_role("button", name="Perbesar").click()
    large = size_of(page)
    page.keyboard.press("-")
    smaller = size_of(page)
    page.keyboard.press("0")

    assert (turned, dark_side(page)) == ("right", "bottom")
    assert [round(size / fit, 2) for size in (large, smaller, size_of(page))] == [1.56, 1.25, 1]


def test_wheel_enlarges_at_the_pointer_and_a_pull_moves_the_picture(page, claim):
    page.goto(desk_url(claim.pk, dokumen="ktp"))
    expect(page.locator("[data-sheet] img")).to_have_js_property("naturalWidth", 800)
    ground = page.locator("[data-ground]")
    box = ground.bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.wheel(0, -600)
    expect(page.locator("[data-panes]")).to_have_class(re.compile("is-large"))
    before = ground.evaluate("ground => [ground.scrollLeft, ground.scrollTop]")
    page.mouse.down()
    page.mouse.move(middle[0] - 50, middle[1] - 30)
    page.mouse.up()

    assert [round(now - then) for now, then in zip(ground.evaluate("g => [g.scrollLeft, g.scrollTop]"), before, strict=True)] == [50, 30]


def test_pdf_is_leafed_through_turned_and_enlarged_like_a_photo(page, claim):
    page.goto(desk_url(claim.pk, dokumen="kk"))
    image = page.locator("[data-sheet] img")
    expect(image).to_have_js_property("complete", True)
    seen = [image.get_attribute("alt")[-1]]
    for key in ("ArrowRight", "PageDown", "ArrowLeft"):
        page.keyboard.press(key)
        seen.append(image.get_attribute("alt")[-1])
    expect(page.locator(".leaf")).to_have_text("Hal. 1/2")
    page.keyboard.press("r")
    page.keyboard.press("+")

    assert seen == ["1", "2", "2", "1"]
    assert image.evaluate("image => image.naturalWidth") > 1000
    read = AccessLog.objects.filter(kind="document", object__startswith="kk").values_list("object", flat=True).distinct()
    assert sorted(read) == ["kk v1 p1 l1", "kk v1 p1 l2"]


@pytest.mark.answers(404)  # The tab of a bare file asks for /favicon.ico.
def test_pdf_itself_opens_in_a_tab_that_may_run_nothing(page, claim):
    page.goto(desk_url(claim.pk, dokumen="kk"))

    with page.expect_popup() as popup:
        page.get_by_role("link", name="PDF asli").click()

    assert popup.value.url.endswith(f"/berkas/{claim.documents.get(slot='kk').versions.get().pages.get().pk}/")


def test_versions_stand_side_by_side(page, claim):
    document = claim.documents.get(slot="ktp")
    document.versions.update(verdict="rejected", reasons=["BURAM"])
    DocumentVersion.objects.create(document=document, number=2, created_at=timezone.now(), sent_at=timezone.now())
    make_page(claim, "ktp", content=photo())
    page.goto(desk_url(claim.pk, dokumen="ktp"))
    expect(page.locator("[data-pane]:visible")).to_have_count(1)
    page.keyboard.press("v")
    panes = page.locator("[data-pane]:visible")
    expect(panes).to_have_count(2)
    expect(panes.first.locator("figcaption")).to_have_text(re.compile(r"Versi 1\s+Ditolak\s+Foto buram\."))
    expect(panes.first.locator("img")).to_have_js_property("naturalWidth", 800)
    page.keyboard.press("+")
    widths = [round(pane.bounding_box()["width"]) for pane in panes.all()]
    sizes = [round(sheet.bounding_box()["width"]) for sheet in page.locator("[data-sheet]").all()]
    page.keyboard.press("v")

    assert (widths[0], sizes[0]) == (widths[1], sizes[1])
    expect(page.locator("[data-pane]:visible")).to_have_count(1)


def test_masked_value_opens_while_the_picture_stays_as_it_lies(page, claim):
    page.goto(desk_url(claim.pk, dokumen="ktp"))
    page.keyboard.press("k")
    page.keyboard.press("+")
    large, nik = size_of(page), claim.participant.nik
    page.keyboard.press("b")
    expect(page.get_by_role("cell", name=" ".join(nik[place : place + 4] for place in range(0, 16, 4)))).to_be_visible()

    assert size_of(page) == large
    expect(page.locator("#p2")).to_be_checked()


def test_help_lists_the_keys_and_gives_the_focus_back(page, claim):
    page.goto(desk_url(claim.pk, dokumen="ktp"))
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Tombol di meja ini")
    expect(sheet.get_by_text("Terima dokumen ini")).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("t")
    expect(page.locator("#p1")).not_to_be_checked()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_keys_can_be_switched_off(page, claim):
    """WCAG 2.1.4: who speaks to the computer, or slips, turns single keys off."""
    page.goto(desk_url(claim.pk, dokumen="ktp"))
    page.keyboard.press("?")
    page.get_by_label("Pakai tombol huruf dan angka").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("t")

    expect(page.locator("#p1")).not_to_be_checked()
    expect(page.locator(".pick kbd").first).to_be_hidden()


def test_leaving_for_another_document_saves_what_was_chosen(page, claim):
    page.goto(desk_url(claim.pk, dokumen="ktp"))
    page.keyboard.press("t")
    page.keyboard.press("j")
    expect(page.locator(".film [aria-current]")).to_have_text(re.compile("Kartu"))

    assert claim.documents.get(slot="ktp").state == SlotState.ACCEPTED


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


def current(page):
    return page.locator(".film [aria-current]")


def test_whole_claim_is_checked_by_keys_alone(page, claim):
    """Seven documents with their ticks, one sent back, and on to the step that asks for it: no mouse."""
    page.goto(desk_url(claim.pk, dokumen="kartu_peserta"))
    for name in ("Kartu", "KTP", "KK", "Surat kerja", "Rekening", "Formulir"):
        expect(current(page)).to_have_text(re.compile(name))
        for _ in range(page.locator("[name=cocok]:not(:checked)").count()):
            page.keyboard.press("c")
            page.keyboard.press("Space")
        page.keyboard.press("t")
        page.keyboard.press("Enter")
    expect(current(page)).to_have_text(re.compile("Foto"))
    page.keyboard.press("5")
    page.keyboard.press("n")
    page.keyboard.type("Wajah tertutup topi")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.get_by_text("7 dari 7 dokumen diputus")).to_be_visible()
    page.keyboard.press("s")
    expect(page.get_by_role("heading", level=1)).to_have_text("Minta perbaikan")

    claim.refresh_from_db()
    photo = claim.documents.get(slot="foto").versions.get()
    assert (claim.data_ticks, photo.reasons, photo.note) == (
        ["nama", "nik", "tanggal_lahir", "rekening"],
        ["FOTO_TIDAK_SESUAI"],
        "Wajah tertutup topi",
    )


def test_whole_document_is_checked_without_scripts(new_context, verifier, claim):
    """Leaf, turn, enlarge, read the list of keys, decide: every button is a link or a form."""
    page = sit(new_context(java_script_enabled=False), verifier)
    page.goto(desk_url(claim.pk, dokumen="kk"))
    page.get_by_role("button", name="Halaman berikutnya").click()
    page.get_by_role("button", name="Putar").click()
    page.get_by_role("button", name="Perbesar").click()
    expect(page.locator(".leaf")).to_have_text("Hal. 2/2")
    picture = page.locator("[data-sheet] img")
    assert picture.get_attribute("src").endswith("/lembar/2/")
    box, ground = picture.bounding_box(), page.locator("[data-ground]").bounding_box()
    assert (box["height"] > ground["height"], page.locator("[data-sheet]").get_attribute("class")) == (True, "sheet is-turned-1")
    page.get_by_role("link", name="Tombol").click()
    expect(page.locator(".verdict").get_by_text("Perbesar, perkecil")).to_be_visible()
    page.get_by_role("link", name="Dokumen", exact=True).click()
    page.locator("#p1").check()
    page.get_by_role("button", name=re.compile("^Simpan")).click()

    assert claim.documents.get(slot="kk").state == SlotState.ACCEPTED


def test_colleagues_arrival_and_leave_show_without_a_new_page(new_context, page, office, claim, verifier):
    page.clock.install()
    page.goto(desk_url(claim.pk))
    colleague = make_officer(Role.APPROVER, office=office, username="rudi")
    theirs = sit(new_context(), colleague)
    theirs.goto(desk_url(claim.pk))
    expect(theirs.get_by_text(f"Sedang diperiksa oleh rekan lain, {verifier.username} (baru saja).")).to_be_visible()
    first_line = page.locator("[data-presence]")
    expect(first_line).not_to_contain_text("rudi")
    page.clock.run_for(6_000)
    expect(first_line).to_contain_text("rudi juga membukanya (baru saja), hanya melihat.")
    Visit.objects.filter(user=colleague).update(until=timezone.now())
    page.clock.run_for(61_000)
    page.mouse.move(300, 300)
    expect(first_line).not_to_contain_text("rudi")


def test_desk_that_nobody_touches_gives_no_sign_of_life(page, claim, verifier):
    """Presence is of people: an open tab alone ends, and keeps no session awake."""
    page.clock.install()
    page.goto(desk_url(claim.pk))
    with page.expect_response(re.compile("/hadir/")):
        page.clock.run_for(6_000)
    signs = []
    page.on("request", lambda request: signs.append(request.url) if "/hadir/" in request.url else None)
    page.clock.run_for(300_000)
    assert signs == []
    with page.expect_response(re.compile("/hadir/")):
        page.mouse.move(200, 200)


def test_claim_is_taken_over_and_its_former_holder_hears_of_it(new_context, page, office, claim, verifier):
    page.goto(desk_url(claim.pk))
    Visit.objects.update(seen_at=timezone.now() - timedelta(minutes=20))
    Claim.objects.filter(pk=claim.pk).update(held_since=timezone.now() - timedelta(days=1))
    theirs = sit(new_context(), make_officer(Role.VERIFIER, office=office, username="rudi"))
    theirs.goto(desk_url(claim.pk))
    theirs.get_by_role("link", name="Ambil alih").click()
    theirs.get_by_label("Alasan diambil alih").fill("Rekan pulang lebih dulu.")
    theirs.get_by_role("button", name="Ambil alih").click()
    expect(theirs.get_by_text("Anda memegang klaim ini.")).to_be_visible()
    page.goto("/petugas/")

    expect(page.get_by_text(f"Klaim {claim.number} diambil alih oleh rudi: “Rekan pulang lebih dulu.”")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 1920])
@pytest.mark.parametrize("slot", ["kartu_peserta", "surat_keterangan", "buku_rekening", "formulir"])
def test_refusal_with_every_reason_of_a_document_fits_the_screen(page, claim, width, slot):
    """look.md section 8: 720 high, nothing to scroll, nothing sideways."""
    page.set_viewport_size({"width": width, "height": 720})
    page.goto(desk_url(claim.pk, dokumen=slot))
    page.keyboard.press("2")

    left = page.evaluate("""() => {
      const [root, panel] = [document.documentElement, document.querySelector(".verdict")];
      return [root.scrollWidth - root.clientWidth, root.scrollHeight - root.clientHeight, panel.scrollHeight - panel.clientHeight];
    }""")
    assert left == [0, 0, 0]


def test_desk_stacks_on_a_phone_without_sideways_scrolling(page, claim):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(desk_url(claim.pk, dokumen="ktp"))

    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_axe_finds_nothing_on_versions_side_by_side_and_in_the_help(page, axe, claim):
    document = claim.documents.get(slot="ktp")
    document.versions.update(verdict="rejected", reasons=["BURAM"])
    DocumentVersion.objects.create(document=document, number=2, created_at=timezone.now(), sent_at=timezone.now())
    make_page(claim, "ktp", content=photo())
    page.goto(desk_url(claim.pk, dokumen="ktp"))
    page.keyboard.press("v")
    page.keyboard.press("k")
    page.keyboard.press("+")
    axe(page)
    page.keyboard.press("?")
    axe(page)


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


PANELS = ("dokumen", "klaim", "riwayat", "akses", "tombol")


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
