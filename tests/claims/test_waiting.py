"""The waiting list: in the order of coming, a place held for a set time, and nobody jumps it, whatever happens in between."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from claims.domain.workflow import ClaimStatus
from claims.models import Closure, Notification, SlotDay, Ticket, WaitingEntry
from claims.services import booking, waiting
from claims.services.booking import AlreadyBooked
from claims.services.queue_places import SlotFull
from claims.services.waiting import AlreadyWaiting, OfferEnded, PlacesLeft
from tests.builders import make_claim, make_office, make_office_service, make_participant, make_visitor, signed_in_client
from tests.claims.desk import all_at_once
from tests.claims.queue import NINE, booked, fill, proved_client, take_url, tomorrow, wanted


@pytest.fixture
def service(db):
    return make_office_service(make_office(), capacity=1)


def join(service, visitor=None, **facts):
    return waiting.join(service, tomorrow(service), visitor or make_visitor(), now=timezone.now(), **facts)


def states():
    return [(entry.number, entry.state) for entry in WaitingEntry.objects.order_by("line", "number")]


def taken():
    return sum(SlotDay.objects.values_list("taken", flat=True))


def give_back(ticket, now=None):
    booking.cancel(Ticket.objects.select_related("place__service__office", "office").get(pk=ticket.pk), now=now or timezone.now())


# --- One after the other


def test_a_freed_place_is_held_for_the_first_who_is_told(service):
    tickets, first, second = fill(service), join(service), join(service)

    give_back(tickets[1])

    first.refresh_from_db()
    assert states() == [(1, "offered"), (2, "waiting")]
    assert (first.place, taken()) == (tickets[1].place, 7)
    told = Notification.objects.get(kind="queue_offer")
    assert (told.recipient, first.code in told.body, second.code in told.body) == (first.phone, True, False)
    assert first.held_until >= timezone.now() + timedelta(minutes=59)


def test_nobody_books_the_place_that_is_held(service):
    tickets = fill(service)
    join(service)
    give_back(tickets[1])

    with pytest.raises(SlotFull):
        booked(service)


def test_the_held_place_becomes_a_number_of_the_one_who_waited(service):
    tickets, entry = fill(service), join(service, is_priority=True)
    give_back(tickets[1])
    entry.refresh_from_db()

    ticket = waiting.accept(entry, now=timezone.now())

    entry.refresh_from_db()
    assert (ticket.label, ticket.place, ticket.name, ticket.phone) == ("P-001", tickets[1].place, entry.name, entry.phone)
    assert (entry.state, entry.ticket, taken()) == ("taken", ticket, 7)


def test_a_place_that_nobody_chose_goes_to_the_next_and_at_last_to_everybody(service):
    tickets, first, second = fill(service), join(service), join(service)
    give_back(tickets[1])
    first.refresh_from_db()

    assert waiting.pass_on_lapsed(first.held_until - timedelta(seconds=1)) == 0
    assert waiting.pass_on_lapsed(first.held_until) == 1
    assert states() == [(1, "lapsed"), (2, "offered")]
    second.refresh_from_db()
    with pytest.raises(OfferEnded):
        waiting.accept(first, now=first.held_until)
    waiting.pass_on_lapsed(second.held_until)

    assert (states(), taken()) == ([(1, "lapsed"), (2, "lapsed")], 6)
    assert booked(service).place == tickets[1].place


def test_nobody_is_offered_or_takes_a_place_on_a_day_on_which_the_office_closes(service):
    tickets, first, _second = fill(service), join(service), join(service)
    give_back(tickets[1])
    first.refresh_from_db()
    Closure.objects.create(office=service.office, first_on=tickets[0].day, last_on=tickets[0].day, reason="Banjir")

    give_back(tickets[2])
    with pytest.raises(OfferEnded):
        waiting.accept(first, now=timezone.now())

    assert states() == [(1, "offered"), (2, "waiting")]
    assert (taken(), Ticket.objects.filter(state="booked").count()) == (6, 5)


def test_a_day_with_a_free_place_has_nothing_to_wait_for(service):
    with pytest.raises(PlacesLeft):
        join(service)


def test_nobody_stands_twice_in_line_nor_beside_a_number(service):
    tickets, visitor = fill(service), make_visitor()
    entry = join(service, visitor)

    with pytest.raises(AlreadyWaiting) as refused:
        join(service, visitor)
    with pytest.raises(AlreadyBooked):
        join(service, booking.visitor_of(tickets[0]))
    assert (refused.value.entry, states()) == (entry, [(1, "waiting")])


def test_who_takes_another_number_leaves_the_line_and_the_offer_goes_on(service):
    other, visitor = make_office_service(make_office()), make_visitor()
    tickets = fill(service)
    join(service, visitor)
    join(service)
    give_back(tickets[1])

    booked(other, visitor=visitor)

    assert states() == [(1, "left"), (2, "offered")]


def test_a_line_of_a_day_gone_by_is_closed(service):
    fill(service)
    join(service)

    assert waiting.pass_on_lapsed(timezone.now() + timedelta(days=3)) == 1
    assert states() == [(1, "over")]


# --- The page


def test_the_page_says_where_one_stands_and_moves_up(service):
    tickets = fill(service)
    join(service)
    client = proved_client()
    joined = client.post(take_url(service).replace("/ambil/", "/tunggu/"))

    before = client.get(joined.url).context["position"]
    give_back(tickets[0])
    after = client.get(joined.url).context["position"]

    assert (joined.status_code, before, after) == (303, 2, 1)


def test_the_owner_takes_the_held_place_on_the_page_and_a_stranger_cannot(service):
    person = make_participant()
    tickets, entry = fill(service), join(service, make_visitor(person))
    give_back(tickets[1])
    address = reverse("claims:waiting", args=[entry.code])

    stranger = Client().post(address, {"ambil": "1"})
    assert (stranger.status_code, WaitingEntry.objects.get().state) == (200, "offered")
    owner = signed_in_client(person).post(address, {"ambil": "1"})

    ticket = Ticket.objects.get(participant=person)
    assert (owner.status_code, owner.url, ticket.place) == (303, reverse("claims:ticket", args=[ticket.code]), tickets[1].place)


def test_the_page_tells_no_name_to_who_only_has_the_code(service):
    fill(service)
    entry = join(service, make_visitor(name="Kartika Permata", phone="+6281255550101"))

    text = Client().get(reverse("claims:waiting", args=[entry.code])).content.decode()

    assert [secret for secret in ("Kartika", "Permata", "55550101", "5555 0101") if secret in text] == []


def test_the_lane_and_the_claim_of_who_waits_are_kept(service):
    fill(service)
    claim = make_claim(ClaimStatus.SUBMITTED)
    address = take_url(service).replace("/ambil/", "/tunggu/")

    asked = Client().post(address, {"prioritas": "on"})
    client = signed_in_client(claim.participant)
    page = client.get(client.get(asked.url).context["wanted"])
    client.post(address, {"prioritas": "on", "klaim": claim.number})

    assert page.context["wait"]["prioritas"].value() is True
    assert list(WaitingEntry.objects.values_list("is_priority", "claim")) == [(True, claim.pk)]


@pytest.mark.parametrize("number", ["JHT-26-0000-0000", "\x00", "x" * 500])
def test_what_is_no_claim_of_ones_own_is_left_out(service, number):
    fill(service)
    other = make_claim(ClaimStatus.SUBMITTED)
    client = signed_in_client(make_claim(ClaimStatus.SUBMITTED).participant)

    answers = [client.post(take_url(service).replace("/ambil/", "/tunggu/"), {"klaim": each}) for each in (number, other.number)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert WaitingEntry.objects.get().claim is None


def test_a_full_day_that_got_a_place_meanwhile_sends_back_to_the_hours(service):
    answer = proved_client().post(take_url(service).replace("/ambil/", "/tunggu/"), follow=True)

    assert [str(message) for message in answer.context["messages"]] == ["Masih ada tempat pada hari itu. Pilih jamnya."]


# --- Whatever happens


ACTS = st.lists(st.tuples(st.sampled_from(["join", "leave", "cancel", "accept", "lapse", "book"]), st.integers(0, 5)), max_size=25)


class AnyDayTest(TestCase):
    """Any mix of joining, leaving, cancelling, accepting, waiting too long and trying to jump the line."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(ACTS)
    def test_the_line_is_served_in_its_order_and_never_jumped(self, acts):
        service = make_office_service(make_office(), capacity=1)
        fill(service)
        for _ in range(3):
            join(service)
        served = []
        for act, which in acts:
            before = {entry.pk: entry.state for entry in WaitingEntry.objects.all()}
            self.do(act, which, service)
            moved = [e for e in WaitingEntry.objects.order_by("number") if before.get(e.pk) == "waiting" and e.state == "offered"]
            served += [entry.number for entry in moved]
            self.check(service, served)

    def do(self, act, which, service):
        now, day = timezone.now(), tomorrow(service)
        entries = list(WaitingEntry.objects.filter(state__in=("waiting", "offered")).select_related("line__service__office"))
        entry = entries[which % len(entries)] if entries else None
        active = list(Ticket.objects.filter(state="booked").order_by("number"))
        if act == "join":
            self.quietly(partial(waiting.join, service, day, make_visitor(), now=now))
        elif act == "book":
            self.quietly(partial(booked, service, service.quotas.all()[which].starts_at))
        elif act == "cancel" and active:
            give_back(active[which % len(active)])
        elif act == "leave" and entry:
            waiting.leave(entry, now=now)
        elif act == "accept" and entry:
            self.quietly(partial(waiting.accept, entry, now=now))
        elif act == "lapse" and entry and entry.held_until:
            waiting.pass_on_lapsed(entry.held_until)

    def quietly(self, act):
        try:
            act()
        except (PlacesLeft, SlotFull, OfferEnded):
            return

    def check(self, service, served):
        held = WaitingEntry.objects.filter(state="offered").count()
        live = Ticket.objects.filter(state="booked").count()
        assert taken() == held + live <= 7
        assert served == sorted(served)
        if WaitingEntry.objects.filter(state="waiting").exists():
            assert taken() == 7
            waits = WaitingEntry.objects.filter(state="waiting").order_by("number")
            assert [waiting.position(entry) for entry in waits] == list(range(1, len(waits) + 1))
            assert not served or waits[0].number > served[-1]
        numbers = sorted(Ticket.objects.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))


# --- At once


@pytest.mark.django_db(transaction=True)
def test_a_place_freed_while_people_join_is_never_free_beside_a_waiting_one():
    service = make_office_service(make_office(), capacity=1)
    tickets = fill(service)

    def quietly(act):
        try:
            act()
        except (PlacesLeft, SlotFull) as lost:
            return type(lost).__name__
        return "done"

    acts = [partial(give_back, ticket) for ticket in tickets[:4]]
    acts += [partial(join, service) for _ in range(8)] + [partial(booked, service, NINE) for _ in range(8)]
    met = all_at_once([partial(quietly, act) for act in acts])

    waits, offered = (WaitingEntry.objects.filter(state=state).count() for state in ("waiting", "offered"))
    live = Ticket.objects.filter(state="booked").count()
    assert taken() == live + offered
    assert waits == 0 or taken() == 7
    assert Counter(met)["done"] >= 4 + offered + waits


@pytest.mark.django_db(transaction=True)
def test_two_places_freed_at_once_go_to_two_people():
    service = make_office_service(make_office(), capacity=1)
    tickets = fill(service)
    for _ in range(3):
        join(service)

    all_at_once([partial(give_back, ticket) for ticket in tickets[:2]])

    assert states() == [(1, "offered"), (2, "offered"), (3, "waiting")]
    assert len(set(WaitingEntry.objects.filter(state="offered").values_list("place", flat=True))) == 2


@pytest.mark.django_db(transaction=True)
def test_a_held_place_is_taken_once_however_often_it_is_pressed():
    service = make_office_service(make_office(), capacity=1)
    tickets, entry = fill(service), join(service)
    give_back(tickets[0])
    copies = [WaitingEntry.objects.select_related("line__service__office").get(pk=entry.pk) for _ in range(6)]

    def press(copy):
        try:
            waiting.accept(copy, now=timezone.now())
        except OfferEnded:
            return "ended"
        return "won"

    assert Counter(all_at_once([partial(press, copy) for copy in copies])) == {"won": 1, "ended": 5}
    assert (taken(), wanted(service).lane) == (7, "B")
