"""Passes to a tracking result: nobody makes one, changes one or keeps one."""

import base64
import os
import string
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from claims.services.passes import OPEN_FOR, Found, Pass, PassClosed, new_pass, read_pass, write_pass
from jht_portal.lib.crypto import seal

NOW = datetime(2026, 11, 20, 3, 5, tzinfo=UTC)
IDS = (uuid.uuid4(), uuid.uuid4())


def closed(token: str, now: datetime = NOW) -> bool:
    try:
        read_pass(token, now)
    except PassClosed:
        return True
    return False


@pytest.mark.parametrize("kind", Found)
def test_a_pass_comes_back_as_it_was_written(kind):
    opened = new_pass(kind, *IDS, now=NOW)

    assert read_pass(write_pass(opened), NOW) == opened == Pass(kind, IDS, NOW + OPEN_FOR)


def test_a_pass_closes_after_two_hours():
    token = write_pass(new_pass(Found.CLAIM, IDS[0], now=NOW))

    assert [closed(token, NOW + OPEN_FOR - timedelta(seconds=1)), closed(token, NOW + OPEN_FOR)] == [False, True]


def test_a_pass_to_one_of_several_claims_closes_with_the_list():
    listed = new_pass(Found.PERSON, IDS[0], now=NOW)

    assert listed.for_claim(IDS[1]) == Pass(Found.CLAIM, (IDS[1],), listed.closes_at)


def test_ten_thousand_guesses_open_nothing():
    """A7: a pass cannot be guessed."""
    length = len(write_pass(new_pass(Found.CLAIM, IDS[0], now=NOW)))
    guesses = (base64.urlsafe_b64encode(b"\x01" + os.urandom(length)).decode()[:length] for _ in range(10_000))

    assert all(closed(guess) for guess in guesses)


def test_a_pass_changed_in_any_place_is_closed():
    """A7: every character counts, and a value has one spelling only."""
    token = write_pass(new_pass(Found.CLAIM, IDS[0], now=NOW))
    alphabet = string.ascii_letters + string.digits + "-_"
    changed = {token[:at] + other + token[at + 1 :] for at in range(len(token)) for other in alphabet} - {token}
    changed |= {token + "=", token + "A", token[:-1], f"{token[:9]} {token[9:]}", token.swapcase(), ""}

    assert all(closed(other) for other in changed)


def test_bytes_sealed_for_another_purpose_are_no_pass():
    """A7: what a database row holds does not open a page."""
    sealed = seal(b"c" + b"\xff" * 20, "participants_participant.nik.1")

    assert closed(base64.urlsafe_b64encode(sealed).decode().rstrip("="))


def test_a_pass_tells_nothing_of_what_it_opens():
    token = write_pass(new_pass(Found.CLAIM, IDS[0], now=NOW))
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))

    assert IDS[0].bytes not in raw
    assert len({write_pass(new_pass(Found.CLAIM, IDS[0], now=NOW)) for _ in range(50)}) == 50
