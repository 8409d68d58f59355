"""The officers' door: in Indonesian, throttled, closed again after half an hour without a page."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from claims.domain.workflow import Role
from claims.services.officer_limits import FAILURES_PER_ADDRESS, TRIES_PER_NAME
from jht_portal.lib.officer_sessions import IDLE_SECONDS, SEEN, TOUCH_SECONDS
from tests.builders import make_office, make_officer, make_participant
from tests.claims.desk import seat

pytestmark = pytest.mark.django_db
LOGIN = "/petugas/login/"
PASSWORD = "sandi-petugas-2026"  # noqa: S105


@pytest.fixture
def officer():
    officer = make_officer(Role.VERIFIER, office=make_office())
    officer.set_password(PASSWORD)
    officer.save()
    return officer


def enter(client, name, password=PASSWORD, **headers):
    return client.post(LOGIN, {"username": name, "password": password, "next": "/petugas/"}, **headers)


def words(answer):
    return " ".join(answer.content.decode().split())


def test_officer_comes_in_and_goes_out(client, officer):
    assert enter(client, officer.username)["Location"] == "/petugas/"
    assert client.get("/petugas/").status_code == 200

    out = client.post("/petugas/logout/")

    assert "Anda sudah keluar" in words(out)
    assert client.get("/petugas/")["Location"].startswith(LOGIN)


def test_door_speaks_indonesian(client):
    page = words(client.get(LOGIN))

    assert [word for word in ("Masuk ke meja petugas", "Nama pengguna", "Kata sandi") if word not in page] == []
    assert [word for word in ("Username", "Password", "Log in", "Please") if word in page] == []


@pytest.mark.parametrize("who", ["unknown", "wrong password", "disabled", "not an officer"])
def test_every_refusal_reads_the_same(client, officer, who):
    """A2: the door does not tell who works here."""
    User.objects.create_user("bukan-petugas", password=PASSWORD)
    User.objects.create_user("mati", password=PASSWORD, is_staff=True, is_active=False)
    name, password = {
        "unknown": ("tidak-ada", PASSWORD),
        "wrong password": (officer.username, "salah"),
        "disabled": ("mati", PASSWORD),
        "not an officer": ("bukan-petugas", PASSWORD),
    }[who]

    answer = enter(client, name, password)

    assert (answer.status_code, answer.context["form"].non_field_errors()) == (
        200,
        ["Nama pengguna atau kata sandi belum cocok. Perhatikan huruf besar dan kecil."],
    )


def test_tries_for_one_name_have_to_wait(client, officer):
    """B8: the eleventh try is not even looked at, not with the right password either."""
    for _ in range(TRIES_PER_NAME):
        assert enter(client, officer.username, "salah").status_code == 200

    answer = enter(client, officer.username)

    assert (answer.status_code, 0 < int(answer["Retry-After"]) <= 900) == (429, True)
    assert "Terlalu banyak percobaan. Coba lagi" in words(answer)
    assert client.get("/petugas/")["Location"].startswith(LOGIN)


def test_another_name_still_comes_in(client, officer):
    for _ in range(TRIES_PER_NAME + 2):
        enter(client, "orang-lain", "salah")

    assert enter(client, officer.username).status_code == 302


def test_failures_from_one_address_have_to_wait(client, officer):
    """B8: one wrong try for each of many names."""
    for number in range(FAILURES_PER_ADDRESS):
        enter(client, f"nama{number}", "salah", REMOTE_ADDR="192.0.2.7")

    assert enter(client, officer.username, REMOTE_ADDR="192.0.2.7").status_code == 429
    assert enter(client, officer.username, REMOTE_ADDR="192.0.2.8").status_code == 302


def test_many_officers_behind_one_address_come_in(client):
    """Only failures count for an address: an office has one."""
    office = make_office()
    for _ in range(FAILURES_PER_ADDRESS + 2):
        name = make_officer(Role.VERIFIER, office=office)
        name.set_password(PASSWORD)
        name.save()
        assert enter(client, name.username).status_code == 302


def test_session_key_is_new_after_signing_in(client, officer):
    """B7."""
    client.get(LOGIN)
    session = client.session
    session["sebelum"] = "ya"
    session.save()
    before = session.session_key

    enter(client, officer.username)

    assert client.session.session_key != before


@pytest.mark.parametrize(("seconds", "status"), [(IDLE_SECONDS - 60, 200), (IDLE_SECONDS + 1, 302)])
def test_half_an_hour_without_a_page_closes_the_desk(seconds, status):
    """B7: the session ends at the server."""
    client = seat(Role.VERIFIER, office=make_office())[1]
    session = client.session
    session[SEEN] = int(timezone.now().timestamp()) - seconds
    session.save()

    assert client.get("/petugas/").status_code == status
    assert ("_auth_user_id" in client.session) == (status == 200)


def test_every_page_puts_the_end_off():
    client = seat(Role.VERIFIER, office=make_office())[1]
    session = client.session
    session[SEEN] = int(timezone.now().timestamp()) - TOUCH_SECONDS - 5
    session.save()

    client.get("/petugas/")

    assert client.session[SEEN] >= int(timezone.now().timestamp()) - 5


def test_idle_end_keeps_where_the_officer_was():
    client = seat(Role.VERIFIER, office=make_office())[1]
    session = client.session
    session[SEEN] = 1
    session.save()

    assert client.get("/petugas/claims/claim/")["Location"] == "/petugas/login/?next=/petugas/claims/claim/"


@pytest.mark.parametrize("target", ["https://jahat.example/", "//jahat.example", "javascript:alert(1)"])
def test_door_leads_nowhere_else(client, officer, target):
    """D6: after signing in one stays on this host."""
    answer = client.post(LOGIN, {"username": officer.username, "password": PASSWORD, "next": target})

    assert answer["Location"] == "/petugas/"


def test_participant_session_opens_no_desk(client):
    make_participant()

    assert client.get("/petugas/")["Location"].startswith(LOGIN)
