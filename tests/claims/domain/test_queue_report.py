"""The report of queue days adds up, and says nothing where nothing was measured."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from claims.domain.queue_report import Capacity, TicketFacts, by_hour, by_lane, percentile, tally
from claims.domain.queueing import Lane
from claims.domain.ticket_life import TicketState

NINE = datetime(2026, 11, 30, 9, tzinfo=UTC)
facts = st.builds(
    lambda lane, hour, state, wait, left: TicketFacts(
        lane, hour, state, NINE, NINE + timedelta(minutes=wait) if wait is not None else None, left
    ),
    st.sampled_from([lane.value for lane in Lane]),
    st.integers(8, 14),
    st.sampled_from(list(TicketState)),
    st.none() | st.integers(0, 200),
    st.booleans(),
)


def waited(*minutes):
    return [TicketFacts("A", 9, TicketState.SERVED, NINE, NINE + timedelta(minutes=each)) for each in minutes]


def sums(each):
    return each.served + each.absent + each.uncalled + each.cancelled + each.moved + each.running


@given(st.lists(facts, max_size=60))
def test_every_number_is_counted_once_in_total_by_lane_and_by_hour(rows):
    total, lanes, hours = tally(rows), by_lane(rows, [lane.value for lane in Lane]), by_hour(rows)

    assert total.issued == len(rows) == sums(total)
    for parts in (lanes, hours):
        assert sum(each.issued for each in parts.values()) == len(rows)
        assert all(sums(each) == each.issued for each in parts.values())


def test_waiting_is_a_median_and_what_nine_of_ten_did_not_exceed():
    assert (tally(waited(*range(1, 11))).median_wait, tally(waited(*range(1, 11))).long_wait) == (6, 9)
    assert (tally(waited(7)).median_wait, tally(waited(7)).long_wait) == (7, 7)


def test_nothing_measured_is_nothing_said():
    empty = tally([])

    assert (empty.median_wait, empty.long_wait, empty.absent_percent) == (None, None, None)


def test_the_share_of_no_shows_counts_those_who_were_expected():
    states = [TicketState.SERVED] * 6 + [TicketState.NO_SHOW] * 2 + [TicketState.CANCELLED] * 5

    assert tally(TicketFacts("B", 9, state) for state in states).absent_percent == 25


def test_who_was_left_waiting_was_not_absent():
    rows = [TicketFacts("B", 9, TicketState.NO_SHOW, NINE, left_waiting=left) for left in (True, True, False)]

    assert (tally(rows).absent, tally(rows).uncalled, tally(rows).issued) == (1, 2, 3)


def test_who_comes_before_the_hour_did_not_wait_less_than_nothing():
    assert TicketFacts("B", 9, TicketState.SERVED, NINE, NINE - timedelta(minutes=5)).waited == 0


def test_percentile_is_the_nearest_rank():
    assert [percentile([1, 2, 3, 4], share) for share in (1, 25, 26, 90, 100)] == [1, 1, 2, 4, 4]


def test_a_plan_says_whether_the_counters_can_serve_what_may_be_booked():
    def verdict(places, taken, counters=2, minutes_each=10.0):
        return Capacity(places, taken, counters, 60, minutes_each).verdict

    assert Capacity(10, 0, 2, 60, 10.0).can_serve == 12
    assert [verdict(13, 0), verdict(12, 12), verdict(12, 3), verdict(12, 3, minutes_each=None)] == ["over", "full", "room", "unknown"]
