"""A number taken, changed and given back through the pages; what the code alone shows; and what hoarding gets."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.domain.sms import sms_size
from claims.domain.ticket_life import TicketState
from claims.models import Closure, ContactProof, Notification, SlotDay, Ticket, TicketEvent, WaitingEntry
from claims.services import booking, queue_reminding
from claims.services.booking import AlreadyBooked, TooManyNumbers
from claims.services.composing import compose
from claims.services.queue_places import NoSuchSlot
from jht_portal.lib.calendar_file import Appointment, calendar_file
from participants.services.channels import choose
from tests.builders import (
    make_claim,
    make_membership,
    make_office,
    make_office_service,
    make_participant,
    make_ticket,
    make_visitor,
    signed_in_client,
)
from tests.claims.pdf_text import pdf_text
from tests.claims.queue import NINE, TEN, booked, fill, newest_code, proved_client, take_url, tomorrow, wanted

pytestmark = pytest.mark.django_db


def said(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


@pytest.fixture
def service():
    return make_office_service(make_office(code="kota", name="Kantor Cabang Kota"), capacity=2)


# --- Through the pages


def test_a_phone_is_proved_and_the_chosen_hour_becomes_a_number(service):
    client = Client()
    first = client.post(take_url(service), {"jam": "09:00"})
    who = client.post(first.url, {"nama": "Sari Dewi", "telepon": "0812 5555 0101", "saluran": "sms"})
    back = client.post(who.url, {"kode": newest_code()})
    page = client.get(back.url)
    taken = client.post(back.url, {"jam": page.context["form"]["jam"].value()})

    ticket = Ticket.objects.get()
    assert (first.status_code, who.status_code, back.status_code, taken.status_code) == (303,) * 4
    assert taken.url == reverse("claims:ticket", args=[ticket.code])
    assert (ticket.label, ticket.name, ticket.phone, ticket.state) == ("B-001", "Sari Dewi", "+6281255550101", "booked")
    assert (ticket.day, ticket.place.starts_at, ticket.place.taken) == (tomorrow(service), NINE, 1)
    message = Notification.objects.get(kind="queue_booked")
    assert (message.channel, message.recipient, ticket.code in message.body) == ("sms", "+6281255550101", True)


def test_a_participant_takes_a_number_for_a_claim_in_the_priority_lane(service):
    claim = make_claim()
    client = signed_in_client(claim.participant)

    client.post(take_url(service), {"jam": "09:00", "klaim": claim.number, "prioritas": "on"})

    ticket = Ticket.objects.get()
    assert (ticket.label, ticket.claim, ticket.participant, ticket.name) == ("P-001", claim, claim.participant, claim.participant.name)


def test_a_participant_is_told_on_the_channel_of_the_own_choice(service):
    person = make_participant()
    choose(person.pk, ["sms", "email"], [], "id")

    signed_in_client(person).post(take_url(service), {"jam": "09:00"})

    assert Notification.objects.get(kind="queue_booked").channel == "sms"


def test_another_persons_claim_cannot_be_chosen(service):
    mine, foreign = make_claim(), make_claim()

    answer = signed_in_client(mine.participant).post(take_url(service), {"jam": "09:00", "klaim": foreign.number})

    assert (answer.status_code, list(answer.context["form"].errors), Ticket.objects.count()) == (200, ["klaim"], 0)


def test_a_full_hour_cannot_be_chosen_and_another_one_is_still_there(service):
    client = proved_client()
    for _ in range(2):
        booked(service)

    answer = client.post(take_url(service), {"jam": "09:00"}, follow=True)

    assert said(answer) == ["Tempat di jam itu baru saja diambil orang lain. Pilih jam lain, atau masuk daftar tunggu bila semua penuh."]
    tiles = {option.data["value"]: option.data["attrs"].get("disabled", False) for option in answer.context["form"]["jam"]}
    assert (tiles["09:00"], tiles["10:00"], Ticket.objects.count()) == (True, False, 2)


def test_a_full_day_offers_the_waiting_list_and_offices_nearby(service):
    other = make_office_service(make_office(name="Kantor Cabang Desa"), capacity=1)
    far = make_office_service(make_office(name="Kantor Cabang Jauh", province="Bali"), capacity=1)
    fill(service)

    page = Client().get(take_url(service))

    assert (page.context["wait"] is not None, [each["name"] for each in page.context["nearby"]]) == (True, [other.office.name])
    assert far.office.name not in page.content.decode()


def test_free_places_of_a_province_stand_side_by_side_the_nearest_first(service):
    other = make_office_service(make_office(name="Kantor Cabang Desa"), capacity=1)
    for _ in range(2):
        booked(service)
    Closure.objects.create(office=other.office, first_on=tomorrow(other), last_on=tomorrow(other), reason="Pindah gedung")

    page = Client().get(reverse("claims:places", query={"provinsi": "Jawa Barat", "layanan": "klaim"}))

    rows = [(each["office"].name, [day["free"] for day in each["days"]]) for each in page.context["offices"]]
    assert rows == [("Kantor Cabang Kota", [12] + [14] * 6), ("Kantor Cabang Desa", [7] * 6)]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "kantor=tidak-ada&layanan=klaim",
        "kantor=kota&layanan=terbang",
        "kantor=kota",
        "kantor=%00&layanan=klaim",
        "kantor=kota&layanan=%00",
    ],
)
def test_an_address_that_names_no_office_leads_back_to_the_choice(service, query):
    answer = Client().get(f"{reverse('claims:take_number')}?{query}")

    assert (answer.status_code, answer.url) == (302, reverse("claims:places"))


@pytest.mark.parametrize("day", ["kemarin", "2026-02-31", "9999-99-99", "2020-01-01", ""])
def test_an_address_that_names_no_day_shows_the_next_free_one(service, day):
    page = Client().get(f"{reverse('claims:take_number')}?kantor=kota&layanan=klaim&tanggal={day}")

    assert (page.status_code, page.context["day"]) == (200, tomorrow(service))


# --- What can be booked


@pytest.mark.parametrize("days", [0, 8])
def test_only_tomorrow_to_the_seventh_day_can_be_booked(service, days):
    day = tomorrow(service) + timedelta(days=days - 1)

    with pytest.raises(NoSuchSlot):
        booked(service, day=day)


def test_a_closed_day_and_an_hour_that_is_none_cannot_be_booked(service):
    Closure.objects.create(office=service.office, first_on=tomorrow(service), last_on=tomorrow(service), reason="Banjir")

    for at, day in ((NINE, tomorrow(service)), (time(9, 30), tomorrow(service) + timedelta(days=1))):
        with pytest.raises(NoSuchSlot):
            booked(service, at, day=day)


def test_a_service_that_is_closed_takes_no_numbers():
    with pytest.raises(NoSuchSlot):
        booked(make_office_service(is_open=False))


# --- Hoarding


def test_one_active_number_a_person_and_purpose(service):
    visitor = make_visitor(make_participant())
    first = booked(service, visitor=visitor)
    other = make_office_service(capacity=1)

    with pytest.raises(AlreadyBooked) as refused:
        booked(other, visitor=visitor)
    assert (refused.value.ticket, SlotDay.objects.filter(service=other).count()) == (first, 0)


def test_somebody_without_a_sign_in_cannot_double_a_participants_number(service):
    person = make_participant()
    booked(service, visitor=make_visitor(person))

    with pytest.raises(AlreadyBooked):
        booked(service, visitor=make_visitor(phone=person.phone))


def test_a_participant_cannot_double_a_number_taken_without_a_sign_in_but_a_relative_may_use_the_phone(service):
    person = make_participant()
    guest = booked(service, visitor=make_visitor(name=person.name.upper(), phone=person.phone))
    with pytest.raises(AlreadyBooked) as refused:
        booked(service, TEN, visitor=make_visitor(person))
    assert refused.value.ticket == guest

    booking.cancel(guest, now=timezone.now())
    booked(service, visitor=make_visitor(name="Seorang Kerabat", phone=person.phone))
    assert booked(service, TEN, visitor=make_visitor(person)).participant == person


def test_one_phone_holds_three_numbers_at_most():
    office, phone = make_office(), "+6281255550199"
    services = [make_office_service(office, code) for code in ("klaim", "perbaikan", "data", "informasi")]
    for each in services[:3]:
        booked(each, visitor=make_visitor(phone=phone))

    with pytest.raises(TooManyNumbers):
        booked(services[3], visitor=make_visitor(phone=phone))


def test_codes_to_one_phone_are_few(service):
    facts = {"nama": "Sari", "telepon": "0812 5555 0101", "saluran": "sms"}

    answers = [Client().post(reverse("claims:booking_who"), facts).status_code for _ in range(4)]

    assert (answers, ContactProof.objects.count()) == ([303, 303, 303, 429], 3)


def test_five_wrong_codes_end_the_proof_and_the_right_one_comes_too_late(service):
    client = Client()
    client.post(reverse("claims:booking_who"), {"nama": "Sari", "telepon": "0812 5555 0101", "saluran": "sms"})
    right = newest_code()
    wrong = "000 000" if right != "000 000" else "111 111"

    answers = [client.post(reverse("claims:booking_code"), {"kode": code}).status_code for code in [wrong] * 5 + [right]]

    assert (answers, ContactProof.objects.get().proved_at) == ([200] * 6, None)


def test_guessed_codes_are_stopped(service):
    answers = [Client().get(reverse("claims:ticket", args=[f"{n:04d}-0000-0000"])).status_code for n in range(22)]

    assert answers == [404] * 20 + [429] * 2


# --- The ticket


def test_the_code_alone_shows_first_letters_and_no_way_in(service):
    visitor = make_visitor(name="Kartika Permata Anggraini", phone="+6281255550101", email="kartika@contoh.test")
    ticket = booked(service, visitor=visitor)
    stranger = Client()
    pages = [reverse(f"claims:{name}", args=[ticket.code]) for name in ("ticket", "ticket_print", "ticket_calendar", "ticket_pdf")]

    answers = [stranger.get(page) for page in pages]

    texts = [answer.content.decode("utf-8", "replace") for answer in answers[:3]] + [pdf_text(answers[3].content)]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert [
        secret for secret in ("Kartika", "Permata", "Anggraini", "55550101", "5555 0101", "kartika@") for text in texts if secret in text
    ] == []
    assert "K*** P*** A***" in texts[0]
    for name in ("ticket_change", "ticket_cancel"):
        assert stranger.get(reverse(f"claims:{name}", args=[ticket.code])).status_code == 303
    assert stranger.post(reverse("claims:ticket_cancel", args=[ticket.code]), {"yakin": "on"}).status_code == 303
    assert Ticket.objects.get().state == TicketState.BOOKED


def test_the_phone_opens_the_ticket_and_a_wrong_one_does_not(service):
    ticket, client = booked(service, visitor=make_visitor(phone="+6281255550101")), Client()
    proof = reverse("claims:ticket_proof", args=[ticket.code])

    wrong = client.post(proof, {"telepon": "0812 5555 0102"})
    closed = client.get(reverse("claims:ticket_cancel", args=[ticket.code]))
    right = client.post(proof, {"telepon": "0812-5555-0101"})
    opened = client.get(reverse("claims:ticket_cancel", args=[ticket.code]))

    assert (wrong.status_code, closed.status_code, right.status_code, opened.status_code) == (200, 303, 303, 200)


def test_phones_tried_on_one_ticket_are_few(service):
    proof = reverse("claims:ticket_proof", args=[booked(service).code])

    answers = [Client().post(proof, {"telepon": f"0812 5555 {n:04d}"}).status_code for n in range(6)]

    assert answers == [200] * 5 + [429]


def test_its_owner_changes_the_hour_and_the_old_place_is_free_at_once(service):
    person = make_participant()
    ticket = booked(service, visitor=make_visitor(person))
    client = signed_in_client(person)

    answer = client.post(
        reverse("claims:ticket_change", args=[ticket.code], query={"tanggal": tomorrow(service).isoformat()}), {"jam": "10:00"}
    )

    ticket.refresh_from_db()
    new = ticket.replaced_by
    assert (answer.url, ticket.state, new.label, new.state) == (reverse("claims:ticket", args=[new.code]), "moved", "B-002", "booked")
    assert dict(SlotDay.objects.values_list("starts_at", "taken")) == {NINE: 0, TEN: 1}
    assert (new.name, new.participant, new.replaces) == (person.name, person, ticket)
    assert client.get(reverse("claims:ticket", args=[ticket.code])).url == reverse("claims:ticket", args=[new.code])


def test_a_change_to_the_same_hour_keeps_the_number(service):
    person = make_participant()
    ticket = booked(service, visitor=make_visitor(person))

    address = reverse("claims:ticket_change", args=[ticket.code], query={"tanggal": tomorrow(service).isoformat()})
    answer = signed_in_client(person).post(address, {"jam": "09:00"}, follow=True)

    assert (said(answer), answer.context["ticket"]) == (["Itu jam Anda sekarang, jadi tidak ada yang diganti."], ticket)
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize("state", [TicketState.CANCELLED, TicketState.NO_SHOW, TicketState.SERVED])
def test_a_number_that_is_over_says_so_and_leads_to_another_one(service, state):
    ticket = booked(service)
    Ticket.objects.filter(pk=ticket.pk).update(state=state)

    page = Client().get(reverse("claims:ticket", args=[ticket.code]))

    assert [link["url"] for link in page.context["links"]] == [reverse("claims:places")]
    assert (page.context["is_over"] != "", page.context["qr"], "Bawa KTP" in page.content.decode()) == (True, "", False)


def test_a_change_to_a_full_hour_changes_nothing(service):
    person = make_participant()
    ticket = booked(service, visitor=make_visitor(person))
    full = [booked(service, TEN) for _ in range(2)]

    address = reverse("claims:ticket_change", args=[ticket.code], query={"tanggal": tomorrow(service).isoformat()})
    answer = signed_in_client(person).post(address, {"jam": "10:00"}, follow=True)

    ticket.refresh_from_db()
    assert (said(answer)[0].startswith("Tempat di jam itu"), ticket.state, len(full)) == (True, "booked", 2)
    assert dict(SlotDay.objects.values_list("starts_at", "taken")) == {NINE: 1, TEN: 2}
    assert Ticket.objects.count() == 3


def test_its_owner_gives_it_back_after_one_more_question(service):
    client = proved_client()
    client.post(take_url(service), {"jam": "09:00"})
    ticket = Ticket.objects.get()
    address = reverse("claims:ticket_cancel", args=[ticket.code])

    slip = client.post(address, {})
    ticket.refresh_from_db()
    assert (slip.status_code, ticket.state) == (200, "booked")
    client.post(address, {"yakin": "on"})

    ticket.refresh_from_db()
    assert (ticket.state, SlotDay.objects.get().taken) == ("cancelled", 0)
    assert list(TicketEvent.objects.values_list("number", "step", "old_state", "new_state", "role")) == [
        (1, "issue", "", "booked", "Peserta"),
        (2, "cancel", "booked", "cancelled", "Peserta"),
    ]
    again = booked(service)
    assert again.label == "B-002"


def test_the_name_on_a_ticket_cannot_be_changed(service):
    """No transfer: whatever is posted with a change, the new number is the same person's."""
    person = make_participant()
    ticket = booked(service, visitor=make_visitor(person))

    address = reverse("claims:ticket_change", args=[ticket.code], query={"tanggal": tomorrow(service).isoformat()})
    signed_in_client(person).post(address, {"jam": "10:00", "nama": "Calo", "telepon": "0812 9999 9999", "participant": "x"})

    new = Ticket.objects.get(replaces=ticket)
    assert (new.name, new.phone, new.participant) == (person.name, person.phone, person)


def test_a_typed_code_opens_the_number_or_the_place_in_line(service):
    ticket = booked(service)

    found = Client().post(reverse("claims:find_ticket"), {"kode": f" {ticket.code.replace('-', ' ').lower()} "})
    unknown = Client().post(reverse("claims:find_ticket"), {"kode": "0000 0000 0000"})
    short = Client().post(reverse("claims:find_ticket"), {"kode": "R8TD-41"})

    assert found.url == reverse("claims:ticket", args=[ticket.code])
    assert unknown.context["form"].errors["kode"] == ["Tidak ada nomor antrian dengan kode itu. Periksa lagi setiap huruf dan angkanya."]
    assert short.context["form"].errors["kode"] == ["Ada 6 tanda. Kode booking punya 12 huruf dan angka."]


def test_a_walk_in_ticket_has_a_page_and_nothing_to_change():
    ticket = make_ticket(state=TicketState.CHECKED_IN)

    page = Client().get(reverse("claims:ticket", args=[ticket.code]))

    assert (page.status_code, page.context["links"]) == (200, [])
    assert Client().get(reverse("claims:ticket_pdf", args=[ticket.code])).status_code == 404


# --- Paper, calendar, reminders


def test_the_printed_ticket_is_one_page_with_the_owners_name(service):
    person = make_participant(name="Sari Dewi")
    ticket = booked(service, visitor=make_visitor(person))

    text = pdf_text(signed_in_client(person).get(reverse("claims:ticket_pdf", args=[ticket.code])).content)

    assert [word in text for word in ("B-001", ticket.code, "Sari Dewi", "09.00–10.00 WIB", "Tunjukkan kode ini di kantor")] == [True] * 5


def test_the_calendar_file_holds_the_offices_hour_in_universal_time():
    """08.00 in Jayapura is 23.00 of the day before in universal time."""
    service = make_office_service(make_office(timezone="Asia/Jayapura"))
    ticket = booked(service, time(8))

    lines = Client().get(reverse("claims:ticket_calendar", args=[ticket.code])).content.decode().split("\r\n")

    before = tomorrow(service) - timedelta(days=1)
    assert [line for line in lines if line.startswith("DTSTART")] == [f"DTSTART:{before:%Y%m%d}T230000Z"]
    assert [line for line in lines if line.startswith("DTEND")] == [f"DTEND:{tomorrow(service):%Y%m%d}T000000Z"]


def test_a_calendar_line_is_folded_between_letters_and_read_back_whole():
    at = datetime(2026, 12, 1, tzinfo=UTC)
    title = "Kantor é" * 30 + "; jalan, gang\nlantai"

    content = calendar_file(Appointment("k", title, "w", "n", at, at, at))

    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    whole = content.replace(b"\r\n ", b"").decode()
    assert "SUMMARY:" + "Kantor é" * 30 + "\\; jalan\\, gang\\nlantai\r\n" in whole


def morning_before(ticket):
    """Return ten o'clock in Jakarta on the day before TICKET, which was taken long enough ago to be reminded of."""
    morning = datetime.combine(ticket.day - timedelta(days=1), time(3), tzinfo=UTC)
    Ticket.objects.update(issued_at=morning - timedelta(days=1))
    return morning


def test_tomorrows_visitors_are_reminded_once_by_day():
    service = make_office_service(make_office(timezone="Asia/Jakarta"))
    ticket, cancelled = booked(service), booked(service)
    booking.cancel(cancelled, now=timezone.now())
    morning = morning_before(ticket)

    told = [queue_reminding.remind(moment) for moment in (morning - timedelta(hours=5), morning, morning + timedelta(minutes=10))]

    assert told == [0, 1, 0]
    assert Notification.objects.get(kind="queue_reminder").recipient == ticket.phone


def test_nobody_is_reminded_of_a_day_on_which_the_office_closes():
    """The other office is open, and its visitor is told as ever."""
    closing, open_one = (make_office_service(make_office(timezone="Asia/Jakarta")) for _ in range(2))
    ticket, other = booked(closing), booked(open_one)
    Closure.objects.create(office=closing.office, first_on=ticket.day, last_on=ticket.day, reason="Banjir")

    assert queue_reminding.remind(morning_before(ticket)) == 1
    assert Notification.objects.get(kind="queue_reminder").recipient == other.phone


def test_a_reminder_whose_worker_was_killed_is_written_by_the_next(monkeypatch):
    morning = morning_before(booked(make_office_service(make_office(timezone="Asia/Jakarta"))))

    def killed(*args, **facts):
        raise ConnectionError

    with monkeypatch.context() as cut, pytest.raises(ConnectionError):
        cut.setattr("claims.services.notifying.plan_for_contact", killed)
        queue_reminding.remind(morning)

    assert (queue_reminding.remind(morning), Notification.objects.filter(kind="queue_reminder").count()) == (1, 1)


def test_a_proved_phone_is_forgotten_with_the_browser(service):
    proved_client()

    answer = Client().post(take_url(service), {"jam": "09:00"})

    assert (answer.url.partition("?")[0], Ticket.objects.count()) == (reverse("claims:booking_who"), 0)


def test_a_number_taken_ends_the_wait_for_one(service):
    """And the day's line has one fewer before everybody else."""
    full = make_office_service(make_office(), capacity=1)
    fill(full)
    client = proved_client()
    client.post(take_url(full).replace("/ambil/", "/tunggu/"))
    client.post(take_url(service), {"jam": "09:00"})

    assert (Ticket.objects.filter(office=service.office).count(), WaitingEntry.objects.get().state) == (1, "left")


def test_pages_of_a_number_are_not_kept_by_anybody(service):
    answer = Client().get(reverse("claims:ticket", args=[booked(service).code]))

    assert answer.headers["Cache-Control"] == "no-store"


def test_the_wish_of_a_visitor_survives_the_way_over_the_sign_in(service):
    membership = make_membership()
    first = Client().post(take_url(service), {"jam": "10:00", "prioritas": "on"})
    back = first.url.partition("lanjut=")[2]

    page = signed_in_client(membership.participant).get(reverse("claims:booking_who") + "?lanjut=" + back)
    hours = signed_in_client(membership.participant).get(page.context["wanted"])

    assert (hours.context["form"]["jam"].value(), hours.context["form"]["prioritas"].value()) == ("10:00", True)
    assert wanted(service).lane == "B"


# --- What is told


TOLD = {
    "ticket": "B-014",
    "code": "7C9W-4918-ZJRT",
    "purpose": "Perbaikan dokumen klaim",
    "office": "Kantor Cabang Bandung Soekarno Hatta",
    "address": "Jalan Soekarno Hatta Contoh 100, Bandung",
    "day": date(2026, 12, 23),
    "slot": "09.00–10.00",
    "zone": "Asia/Jakarta",
    "zone_name": "WIB",
    "until": datetime(2026, 12, 22, 3, tzinfo=UTC),
    "reason": "Listrik kantor padam karena banjir di sekitar kantor sejak pagi",
    "old": {"day": date(2026, 12, 22), "slot": "08.00–09.00", "zone_name": "WIB"},
}


@pytest.mark.parametrize("notice", ["queue_booked", "queue_cancelled", "queue_offer", "queue_reminder", "queue_moved", "queue_code"])
def test_every_message_has_all_its_words_and_an_sms_fits_two_parts(notice, settings):
    settings.PUBLIC_URL = "https://portal-jht.kantor-layanan-priangan.example"
    told = {channel: compose(notice, {"name": "Muhammad"} | TOLD, channel) for channel in ("email", "sms", "whatsapp")}
    size = sms_size(told["sms"].body)

    assert (size.alphabet, size.parts <= 2, bool(told["email"].subject)) == ("GSM-7", True, True)
    assert all("Muhammad" in message.body for message in told.values())
    if notice not in ("queue_cancelled",):
        assert all("7C9W-4918-ZJRT" in message.body for message in told.values())
