"""Whom a counter calls next: shares of the lanes, turns within a lane, and the number as it is spoken."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.domain.calling import Waiting, calling_order, in_words, next_lane, round_length, spoken_call
from claims.domain.queueing import Lane

P, B, A = Lane
SHARES = {P: 2, B: 2, A: 1}
NINE = datetime(2026, 11, 30, 9, tzinfo=UTC)
lanes = st.sampled_from(list(Lane))
shares = st.fixed_dictionaries({lane: st.integers(1, 4) for lane in Lane})


def waiting(lane, number, minutes=0, hour=None):
    at = NINE + timedelta(minutes=minutes)
    return Waiting(f"{lane}{number}", lane, number, at, hour)


def test_a_full_house_is_called_by_shares():
    called = []
    for _ in range(50):
        called.append(next_lane(Lane, called, SHARES))

    assert called[:10] == [P, B, A, P, B] * 2
    assert Counter(called) == {P: 20, B: 20, A: 10}


def test_a_lane_where_nobody_waits_gives_its_calls_to_the_others():
    called = []
    for _ in range(6):
        called.append(next_lane([B, A], called, SHARES))

    assert Counter(called) == {B: 4, A: 2}


@given(shares, st.lists(lanes, max_size=30), st.lists(st.sets(lanes), min_size=20, max_size=40))
def test_nobody_waits_longer_than_a_round_and_two_calls_for_the_own_lane(given_shares, recent, others):
    """Whatever was called before and whoever waits beside."""
    for lane in Lane:
        called = list(recent)
        for also in others:
            called.append(next_lane({lane, *also}, called, given_shares))
        new = called[len(recent) :]
        gaps = "".join("x" if each == lane else "." for each in new).split("x")
        assert max(map(len, gaps)) <= round_length(given_shares) + 1


@given(st.lists(st.tuples(lanes, st.integers(0, 300)), max_size=40), st.lists(lanes, max_size=10))
def test_the_order_holds_everybody_once_and_each_lane_by_turn(people, recent):
    everybody = [waiting(lane, number, minutes) for number, (lane, minutes) in enumerate(people, 1)]

    order = calling_order(everybody, recent, SHARES, NINE + timedelta(hours=9))

    assert Counter(order) == Counter(everybody)
    for lane in Lane:
        mine = [each for each in order if each.lane == lane]
        assert mine == sorted(mine, key=lambda each: (each.turn, each.number))


def test_the_order_tells_what_call_after_call_gives():
    random, recent = Random(3), [B, A]
    left = [waiting(random.choice(list(Lane)), number, random.randrange(60)) for number in range(30)]
    now = NINE + timedelta(hours=2)
    promised = calling_order(left, recent, SHARES, now)

    called = []
    while left:
        first = calling_order(left, recent, SHARES, now)[0]
        called.append(first)
        left.remove(first)
        recent = [*recent, first.lane]

    assert called == promised


def test_who_comes_before_the_booked_hour_waits_behind_who_is_due_and_late_comers_behind_who_was_there():
    early = waiting(B, 1, minutes=-30, hour=NINE + timedelta(hours=2))
    on_time = waiting(B, 9, minutes=-20, hour=NINE)
    late = waiting(B, 2, minutes=25, hour=NINE - timedelta(hours=1))
    walk_in = waiting(A, 1, minutes=20)

    order = calling_order([early, late, walk_in, on_time], [], {P: 1, B: 1, A: 1}, NINE + timedelta(minutes=30))

    assert order == [on_time, walk_in, late, early]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (4, "empat"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (14, "empat belas"),
        (20, "dua puluh"),
        (37, "tiga puluh tujuh"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (200, "dua ratus"),
        (1000, "seribu"),
        (1203, "seribu dua ratus tiga"),
        (21010, "dua puluh satu ribu sepuluh"),
    ],
)
def test_numbers_are_spelled_as_they_are_spoken(number, words):
    assert in_words(number) == words


def test_a_call_is_spoken_with_lane_number_and_counter():
    assert spoken_call("B", 14, 3) == "Nomor antrian be, empat belas, silakan ke loket tiga."
