"""The counters' pages: who comes is noted, one is called, served, passed over and sent on; nobody acts for another office."""

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from claims.domain.queueing import Lane, Service
from claims.domain.ticket_life import TicketState
from claims.domain.workflow import ClaimStatus, Role
from claims.models import AuditEntry, Counter, Ticket
from claims.services.deadlines import local_date
from claims.services.ticket_steps import HOLDS_ANOTHER
from tests.builders import make_claim, make_counter, make_office, make_office_service, make_ticket, make_visitor
from tests.claims.desk import seat

pytestmark = pytest.mark.django_db
S = TicketState


@pytest.fixture
def office():
    office = make_office()
    for service in (Service.CLAIM, Service.DATA):
        make_office_service(office, service=service)
    return office


@pytest.fixture
def counter(office):
    return make_counter(office)


@pytest.fixture
def loket(office, counter):
    """A browser of an officer who sits at COUNTER."""
    browser = seat(Role.COUNTER, office=office)[1]
    browser.post(reverse("admin:queue_sign_on", args=[counter.pk]))
    return browser


def ticket_at(office, state=S.CHECKED_IN, **facts):
    return make_ticket(office, state=state, day=local_date(office, timezone.now()), **facts)


def press(browser, name, *args, **data):
    return browser.post(reverse(f"admin:{name}", args=args), data, follow=True)


def act(browser, ticket, name, **data):
    ticket.refresh_from_db()
    return press(browser, "queue_act", ticket.pk, name, versi=ticket.version, **data)


def words(answer, css_class):
    """Return the text of every element with a class."""
    found = html.fromstring(answer.content.decode()).xpath(f'//*[contains(concat(" ", @class, " "), " {css_class} ")]')
    return " ".join(" ".join(part.text_content().split()) for part in found)


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def state(ticket):
    return Ticket.objects.get(pk=ticket.pk).state


def test_a_day_at_the_counter(office, counter, loket):
    ticket = ticket_at(office)

    page = press(loket, "queue_call", counter.pk)
    assert words(page, "called") == f"{ticket.label} Dipanggil"
    act(loket, ticket, "ulang")
    act(loket, ticket, "layani")
    assert state(ticket) == S.SERVING
    act(loket, ticket, "selesai")

    assert state(ticket) == S.SERVED
    steps = list(ticket.events.order_by("number").values_list("step", flat=True))
    assert steps == ["issue", "call", "recall", "serve", "finish"]
    assert AuditEntry.objects.filter(kind="queue_step").count() == 4


def test_who_does_not_sit_at_the_counter_calls_nobody(office, counter):
    ticket, browser = ticket_at(office), seat(Role.COUNTER, office=office)[1]

    answer = press(browser, "queue_call", counter.pk)

    assert (told(answer), state(ticket)) == (["Jaga loket ini dulu."], S.CHECKED_IN)


def test_nobody_waiting_is_said(counter, loket):
    assert told(press(loket, "queue_call", counter.pk)) == ["Tidak ada yang menunggu untuk loket ini."]


def test_a_page_that_is_old_takes_no_step(office, counter, loket):
    ticket = ticket_at(office)
    press(loket, "queue_call", counter.pk)
    act(loket, ticket, "layani")

    answer = press(loket, "queue_act", ticket.pk, "selesai", versi=1)

    assert told(answer) == ["Keadaan nomor ini sudah berubah. Lihat keadaannya yang sekarang."]
    assert state(ticket) == S.SERVING


@pytest.mark.parametrize("typed", ["", "x", "-1", "9" * 30, "²"])
def test_a_version_that_is_none_takes_no_step(office, counter, loket, typed):
    ticket = ticket_at(office)
    press(loket, "queue_call", counter.pk)

    press(loket, "queue_act", ticket.pk, "selesai", versi=typed)

    assert state(ticket) == S.CALLED


def test_passing_over_needs_three_calls(office, counter, loket):
    ticket = ticket_at(office)
    press(loket, "queue_call", counter.pk)
    assert told(act(loket, ticket, "lewati")) == ["Panggil 2 kali lagi sebelum melewati nomor ini."]

    act(loket, ticket, "ulang")
    act(loket, ticket, "ulang")
    act(loket, ticket, "lewati")
    assert state(ticket) == S.NO_SHOW

    act(loket, ticket, "kembali")
    assert state(ticket) == S.CHECKED_IN


def test_a_visitor_is_sent_to_another_counter_for_another_service(office, counter, loket):
    there = make_counter(office, number=9)
    ticket = ticket_at(office)
    press(loket, "queue_call", counter.pk)

    act(loket, ticket, "teruskan", layanan=Service.DATA, loket=there.pk)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.service, ticket.sent_to) == (S.CHECKED_IN, Service.DATA, there)


def test_a_visitor_is_not_sent_to_a_counter_of_another_office_and_the_page_says_so(office, counter, loket):
    ticket = ticket_at(office)
    press(loket, "queue_call", counter.pk)

    answer = act(loket, ticket, "teruskan", layanan=Service.ADVICE, loket=make_counter(make_office()).pk)

    assert words(answer, "invalid-feedback") == "Pilih layanan dari daftar. Pilih loket dari daftar."
    assert state(ticket) == S.CALLED


def test_who_took_another_number_meanwhile_comes_back_by_that_one(office, counter, loket):
    visitor = make_visitor()
    gone = ticket_at(office, S.NO_SHOW, visitor=visitor)
    ticket_at(office, S.BOOKED, visitor=visitor)

    answer = act(loket, gone, "kembali")

    assert (told(answer), state(gone)) == ([HOLDS_ANOTHER], S.NO_SHOW)


def test_a_visitor_is_not_sent_on_to_a_service_for_which_there_is_another_number(office, counter, loket):
    visitor = make_visitor()
    ticket_at(office, S.BOOKED, visitor=visitor, service=Service.DATA)
    ticket = ticket_at(office, visitor=visitor)
    press(loket, "queue_call", counter.pk)

    answer = act(loket, ticket, "teruskan", layanan=Service.DATA)

    assert (told(answer), state(ticket)) == ([HOLDS_ANOTHER], S.CALLED)


def test_who_comes_without_a_number_gets_one_at_the_counter(office, loket):
    answer = press(loket, "queue_give", layanan=Service.DATA, jalur=Lane.PRIORITY)

    ticket = Ticket.objects.get()
    assert (ticket.label, ticket.service, ticket.state, ticket.day) == (
        "P-001",
        Service.DATA,
        S.CHECKED_IN,
        local_date(office, timezone.now()),
    )
    assert told(answer)[0].startswith(f"P-001 masuk antrian. Kode {ticket.code}.")
    assert AuditEntry.objects.get(kind="queue_step").object == f"issue P-001 {ticket.day}"


@pytest.mark.parametrize("typed", [{}, {"jalur": "B"}, {"layanan": Service.ADVICE}, {"layanan": "\x00"}])
def test_no_number_is_given_for_what_the_office_does_not_offer(loket, typed):
    answer = press(loket, "queue_give", **({"layanan": Service.CLAIM, "jalur": Lane.WALK_IN} | typed if typed else {}))

    assert (bool(words(answer, "invalid-feedback")), Ticket.objects.count()) == (True, 0)


@pytest.mark.parametrize(
    "typed", [lambda ticket: ticket.label, lambda ticket: ticket.code.lower(), lambda ticket: f"https://x.test/antrian/{ticket.code}/"]
)
def test_who_comes_is_noted_by_number_code_or_scanned_address(office, loket, typed):
    ticket = ticket_at(office, S.BOOKED)

    answer = press(loket, "queue_check_in", kode=typed(ticket))

    assert (told(answer), state(ticket)) == ([f"{ticket.label} sudah datang dan masuk antrian."], S.CHECKED_IN)


def test_a_number_of_another_day_or_office_is_not_let_in_and_what_was_typed_stays(office, loket):
    tomorrow = make_ticket(office, day=local_date(office, timezone.now()) + timezone.timedelta(days=1))
    elsewhere = ticket_at(make_office(name="Kantor Cabang Lain"), S.BOOKED)
    cancelled = ticket_at(office, S.CANCELLED)

    answers = [press(loket, "queue_check_in", kode=ticket.code) for ticket in (tomorrow, elsewhere, cancelled)]

    said = [words(answer, "invalid-feedback") for answer in answers]
    assert said[0].endswith("bukan hari ini.")
    assert said[1:] == [
        f"Nomor {elsewhere.label} untuk Kantor Cabang Lain, bukan kantor ini.",
        f"Nomor {cancelled.label} tidak bisa dipakai lagi: dibatalkan.",
    ]
    assert f'value="{cancelled.code}"' in answers[2].content.decode()
    assert [state(ticket) for ticket in (tomorrow, elsewhere)] == [S.BOOKED] * 2


def test_a_number_that_nobody_holds_today_is_said_to_be_of_another_day(loket):
    answer = press(loket, "queue_check_in", kode="B-999")

    assert words(answer, "invalid-feedback") == "Tidak ada nomor itu hari ini di kantor ini. Untuk nomor hari lain ketik kode bookingnya."


@pytest.mark.parametrize("typed", ["", "B-", "Q-14", "0000-0000-000", "x" * 300, "https://x.test/", "http://[antrian", "\x00"])
def test_nonsense_is_refused_in_words(loket, typed):
    answer = press(loket, "queue_check_in", kode=typed)

    assert answer.status_code == 200
    assert words(answer, "invalid-feedback")


def test_the_list_shows_each_number_in_one_state_and_names_masked(office, counter, loket):
    for each in S:
        ticket_at(office, each)
    name = Ticket.objects.first().name

    pages = [
        loket.get(reverse("admin:queue"), {"keadaan": code}) for code, _, _ in loket.get(reverse("admin:queue")).context["queue"].counts
    ]

    assert sum(len(page.context["queue"].lines) for page in pages) == len(S)
    assert all(name not in page.content.decode() for page in pages)
    assert [len(page.context["queue"].lines) for page in pages] == [count for _, _, count in pages[0].context["queue"].counts]


def test_the_counter_leads_to_the_desk_of_the_claim(office, counter, loket):
    claim = make_claim(ClaimStatus.SUBMITTED, office=office)
    ticket_at(office, claim=claim)

    page = press(loket, "queue_call", counter.pk)

    assert reverse("admin:claims_claim_change", args=[claim.pk]) in page.content.decode()


def test_another_offices_counter_and_number_do_not_exist(loket):
    other = make_office()
    counter, ticket = make_counter(other), ticket_at(other, S.NO_SHOW)

    answers = [
        loket.get(reverse("admin:queue_counter", args=[counter.pk])),
        press(loket, "queue_sign_on", counter.pk),
        press(loket, "queue_call", counter.pk),
        act(loket, ticket, "kembali"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert state(ticket) == S.NO_SHOW


def test_the_auditor_looks_and_presses_nothing(office, counter):
    browser, ticket = seat(Role.AUDITOR, office=office)[1], ticket_at(office, S.NO_SHOW)

    assert (
        browser.get(reverse("admin:queue")).status_code == browser.get(reverse("admin:queue_counter", args=[counter.pk])).status_code == 200
    )
    assert act(browser, ticket, "kembali").status_code == 403
    content = html.fromstring(browser.get(reverse("admin:queue")).content.decode()).get_element_by_id("content")
    assert content.xpath(".//button") == []


def test_one_relieves_a_colleague_and_says_so(office, counter, loket):
    browser = seat(Role.HEAD, office=office)[1]

    assert told(press(browser, "queue_sign_on", counter.pk))[0].endswith("menjaga loket ini. Tekan Gantikan bila Anda mengambil alih.")
    press(browser, "queue_sign_on", counter.pk, gantikan="ya")

    assert told(press(loket, "queue_call", counter.pk)) == ["Jaga loket ini dulu."]
    assert Counter.objects.get(pk=counter.pk).shifts.filter(ended_at=None).count() == 1


def test_the_wall_shows_numbers_and_counters_and_no_names(client, office, counter, loket):
    ticket = ticket_at(office, lane=Lane.PRIORITY)
    press(loket, "queue_call", counter.pk)
    address = reverse("claims:wall_calls", args=[office.code])

    answer = client.get(address)

    assert words(answer, "wall__now") == f"P-001 Loket {counter.number}"
    assert ticket.name not in client.get(reverse("claims:wall", args=[office.code])).content.decode()
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    act(loket, ticket, "ulang")
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_what_is_done_moves_to_the_calls_before(client, office, counter, loket):
    ticket = ticket_at(office)
    press(loket, "queue_call", counter.pk)
    act(loket, ticket, "selesai")

    page = client.get(reverse("claims:wall", args=[office.code]))

    assert (words(page, "wall__now"), words(page, "wall__before")) == ("", f"Panggilan sebelumnya{ticket.label} Loket {counter.number}")


def test_a_wall_of_an_office_that_is_none_does_not_exist(client, db):
    assert client.get(reverse("claims:wall", args=["tidak-ada"])).status_code == 404
