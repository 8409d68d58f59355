"""Slots, windows and numbers of the queue, over any holidays, closures and time zones."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.domain.holidays import HOLIDAY_DATES
from claims.domain.queueing import (
    HOLD,
    OFFERS_FROM,
    OFFERS_UNTIL,
    STANDARD_SLOTS,
    Lane,
    Slot,
    bookable_days,
    fits,
    held_until,
    is_open_on,
    moment_of,
    overlaps,
    parse_ticket_number,
    ticket_number,
    window,
)

ZONES = st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31))
WEEKDAYS = st.sets(st.integers(0, 6))
HOLIDAYS = st.frozensets(DAYS, max_size=200) | st.just(HOLIDAY_DATES)
CLOSURES = st.lists(st.tuples(DAYS, st.integers(0, 20)).map(lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))), max_size=4)
TIMES = st.times(min_value=time(0), max_value=time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))
MOMENTS = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 31), timezones=st.just(UTC))


def test_a_day_has_the_seven_slots_that_people_know():
    assert [str(slot) for slot in STANDARD_SLOTS] == [
        "08.00–09.00", "09.00–10.00", "10.00–11.00", "11.00–12.00", "12.00–13.00", "13.00–14.00", "14.00–14.30",
    ]  # fmt: skip


def test_window_around_christmas_leaves_out_weekend_holiday_and_joint_leave():
    days = bookable_days(date(2026, 12, 22), range(5), HOLIDAY_DATES, [(date(2026, 12, 29), date(2026, 12, 30))])

    assert days == (date(2026, 12, 23), date(2026, 12, 28))


@given(DAYS, WEEKDAYS, HOLIDAYS, CLOSURES)
def test_bookable_days_are_the_open_days_from_tomorrow_to_the_seventh(today, weekdays, holidays, closures):
    days = bookable_days(today, weekdays, holidays, closures)

    assert list(days) == sorted(set(days))
    assert all(timedelta(days=1) <= day - today <= timedelta(days=7) for day in days)
    shut = [day for day in window(today) if day not in days]
    reasons = [day.weekday() not in weekdays or day in holidays or any(first <= day <= last for first, last in closures) for day in shut]
    assert (all(reasons), len(days) + len(shut)) == (True, 7)


@given(DAYS, WEEKDAYS, HOLIDAYS, CLOSURES, DAYS)
def test_another_holiday_only_ever_closes_that_one_day(day, weekdays, holidays, closures, extra):
    before, after = (is_open_on(day, weekdays, days_off, closures) for days_off in (holidays, holidays | {extra}))

    assert after == (before and day != extra)


@given(DAYS, TIMES, ZONES)
def test_a_slot_begins_when_the_offices_own_clock_says_so(day, at, zone):
    moment = moment_of(day, at, zone).astimezone(ZoneInfo(zone))

    assert (moment.date(), moment.time()) == (day, at)


def test_eight_oclock_comes_first_in_the_east():
    moments = [moment_of(date(2026, 11, 30), time(8), zone) for zone in ("Asia/Jayapura", "Asia/Makassar", "Asia/Jakarta")]

    assert [moment.astimezone(UTC).hour for moment in moments] == [23, 0, 1]


@given(MOMENTS, st.integers(1, 7 * 24 * 60), ZONES)
def test_a_held_place_counts_down_only_while_people_are_awake_and_never_past_its_slot(now, minutes, zone):
    begins = now + timedelta(minutes=minutes)
    until = held_until(now, begins, zone)
    began = (until - HOLD).astimezone(ZoneInfo(zone))

    assert now < until <= begins
    assert until == begins or (OFFERS_FROM <= began.time() < OFFERS_UNTIL and until - now >= HOLD)


def test_a_place_that_opens_at_night_is_held_until_the_morning():
    night = datetime(2026, 11, 29, 22, 10, tzinfo=ZoneInfo("Asia/Jakarta"))
    slot = moment_of(date(2026, 11, 30), time(10), "Asia/Jakarta")

    assert held_until(night, slot, "Asia/Jakarta") == datetime(2026, 11, 30, 8, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


@given(TIMES, TIMES, TIMES, TIMES)
def test_slots_overlap_where_they_share_a_moment(a, b, c, d):
    one, other = Slot(min(a, b), max(a, b)), Slot(min(c, d), max(c, d))

    assert overlaps(one, other) == overlaps(other, one)
    if one.ends_at <= other.starts_at:
        assert not overlaps(one, other)


def test_neighbours_of_the_standard_day_do_not_overlap_and_fit_its_hours():
    pairs = [(one, other) for one in STANDARD_SLOTS for other in STANDARD_SLOTS if one != other]

    assert not any(overlaps(*pair) for pair in pairs)
    assert [fits(slot, time(8), time(14)) for slot in STANDARD_SLOTS] == [True] * 6 + [False]


@given(st.sampled_from(Lane), st.integers(1, 99_999))
def test_a_number_is_read_back_as_it_was_written(lane, number):
    assert parse_ticket_number(ticket_number(lane, number)) == (lane, number)


@pytest.mark.parametrize(("typed", "read"), [("b-014", (Lane.BOOKED, 14)), (" P 3", (Lane.PRIORITY, 3)), ("A0120", (Lane.WALK_IN, 120))])
def test_a_number_is_read_however_it_is_typed(typed, read):
    assert parse_ticket_number(typed) == read


@pytest.mark.parametrize("typed", ["", "B", "B-000", "C-1", "B-١٢", "014", "B--1"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError, match="not a ticket number"):
        parse_ticket_number(typed)


def test_the_mock_number():
    assert ticket_number(Lane.BOOKED, 14) == "B-014"
