"""The work list in a real Chromium at 1280 × 720: filters, views, pages, export; without scripts too, axe clean."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from claims.domain.workflow import ClaimStatus, Role
from claims.models import SavedView
from claims.services.name_index import index_claims
from tests.browser.test_desk_browser import sit
from tests.builders import make_claim, make_membership, make_office, make_officer, make_participant

pytestmark = [pytest.mark.browser_context_args(viewport={"width": 1280, "height": 720})]
S = ClaimStatus
LIST = "/petugas/claims/claim/"


@pytest.fixture
def office(live_server):
    return make_office()


@pytest.fixture
def head(office):
    head = make_officer(Role.HEAD, office=office)
    head.officer.other_offices.add(make_office(name="Kantor Cabang Dekat"))
    return head


@pytest.fixture
def page(new_context, head):
    """A page of a Kepala who has no scripts: everything works without."""
    return sit(new_context(java_script_enabled=False), head)


def numbers(page):
    return page.locator("#result_list tbody th").all_inner_texts()


def test_filters_are_put_on_taken_off_and_kept(page, office):
    late = make_claim(S.SUBMITTED, office=office, slots=(), reason="PHK", due_on=date(2020, 1, 1), queue_on=date(2020, 1, 1))
    make_claim(S.SUBMITTED, office=office, slots=(), reason="PHK")
    page.goto(LIST)
    page.get_by_label("Sebab").select_option("PHK")
    page.get_by_label("Batas").select_option("lewat")
    page.get_by_role("button", name="Saring").click()
    narrowed = numbers(page)

    page.get_by_text("Simpan tampilan").click()
    page.get_by_label("Nama tampilan").fill("PHK lewat")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("navigation", name="Tampilan").locator("[aria-current]")).to_have_text("PHK lewat")
    page.get_by_role("link", name=re.compile("^Batas: Sudah lewat")).click()
    expect(page.locator(".sum")).to_contain_text("2 klaim")

    page.get_by_role("link", name="Atur tampilan").click()
    page.get_by_role("button", name="Bagikan PHK lewat").click()
    assert (narrowed, SavedView.objects.get().shared_with) == ([late.number], office)


def test_long_list_is_walked_there_and_back(page, office):
    claims = [make_claim(S.SUBMITTED, office=office, slots=(), queue_on=date(2026, 12, 1) + timedelta(days=day)) for day in range(53)]
    page.goto(LIST)
    first = numbers(page)
    page.get_by_role("link", name="Berikutnya").click()
    second = numbers(page)
    page.get_by_role("link", name="Sebelumnya").click()

    assert (first, second, numbers(page)) == ([c.number for c in claims[:50]], [c.number for c in claims[50:]], first)


def test_name_is_searched_and_the_list_is_exported(page, office):
    person = make_participant(name="Siti Aminah")
    claims = [make_claim(S.PAID, office=office, slots=(), membership=make_membership(person)) for _ in range(2)]
    index_claims(claims)
    make_claim(S.SUBMITTED, office=office, slots=())
    page.goto(LIST)
    page.get_by_label("Nomor klaim, KPJ, NIK, atau awal nama").fill("siti ami")
    page.get_by_role("button", name="Cari").click()
    expect(page.get_by_role("link", name=re.compile("^Dicari: siti ami"))).to_be_visible()

    page.get_by_role("link", name="Ekspor daftar ini").click()
    page.get_by_label("CSV").check()
    page.get_by_label("Untuk apa").select_option("rapat")
    with page.expect_download() as download:
        page.get_by_role("button", name="Ekspor daftar").click()

    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert ({row["Nomor klaim"] for row in rows}, {row["Nama peserta"] for row in rows}) == ({c.number for c in claims}, {"Siti Aminah"})


def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(new_context, axe, head, office):
    for day in range(51):
        make_claim(S.SUBMITTED, office=office, slots=(), queue_on=date(2026, 12, 1) + timedelta(days=day))
    page = sit(new_context(), head)
    SavedView.objects.create(owner=head, name="PHK lewat", question={"sebab": "PHK"}, created_at=date(2026, 11, 22).isoformat() + "T00:00Z")

    for address in (LIST, f"{LIST}?kantor=semua&sebab=PHK&xx=1", f"{LIST}?umur=5", f"{LIST}tampilan/", f"{LIST}ekspor/?batas=lewat"):
        page.goto(address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_one_box_ticks_every_claim_of_the_page(new_context, head, office):
    """An office that assigns a morning's claims ticks them once."""
    for _ in range(3):
        make_claim(S.SUBMITTED, office=office, slots=())
    page = sit(new_context(), head)
    page.goto(LIST)
    every, boxes = page.get_by_label("Pilih semua klaim di halaman ini"), page.locator("[name=klaim]:checked")

    every.check()
    expect(boxes).to_have_count(3)
    boxes.first.uncheck()
    expect(every).not_to_be_checked()
    every.check()
    every.uncheck()
    expect(boxes).to_have_count(0)
