"""The night of an office."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from claims.domain.quiet_hours import QuietHours, parse_quiet_hours

ZONE = ZoneInfo("Asia/Jayapura")


def at(hour, minute=0):
    return datetime(2026, 11, 20, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("local", "until"),
    [
        (at(20, 59), None),
        (at(21), at(7) + timedelta(days=1)),
        (at(23, 59), at(7) + timedelta(days=1)),
        (at(0), at(7)),
        (at(6, 59), at(7)),
        (at(7), None),
        (at(12), None),
    ],
)
def test_night_ends_at_seven(local, until):
    assert QuietHours(21, 7).until(local) == until


@pytest.mark.parametrize(("hours", "hour", "end"), [(QuietHours(0, 0), 0, None), (QuietHours(1, 5), 2, 5), (QuietHours(1, 5), 5, None)])
def test_hours_that_do_not_cross_midnight(hours, hour, end):
    assert hours.until(at(hour)) == (end and at(end))


def test_hours_are_read_from_a_setting():
    assert parse_quiet_hours("21-7") == QuietHours(21, 7)


@pytest.mark.parametrize("text", ["", "21", "21-24", "21–7", "-1-7", "21-7-8", "a-b"])
def test_what_is_no_pair_of_hours_is_refused(text):
    with pytest.raises(ValueError, match=r"^"):
        parse_quiet_hours(text)
