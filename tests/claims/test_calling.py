"""Counters call: the next by lane rules, again, passed over, sent on; who is near is told once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.domain.queueing import Lane, Service
from claims.domain.ticket_life import TicketState, TicketStep, TicketStepNotAllowed
from claims.domain.workflow import Role
from claims.models import Counter, Notification, Ticket
from claims.services import calling, counter_shifts, queue_closing
from claims.services.deadlines import local_date
from claims.services.officers import desk_of
from claims.services.ticket_steps import take_step
from tests.builders import make_counter, make_office, make_officer, make_ticket, officer_actor

pytestmark = pytest.mark.django_db
S, T = TicketState, TicketStep


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def officer(office):
    return make_officer(Role.COUNTER, office=office)


def come(office, lane=Lane.WALK_IN, minutes=0, **facts):
    now = timezone.now() - timedelta(minutes=minutes)
    return make_ticket(office, lane=lane, state=S.CHECKED_IN, day=local_date(office, timezone.now()), now=now, **facts)


def call(counter, officer):
    return calling.call_next(counter, actor=officer_actor(officer), now=timezone.now())


def call_through(counter, officer, count):
    """Call COUNT people, each served before the next."""
    called = []
    for _ in range(count):
        ticket = call(counter, officer)
        called.append(ticket.label)
        take_step(ticket, T.FINISH, now=timezone.now(), actor=officer_actor(officer))
    return called


def test_lanes_are_called_by_their_shares(office, officer):
    for lane in Lane:
        for minutes in range(9, 4, -1):
            come(office, lane, minutes)

    assert call_through(make_counter(office), officer, 8) == ["P-001", "B-001", "A-001", "P-002", "B-002", "P-003", "B-003", "A-002"]


def test_a_counter_calls_only_lanes_and_services_of_its_own(office, officer):
    come(office, Lane.WALK_IN, 9)
    come(office, Lane.PRIORITY, 8, service=Service.DATA)
    counter = make_counter(office, services=[Service.CLAIM], lanes=[Lane.PRIORITY])
    wanted = come(office, Lane.PRIORITY, 7)

    assert call_through(counter, officer, 1) == [wanted.label]
    assert call(counter, officer) is None


def test_a_counter_with_somebody_before_it_calls_nobody_else(office, officer):
    counter = make_counter(office)
    first = come(office, minutes=2)
    come(office)
    call(counter, officer)

    with pytest.raises(calling.CounterBusy) as busy:
        call(counter, officer)

    assert busy.value.ticket == first
    assert Ticket.objects.filter(state=S.CALLED).count() == 1


def test_yesterdays_and_other_offices_people_are_not_called(office, officer):
    make_ticket(office, state=S.CHECKED_IN, day=local_date(office, timezone.now()) - timedelta(days=1))
    come(make_office())

    assert call(make_counter(office), officer) is None


def test_a_number_is_passed_over_only_after_three_calls_and_comes_back_at_the_end(office, officer):
    counter, actor, now = make_counter(office), officer_actor(officer), timezone.now()
    come(office, minutes=5)
    ticket = call(counter, officer)
    take_step(ticket, T.RECALL, now=now, actor=actor, counter=counter)
    with pytest.raises(calling.CalledTooFew) as refused:
        calling.pass_over(ticket, actor=actor, now=now)
    assert refused.value.left == 1

    take_step(ticket, T.RECALL, now=now, actor=actor, counter=counter)
    calling.pass_over(ticket, actor=actor, now=now)
    other = come(office, minutes=1)
    take_step(ticket, T.RETURN, now=now, actor=actor)

    assert call(counter, officer) == other
    assert calling.calls_left(ticket) == 3


def test_who_is_sent_on_is_called_at_that_counter_first_and_nowhere_else(office, officer):
    here, there, actor = make_counter(office), make_counter(office, number=9), officer_actor(officer)
    come(office, minutes=5)
    ticket = call(here, officer)
    come(office, Lane.PRIORITY, 9)
    calling.transfer(ticket, service=Service.DATA, to=there, actor=actor, now=timezone.now())

    elsewhere = call(here, officer)
    assert (elsewhere.lane, call(there, officer)) == (Lane.PRIORITY, ticket)
    ticket.refresh_from_db()
    assert (ticket.service, ticket.counter, ticket.label) == (Service.DATA, there, "A-001")


def test_who_is_sent_on_is_called_as_often_as_anybody_before_being_passed_over(office, officer):
    here, there, actor, now = make_counter(office), make_counter(office, number=9), officer_actor(officer), timezone.now()
    come(office)
    ticket = call(here, officer)
    for _ in range(2):
        take_step(ticket, T.RECALL, now=now, actor=actor, counter=here)
    calling.transfer(ticket, service=Service.DATA, to=there, actor=actor, now=now)

    assert calling.calls_left(call(there, officer)) == 2


def test_who_was_sent_to_a_counter_that_closed_is_called_by_any(office, officer):
    here, there = make_counter(office), make_counter(office, number=9)
    come(office)
    ticket = call(here, officer)
    calling.transfer(ticket, service=Service.DATA, to=there, actor=officer_actor(officer), now=timezone.now())
    Counter.objects.filter(pk=there.pk).update(is_open=False)

    assert call(here, officer) == ticket


def test_three_ahead_are_told_once(office, officer):
    counter = make_counter(office)
    for minutes in range(9, 0, -1):
        come(office, minutes=minutes)

    call_through(counter, officer, 1)
    told = Notification.objects.filter(kind="queue_near")
    assert told.count() == 4
    assert sum("tinggal 3 orang" in row.body.lower() for row in told) == 1

    call_through(counter, officer, 2)
    assert told.all().count() == 6


def test_a_visitor_may_not_call(office):
    ticket = come(office)

    with pytest.raises(TicketStepNotAllowed):
        take_step(ticket, T.CALL, now=timezone.now())


def test_an_officer_sits_at_one_counter_and_a_counter_has_one_officer(office, officer):
    first, second, now = make_counter(office), make_counter(office, number=9), timezone.now()
    colleague = make_officer(Role.COUNTER, office=office)
    counter_shifts.sign_on(first, desk_of(officer), now=now)
    counter_shifts.sign_on(second, desk_of(officer), now=now)
    assert (counter_shifts.shift_at(first), counter_shifts.shift_of(officer).counter) == (None, second)

    with pytest.raises(counter_shifts.CounterTaken):
        counter_shifts.sign_on(second, desk_of(colleague), now=now)
    counter_shifts.sign_on(second, desk_of(colleague), now=now, relieve=True)
    assert (counter_shifts.shift_of(officer), counter_shifts.shift_at(second).user) == (None, colleague)


def test_a_shift_of_an_earlier_day_keeps_nobody_away(office, officer):
    counter, now = make_counter(office), timezone.now()
    counter_shifts.sign_on(counter, desk_of(officer), now=now - timedelta(days=1))

    shift = counter_shifts.sign_on(counter, desk_of(make_officer(Role.HEAD, office=office)), now=now)

    assert counter_shifts.shift_at(counter) == shift


def test_a_day_that_is_over_leaves_no_number_open(office, officer):
    now, today = timezone.now(), local_date(office, timezone.now())
    states = (S.BOOKED, S.CHECKED_IN, S.CALLED, S.SERVING, S.SERVED)
    old = [make_ticket(office, state=state, day=today - timedelta(days=1)) for state in states]
    new = make_ticket(office, state=S.BOOKED, day=today)

    assert queue_closing.close_days(now) == 4

    for ticket in (*old, new):
        ticket.refresh_from_db()
    assert [ticket.state for ticket in old] == [S.NO_SHOW] * 3 + [S.SERVED] * 2
    assert new.state == S.BOOKED
