"""Where one stands: people ahead by the order of calling, a range by the pace of the day, and nothing where little was seen."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.domain.queue_pace import FEWEST
from claims.domain.queueing import Lane
from claims.domain.ticket_life import TicketState, TicketStep
from claims.domain.workflow import Role
from claims.services.deadlines import local_date
from claims.services.queue_standing import standing_of
from claims.services.ticket_steps import take_step
from tests.builders import make_counter, make_office, make_officer, make_ticket, officer_actor

pytestmark = pytest.mark.django_db
S = TicketState


@pytest.fixture
def office():
    return make_office()


def ticket_at(office, state=S.CHECKED_IN, **facts):
    return make_ticket(office, state=state, day=local_date(office, timezone.now()), **facts)


def serve(office, count, minutes_each=4):
    """Let COUNT people be called, one every few minutes up to now, and be done."""
    counter, actor, now = make_counter(office), officer_actor(make_officer(Role.COUNTER, office=office)), timezone.now()
    for back in range(count - 1, -1, -1):
        ticket, at = ticket_at(office), now - timedelta(minutes=minutes_each * back)
        take_step(ticket, TicketStep.CALL, now=at, actor=actor, counter=counter)
        take_step(ticket, TicketStep.FINISH, now=at, actor=actor)


def page(client, ticket):
    answer = client.get(reverse("claims:ticket_standing", args=[ticket.code]))
    return " ".join(answer.content.decode().replace("<b>", "").replace("</b>", "").split()), answer


def test_people_ahead_are_those_who_would_be_called_before(office, client):
    others = [ticket_at(office, lane=lane) for lane in (Lane.WALK_IN, Lane.WALK_IN, Lane.PRIORITY)]
    mine = ticket_at(office, lane=Lane.BOOKED)

    assert [standing_of(ticket, timezone.now()).ahead for ticket in (*others, mine)] == [2, 3, 0, 1]
    assert "1 orang di depan Anda." in page(client, mine)[0]


def test_few_calls_give_no_estimate_and_say_so(office, client):
    serve(office, FEWEST)
    mine = ticket_at(office)

    assert standing_of(mine, timezone.now()).wait is None
    assert "Lama tunggu belum bisa diperkirakan" in page(client, mine)[0]


def test_the_pace_of_the_day_gives_a_range(office, client):
    serve(office, FEWEST + 4)
    ticket_at(office)
    mine = ticket_at(office)

    wait = standing_of(mine, timezone.now()).wait

    assert (wait.low, wait.high) == (5, 10)
    assert "Kira-kira 5 sampai 10 menit lagi" in page(client, mine)[0]


def test_who_has_not_come_is_told_how_many_wait_and_what_to_do(office, client):
    ticket_at(office)

    words = page(client, ticket_at(office, S.BOOKED))[0]

    assert "1 orang menunggu di kantor sekarang." in words and "Catat kedatangan Anda" in words


def test_who_is_called_is_told_where_to_go_and_the_browser_hears_of_it(office, client):
    mine, counter = ticket_at(office), make_counter(office)
    before = page(client, mine)[1]["ETag"]
    take_step(mine, TicketStep.CALL, now=timezone.now(), actor=officer_actor(make_officer(Role.COUNTER, office=office)), counter=counter)

    answer = client.get(reverse("claims:ticket_standing", args=[mine.code]), headers={"If-None-Match": before})

    assert f"Silakan ke loket {counter.number} sekarang." in answer.content.decode()
    assert "Dipanggil" in answer.content.decode() and "menunggu dipanggil" not in answer.content.decode()
    assert client.get(answer.request["PATH_INFO"], headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("state", [S.SERVED, S.NO_SHOW, S.CANCELLED])
def test_a_number_that_is_done_stands_nowhere(office, state):
    assert standing_of(ticket_at(office, state), timezone.now()) is None


def test_a_number_of_tomorrow_stands_nowhere_yet(office):
    assert standing_of(make_ticket(office, day=local_date(office, timezone.now()) + timedelta(days=1)), timezone.now()) is None
