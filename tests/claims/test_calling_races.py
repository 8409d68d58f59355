"""Counters that press at once never call the same number, on SQLite and PostgreSQL alike."""

from collections import Counter
from functools import partial

import pytest
from django.db import IntegrityError
from django.utils import timezone

from claims.domain.queueing import Lane
from claims.domain.ticket_life import TicketState, TicketStep, TicketStepNotAllowed
from claims.domain.workflow import Role
from claims.models import Ticket, TicketEvent
from claims.services import booking, calling
from claims.services.deadlines import local_date
from claims.services.ticket_steps import TicketChangedMeanwhile
from tests.builders import make_counter, make_office, make_officer, make_ticket, officer_actor
from tests.claims.desk import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def waiting(office, lane=Lane.WALK_IN):
    return make_ticket(office, lane=lane, state=TicketState.CHECKED_IN, day=local_date(office, timezone.now()))


def press(counter, officer):
    try:
        return calling.call_next(counter, actor=officer_actor(officer), now=timezone.now())
    except calling.CounterBusy:
        return "busy"


def counters(office, count):
    return [(make_counter(office, number=number), make_officer(Role.COUNTER, office=office)) for number in range(11, 11 + count)]


def test_eight_counters_that_press_at_once_call_eight_numbers_by_the_shares():
    office = make_office()
    for lane in Lane:
        for _ in range(5):
            waiting(office, lane)

    called = all_at_once([partial(press, *pair) for pair in counters(office, 8)])

    assert Counter(ticket.label for ticket in called) == Counter(["P-001", "B-001", "A-001", "P-002", "B-002", "P-003", "B-003", "A-002"])
    assert TicketEvent.objects.filter(step=TicketStep.CALL).count() == 8


def test_one_number_goes_to_one_of_six_counters():
    office = make_office()
    ticket = waiting(office)

    called = all_at_once([partial(press, *pair) for pair in counters(office, 6)])

    assert [each for each in called if each is not None] == [ticket]


def test_a_counter_that_is_pressed_six_times_calls_one_number():
    office = make_office()
    pair = counters(office, 1)[0]
    for _ in range(6):
        waiting(office)

    called = all_at_once([partial(press, *pair)] * 6)

    assert called.count("busy") == 5
    assert Ticket.objects.filter(state=TicketState.CALLED).count() == 1


def test_a_number_that_is_cancelled_at_that_moment_is_called_or_cancelled_never_both():
    office = make_office()
    pairs, tickets = counters(office, 4), [waiting(office) for _ in range(4)]

    def cancel(ticket):
        try:
            booking.cancel(Ticket.objects.select_related("office").get(pk=ticket.pk), now=timezone.now())
        except (TicketChangedMeanwhile, TicketStepNotAllowed):
            return "late"
        return "cancelled"

    met = all_at_once([partial(press, *pair) for pair in pairs] + [partial(cancel, ticket) for ticket in tickets])

    called = [ticket for ticket in met[:4] if ticket is not None]
    assert len(called) + met[4:].count("cancelled") == 4
    assert len({ticket.pk for ticket in called}) == len(called)


def test_the_database_itself_refuses_two_numbers_at_one_counter():
    office = make_office()
    counter = make_counter(office)
    pair = [waiting(office), waiting(office)]
    Ticket.objects.filter(pk=pair[0].pk).update(state=TicketState.CALLED, counter=counter)

    with pytest.raises(IntegrityError):
        Ticket.objects.filter(pk=pair[1].pk).update(state=TicketState.SERVING, counter=counter)
