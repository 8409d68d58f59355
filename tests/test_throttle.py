"""The rate limiter: exact whoever asks, and deaf to forged addresses."""

import multiprocessing
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections

from jht_portal.lib.throttle import Allowance, Budget, client_address, hit, hit_all, sweep

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
NIK = "3174051508690001"


def look(subject: str, *, at: datetime = NOON, limit: int = 3, window_seconds: int = 60) -> Allowance:
    return hit("lookup", subject, limit=limit, window_seconds=window_seconds, now=at)


@pytest.mark.django_db
def test_hit_allows_exactly_the_limit():
    answers = [look(NIK).allowed for _ in range(5)]

    assert answers == [True, True, True, False, False]


@pytest.mark.django_db
def test_hit_says_how_long_to_wait():
    look(NIK, limit=1)

    assert look(NIK, limit=1, at=NOON + timedelta(seconds=12.5)) == Allowance(allowed=False, retry_after=48)


@pytest.mark.django_db
def test_hit_opens_a_new_window_when_the_old_one_has_ended():
    look(NIK, limit=1)
    refused = look(NIK, limit=1, at=NOON + timedelta(seconds=59))

    assert (refused.allowed, look(NIK, limit=1, at=NOON + timedelta(seconds=60)).allowed) == (False, True)


@pytest.mark.django_db
def test_hit_opens_the_window_at_the_first_hit_and_not_at_the_full_minute():
    """A1: nobody doubles the limit by trying around the turn of a minute."""
    start = NOON + timedelta(seconds=58)
    answers = [look(NIK, at=start + timedelta(seconds=s)).allowed for s in range(6)]

    assert answers == [True, True, True, False, False, False]


@pytest.mark.django_db
def test_hit_counts_each_subject_and_each_name_alone():
    look("a", limit=1)

    assert [look("b", limit=1).allowed, hit("sign-in", "a", limit=1, window_seconds=60).allowed, look("a", limit=1).allowed] == [
        True,
        True,
        False,
    ]


@pytest.mark.django_db
def test_hit_all_refuses_when_one_budget_is_used_up_and_names_the_longest_wait():
    minute, hour = Budget("lookup", "a", 1, 60), Budget("lookup", "a", 2, 3600)
    answers = [hit_all([minute, hour], now=NOON + timedelta(seconds=s)) for s in (0, 1, 2)]

    assert answers == [Allowance(True, 0), Allowance(False, 59), Allowance(False, 3598)]


@pytest.mark.django_db
def test_hit_all_asks_the_database_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        hit_all([Budget("lookup", "a", 1, 60), Budget("lookup", "a", 2, 3600), Budget("number", NIK, 5, 60)])


@pytest.mark.django_db
def test_hit_all_only_looks_where_the_cost_is_nothing():
    look_only, pay = Budget("miss", "all", 2, 60, cost=0), Budget("miss", "all", 2, 60)
    seen = [hit_all([b], now=NOON).allowed for b in (look_only, look_only, look_only, pay, look_only, pay, look_only)]

    assert seen == [True, True, True, True, True, True, False]


@pytest.mark.django_db
def test_the_table_never_holds_the_number():
    look(NIK)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM throttle")
        row = cursor.fetchone()

    assert len(bytes(row[0])) == 16
    assert NIK.encode() not in repr(row).encode()


@pytest.mark.django_db
def test_sweep_forgets_windows_that_ended_and_no_other():
    look("old")
    look("open", limit=1, window_seconds=600)

    assert sweep(NOON + timedelta(seconds=60)) == 1
    assert not look("open", limit=1, window_seconds=600, at=NOON + timedelta(seconds=61)).allowed


def try_often(times: int) -> int:
    return sum(look("crowd", limit=50).allowed for _ in range(times))


@pytest.mark.django_db(transaction=True)
def test_eight_processes_at_once_get_the_limit_once():
    """A1: two workers give 1x, not 2x."""
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(8) as pool:
        allowed = pool.map(try_often, [25] * 8, chunksize=1)

    assert sum(allowed) == 50


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "address"),
    [
        (0, "198.51.100.7", "", "198.51.100.7"),
        (0, "198.51.100.7", "203.0.113.1", "198.51.100.7"),
        (1, "10.0.0.1", "203.0.113.1", "203.0.113.1"),
        (1, "10.0.0.1", "6.6.6.6, 203.0.113.1", "203.0.113.1"),
        (2, "10.0.0.1", "6.6.6.6, 203.0.113.1, 10.0.0.2", "203.0.113.1"),
        (2, "10.0.0.1", "203.0.113.1", "203.0.113.1"),
        (1, "10.0.0.1", "", "10.0.0.1"),
        (1, "10.0.0.1", "'; DROP TABLE throttle", "10.0.0.1"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (0, "::ffff:198.51.100.7", "", "198.51.100.7"),
        (0, "", "203.0.113.1", ""),
    ],
)
def test_client_address_believes_trusted_hops_only(rf, settings, proxies, remote, forwarded, address):
    """A1: a forged X-Forwarded-For changes nothing."""
    settings.TRUSTED_PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}

    assert client_address(rf.post("/tracking/", REMOTE_ADDR=remote, **headers)) == address
