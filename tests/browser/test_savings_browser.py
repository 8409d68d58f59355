"""The own savings on a cheap phone: from the hub to balance, statement, sheet, simulation and card, with and without JavaScript."""

import os
import time
from datetime import date

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, expect

from jht_portal.lib.sessions import KEY, SEEN
from participants.models import LedgerEntry, Membership
from tests.browser.people import press
from tests.builders import make_membership, make_participant

WIDTHS = (320, 360, 1280)


@pytest.fixture
def cards(live_server) -> list[Membership]:
    """Two cards of a person with a long name, with bookings in three years."""
    person = make_participant(name="Raden Ajeng Siti Nurhaliza Kusumawardhani", birth_date=date(1992, 3, 12))
    cards = [make_membership(person, started_on=date(2020, 1, 1), ended_on=None), make_membership(person)]
    for number, card in enumerate(cards):
        for year in (2023, 2024, 2025):
            for kind, month in (("iuran_pemberi_kerja", 1), ("iuran_pekerja", 2), ("hasil_pengembangan", 12)):
                day = date(year, month, 1)
                LedgerEntry.objects.create(membership=card, booked_on=day, kind=kind, amount=123_456_789 + number, row_key=os.urandom(16))
    return cards


def enter(page: Page, cards: list[Membership], base_url: str) -> Page:
    """Let the person of CARDS be signed in on PAGE."""
    session = SessionStore()
    session[KEY], session[SEEN] = str(cards[0].participant_id), int(time.time())
    session.save()
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": base_url}])
    page.goto("/jht/")
    return page


def look(page: Page, axe) -> None:
    """Nothing for axe to find, and nothing to scroll sideways, at any width."""
    page.wait_for_load_state()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
    axe(page)
    page.set_viewport_size({"width": 360, "height": 740})
    axe(page)


def test_every_page_of_the_own_savings_is_sound(page, cards, live_server, axe, watch):
    watch.follow(page.context)
    enter(page, cards, live_server.url)
    addresses = ("/jht/", f"/jht/?kartu={cards[0].pk}", "/jht/saldo/", "/jht/rincian/", "/jht/rincian/?tahun=2024", "/jht/rincian/?tahun=1",
                 "/jht/rincian/2024/cetak/", "/jht/kartu/", "/jht/simulasi/")  # fmt: skip
    for address in addresses:
        page.goto(address)
        look(page, axe)


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_hub_to_the_sheet_of_a_year(new_context, cards, live_server, javascript):
    page = enter(new_context(java_script_enabled=javascript).new_page(), cards, live_server.url)
    press(page, "Cek Saldo")
    expect(page.locator(".figure")).to_have_text("Rp2.222.222.211")
    page.locator("[name=kartu]").select_option(str(cards[0].pk))
    press(page, "Tampilkan")
    expect(page.locator(".figure")).to_have_text("Rp1.111.111.101")
    press(page, "Lihat rincian saldo")
    page.locator("[name=tahun]").select_option("2024")
    press(page, "Tampilkan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rincian saldo 2024")
    press(page, "Lembar tahunan untuk dicetak")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rincian saldo JHT 2024")
    with page.expect_download() as download:
        press(page, "Unduh PDF")
    assert download.value.suggested_filename == "rincian-saldo-2024.pdf"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_simulation_keeps_what_was_typed_out_of_the_address(new_context, cards, live_server, axe, javascript):
    page = enter(new_context(java_script_enabled=javascript).new_page(), cards, live_server.url)
    press(page, "Simulasi")
    page.get_by_label("Upah atau penghasilan sebulan").fill("lima juta")
    press(page, "Hitung")
    expect(page.get_by_label("Upah atau penghasilan sebulan")).to_have_value("lima juta")
    expect(page).to_have_title("Galat: Simulasi saldo | Portal JHT")
    page.get_by_label("Upah atau penghasilan sebulan").fill("5.000.000")
    press(page, "Hitung")
    expect(page.get_by_role("heading", name="Ambil 10% sekarang, atau tidak?")).to_be_visible()
    assert page.url == f"{live_server.url}/jht/simulasi/"
    if javascript:
        look(page, axe)


def test_the_card_fills_the_screen(page, cards, live_server, axe):
    enter(page, cards, live_server.url)
    press(page, "Kartu Digital")
    expect(page.get_by_role("img", name="Kartu Raden Ajeng")).to_have_count(2)
    page.get_by_role("link", name="Tampilkan satu layar").first.click()
    page.wait_for_url("**/kartu/layar/?**")
    look(page, axe)
    expect(page.get_by_role("link", name="Kartu Digital")).to_be_visible()
