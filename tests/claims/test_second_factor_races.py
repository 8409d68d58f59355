"""Two at once at the officers' door: a code opens it once, and tries are counted exactly."""

import pytest
from django.test import Client

from claims.services import second_factor
from claims.services.officer_limits import CODES_PER_OFFICER, TRIES_PER_NAME
from tests.claims.desk import all_at_once
from tests.claims.second_step import ACCOUNT, SECOND, code_now, come_in, enter, make_app, make_officer_with_password

pytestmark = pytest.mark.django_db(transaction=True)


def half_in(user):
    client = Client()
    enter(client, user.username)
    return client


def test_one_of_four_with_the_same_code_comes_in():
    officer = make_officer_with_password()
    code, browsers = code_now(make_app(officer)), [half_in(officer) for _ in range(4)]

    answers = all_at_once([lambda browser=browser: browser.post(SECOND, {"kode": code}).status_code for browser in browsers])

    assert sorted(answers) == [200, 200, 200, 302]


def test_one_of_four_with_the_same_recovery_code_comes_in():
    officer = make_officer_with_password()
    make_app(officer)
    code, browsers = second_factor.new_recovery_codes(officer)[0], [half_in(officer) for _ in range(4)]

    answers = all_at_once([lambda browser=browser: browser.post(SECOND, {"kode": code}).status_code for browser in browsers])

    assert (sorted(answers), second_factor.devices_of(officer).left) == ([200, 200, 200, 302], 9)


def test_guesses_at_once_are_no_more_than_one_after_the_other():
    """B8"""
    officer = make_officer_with_password()
    make_app(officer)
    browsers = [half_in(officer) for _ in range(8)]

    codes = all_at_once([lambda browser=browser: browser.post(SECOND, {"kode": "aaaa-aaaa"}).status_code for browser in browsers])
    passwords = all_at_once([lambda n=n: enter(Client(), "tidak-ada", f"salah-{n}").status_code for n in range(16)])

    assert [codes.count(200), passwords.count(200)] == [CODES_PER_OFFICER, TRIES_PER_NAME]


def test_two_devices_taken_away_at_once_leave_one(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    officer = make_officer_with_password()
    apps = [make_app(officer) for _ in range(2)]
    at_home = [come_in(officer, app) for app in apps]
    removals = [f"{ACCOUNT}kode/{app.pk}/lepas/" for app in apps]

    all_at_once([lambda browser=browser, where=where: browser.post(where) for browser, where in zip(at_home, removals, strict=True)])

    assert second_factor.devices_of(officer).count == 1
