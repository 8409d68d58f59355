from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.domain.deadlines import Clock, add_working_days, clock, first_look_due, is_working_day, working_days_between
from claims.domain.holidays import HOLIDAY_DATES, HOLIDAYS

ARRIVED = date(2026, 11, 17)
DUE = date(2026, 11, 24)
DAYS = st.dates(min_value=date(2025, 1, 1), max_value=date(2027, 12, 31))


def nov(day):
    return date(2026, 11, day)


def test_clock_shows_five_boxes_from_the_day_after_arrival():
    assert clock(ARRIVED, nov(20), frozenset()) == Clock(
        due_on=DUE,
        day_number=3,
        days=((nov(18), "past"), (nov(19), "past"), (nov(20), "today"), (nov(23), "coming"), (nov(24), "last")),
        late=False,
    )


@pytest.mark.parametrize(
    ("today", "number", "late"),
    [(nov(17), 0, False), (nov(18), 1, False), (nov(21), 3, False), (nov(22), 3, False), (nov(24), 5, False), (nov(25), 6, True)],
)
def test_clock_counts_working_days_and_is_late_after_the_fifth(today, number, late):
    result = clock(ARRIVED, today, frozenset())

    assert (result.day_number, result.late, result.due_on) == (number, late, DUE)


def test_clock_on_the_last_day_marks_it_as_today():
    assert clock(ARRIVED, DUE, frozenset()).days[-1] == (DUE, "today")


def test_clock_leaves_out_holidays_and_joint_leave():
    """The week of Eid 2026: joint leave on 18, 20, 23 and 24 March, Nyepi on the 19th."""
    result = clock(date(2026, 3, 16), date(2026, 3, 27), HOLIDAY_DATES)

    assert [day for day, _ in result.days] == [date(2026, 3, d) for d in (17, 25, 26, 27, 30)]


def test_days_of_the_participant_do_not_count():
    result = clock(ARRIVED, nov(26), frozenset(), pauses=[(nov(18), nov(23))])

    assert [day for day, _ in result.days] == [nov(18), nov(24), nov(25), nov(26), nov(27)]
    assert (result.day_number, result.paused) == (4, False)


def test_clock_stands_still_while_an_answer_is_awaited():
    result = clock(ARRIVED, nov(30), frozenset(), pauses=[(nov(19), None)])

    assert result == Clock(due_on=None, day_number=2, days=(), late=False, paused=True)


def test_pause_that_began_too_late_stays_late():
    result = clock(ARRIVED, nov(30), frozenset(), pauses=[(nov(26), None)])

    assert (result.day_number, result.late, result.paused) == (7, True, True)


def test_pause_of_a_later_day_changes_nothing_yet():
    assert clock(ARRIVED, nov(20), frozenset(), pauses=[(nov(23), None)]) == clock(ARRIVED, nov(20), frozenset())


@given(DAYS, st.integers(min_value=1, max_value=40))
def test_adding_working_days_is_the_inverse_of_counting_them(start, n):
    end = add_working_days(start, n, HOLIDAY_DATES)

    assert is_working_day(end, HOLIDAY_DATES)
    assert working_days_between(start, end, HOLIDAY_DATES) == n
    assert working_days_between(start, end - timedelta(days=1), HOLIDAY_DATES) == n - 1


def test_no_working_days_later_is_the_same_day():
    assert add_working_days(nov(21), 0, frozenset()) == nov(21)
    assert working_days_between(nov(21), nov(20), frozenset()) == 0


@given(DAYS, st.integers(min_value=0, max_value=30), st.lists(st.tuples(DAYS, st.integers(0, 10)), max_size=3))
def test_pauses_only_move_the_limit_later(start, later, spans):
    pauses = [(asked, asked + timedelta(days=length)) for asked, length in spans]
    today = start + timedelta(days=later)
    paused, plain = clock(start, today, HOLIDAY_DATES, pauses), clock(start, today, HOLIDAY_DATES)

    assert paused.due_on >= plain.due_on
    assert paused.day_number <= plain.day_number
    assert len(paused.days) == 5


def test_first_look_is_due_after_two_working_days():
    assert first_look_due(nov(20), frozenset()) == nov(24)


def test_holidays_of_2026_are_those_of_the_decree():
    of_2026 = [holiday for holiday in HOLIDAYS if holiday.day.year == 2026]

    assert [sum(h.kind == kind for h in of_2026) for kind in ("nasional", "cuti_bersama")] == [17, 8]
    assert [h.day.weekday() for h in of_2026 if h.kind == "cuti_bersama"] == [0, 2, 4, 0, 1, 4, 3, 3]


def test_holidays_of_2027_are_only_those_with_a_fixed_date():
    assert [h.day for h in HOLIDAYS if h.day.year == 2027] == [
        date(2027, 1, 1),
        date(2027, 5, 1),
        date(2027, 6, 1),
        date(2027, 8, 17),
        date(2027, 12, 25),
    ]


def test_each_holiday_stands_once_in_order_with_its_source():
    assert [h.day for h in HOLIDAYS] == sorted(HOLIDAY_DATES)
    assert [h for h in HOLIDAYS if not (h.name and h.source)] == []
