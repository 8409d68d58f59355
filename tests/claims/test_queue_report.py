"""A day of three hundred visitors, played through the real doors by a clock of its own: its report adds up."""

from collections import Counter as Tally
from datetime import date, datetime, timedelta
from io import BytesIO
from random import Random
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from claims.domain.queueing import Lane
from claims.domain.ticket_life import TicketState, TicketStep
from claims.domain.workflow import Role
from claims.models import AuditEntry, OfficeService, SlotDay, Ticket
from claims.services import arriving, booking, calling, queue_closing, queue_report, slot_moving
from claims.services.officers import desk_of
from claims.services.ticket_issuing import NOBODY_KNOWN, issue
from claims.services.ticket_steps import take_step
from tests.builders import make_counter, make_office, make_office_service, make_officer, make_ticket, officer_actor
from tests.claims.desk import seat
from tests.claims.queue import NINE, booked

pytestmark = pytest.mark.django_db
S, T = TicketState, TicketStep
DAY = date(2026, 12, 1)
ZONE = ZoneInfo("Asia/Jakarta")
VISITORS, TICK = 300, 3


def at(hour, minute=0):
    return datetime(DAY.year, DAY.month, DAY.day, hour, tzinfo=ZONE) + timedelta(minutes=minute)


class PlayedDay:
    """Three hundred people and five counters, every three minutes, from a seed; what it saw is kept beside what the database has."""

    def __init__(self, office, seed):
        self.office, self.random = office, Random(seed)
        self.actor = officer_actor(make_officer(Role.COUNTER, office=office))
        self.counters = [make_counter(office, number=number) for number in range(1, 6)]
        self.service = make_office_service(office, capacity=200)
        self.seen = Tally()
        self.waits = []
        self.came, self.done_at, self.calls = {}, {}, Tally()
        self.booked = [self.book(number) for number in range(200)]
        self.walk_ins = sorted(self.random.randrange(390) for _ in range(VISITORS - len(self.booked)))

    def book(self, number):
        """Take one number for a slot of the day, in one lane of two."""
        hour = 8 + number % 6
        place, _ = SlotDay.objects.get_or_create(
            service=self.service, day=DAY, starts_at=at(hour).time(), defaults={"ends_at": at(hour + 1).time(), "capacity": 200}
        )
        lane = Lane.PRIORITY if number % 10 == 0 else Lane.BOOKED
        return issue(self.office, DAY, lane, "klaim", now=at(7) - timedelta(days=1), visitor=NOBODY_KNOWN, place=place)

    def play(self):
        """Go through the day, then let the night close it."""
        arrivals = self.plan()
        for minute in range(0, 540, TICK):
            now = at(8, minute)
            for ticket in [each for due in range(minute - TICK + 1, minute + 1) for each in arrivals.pop(due, [])]:
                self.arrive(ticket, now)
            while self.walk_ins and self.walk_ins[0] <= minute:
                self.walk_ins.pop(0)
                ticket = issue(self.office, DAY, Lane.WALK_IN, "klaim", now=now, state=S.CHECKED_IN)
                self.came[ticket.pk] = now
            for counter in self.counters:
                self.work(counter, now)
        queue_closing.close_days(at(23) + timedelta(days=1))

    def plan(self):
        """Say who comes when: most around the hour, some cancel, some never come."""
        arrivals = {}
        for ticket in self.booked:
            fate = self.random.random()
            if fate < 0.05:
                booking.cancel(ticket, now=at(7))
                self.seen["cancelled"] += 1
            elif fate < 0.15:
                self.seen["absent"] += 1
            else:
                minute = 60 * (ticket.place.starts_at.hour - 8) + self.random.randrange(-20, 25)
                arrivals.setdefault(max(0, minute), []).append(ticket)
        return arrivals

    def arrive(self, ticket, now):
        arriving.check_in(ticket, self.office, now=now)
        begins = at(ticket.place.starts_at.hour)
        self.came[ticket.pk] = max(now, begins)

    def work(self, counter, now):
        """Go on with whoever is before COUNTER, then call the next."""
        ticket = calling.current(counter)
        if ticket is not None and ticket.state == S.CALLED:
            self.nobody_comes(ticket, counter, now)
        elif ticket is not None and now >= self.done_at[ticket.pk]:
            take_step(ticket, T.FINISH, now=now, actor=self.actor)
            self.seen["served"] += 1
            ticket = None
        if ticket is None and (called := calling.call_next(counter, actor=self.actor, now=now)) is not None:
            self.waits.append(max(0.0, (now - self.came[called.pk]) / timedelta(minutes=1)))
            if called.number % 17:
                take_step(called, T.SERVE, now=now, actor=self.actor)
                self.done_at[called.pk] = now + timedelta(minutes=self.random.randrange(3, 9))

    def nobody_comes(self, ticket, counter, now):
        if calling.calls_left(ticket):
            take_step(ticket, T.RECALL, now=now, actor=self.actor, counter=counter)
        else:
            calling.pass_over(ticket, actor=self.actor, now=now)
            self.seen["absent"] += 1


def sums(each):
    return each.served + each.absent + each.uncalled + each.cancelled + each.moved + each.running


def test_a_day_of_three_hundred_adds_up():
    office = make_office()
    day = PlayedDay(office, seed=20261201)
    day.play()

    report = queue_report.report_of(office, DAY, DAY)

    total = report.total
    assert (total.issued, total.running, total.moved) == (VISITORS, 0, 0)
    assert (total.served, total.absent, total.cancelled) == (day.seen["served"], day.seen["absent"], day.seen["cancelled"])
    assert sum(day.seen.values()) == VISITORS
    assert total.served > 200 and total.absent > 15 and total.cancelled > 3
    assert abs(total.median_wait - median(day.waits)) < 1
    for parts in (report.lanes, report.hours):
        assert sum(each.issued for _, each in parts) == VISITORS
        assert sum(each.served for _, each in parts) == total.served
        assert all(sums(each) == each.issued for _, each in parts)
    for lane in Lane:
        numbers = list(Ticket.objects.filter(lane=lane).order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
    rows = queue_report.export_rows(desk_of(make_officer(Role.HEAD, office=office)), DAY, DAY, form="csv", now=at(23))
    assert [sum(row[column] for row in rows) for column in (3, 4, 5, 6)] == [VISITORS, total.served, total.absent, total.cancelled]


@pytest.fixture
def office():
    office = make_office()
    make_ticket(office, state=S.NO_SHOW, day=DAY)
    make_ticket(office, state=S.SERVED, day=DAY)
    return office


def test_the_report_leaves_as_a_table_and_that_is_written_down(office):
    head, browser = seat(Role.HEAD, office=office)

    answer = browser.post(reverse("admin:queue_report_download"), {"bentuk": "xlsx", "dari": "2026-12-01", "sampai": "2026-12-01"})

    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert list(rows[0]) == queue_report.HEADINGS
    assert sum(row[3] for row in rows[1:]) == sum(sum(row[4:10]) for row in rows[1:]) == 2
    entry = AuditEntry.objects.get(kind="export")
    assert (entry.object, entry.user_id, entry.details["from"]) == ("queue xlsx", head.pk, "2026-12-01")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"dari": "x"}, "Tanggal tidak dikenal."),
        ({"dari": "2026-02-31"}, "Tanggal tidak dikenal."),
        ({"dari": "2026-12-02", "sampai": "2026-12-01"}, "Tanggal tidak dikenal."),
        ({"dari": "0001-01-01", "sampai": "2026-12-01"}, "Tanggal tidak dikenal."),
        ({"dari": "2025-12-01", "sampai": "2026-12-01"}, "Paling banyak 92 hari"),
        ({"dari": "2026-12-01", "sampai": "2026-12-01"}, ""),
    ],
)
def test_a_span_that_cannot_be_is_said(office, asked, words):
    answer = seat(Role.AUDITOR, office=office)[1].get(reverse("admin:queue_report"), asked)

    assert answer.status_code == 200
    assert answer.context["fault"].startswith(words) and bool(answer.context["fault"]) == bool(words)


def test_numbers_of_another_office_are_not_counted(office):
    make_ticket(state=S.SERVED, day=DAY)

    assert queue_report.report_of(office, DAY, DAY).total.issued == 2


def test_the_plan_sets_places_beside_what_counters_can_serve(office):
    service, now = make_office_service(office, capacity=30), at(9)
    make_counter(office, number=51)
    make_counter(office, number=52)
    for _ in range(queue_report.FEWEST_SERVED):
        make_ticket(office, state=S.SERVED, day=DAY, called_at=at(8), finished_at=at(8, 5))

    plan = queue_report.plan_of(office, now)

    assert (plan.counters, plan.minutes_each, OfficeService.objects.get(office=office)) == (2, 5, service)
    hour, half = plan.lines[0].capacity, plan.lines[6].capacity
    assert (hour.places, hour.can_serve, hour.verdict) == (30, 24, "over")
    assert (half.places, half.can_serve) == (30, 12)


def test_a_number_forgotten_at_the_counter_measures_nothing(office):
    make_counter(office)
    for _ in range(queue_report.FEWEST_SERVED):
        make_ticket(office, state=S.SERVED, day=DAY, called_at=at(8), finished_at=at(8, 5))
    make_ticket(office, state=S.SERVED, day=DAY, called_at=at(14), finished_at=at(23, 90))

    assert queue_report.minutes_a_person(office, at(23, 120)) == 5


def test_a_slot_that_was_emptied_has_no_places_in_the_plan(office):
    service, now = make_office_service(office, capacity=3), timezone.now()
    ticket = booked(service)
    head = officer_actor(make_officer(Role.HEAD, office=office))
    slot_moving.move(SlotDay.objects.select_related("service__office").get(pk=ticket.place_id), "Banjir", actor=head, now=now)

    lines = {(line.day, line.slot.starts_at): line.capacity for line in queue_report.plan_of(office, now).lines}

    assert (lines[ticket.day, NINE].places, lines[ticket.day, NINE].taken) == (0, 0)
    assert sum(each.taken for each in lines.values()) == 1


def test_who_waited_until_the_office_closed_was_not_absent(client, office):
    left = make_ticket(office, state=S.CHECKED_IN, day=DAY, now=at(14))
    queue_closing.close_days(at(23, 90))

    total = queue_report.report_of(office, DAY, DAY).total

    assert (total.issued, total.served, total.absent, total.uncalled) == (3, 1, 1, 1)
    assert sums(total) == total.issued and total.absent_percent == 50
    page = client.get(reverse("claims:ticket", args=[left.code])).content.decode()
    assert "Tidak sempat dipanggil" in page and "kami tidak sempat memanggil Anda" in page and "Tidak hadir" not in page


def test_a_plan_without_a_measure_says_so(office):
    make_office_service(office)
    browser = seat(Role.COUNTER, office=office)[1]

    assert "Lama melayani belum terukur" in browser.get(reverse("admin:queue_plan")).content.decode()
