"""The kiosk: let in with a code, one number a press, whoever has a number is noted; strangers draw nothing."""

import re
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.domain.queueing import Lane, Service
from claims.domain.ticket_life import TicketState
from claims.domain.workflow import Role
from claims.models import AuditEntry, Closure, KioskDevice, KioskPress, Ticket
from claims.services import kiosks
from claims.services.deadlines import local_date
from claims.services.officers import desk_of
from tests.builders import make_office, make_office_service, make_officer, make_ticket
from tests.claims.desk import all_at_once, seat

pytestmark = pytest.mark.django_db
S = TicketState
MONDAY_TEN = datetime(2026, 11, 30, 10, tzinfo=ZoneInfo("Asia/Jakarta"))

CUT_LINE = ("kiosk_offline", "kiosk_offline_worker")


@pytest.fixture
def office():
    office = make_office()
    make_office_service(office)
    return office


@pytest.fixture(autouse=True)
def _monday_at_ten(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: MONDAY_TEN)


def address(name, office, *more):
    return reverse(f"claims:{name}", args=[office.code, *more])


def let_in(office):
    """Return a browser that the office let in as a kiosk."""
    desk = desk_of(make_officer(Role.COUNTER, office=office))
    code = kiosks.add_device(desk, "Pintu masuk", now=MONDAY_TEN).code
    browser = Client()
    assert browser.post(address("kiosk", office), {"kode_mesin": code.lower()}).status_code == 303
    return browser


def draw(browser, office, key=None, **data):
    return browser.post(address("kiosk_draw", office), {"layanan": "klaim", "jalur": "A", "kunci": str(key or uuid4())} | data)


def text(answer):
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def test_a_walk_in_draws_a_number_in_three_presses(office):
    kiosk = let_in(office)
    assert f"{address('kiosk', office)}?layanan=klaim" in kiosk.get(address("kiosk", office)).content.decode()
    lanes = kiosk.get(address("kiosk", office), {"layanan": "klaim"}).content.decode()
    key = re.search(r'name="kunci" value="([0-9a-f-]+)"', lanes)[1]

    answer = draw(kiosk, office, key)

    ticket = Ticket.objects.get()
    assert (ticket.label, ticket.state, ticket.service, ticket.day) == ("A-001", S.CHECKED_IN, Service.CLAIM, MONDAY_TEN.date())
    page = text(kiosk.get(answer["Location"]))
    assert "A-001" in page and "Berikutnya giliran Anda" in page and ticket.code in page


def test_the_ticket_says_how_many_are_ahead(office):
    kiosk = let_in(office)
    draw(kiosk, office)
    draw(kiosk, office)

    page = text(kiosk.get(draw(kiosk, office, jalur="P")["Location"]))

    assert "P-001" in page and "Berikutnya giliran Anda" in page
    assert "2 orang di depan Anda" in text(kiosk.get(address("kiosk_ticket", office, Ticket.objects.get(lane="A", number=2).code)))


def test_a_key_gives_one_number_however_often_it_is_pressed(office):
    kiosk, key = let_in(office), uuid4()

    answers = [draw(kiosk, office, key) for _ in range(3)]

    assert len({answer["Location"] for answer in answers}) == 1
    assert (Ticket.objects.count(), KioskPress.objects.count()) == (1, 1)


def test_a_stranger_is_asked_for_a_code_and_draws_nothing(office):
    answers = [Client().get(address("kiosk", office)), draw(Client(), office), Client().post(address("kiosk_check_in", office))]

    assert all("Kode mesin" in text(answer) and "Ambil nomor" not in text(answer) for answer in answers)
    assert Ticket.objects.count() == 0


def test_a_machine_of_one_office_draws_nothing_at_another(office):
    other = make_office()
    make_office_service(other)

    draw(let_in(office), other)

    assert Ticket.objects.count() == 0


def test_a_code_opens_one_machine_once_and_only_for_a_quarter_of_an_hour(office, monkeypatch):
    desk = desk_of(make_officer(Role.COUNTER, office=office))
    fresh = [kiosks.add_device(desk, "Pintu", now=MONDAY_TEN).code for _ in range(2)]
    kiosks.open_device(office, fresh[0], now=MONDAY_TEN)

    for code, at in ((fresh[0], MONDAY_TEN), (fresh[1], MONDAY_TEN + kiosks.CODE_LIFE), ("0000-0000-0000", MONDAY_TEN)):
        with pytest.raises(kiosks.WrongCode):
            kiosks.open_device(office, code, now=at)


def test_codes_cannot_be_guessed_on_and_on(office):
    browser = Client()

    statuses = [browser.post(address("kiosk", office), {"kode_mesin": "0000-0000-0000"}).status_code for _ in range(11)]

    assert statuses == [200] * 10 + [429]


def test_a_machine_that_was_taken_out_draws_nothing(office):
    kiosk = let_in(office)
    head, browser = seat(Role.HEAD, office=office)

    browser.post(reverse("admin:queue_kiosk_revoke", args=[KioskDevice.objects.get().pk]))
    draw(kiosk, office)

    assert Ticket.objects.count() == 0
    assert list(AuditEntry.objects.filter(kind="queue_kiosk").order_by("pk").values_list("object", "user_id"))[1] == ("revoke", head.pk)


@pytest.mark.parametrize("cookie", ["", "x", "x:y:z"])
def test_a_cookie_that_was_made_up_opens_nothing(office, cookie):
    browser = Client()
    browser.cookies["kios"] = cookie

    assert "Kode mesin" in text(browser.get(address("kiosk", office)))


def test_outside_the_opening_hours_nobody_draws(office, monkeypatch):
    kiosk, tuesday = let_in(office), MONDAY_TEN + timedelta(days=1)
    Closure.objects.create(office=office, first_on=tuesday.date(), last_on=tuesday.date(), reason="Banjir")
    for moment in (MONDAY_TEN.replace(hour=5), MONDAY_TEN.replace(hour=21), tuesday):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        assert "Kantor tutup" in text(kiosk.get(address("kiosk", office)))
        draw(kiosk, office)

    assert Ticket.objects.count() == 0


def test_a_closed_kiosk_looks_again_by_itself_with_and_without_a_script(office, monkeypatch):
    kiosk = let_in(office)
    monkeypatch.setattr(timezone, "now", lambda: MONDAY_TEN.replace(hour=5))

    page = kiosk.get(address("kiosk", office)).content.decode()

    assert 'data-kembali="60"' in page and '<meta http-equiv="refresh" content="60">' in page


@pytest.mark.parametrize("data", [{"layanan": "x"}, {"jalur": "B"}, {"jalur": "x"}, {"kunci": "x"}, {"layanan": "data"}, {"kunci": ""}])
def test_what_the_kiosk_did_not_offer_draws_nothing(office, data):
    answer = draw(let_in(office), office, **data)

    assert answer.status_code in (200, 302)
    assert Ticket.objects.count() == 0


def test_who_booked_is_noted_by_code_or_scanned_address_once(office):
    kiosk, ticket = let_in(office), make_ticket(office, day=local_date(office, MONDAY_TEN))
    typed = f"https://portal.test{reverse('claims:ticket', args=[ticket.code])}"

    answers = [kiosk.post(address("kiosk_check_in", office), {"kode": each}) for each in (typed, ticket.code)]

    assert {answer["Location"] for answer in answers} == {address("kiosk_ticket", office, ticket.code)}
    assert [event.step for event in ticket.events.order_by("number")] == ["issue", "check_in"]


def test_a_code_that_is_not_for_here_is_said_and_stays_typed(office):
    kiosk, ticket = let_in(office), make_ticket(make_office(name="Kantor Cabang Lain"), day=MONDAY_TEN.date())

    page = kiosk.post(address("kiosk_check_in", office), {"kode": ticket.code})

    assert f"Nomor {ticket.label} untuk Kantor Cabang Lain, bukan kantor ini." in text(page)
    assert f'value="{ticket.code}"' in page.content.decode()


@pytest.mark.parametrize("typed", ["http://[antrian", "https://", "x" * 201, "\x00"])
def test_what_a_scanner_reads_off_another_code_is_refused_in_words(office, typed):
    page = let_in(office).post(address("kiosk_check_in", office), {"kode": typed})

    assert (page.status_code, bool(page.context["form"]["kode"].errors)) == (200, True)


def test_the_kiosk_shows_no_names_and_no_tickets_of_other_days_or_offices(office):
    kiosk = let_in(office)
    today, tomorrow = make_ticket(office, day=MONDAY_TEN.date()), make_ticket(office, day=MONDAY_TEN.date() + timedelta(days=1))
    elsewhere = make_ticket(day=MONDAY_TEN.date())

    pages = [kiosk.get(address("kiosk_ticket", office, ticket.code)) for ticket in (today, tomorrow, elsewhere)]

    assert [page.status_code for page in pages] == [200, 404, 404]
    assert today.name not in pages[0].content.decode()


def test_an_officer_lets_a_machine_in_and_reads_its_code_once(office):
    browser = seat(Role.COUNTER, office=office)[1]

    page = browser.post(reverse("admin:queue_kiosk_add"), {"nama": "Pintu masuk"}, follow=True)

    code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", text(page))[0]
    assert code not in text(browser.get(reverse("admin:queue_kiosks")))
    assert kiosks.open_device(office, code, now=MONDAY_TEN)[0].label == "Pintu masuk"


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_give_one_number():
    office = make_office()
    make_office_service(office)
    desk = desk_of(make_officer(Role.COUNTER, office=office))
    device, _ = kiosks.open_device(office, kiosks.add_device(desk, "x", now=MONDAY_TEN).code, now=MONDAY_TEN)
    device = KioskDevice.objects.select_related("office").get(pk=device.pk)
    keys = [uuid4()] * 6 + [uuid4()]

    drawn = all_at_once([partial(kiosks.draw_ticket, device, Service.CLAIM, Lane.WALK_IN, key, now=MONDAY_TEN) for key in keys])

    assert len({ticket.pk for ticket in drawn[:6]}) == 1
    assert sorted(Ticket.objects.values_list("number", flat=True)) == [1, 2]


def test_the_page_for_a_cut_line_needs_no_machine_and_its_worker_may_only_ask_the_portal(office):
    page, worker = (Client().get(address(name, office)) for name in CUT_LINE)
    unknown = [Client().get(reverse(f"claims:{name}", args=["tidak-ada"])).status_code for name in CUT_LINE]

    assert (page.status_code, page.templates[0].name, unknown) == (200, "claims/queue/kiosk_offline.html", [404, 404])
    assert worker.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert worker.headers["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"
    assert b"addEventListener" in worker.content
