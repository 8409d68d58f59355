"""The office moves a slot: with a reason, a place kept for everyone, two more offered, and all told on every channel."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.domain.workflow import Role
from claims.models import AuditEntry, MovedTicket, Notification, SlotDay, SlotMove, Ticket, TicketEvent, WaitingEntry
from claims.services import slot_moving
from claims.services.queue_places import SlotFull
from claims.services.slot_moving import MoveRefused
from tests.builders import make_office, make_office_service, make_officer, make_participant, make_visitor, officer_actor, signed_in_client
from tests.claims.queue import NINE, TEN, booked, tomorrow
from tests.claims.test_waiting import join

pytestmark = pytest.mark.django_db
WHY = "Listrik padam"


@pytest.fixture
def service():
    return make_office_service(make_office(), capacity=2)


@pytest.fixture
def head(service):
    return officer_actor(make_officer(Role.HEAD, office=service.office))


def move(ticket, head, reason=WHY):
    place = SlotDay.objects.select_related("service__office").get(pk=ticket.place_id)
    return slot_moving.move(place, reason, actor=head, now=timezone.now())


def test_everybody_gets_a_new_number_in_the_nearest_place_and_is_told_why(service, head):
    tickets = [booked(service, visitor=make_visitor(make_participant())) for _ in range(2)]

    moved = move(tickets[0], head)

    new = list(Ticket.objects.filter(state="booked").order_by("number"))
    assert [(each.place.day, each.place.starts_at, each.replaces) for each in new] == [
        (tomorrow(service), TEN.replace(hour=8), tickets[0]),
        (tomorrow(service), TEN.replace(hour=8), tickets[1]),
    ]
    assert [each.name for each in new] == [each.name for each in tickets]
    assert (moved.reason, moved.tickets.count(), SlotDay.objects.get(pk=moved.place_id).free) == (WHY, 2, 0)
    told = Notification.objects.filter(kind="queue_moved")
    assert sorted(row.channel for row in told) == ["email", "email", "sms", "sms"]
    assert all(WHY in row.body for row in told)


def test_a_day_that_falls_away_moves_nobody_to_another_hour_of_it(service, head):
    tickets = [booked(service, at) for at in (NINE, TEN)]
    for ticket in tickets:
        place = SlotDay.objects.select_related("service__office").get(pk=ticket.place_id)
        slot_moving.move(place, WHY, actor=head, now=timezone.now(), other_day=True)

    day = tomorrow(service)
    assert [each.day for each in Ticket.objects.filter(state="booked")] == [day + timedelta(days=1)] * 2
    offered = SlotDay.objects.filter(pk__in=[key for moved in MovedTicket.objects.all() for key in moved.alternatives])
    assert day not in {place.day for place in offered}
    assert Notification.objects.filter(kind="queue_moved").count() == 2


def test_a_reason_is_said_with_one_full_stop(service, head):
    ticket = booked(service)

    moved = move(ticket, head, "Listrik kantor padam. ")

    assert moved.reason == "Listrik kantor padam"
    assert ".." not in Notification.objects.get(kind="queue_moved").body


def test_three_places_are_offered_and_one_of_another_day(service, head):
    ticket = booked(service)

    move(ticket, head)

    offered = MovedTicket.objects.get()
    places = [SlotDay.objects.get(pk=key) for key in offered.alternatives]
    assert (len(places), places[0] == offered.ticket.place, len({place.day for place in places})) == (3, True, 2)


def test_the_visitor_takes_another_of_the_offered_places(service, head):
    person = make_participant()
    move(booked(service, visitor=make_visitor(person)), head)
    offered = MovedTicket.objects.get()
    address = reverse("claims:ticket_choose", args=[offered.ticket.code])

    stranger = Client().post(address, {"tempat": str(offered.alternatives[1])})
    page = signed_in_client(person).get(reverse("claims:ticket", args=[offered.ticket.code]))
    answer = signed_in_client(person).post(address, {"tempat": str(offered.alternatives[1])})

    assert stranger.url.partition("?")[0] == reverse("claims:ticket_proof", args=[offered.ticket.code])
    others = [each.place for each in page.context["moved"]["others"]]
    assert {place.pk for place in others} == set(offered.alternatives[1:])
    assert others == sorted(others, key=lambda place: (place.day, place.starts_at))
    new = Ticket.objects.get(state="booked")
    assert (answer.url, new.place_id) == (reverse("claims:ticket", args=[new.code]), offered.alternatives[1])
    assert MovedTicket.objects.get().chosen_at is not None


def test_the_visitor_stays_where_the_office_put_the_number(service, head):
    person = make_participant()
    move(booked(service, visitor=make_visitor(person)), head)
    kept = MovedTicket.objects.get().ticket

    signed_in_client(person).post(reverse("claims:ticket_choose", args=[kept.code]), {"tempat": "tetap"})

    assert (Ticket.objects.get(state="booked"), MovedTicket.objects.get().chosen_at is not None) == (kept, True)


@pytest.mark.parametrize("reason", ["", "   ", "\n\t", "..."])
def test_without_a_reason_nobody_is_moved(service, head, reason):
    ticket = booked(service)

    with pytest.raises(MoveRefused, match="alasan"):
        move(ticket, head, reason)
    assert (Ticket.objects.get().state, SlotMove.objects.count(), Notification.objects.filter(kind="queue_moved").count()) == (
        "booked",
        0,
        0,
    )


def test_where_there_is_no_room_nobody_is_moved(head, service):
    service.quotas.exclude(starts_at=NINE).delete()
    days = [tomorrow(service) + timedelta(days=n) for n in range(7)]
    tickets = [booked(service, day=day) for day in days for _ in range(2)]

    with pytest.raises(MoveRefused, match="Hanya ada 0 tempat lain yang kosong untuk 2 orang"):
        move(tickets[0], head)
    assert {each.state for each in Ticket.objects.all()} == {"booked"}
    assert SlotDay.objects.filter(closed_at=None).count() == 7


def test_a_moved_slot_takes_nobody_any_more(service, head):
    ticket = booked(service)
    move(ticket, head)

    with pytest.raises(SlotFull):
        booked(service)
    page = Client().get(reverse("claims:take_number", query={"kantor": service.office.code, "layanan": "klaim"}))
    assert {option.data["value"]: option.data["attrs"].get("disabled", False) for option in page.context["form"]["jam"]}["09:00"]


def test_who_was_offered_a_place_in_the_slot_waits_on_in_the_same_place_of_the_line(head):
    service = make_office_service(make_office(), capacity=1)
    service.quotas.exclude(starts_at=NINE).delete()
    ticket = booked(service)
    first, second = join(service), join(service)
    slot_moving.booking.cancel(ticket, now=timezone.now())
    first.refresh_from_db()
    assert first.state == "offered"

    move(ticket, head)

    assert list(WaitingEntry.objects.order_by("number").values_list("number", "state", "place")) == [
        (1, "waiting", None),
        (2, "waiting", None),
    ]
    assert (SlotDay.objects.get(pk=ticket.place_id).taken, second.number) == (0, 2)


def test_a_move_is_written_into_history_and_audit(service, head):
    ticket = booked(service)
    move(ticket, head)

    event = TicketEvent.objects.get(ticket=ticket, step="move")
    assert (event.actor, event.role, event.note, event.new_state) == (head.user, Role.HEAD, WHY, "moved")
    kinds = AuditEntry.objects.filter(office_id=service.office.pk).order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["queue_step", "queue_move"]
