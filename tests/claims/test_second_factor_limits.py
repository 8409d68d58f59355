"""Guessing at the officers' door (B8): few tries anywhere, and the owner still comes in from a browser that is known."""

import re

import pytest
from django.test import Client

from claims.domain.workflow import Role
from claims.models import AuditEntry, AuthenticatorApp, OfficerNotice
from claims.services import officer_limits
from claims.services.officer_limits import CODES_PER_OFFICER, FAILURES_PER_ADDRESS, TRIES_PER_NAME
from jht_portal.lib.known_browsers import MOST_NAMES
from tests.builders import make_office
from tests.claims.desk import seat
from tests.claims.second_step import LOGIN, PASSWORD, SECOND, code_now, come_in, enter, make_app, make_officer_with_password, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_officer_with_password()


def guess(client, name, times, **more):
    """Return how many of so many wrong passwords were looked at."""
    return [enter(client, name, f"salah-{n}", **more).status_code for n in range(times)].count(200)


def outcome(answer):
    """Return all that an answer shows, without what differs for everybody."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|value="[^"]*" autocapitalize', "", answer.content.decode())
    return answer.status_code, sorted(answer.headers), sorted(answer.cookies), text


# --- Passwords


def test_thousand_guesses_for_one_officer_are_ten(officer):
    """B8: from a thousand networks; the owner comes in from the browser of yesterday, with the right password at once."""
    home = Client(REMOTE_ADDR="192.0.2.200")
    enter(home, officer.username)
    home.post("/petugas/logout/")

    looked_at = sum(guess(Client(REMOTE_ADDR=f"10.{n // 250}.{n % 250}.1"), officer.username, 1) for n in range(1000))

    assert looked_at == TRIES_PER_NAME - 1  # The owner's own sign-in, in a browser that was new then, was the first.
    assert enter(Client(), officer.username).status_code == 429
    assert enter(home, officer.username)["Location"] == "/petugas/"


def test_one_guess_for_each_of_a_thousand_officers_is_fifty(officer):
    """B8: from one network; the owner comes in from the browser of yesterday, behind the same address."""
    home = Client(REMOTE_ADDR="192.0.2.7")
    enter(home, officer.username)

    looked_at = sum(guess(Client(REMOTE_ADDR="192.0.2.7"), f"nama{n}", 1) for n in range(1000))

    assert looked_at == FAILURES_PER_ADDRESS
    assert enter(home, officer.username)["Location"] == "/petugas/"


def test_known_browser_may_not_guess_for_ever_either(officer):
    home = Client()
    enter(home, officer.username)
    home.post("/petugas/logout/")

    assert guess(home, officer.username, 30) == TRIES_PER_NAME
    assert enter(home, officer.username).status_code == 429


def test_browser_is_known_for_its_own_officers_only(officer):
    """A colleague's browser opens no extra tries for me."""
    colleague, office_computer = make_officer_with_password(), Client()
    enter(office_computer, colleague.username)
    guess(Client(REMOTE_ADDR="198.51.100.1"), officer.username, TRIES_PER_NAME)

    assert enter(office_computer, officer.username).status_code == 429


@pytest.mark.parametrize("forged", ["", "x", "abc.def:1:2", "0" * 5000])
def test_forged_mark_of_a_browser_is_none(client, officer, forged):
    client.cookies["petugas-dikenal"] = forged

    assert guess(client, officer.username, TRIES_PER_NAME + 5) == TRIES_PER_NAME


def test_counter_computer_knows_its_last_eight_officers():
    shared, officers = Client(), [make_officer_with_password() for _ in range(MOST_NAMES + 1)]
    for officer in officers:
        enter(shared, officer.username)
    for officer in officers:
        guess(Client(REMOTE_ADDR=f"10.9.{officer.pk % 250}.1"), officer.username, TRIES_PER_NAME)

    assert [enter(shared, officer.username).status_code for officer in officers] == [429] + [302] * MOST_NAMES


def test_mark_of_a_browser_names_nobody_and_no_script_reads_it(client, officer):
    enter(client, officer.username)
    mark = client.cookies["petugas-dikenal"]

    assert (officer.username in mark.value, mark["httponly"], mark["samesite"], mark["path"]) == (False, True, "Strict", "/")


@pytest.mark.parametrize("tries", [1, TRIES_PER_NAME + 1])
def test_locked_name_reads_the_same_whether_somebody_has_it_or_not(officer, tries):
    """A2"""
    answers = []
    for name in (officer.username, "x" * len(officer.username)):
        client = Client(REMOTE_ADDR="198.51.100.9" if name == officer.username else "198.51.100.10")
        answers.append([enter(client, name, "salah") for _ in range(tries)][-1])

    assert outcome(answers[0])[0] == (200 if tries == 1 else 429)
    assert [
        part.replace(officer.username, "x" * len(officer.username)) if isinstance(part, str) else part for part in outcome(answers[0])
    ] == list(outcome(answers[1]))


def test_name_counts_in_any_spelling(client, officer):
    spelled = [officer.username, officer.username.upper(), f" {officer.username} "]

    assert sum(guess(client, name, 10) for name in spelled) == TRIES_PER_NAME


def test_lock_is_written_into_the_audit_once(client, officer):
    guess(client, officer.username, TRIES_PER_NAME + 20)
    guess(client, "tidak-ada", TRIES_PER_NAME + 20)

    assert list(AuditEntry.objects.filter(kind="sign_in_locked").order_by("pk").values_list("user_id", "object")) == [
        (officer.pk, ""),
        (None, ""),
    ]


def test_name_with_a_nul_is_refused_and_locked_like_any_other(client, officer):
    assert guess(client, f"{officer.username}\0", TRIES_PER_NAME + 5) == TRIES_PER_NAME


# --- Codes


def wrong_codes(client, times):
    return [client.post(SECOND, {"kode": f"abcd-{n:04d}"}).status_code for n in range(times)].count(200)


def test_wrong_codes_have_to_wait_and_the_right_one_too(client, officer):
    """B8: after the right password there are five."""
    app = make_app(officer)
    enter(client, officer.username)

    looked_at = wrong_codes(client, 30)
    answer = client.post(SECOND, {"kode": code_now(app)})

    assert (looked_at, answer.status_code, 0 < int(answer["Retry-After"]) <= 900) == (CODES_PER_OFFICER, 429, True)
    assert "Terlalu banyak kode yang tidak cocok. Coba lagi 15 menit lagi." in words(answer)


def test_wrong_codes_elsewhere_do_not_lock_the_owners_browser(officer):
    """B8"""
    app, home, elsewhere = make_app(officer), Client(), Client()
    come_in(officer, app, home)
    home.post("/petugas/logout/")
    enter(elsewhere, officer.username)
    wrong_codes(elsewhere, 30)

    come_in(officer, app, home)

    assert home.get("/petugas/").status_code == 200


def test_right_code_begins_anew(officer):
    app = make_app(officer)
    for _ in range(3):
        client = Client()
        enter(client, officer.username)
        assert wrong_codes(client, CODES_PER_OFFICER - 1) == CODES_PER_OFFICER - 1
        AuthenticatorApp.objects.update(last_t=-1)
        assert client.post(SECOND, {"kode": code_now(app)}).status_code == 302


# --- Admin Konfigurasi helps


def test_keeper_sees_the_lock_and_opens_it(officer):
    office = make_office()
    keeper, desk = seat(Role.CONFIGURATOR, office=office)
    page, act = f"/petugas/auth/user/{officer.pk}/change/", f"/petugas/auth/user/{officer.pk}/buka-kunci/atur/"
    free = words(desk.get(page))
    guess(Client(REMOTE_ADDR="198.51.100.1"), officer.username, TRIES_PER_NAME + 1)
    locked = words(desk.get(page))

    asked, done = words(desk.get(act)), desk.post(act)

    assert ("Tidak terkunci" in free, "<b>Terkunci</b> 15 menit lagi" in locked, "Buka kunci akun" in asked) == (True, True, True)
    assert (done["Location"], "Tidak terkunci" in words(desk.get(page))) == (page, True)
    assert list(AuditEntry.objects.filter(kind="unlocked").values_list("user_id", "object")) == [(keeper.pk, f"user {officer.pk}")]
    assert list(OfficerNotice.objects.values_list("user", "kind")) == [(officer.pk, "unlocked")]
    assert enter(Client(), officer.username)["Location"] == "/petugas/"


def test_wrong_codes_lock_too_and_are_unlocked(officer):
    app, client = make_app(officer), Client()
    enter(client, officer.username)
    wrong_codes(client, CODES_PER_OFFICER + 1)
    assert officer_limits.lock(officer).allowed is False

    desk = seat(Role.CONFIGURATOR, office=make_office())[1]
    desk.post(f"/petugas/auth/user/{officer.pk}/buka-kunci/atur/")

    assert client.post(SECOND, {"kode": code_now(app)}).status_code == 302


def test_page_of_a_refusal_keeps_no_password(client, officer):
    guess(client, officer.username, TRIES_PER_NAME)

    answer = client.post(LOGIN, {"username": officer.username, "password": PASSWORD})

    assert (answer.status_code, PASSWORD in answer.content.decode()) == (429, False)
