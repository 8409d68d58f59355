"""A morning in an office: kiosk, counter and wall in three browsers; a line that is cut; the keyboard alone."""

import re
import time
from datetime import time as hour

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from claims.domain.ticket_life import TicketState
from claims.domain.workflow import Role
from claims.models import OpeningHours, Ticket
from claims.services import kiosks
from claims.services.deadlines import local_date
from claims.services.officers import desk_of
from tests.browser.people import at_desk
from tests.builders import make_counter, make_office, make_office_service, make_officer, make_ticket

PASSWORD = "rahasia-kuat-1"  # noqa: S105
DESK, WALL, PHONE = {"width": 1280, "height": 720}, {"width": 1920, "height": 1080}, {"width": 360, "height": 740}


@pytest.fixture
def office(live_server):
    """An office that is open round the clock, with one counter and an officer who has signed on nowhere."""
    cache.clear()
    office = make_office()
    make_office_service(office)
    OpeningHours.objects.filter(office=office).update(opens_at=hour(0), closes_at=hour(23, 59, 59))
    make_counter(office, number=3)
    officer = make_officer(Role.COUNTER, office=office, username="loket-uji")
    officer.set_password(PASSWORD)
    officer.save()
    return office


def open_kiosk(page: Page, office) -> Page:
    """Let the browser in as a kiosk of OFFICE; it prints nothing here."""
    code = kiosks.add_device(desk_of(make_officer(Role.COUNTER, office=office)), "Pintu masuk", now=timezone.now()).code
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; }")
    page.goto(f"/antrian/kios/{office.code}/")
    page.get_by_label("Kode mesin").fill(code)
    page.get_by_role("button", name="Pasang").click()
    expect(page.get_by_role("heading", name="Ambil nomor antrian")).to_be_visible()
    page.wait_for_load_state()  # With its script: from here on it listens to a scanner.
    return page


def no_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_kiosk_counter_and_wall_together(office, page, new_context, axe):
    kiosk = open_kiosk(page, office)
    axe(kiosk)
    kiosk.get_by_role("link", name="Klaim JHT").click()
    kiosk.get_by_role("button", name="Jalur biasa").click()
    expect(kiosk.locator(".stub__number")).to_have_text("A-001")
    axe(kiosk)
    assert kiosk.evaluate("window.printed") == 1

    wall = new_context().new_page()
    wall.set_viewport_size(WALL)
    wall.goto(f"/antrian/layar/{office.code}/")
    expect(wall.get_by_text("Belum ada nomor yang dipanggil.")).to_be_visible()

    desk = at_desk(new_context(), "loket-uji", PASSWORD)
    desk.goto("/petugas/antrian/")
    axe(desk)
    desk.get_by_role("button", name="Jaga Loket 3").click()
    expect(desk.get_by_text("1 orang menunggu.")).to_be_visible()
    desk.get_by_role("button", name="Panggil berikutnya").click()
    pressed = time.monotonic()
    expect(wall.locator(".wall__now li").first).to_have_text(re.compile(r"A-001\s+Loket 3"), timeout=5_000)
    seen_after = time.monotonic() - pressed
    axe(wall)
    assert seen_after < 2

    expect(desk.locator(".called")).to_contain_text("A-001")
    axe(desk)
    desk.get_by_role("button", name="Panggil lagi").click()
    desk.get_by_role("button", name="Mulai layani").click()
    desk.get_by_role("button", name="Selesai").click()
    expect(wall.get_by_role("heading", name="Panggilan sebelumnya")).to_be_visible()
    expect(desk.get_by_text("Belum ada yang menunggu.")).to_be_visible()
    assert Ticket.objects.get().state == TicketState.SERVED
    for screen, width in ((kiosk, PHONE), (wall, PHONE), (desk, PHONE)):
        screen.set_viewport_size(width)
        no_sideways(screen)


def test_the_wall_speaks_each_call_once_after_sound_is_allowed(office, page, new_context):
    page.add_init_script("speechSynthesis.speak = (said) => console.info(`${said.lang}: ${said.text}`)")
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"/antrian/layar/{office.code}/")
    page.get_by_role("button", name="Nyalakan suara").click()
    make_ticket(office, state=TicketState.CHECKED_IN, day=local_date(office, timezone.now()))
    desk = at_desk(new_context(), "loket-uji", PASSWORD)
    desk.goto("/petugas/antrian/")
    desk.get_by_role("button", name="Jaga Loket 3").click()
    for name in ("Panggil berikutnya", "Panggil lagi"):
        with page.expect_console_message(lambda message: "silakan" in message.text):
            desk.get_by_role("button", name=name).click()

    call = "id-ID: Nomor antrian be, satu, silakan ke loket tiga."
    assert said == ["id-ID: Suara panggilan menyala.", call, call]


def test_the_kiosk_works_with_the_keyboard_alone(office, page):
    kiosk = open_kiosk(page, office)

    kiosk.keyboard.press("Tab")
    kiosk.keyboard.press("Enter")
    kiosk.get_by_role("button", name="Jalur biasa").wait_for()
    kiosk.keyboard.press("Tab")
    kiosk.keyboard.press("Enter")

    expect(kiosk.locator(".stub__number")).to_have_text("P-001")


def test_a_scanner_needs_no_field_to_be_touched_first(office, page):
    ticket = make_ticket(office, day=local_date(office, timezone.now()))
    kiosk = open_kiosk(page, office)

    kiosk.keyboard.type(f"https://portal.test/antrian/{ticket.code}/\n")

    expect(kiosk.locator(".stub__number")).to_have_text(ticket.label)
    ticket.refresh_from_db()
    assert (ticket.state, Ticket.objects.count()) == (TicketState.CHECKED_IN, 1)


@pytest.mark.answers(404)
def test_a_page_that_is_refused_leads_back_to_the_beginning(office, page):
    kiosk = open_kiosk(page, office)
    kiosk.locator("a.press").first.evaluate("link => { link.href = '/antrian/kios/tidak-ada/' }")
    kiosk.locator("a.press").first.click()

    expect(kiosk.get_by_role("heading", name="Ambil nomor antrian")).to_be_visible()
    expect(kiosk.locator("a.press").first).to_have_attribute("href", re.compile("layanan="))


def test_a_line_that_is_cut_is_said_and_the_press_arrives_once_it_is_back(office, new_context, browser, browser_context_args):
    context = browser.new_context(**browser_context_args)  # Unwatched: a cut line is an error on the console.
    kiosk = open_kiosk(context.new_page(), office)
    kiosk.get_by_role("link", name="Klaim JHT").click()
    kiosk.get_by_role("button", name="Jalur biasa").wait_for()

    context.set_offline(True)
    kiosk.get_by_role("button", name="Jalur biasa").click()
    expect(kiosk.get_by_text("Sambungan terputus.")).to_be_visible()
    assert Ticket.objects.count() == 0
    context.set_offline(False)

    expect(kiosk.locator(".stub__number")).to_have_text("A-001")
    assert Ticket.objects.count() == 1
    context.close()


def test_the_wall_says_when_it_is_not_up_to_date_and_comes_back(office, browser, browser_context_args):
    context = browser.new_context(**browser_context_args)
    wall = context.new_page()
    wall.goto(f"/antrian/layar/{office.code}/")

    context.set_offline(True)
    expect(wall.get_by_text("Sambungan terputus.")).to_be_visible(timeout=15_000)
    context.set_offline(False)

    expect(wall.get_by_text("Sambungan terputus.")).to_be_hidden(timeout=15_000)
    context.close()


@pytest.mark.answers(0)
def test_a_kiosk_loaded_while_the_line_is_cut_says_so_and_goes_on_by_itself(office, new_context, axe):
    context = new_context()
    kiosk = open_kiosk(context.new_page(), office)
    kiosk.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)

    kiosk.reload()
    expect(kiosk.get_by_role("heading", name="Mesin antrian sedang terputus")).to_be_visible()
    axe(kiosk)
    context.set_offline(False)

    expect(kiosk.get_by_role("heading", name="Ambil nomor antrian")).to_be_visible(timeout=15_000)
    assert kiosk.evaluate("caches.open('kios-luring').then((kept) => kept.keys()).then((keys) => keys.length)") == 4


def test_kiosk_and_wall_work_without_a_script(office, page_without_js):
    kiosk = open_kiosk(page_without_js, office)
    kiosk.get_by_role("link", name="Klaim JHT").click()
    kiosk.get_by_role("button", name="Jalur prioritas").click()
    expect(kiosk.locator(".stub__number")).to_have_text("P-001")
    kiosk.get_by_role("link", name="Selesai").click()

    kiosk.goto(f"/antrian/layar/{office.code}/")
    expect(kiosk.get_by_text("Belum ada nomor yang dipanggil.")).to_be_visible()
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in kiosk.content()
