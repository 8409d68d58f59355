"""How long one still waits: nothing is said on few data, and what is said holds."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from claims.domain.queue_pace import BREAK, FEWEST, WaitRange, calls_an_hour, wait_range

NINE = datetime(2026, 11, 30, 9, tzinfo=UTC)


def calls(*minutes):
    return [NINE + timedelta(minutes=each) for each in minutes]


def every(minutes, count):
    return calls(*(minutes * n for n in range(count)))


def test_too_few_calls_give_no_estimate():
    enough = every(4, FEWEST + 1)

    assert wait_range(2, enough[:-1], enough[-1]) is None
    assert wait_range(2, enough, enough[-1]) is not None


def test_no_call_for_a_long_while_gives_no_estimate():
    seen = every(4, 10)

    assert wait_range(2, seen, seen[-1] + BREAK) is not None
    assert wait_range(2, seen, seen[-1] + BREAK + timedelta(seconds=1)) is None


def test_an_even_pace_gives_a_narrow_range_rounded_outwards():
    seen = every(4, 12)

    assert wait_range(2, seen, seen[-1]) == WaitRange(10, 15)
    assert wait_range(0, seen, seen[-1]) == WaitRange(0, 5)


def test_lunch_is_no_pace():
    morning, noon = every(4, 8), [at + timedelta(minutes=28 + 31) for at in every(4, 8)]

    assert wait_range(2, morning + noon, noon[-1]) == WaitRange(10, 15)


def test_calls_of_the_early_morning_do_not_count_at_noon():
    slow = every(20, 6)
    fast = [NINE + timedelta(hours=3, minutes=2 * n) for n in range(12)]

    assert calls_an_hour(slow + fast, fast[-1]) == pytest.approx(30)


def test_the_range_holds_for_about_four_of_five():
    """Days with a random pace, seeded: pauses between calls as they are, with a long tail."""
    random, held, trials = Random(20261130), 0, 400
    for _ in range(trials):
        mean, ahead = random.uniform(1, 6), random.randrange(12)
        moments, at = [], NINE
        for _ in range(16 + ahead + 1):
            at += timedelta(minutes=random.gammavariate(2, mean / 2))
            moments.append(at)
        now = moments[15]
        said = wait_range(ahead, moments[:16], now)
        assert said is not None
        held += said.low <= (moments[16 + ahead] - now) / timedelta(minutes=1) <= said.high

    assert 0.78 <= held / trials <= 0.97
