"""The second step at the officers' door: a right password alone opens nothing."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken

from claims.domain.workflow import Role
from claims.models import AuditEntry, AuthenticatorApp, OfficerSignIn
from claims.services import passkeys, second_factor
from tests.builders import make_office
from tests.claims.desk import held_claim, make_page, seat
from tests.claims.second_step import (
    ENROL,
    ENROL_APP,
    LOGIN,
    PASSWORD,
    RECOVERY,
    SECOND,
    code_now,
    come_in,
    enter,
    make_app,
    make_officer_with_password,
    words,
)
from tests.crawl import PARAMETER, routes

pytestmark = pytest.mark.django_db
NOW = "2026-11-24 03:00"
DOORS = {LOGIN, SECOND, ENROL, ENROL_APP}
FILLED = {"claim_id": "00000000-0000-0000-0000-000000000007", "person_id": "00000000-0000-0000-0000-000000000007"}


@pytest.fixture(autouse=True)
def required(settings):
    """As everywhere but in a demo."""
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def officer():
    return make_officer_with_password()


@pytest.fixture
def app(officer):
    return make_app(officer)


def is_in(client):
    return client.get("/petugas/").status_code == 200


def officers_addresses():
    """Return every address of the desk with something in the place of its parameters."""
    filled = (PARAMETER.sub(lambda match: FILLED.get(match["name"], "1"), f"/{route}") for route in routes())
    return sorted({address for address in filled if address.startswith("/petugas/")} - DOORS)


# --- Half in


def test_right_password_alone_leads_to_the_second_step(client, officer, app):
    """B7"""
    answer = enter(client, officer.username)

    assert (answer.status_code, answer["Location"], "_auth_user_id" in client.session) == (302, SECOND, False)
    assert "Langkah 2 dari 2" in words(client.get(SECOND))


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_of_the_desk_refuses_who_is_half_in(client, officer, app, method):
    """B7: whatever was asked for, the second step comes first."""
    enter(client, officer.username)

    answers = {address: getattr(client, method)(address, {"versi": 1}) for address in officers_addresses()}

    assert len(answers) > 40
    assert {address: answer.get("Location") for address, answer in answers.items() if answer.get("Location") != SECOND} == {}


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_of_the_desk_refuses_a_session_without_second_step(officer, method):
    """B7: one that was opened before the second step was required, say."""
    statuses = set()
    for address in officers_addresses():
        client = Client()
        client.force_login(officer)
        statuses.add((getattr(client, method)(address, {"versi": 1}).status_code, "_auth_user_id" in client.session))

    assert statuses <= {(302, False)}


@pytest.mark.parametrize(("required", "status"), [(False, 200), (True, 404)])
def test_document_is_not_served_to_a_session_without_second_step(settings, required, status):
    """B7, B1"""
    settings.SECOND_FACTOR_REQUIRED = required
    officer, client = seat(Role.VERIFIER, office=make_office())
    page = make_page(held_claim(officer, officer.officer.office), "ktp")

    assert client.get(reverse("claims:page_file", args=[page.pk])).status_code == status


def test_session_key_is_new_after_each_step(client, officer, app):
    """B7"""
    client.get(LOGIN)
    client.cookies["sesi"] = "dari-orang-lain"
    enter(client, officer.username)
    half = client.session.session_key
    client.post(SECOND, {"kode": code_now(app)})

    assert len({"dari-orang-lain", half, client.session.session_key}) == 3
    assert not Session.objects.filter(pk=half).exists()


@pytest.mark.parametrize(("minutes", "goes_to"), [(9, "/petugas/"), (11, LOGIN)])
def test_half_a_sign_in_lasts_ten_minutes(client, officer, app, minutes, goes_to):
    with time_machine.travel(NOW, tick=False) as clock:
        enter(client, officer.username)
        clock.shift(timedelta(minutes=minutes))

        assert client.post(SECOND, {"kode": code_now(app)})["Location"] == goes_to


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}, {"password": "lain"}])
def test_what_happens_to_the_account_meanwhile_counts(client, officer, app, change):
    """B7"""
    enter(client, officer.username)
    User.objects.filter(pk=officer.pk).update(**change)

    assert client.post(SECOND, {"kode": code_now(app)})["Location"] == LOGIN


def test_officer_may_turn_back(client, officer, app):
    enter(client, officer.username)

    assert client.post(SECOND, {"batal": "1"})["Location"] == LOGIN
    assert client.get(SECOND)["Location"] == LOGIN


def test_second_step_without_a_first_leads_to_the_door(client):
    assert [client.get(page)["Location"] for page in (SECOND, ENROL, ENROL_APP)] == [LOGIN] * 3


# --- Codes


def test_code_of_the_app_opens_the_desk(client, officer, app):
    enter(client, officer.username)

    answer = client.post(SECOND, {"kode": f" {code_now(app)[:3]} {code_now(app)[3:]} "})

    assert (answer["Location"], is_in(client)) == ("/petugas/", True)
    assert OfficerSignIn.objects.values_list("user", "factor", "address", "ended_at").get() == (officer.pk, "kode", "127.0.0.x", None)


def test_code_works_once(client, officer, app):
    """Who looked over the shoulder comes too late."""
    with time_machine.travel(NOW, tick=False):
        code = code_now(app)
        enter(client, officer.username)
        client.post(SECOND, {"kode": code})
        other = Client()
        enter(other, officer.username)

        answer = other.post(SECOND, {"kode": code})

    assert (answer.status_code, answer.context["form"].errors["kode"]) == (
        200, ["Kode itu belum cocok, atau sudah dipakai. Tunggu kode berikutnya, lalu isi lagi."],
    )  # fmt: skip


@pytest.mark.parametrize(("late", "goes_in"), [(29, True), (59, True), (91, False)])
def test_code_is_good_for_its_half_minute_and_one_more(client, officer, app, late, goes_in):
    with time_machine.travel(NOW, tick=False) as clock:
        code = code_now(app)
        enter(client, officer.username)
        clock.shift(timedelta(seconds=late))

        assert (client.post(SECOND, {"kode": code}).status_code == 302) == goes_in


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "x" * 41, "'; drop"])
def test_what_is_no_code_gets_a_word_beside_the_field(client, officer, app, typed):
    enter(client, officer.username)

    answer = client.post(SECOND, {"kode": typed})

    assert (answer.status_code, len(answer.context["form"].errors["kode"]), is_in(client)) == (200, 1, False)


def test_code_of_a_colleague_is_none(client, officer, app):
    stranger = make_app(make_officer_with_password())
    enter(client, officer.username)

    assert client.post(SECOND, {"kode": code_now(stranger)}).status_code == 200


def test_recovery_code_opens_the_desk_once(officer, app):
    first, second, *_ = second_factor.new_recovery_codes(officer)
    outcomes = []
    for code in (first.upper(), first, second.replace("-", " ")):
        client = Client()
        enter(client, officer.username)
        outcomes.append(client.post(SECOND, {"kode": code}).status_code)

    assert (outcomes, second_factor.devices_of(officer).left) == ([302, 200, 302], 8)
    assert AuditEntry.objects.filter(kind="recovery_used", user_id=officer.pk).count() == 2


def test_recovery_codes_that_run_out_are_said(client, officer, app):
    code = second_factor.new_recovery_codes(officer)[0]
    enter(client, officer.username)
    client.post(SECOND, {"kode": code})

    assert "Kode cadangan Anda tinggal 9. Buat yang baru di Keamanan akun." in words(client.get("/petugas/"))


def test_a_stolen_database_makes_no_codes(officer, app):
    """G1: what stands in the rows is neither the app's secret nor a recovery code."""
    codes = second_factor.new_recovery_codes(officer)
    stored = set(StaticToken.objects.values_list("token", flat=True))

    assert app.key not in app.bin_key.hex()
    assert (len(stored), stored & {part for code in codes for part in (code, code.replace("-", ""))}) == (10, set())


# --- Where to go afterwards


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/petugas/claims/claim/?antrean=semua", "/petugas/claims/claim/?antrean=semua"),
        ("https://jahat.example/", "/petugas/"),
        ("//jahat.example", "/petugas/"),
        ("javascript:alert(1)", "/petugas/"),
    ],
)
def test_wanted_page_is_kept_through_both_steps_if_it_is_ours(client, officer, app, wanted, goes_to):
    """D6"""
    client.post(LOGIN, {"username": officer.username, "password": PASSWORD, "next": wanted})

    assert client.post(SECOND, {"kode": code_now(app)})["Location"] == goes_to


# --- Setting up


def letters_on(page):
    return re.search(r'<p class="secret__letters">([A-Z2-7 ]+)</p>', page.content.decode())[1].replace(" ", "")


def shown_code(client):
    """Return what an app shows that was given the letters of the page."""
    letters_on(client.get(ENROL_APP))
    return code_now(second_factor.planned_app(User(), client.session["petugas_benih"]))


def test_officer_without_second_step_sets_one_up_before_anything_else(client, officer):
    answer = enter(client, officer.username)

    assert (answer["Location"], client.get(SECOND)["Location"]) == (ENROL, ENROL)
    assert [word for word in ("Passkey", "Aplikasi kode") if word not in words(client.get(ENROL))] == []


def test_newcomer_sets_up_an_app_and_is_in(client, officer):
    client.post(LOGIN, {"username": officer.username, "password": PASSWORD, "next": "/petugas/claims/claim/"})

    answer = client.post(ENROL_APP, {"kode": shown_code(client)})
    codes = re.findall(r"<code>([a-z2-7]{4}-[a-z2-7]{4})</code>", client.get(answer["Location"]).content.decode())
    done = client.post(answer["Location"], {"simpan": "1"})

    assert (answer["Location"], len(set(codes)), done["Location"]) == (
        f"{RECOVERY}?next=%2Fpetugas%2Fclaims%2Fclaim%2F",
        10,
        "/petugas/claims/claim/",
    )
    assert (is_in(client), client.get(RECOVERY)["Location"], second_factor.devices_of(officer).count) == (True, "/petugas/keamanan/", 1)
    assert set(AuditEntry.objects.filter(user_id=officer.pk).values_list("kind", flat=True)) == {"device_added", "sign_in"}


def test_letters_are_the_secret_of_the_picture(client, officer):
    enter(client, officer.username)
    page = client.get(ENROL_APP)

    assert (letters_on(page), "<svg" in page.content.decode()) == (letters_on(client.get(ENROL_APP)), True)
    assert second_factor.planned_app(officer, client.session["petugas_benih"]).config_url.count(f"secret={letters_on(page)}") == 1


@pytest.mark.parametrize("typed", ["000000", "", "12345", "abcdef"])
def test_app_that_shows_another_code_is_not_stored(client, officer, typed):
    with time_machine.travel(NOW, tick=False):
        enter(client, officer.username)
        client.get(ENROL_APP)
        answer = client.post(ENROL_APP, {"kode": typed})

    assert (answer.status_code, len(answer.context["form"].errors["kode"]), AuthenticatorApp.objects.count()) == (200, 1, 0)


@pytest.mark.parametrize(("host", "offered"), [("localhost:8000", True), ("127.0.0.1:8000", False), ("[::1]:8000", False)])
def test_passkey_is_offered_where_browsers_know_it(officer, host, offered):
    """Never under a bare number; the page says what to do instead."""
    client = Client(HTTP_HOST=host)
    enter(client, officer.username)
    page = words(client.get(ENROL))

    assert ("data-question" in page, "Passkey tidak bisa dipakai di alamat angka." in page) == (offered, not offered)


@pytest.mark.parametrize("address", [ENROL, ENROL_APP])
def test_right_password_adds_no_device_beside_one_that_is_there(client, officer, app, address):
    """B7: else the password would be enough after all."""
    enter(client, officer.username)

    assert [client.get(address)["Location"], client.post(address, {"kode": "123456"})["Location"]] == [SECOND, SECOND]


def test_recovery_codes_lie_sealed_until_they_are_kept(client, officer):
    """G1"""
    enter(client, officer.username)
    answer = client.post(ENROL_APP, {"kode": shown_code(client)})
    codes = re.findall(r"<code>(.+?)</code>", client.get(answer["Location"]).content.decode())
    kept = str(dict(client.session.items()))

    assert [code for code in codes if code in kept] == []


# --- Passkeys that are none (the real ones are in tests/browser)


@pytest.mark.parametrize(
    "answer",
    ["x", "null", "[]", "{}", '{"id": 1}', '{"id":"a","rawId":"a","type":"public-key","response":{}}', "9" * 30_000, "\x00",
     '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","attestationObject":"AA"}}',
     '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA"}}'],
)  # fmt: skip
def test_nonsense_for_a_passkey_is_refused_in_words(client, officer, app, answer):
    """D8"""
    question, state = passkeys.question_to_add(officer, "http://localhost")
    enter(client, officer.username)

    at_door = client.post(SECOND, {"passkey": answer})
    for ceremony, extra in ((passkeys.add, ("nama",)), (passkeys.verify, ())):
        with pytest.raises(passkeys.PasskeyRefused):
            ceremony(officer, "http://localhost", state, answer, *extra)

    assert question["rp"] == {"name": "Portal JHT Kantor Layanan Priangan", "id": "localhost"}
    assert (at_door.status_code, "Passkey belum terbaca." in words(at_door), is_in(client)) == (200, True, False)


def test_question_is_put_for_every_answer(client, officer):
    """A passkey's answer cannot be sent twice: the question is forgotten with the first."""
    with pytest.raises(passkeys.PasskeyRefused):
        passkeys.verify(officer, "http://localhost", None, "{}")


# --- In a demo


def test_demo_asks_no_second_step_of_who_has_none(client, settings, officer):
    settings.SECOND_FACTOR_REQUIRED = False

    assert (enter(client, officer.username)["Location"], is_in(client)) == ("/petugas/", True)


def test_demo_asks_who_has_set_one_up(client, settings, officer, app):
    settings.SECOND_FACTOR_REQUIRED = False

    assert (enter(client, officer.username)["Location"], is_in(client)) == (SECOND, False)


def test_models_of_the_library_are_not_on_show():
    """No secret, and no English page, among the desk's lists."""
    client = come_in(keeper := make_officer_with_password(Role.CONFIGURATOR), make_app(keeper))

    assert [
        client.get(f"/petugas/{path}/").status_code
        for path in ("otp_totp/totpdevice", "otp_static/staticdevice", "otp_webauthn/webauthncredential")
    ] == [404] * 3


def test_moment_of_the_sign_in_is_listed(client, officer, app):
    before = timezone.now()
    come_in(officer, app, client)

    assert before <= OfficerSignIn.objects.get().at <= timezone.now()
