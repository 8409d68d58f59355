"""Many at once: places are never oversold, numbers have no gap and never repeat, on SQLite and PostgreSQL alike."""

from collections import Counter
from datetime import time, timedelta
from functools import partial

import pytest
from django.utils import timezone

from claims.domain.queueing import Lane
from claims.domain.ticket_life import TicketState, TicketStep
from claims.models import LaneDay, Notification, SlotDay, SlotQuota, Ticket, TicketEvent
from claims.services import booking
from claims.services.booking import AlreadyBooked, Wanted
from claims.services.deadlines import local_date
from claims.services.queue_places import SlotFull
from claims.services.ticket_issuing import issue
from claims.services.ticket_steps import TicketChangedMeanwhile, take_step
from tests.builders import make_office, make_office_service, make_participant, make_visitor
from tests.claims.desk import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
LOST = (SlotFull, AlreadyBooked, TicketChangedMeanwhile)
NINE = time(9)


def outcome(act):
    """Return "won", or the name of what told that somebody was faster."""
    try:
        act()
    except LOST as lost:
        return type(lost).__name__
    return "won"


def tomorrow(service):
    return local_date(service.office, timezone.now()) + timedelta(days=1)


def wanted(service, at=NINE, **facts):
    return Wanted(service, tomorrow(service), at, **facts)


def press(service, visitor, at=NINE, **facts):
    return partial(outcome, partial(booking.book, wanted(service, at, **facts), visitor, now=timezone.now()))


def numbers(lane=Lane.BOOKED):
    return sorted(Ticket.objects.filter(lane=lane).values_list("number", flat=True))


def test_two_hundred_press_for_the_last_five_places_and_five_get_one():
    service = make_office_service(capacity=5)

    met = all_at_once([press(service, make_visitor()) for _ in range(200)])

    assert Counter(met) == {"won": 5, "SlotFull": 195}
    assert numbers() == [1, 2, 3, 4, 5]
    assert list(SlotDay.objects.values_list("capacity", "taken")) == [(5, 5)]
    assert Notification.objects.filter(kind="queue_booked").count() == TicketEvent.objects.count() == 5


def test_numbers_of_a_lane_run_without_gap_over_all_slots_and_services():
    """Those who lose draw no number: forty press for twelve places in three slots, in two lanes."""
    service = make_office_service(capacity=4)
    hours = [time(8), time(9), time(10)]

    met = all_at_once([press(service, make_visitor(), hours[n % 3], is_priority=n % 4 == 0) for n in range(40)])

    priority, booked = numbers(Lane.PRIORITY), numbers(Lane.BOOKED)
    assert (Counter(met)["won"], len(priority) + len(booked)) == (12, 12)
    assert (priority, booked) == (list(range(1, len(priority) + 1)), list(range(1, len(booked) + 1)))


def test_numbers_drawn_at_the_counter_never_repeat():
    office, day, now = make_office(), timezone.localdate(), timezone.now()

    drawn = all_at_once([lambda: issue(office, day, Lane.WALK_IN, "klaim", now=now, state=TicketState.CHECKED_IN).number] * 30)

    assert sorted(drawn) == list(range(1, 31))
    assert LaneDay.objects.get().last_number == 30


def test_one_person_who_presses_ten_times_gets_one_number():
    service, visitor = make_office_service(capacity=20), make_visitor(make_participant())

    met = all_at_once([press(service, visitor) for _ in range(10)])

    assert Counter(met) == {"won": 1, "AlreadyBooked": 9}
    assert SlotDay.objects.get().taken == len(numbers()) == 1


def test_one_phone_that_presses_in_ten_offices_gets_one_number():
    visitor, services = make_visitor(), [make_office_service(capacity=20) for _ in range(10)]

    met = all_at_once([press(service, visitor) for service in services])

    assert Counter(met) == {"won": 1, "AlreadyBooked": 9}
    assert sum(SlotDay.objects.values_list("taken", flat=True)) == 1


def test_a_number_is_given_back_once():
    service, now = make_office_service(capacity=1), timezone.now()
    ticket = booking.book(wanted(service), make_visitor(), now=now)
    copies = [Ticket.objects.select_related("place__service__office", "office").get(pk=ticket.pk) for _ in range(6)]

    met = all_at_once([partial(outcome, partial(take_step, copy, TicketStep.CANCEL, now=now)) for copy in copies])

    assert Counter(met) == {"won": 1, "TicketChangedMeanwhile": 5}
    assert SlotDay.objects.get().taken == 0


def test_those_who_change_places_with_each_other_never_wait_in_a_circle():
    """Ten from nine to ten o'clock, ten the other way, all at once; every one finds a place."""
    service, now = make_office_service(capacity=20), timezone.now()
    sides = [(NINE, time(10)), (time(10), NINE)]
    held = [(booking.book(wanted(service, here), make_visitor(), now=now), there) for here, there in sides for _ in range(10)]

    def change(ticket, there):
        fresh = Ticket.objects.select_related("place__service__office", "office").get(pk=ticket.pk)
        return outcome(partial(booking.reschedule, fresh, wanted(service, there), now=now))

    met = all_at_once([partial(change, *pair) for pair in held])

    assert Counter(met) == {"won": 20}
    assert dict(SlotDay.objects.values_list("starts_at", "taken")) == {NINE: 10, time(10): 10}
    assert numbers() == list(range(1, 41))


def test_the_database_itself_refuses_an_oversold_slot():
    service = make_office_service(capacity=1)
    booking.book(wanted(service), make_visitor(), now=timezone.now())

    with pytest.raises(Exception, match="slot_never_oversold"):
        SlotDay.objects.update(taken=2)
    assert (SlotDay.objects.get().taken, SlotQuota.objects.filter(capacity=1).count()) == (1, 49)
