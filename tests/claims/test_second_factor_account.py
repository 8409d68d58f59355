"""An officer's account: own devices and sign-ins, the end of sessions (B7), proofs before weighty acts, and help from a colleague."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp_webauthn.models import WebAuthnCredential

from claims.domain.workflow import ClaimStatus, Role
from claims.models import AuditEntry, AuthenticatorApp, OfficerNotice, OfficerSignIn
from claims.services import second_factor
from claims.services.officer_limits import CODES_PER_OFFICER
from jht_portal.lib.officer_sessions import FRESH, LONGEST_SECONDS, SEEN, SINCE
from tests.builders import make_claim, make_office
from tests.claims.desk import seated, step_url
from tests.claims.second_step import ACCOUNT, ENROL, LOGIN, PASSWORD, RECOVERY, SECOND, code_now, come_in, enter, make_app, words
from tests.claims.second_step import make_officer_with_password as make_person
from tests.claims.test_desk_accounts import USERS, form_of, group

pytestmark = pytest.mark.django_db
NOW = "2026-11-24 03:00"
AGAIN = "Masukkan kata sandi sekali lagi"


@pytest.fixture(autouse=True)
def required(settings):
    """As everywhere but in a demo."""
    settings.SECOND_FACTOR_REQUIRED, settings.FRESH_SIGN_IN_SECONDS = True, 600


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def officer(office):
    return make_person(office=office)


@pytest.fixture
def app(officer):
    return make_app(officer)


@pytest.fixture
def home(officer, app):
    """A browser in which the officer is signed in."""
    return come_in(officer, app)


@pytest.fixture
def keeper(office):
    """Admin Konfigurasi, signed in."""
    user = make_person(Role.CONFIGURATOR, office=office)
    return user, come_in(user, make_app(user))


def is_in(client):
    return client.get("/petugas/").status_code == 200


def make_passkey(user, name="Laptop"):
    return WebAuthnCredential.objects.create(user=user, name=name, credential_id=user.pk.to_bytes(8) + name.encode(), public_key=b"x")


def grow_stale(client):
    session = client.session
    session[FRESH] = 1
    session.save()


def kinds(user):
    return list(AuditEntry.objects.filter(user_id=user.pk).order_by("pk").values_list("kind", flat=True))


# --- The page


def test_page_lists_devices_and_sign_ins(home, officer, app):
    make_passkey(officer)

    page = words(home.get(ACCOUNT))

    missing = [
        word
        for word in ("Laptop", "Ponsel", "Sesi ini", "127.0.0.x", "kata sandi dan kode aplikasi", "Tidak ada kode cadangan lagi.")
        if word not in page
    ]
    assert missing == []
    assert f'<a href="{ACCOUNT}">Keamanan akun</a>' in words(home.get("/petugas/"))


def test_nobody_sees_or_touches_another_officers_device(home):
    """B1: guessed numbers lead to nothing."""
    strangers = make_app(make_person())
    addresses = [f"{ACCOUNT}kode/{strangers.pk}/{act}/" for act in ("nama", "lepas")] + [
        f"{ACCOUNT}passkey/1/lepas/",
        f"{ACCOUNT}apa/1/lepas/",
    ]

    assert [home.post(address, {"nama": "Palsu"}).status_code for address in addresses] == [404] * 4
    assert AuthenticatorApp.objects.get(pk=strangers.pk).name == "Ponsel"


def test_officer_names_a_device(home, app):
    home.post(f"{ACCOUNT}kode/{app.pk}/nama/", {"nama": "Ponsel dinas"})
    refused = home.post(f"{ACCOUNT}kode/{app.pk}/nama/", {"nama": "x" * 61}, follow=True)

    assert AuthenticatorApp.objects.get(pk=app.pk).name == "Ponsel dinas"
    assert "Ini terlalu panjang. Paling banyak 60 huruf." in words(refused)


def test_officer_adds_and_removes_devices(home, officer, app):
    passkey = make_passkey(officer)

    asked = words(home.get(f"{ACCOUNT}kode/{app.pk}/lepas/"))
    home.post(f"{ACCOUNT}kode/{app.pk}/lepas/")

    assert ("Lepas perangkat" in asked, second_factor.devices_of(officer).passkeys, is_in(home)) == (True, [passkey], True)
    assert kinds(officer) == ["sign_in", "device_removed"]


def test_last_device_stays(home, officer, app):
    answer = home.post(f"{ACCOUNT}kode/{app.pk}/lepas/", follow=True)

    assert "Ini satu-satunya langkah kedua Anda. Pasang yang lain dulu, baru lepas yang ini." in words(answer)
    assert second_factor.devices_of(officer).count == 1


def test_last_device_may_go_in_a_demo_and_takes_the_recovery_codes_along(home, settings, officer, app):
    settings.SECOND_FACTOR_REQUIRED = False
    second_factor.new_recovery_codes(officer)

    home.post(f"{ACCOUNT}kode/{app.pk}/lepas/")

    assert (second_factor.has_second_step(officer), StaticToken.objects.count(), is_in(home)) == (False, 0, True)
    assert enter(Client(), officer.username)["Location"] == "/petugas/"


def test_new_recovery_codes_replace_the_old(home, officer):
    old = second_factor.new_recovery_codes(officer)[0]

    answer = home.post(RECOVERY, {"baru": "1"})
    elsewhere = Client()
    enter(elsewhere, officer.username)

    assert (answer["Location"], home.get(RECOVERY).status_code, second_factor.devices_of(officer).left) == (RECOVERY, 200, 10)
    assert elsewhere.post(SECOND, {"kode": old}).status_code == 200


def test_no_more_than_five_apps(home, officer):
    for _ in range(second_factor.MOST_OF_A_KIND - 1):
        make_app(officer)
    page = "/petugas/langkah-kedua/pasang/aplikasi/"
    home.get(page)

    answer = home.post(page, {"kode": code_now(second_factor.planned_app(officer, home.session["petugas_benih"]))}, follow=True)

    assert "Sudah ada 5 perangkat sejenis. Lepas satu dulu." in words(answer)
    assert second_factor.devices_of(officer).count == second_factor.MOST_OF_A_KIND


# --- B7: the end of sessions


def test_officer_goes_out_everywhere(home, officer, app):
    elsewhere = come_in(officer, app)

    answer = home.post(f"{ACCOUNT}keluar/", follow=True)

    assert "Anda sudah keluar dari semua perangkat." in words(answer)
    assert ([is_in(home), is_in(elsewhere)], OfficerSignIn.objects.filter(ended_at=None).count()) == ([False, False], 0)


@pytest.mark.parametrize("change", ["role", "office", "closed", "password", "second step"])
def test_change_of_an_account_ends_its_sessions(home, keeper, office, officer, change):
    """B7: at once, on every device."""
    desk, page = keeper[1], f"{USERS}{officer.pk}"
    roles = {"groups": group(Role.VERIFIER)}
    acts = {
        "role": (f"{page}/change/", form_of(officer, groups=group(Role.APPROVER))),
        "office": (f"{page}/change/", form_of(officer, **roles, **{"officer-0-office": make_office().pk})),
        "closed": (f"{page}/change/", form_of(officer, **roles) | {"is_active": ""}),
        "password": (f"{page}/password/", {"password1": "kopi-tubruk-2027", "password2": "kopi-tubruk-2027"}),
        "second step": (f"{page}/langkah-kedua/atur/", {}),
    }
    before = is_in(home)

    answer = desk.post(*acts[change])

    assert (before, answer.status_code in (302, 303), is_in(home), is_in(desk)) == (True, True, False, True)


def test_change_of_a_name_ends_no_session(home, keeper, officer):
    keeper[1].post(f"{USERS}{officer.pk}/change/", form_of(officer, groups=group(Role.VERIFIER), first_name="Rina"))

    assert (User.objects.get(pk=officer.pk).first_name, is_in(home)) == ("Rina", True)


def test_own_new_password_ends_the_other_sessions(home, officer, app):
    """B7"""
    elsewhere = come_in(officer, app)
    said = {"old_password": PASSWORD, "new_password1": "kopi-tubruk-2027", "new_password2": "kopi-tubruk-2027"}

    home.post("/petugas/password_change/", said)

    assert [is_in(home), is_in(elsewhere), is_in(home)] == [True, False, True]
    assert "password_changed" in kinds(officer)


def test_session_under_another_key_is_ended_all_the_same(home, officer, app):
    """B7: a participant who signed in and out with the same browser gave it another key."""
    session = home.session
    session.cycle_key()
    session.save()
    home.cookies["sesi"] = session.session_key
    elsewhere = come_in(officer, app)

    elsewhere.post(f"{ACCOUNT}keluar/")

    assert is_in(home) is False


def test_session_under_another_key_goes_on(home):
    session = home.session
    session.cycle_key()
    session.save()
    home.cookies["sesi"] = session.session_key

    assert ([is_in(home), is_in(home)], OfficerSignIn.objects.get().session_key) == ([True, True], session.session_key)


@pytest.mark.parametrize(("seconds", "status"), [(LONGEST_SECONDS - 60, 200), (LONGEST_SECONDS + 60, 302)])
def test_session_ends_after_twelve_hours_however_busy(home, seconds, status):
    """B7"""
    session = home.session
    session[SINCE] -= seconds
    session.save()

    answer = home.get("/petugas/", follow=status == 302)

    assert (home.get("/petugas/").status_code, "sudah 12 jam sejak Anda masuk" in words(answer)) == (status, status == 302)


def test_dead_session_stays_dead(home):
    """B7: the cookie of before opens nothing."""
    key = home.session.session_key
    home.post("/petugas/logout/")
    home.cookies["sesi"] = key

    assert is_in(home) is False
    assert OfficerSignIn.objects.get().ended_at is not None


def test_what_was_written_comes_back_when_the_session_is_over(home, officer, office):
    claim = make_claim(ClaimStatus.IN_REVIEW, office=office, holder=officer)
    session = home.session
    session[SEEN] = 1
    session.save()
    said = {"versi": 1, "catatan": "Peserta sudah ditelepon & setuju", "password": "rahasia sekali", "alasan": "BURAM"}

    answer = home.post(step_url(claim, "release"), said)
    page = words(answer)

    assert (answer.status_code, "Anda keluar otomatis karena 30 menit tidak ada kegiatan." in page) == (403, True)
    assert ("Peserta sudah ditelepon &amp; setuju" in page, "rahasia" in page, "BURAM" in page) == (True, False, False)
    assert f"{LOGIN}?next={step_url(claim, 'release')}" in page


def test_press_without_words_leads_to_the_door_which_says_why(home):
    session = home.session
    session[SEEN] = 1
    session.save()

    answer = home.post("/petugas/claims/claim/berikutnya/", follow=True)

    assert "Anda keluar otomatis karena 30 menit tidak ada kegiatan." in words(answer)


# --- Proofs before weighty acts


@pytest.fixture
def decision(office):
    """An approver who signed in long ago, and the page of a decision."""
    approver = make_person(Role.APPROVER, office=office)
    browser = come_in(approver, make_app(approver))
    claim = make_claim(ClaimStatus.AWAITING_APPROVAL, office=office, verifier=make_person(office=office), proposal="bayar")
    grow_stale(browser)
    return browser, claim, step_url(claim, "approve")


def test_decision_asks_who_sits_here_and_goes_on(decision):
    """B7: re-authentication before the approval."""
    browser, _, page = decision

    asked = browser.get(page)
    wrong = browser.post(page, {"bukti_asal": "GET", "bukti": "salah"})
    right = browser.post(page, {"bukti_asal": "GET", "bukti": PASSWORD})

    assert [AGAIN in words(answer) for answer in (asked, wrong)] == [True, True]
    assert wrong.context["form"].errors["bukti"] == ["Belum cocok. Isi kata sandi akun ini, atau kode dari aplikasi."]
    assert (right.status_code, right["Location"], AGAIN in words(browser.get(page))) == (303, page, False)


def test_typed_values_travel_with_the_question(decision):
    """A decision that was written before the proof was asked for is taken as it was written."""
    browser, claim, page = decision
    said = {"versi": claim.version, "catatan": "Sesuai dengan berkas."}

    asked = browser.post(page, said)
    browser.post(page, said | {"bukti_asal": "POST", "bukti": PASSWORD})
    claim.refresh_from_db()

    assert (AGAIN in words(asked), 'value="Sesuai dengan berkas."' in asked.content.decode()) == (True, True)
    assert (claim.status, claim.events.get().note) == (ClaimStatus.APPROVED, "Sesuai dengan berkas.")


def test_decision_without_a_proof_is_not_taken(decision):
    browser, claim, page = decision

    for said in ({}, {"bukti_asal": "POST"}, {"bukti_asal": "POST", "bukti": ""}, {"bukti_asal": "POST", "passkey": "{}"}):
        browser.post(page, {"versi": claim.version, "catatan": ""} | said)
    claim.refresh_from_db()

    assert claim.status == ClaimStatus.AWAITING_APPROVAL


def test_code_proves_too(decision):
    browser, _, page = decision
    app = AuthenticatorApp.objects.get()
    AuthenticatorApp.objects.update(last_t=-1)

    assert browser.post(page, {"bukti_asal": "GET", "bukti": code_now(app)}).status_code == 303


def test_guessed_proofs_have_to_wait(decision):
    """B8: whoever sits down at a desk that was left has five tries, and the right one does not count then either."""
    browser, _, page = decision
    for _ in range(CODES_PER_OFFICER):
        browser.post(page, {"bukti_asal": "GET", "bukti": "salah"})

    answer = browser.post(page, {"bukti_asal": "GET", "bukti": PASSWORD})

    assert answer.context["form"].errors["bukti"] == ["Terlalu banyak percobaan. Coba lagi 15 menit lagi."]


def test_claim_of_another_office_is_not_even_asked_about(decision):
    """B1: 404 comes first."""
    browser, *_ = decision
    strange = make_claim(ClaimStatus.AWAITING_APPROVAL, office=make_office())

    assert browser.get(step_url(strange, "approve")).status_code == 404


def test_other_steps_are_not_in_the_way(office):
    officer = make_person(office=office)
    browser = come_in(officer, make_app(officer))
    grow_stale(browser)
    claim = make_claim(ClaimStatus.SUBMITTED, office=office)

    assert AGAIN not in words(browser.get(step_url(claim, "take")))


def test_proof_lasts_ten_minutes_and_each_weighty_act_prolongs_it(officer, app):
    with time_machine.travel(NOW, tick=False) as clock:
        home = come_in(officer, app)
        asked = []
        for minutes in (9, 9, 9, 11):
            clock.shift(timedelta(minutes=minutes))
            asked.append(AGAIN in words(home.get(ENROL)))

    assert asked == [False, False, False, True]


@pytest.mark.parametrize("method", ["get", "post"])
def test_weighty_pages_of_accounts_ask(keeper, officer, method):
    """B7: whoever sits down at the keeper's desk that was left changes nothing."""
    desk = keeper[1]
    grow_stale(desk)
    pages = [
        f"{USERS}add/",
        f"{USERS}{officer.pk}/password/",
        f"{USERS}{officer.pk}/langkah-kedua/atur/",
        f"{USERS}{officer.pk}/buka-kunci/atur/",
    ]
    pages += [f"{USERS}{officer.pk}/change/"] if method == "post" else []

    assert [AGAIN in words(getattr(desk, method)(page)) for page in pages] == [True] * len(pages)
    assert User.objects.get(pk=officer.pk).check_password(PASSWORD)


def test_no_password_stands_in_the_page_that_asks(keeper, officer):
    desk = keeper[1]
    grow_stale(desk)

    page = desk.post(f"{USERS}{officer.pk}/password/", {"password1": "kopi-tubruk-2027", "password2": "kopi-tubruk-2027"}).content.decode()

    assert ("kopi-tubruk" in page, 'name="bukti_asal" value="GET"' in page) == (False, True)


@pytest.mark.parametrize("act", ["pasang", "lepas"])
def test_own_devices_ask(home, officer, app, act):
    make_passkey(officer)
    grow_stale(home)

    assert AGAIN in words(home.post(f"{ACCOUNT}kode/{app.pk}/lepas/" if act == "lepas" else ENROL))
    assert second_factor.devices_of(officer).count == 2


def test_demo_asks_after_half_an_hour_only(settings, officer):
    settings.SECOND_FACTOR_REQUIRED, settings.FRESH_SIGN_IN_SECONDS = False, 1800

    assert AGAIN not in words(seated(officer).get(ENROL))


# --- A colleague helps


def test_keeper_resets_a_lost_second_step(keeper, officer, app, home):
    """The officer sets a new one up at the next sign-in and reads who did it; the audit knows too."""
    user, desk = keeper
    second_factor.new_recovery_codes(officer)
    page = words(desk.get(f"{USERS}{officer.pk}/change/"))
    act = f"{USERS}{officer.pk}/langkah-kedua/atur/"
    assert ("0 passkey, 1 aplikasi kode, 10 kode cadangan" in page, act in page, "Atur ulang langkah kedua" in words(desk.get(act))) == (
        True,
    ) * 3

    desk.post(act)
    again = Client()

    assert (is_in(home), second_factor.has_second_step(officer), StaticToken.objects.filter(device__user=officer).count()) == (
        False,
        False,
        0,
    )
    assert enter(again, officer.username)["Location"] == ENROL
    assert list(AuditEntry.objects.filter(kind="second_step_reset").values_list("user_id", "object")) == [(user.pk, f"user {officer.pk}")]


def test_officer_reads_what_was_done_to_the_account_once(settings, officer):
    settings.SECOND_FACTOR_REQUIRED = False
    OfficerNotice.objects.create(user=officer, kind="second_step_reset", at="2026-11-24T03:00Z")
    client = Client()
    enter(client, officer.username)
    pages = [words(client.get("/petugas/")), words(client.get("/petugas/"))]
    said = "Langkah kedua akun Anda diatur ulang pada Selasa, 24 November 2026, 10.00 WIB."

    assert [said in page for page in pages] == [True, False]


def test_operator_resets_where_no_keeper_can(officer, app, capsys):
    """The only Admin Konfigurasi has lost the phone."""
    call_command("reset_second_step", officer.username)

    assert (second_factor.has_second_step(officer), capsys.readouterr().out) == (
        False,
        f"{officer.username} sets up a new second step at the next sign-in.\n",
    )
    assert list(AuditEntry.objects.values_list("kind", "user_id", "object")) == [("second_step_reset", None, f"user {officer.pk}")]


def test_operator_hears_of_a_name_that_no_officer_has(officer):
    with pytest.raises(CommandError, match="There is no officer 'tidak-ada'."):
        call_command("reset_second_step", "tidak-ada")


@pytest.mark.parametrize("act", ["langkah-kedua", "buka-kunci"])
def test_nobody_helps_the_own_account_or_without_the_role(keeper, home, officer, act):
    """B4"""
    user, desk = keeper
    own, by_officer = f"{USERS}{user.pk}/{act}/atur/", f"{USERS}{officer.pk}/{act}/atur/"
    root = User.objects.create_superuser("akar", password="sandi-akar-2026")

    answers = [
        desk.post(own),
        home.post(by_officer),
        desk.post(f"{USERS}{root.pk}/{act}/atur/"),
        desk.post(f"{USERS}{officer.pk}/apa/atur/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert second_factor.has_second_step(user) and second_factor.has_second_step(officer)


def test_act_by_a_mere_look_does_nothing(keeper, officer, app):
    """D5"""
    keeper[1].get(f"{USERS}{officer.pk}/langkah-kedua/atur/")

    assert second_factor.has_second_step(officer)


def test_list_of_accounts_shows_who_has_no_second_step_yet(keeper, officer, app):
    bare = make_person()

    rows = keeper[1].get(USERS).context["cl"].result_list

    assert {row.pk: row.has_second_step for row in rows if row.pk in (officer.pk, bare.pk)} == {officer.pk: True, bare.pk: False}


def test_new_password_by_a_colleague_is_told(keeper, officer):
    keeper[1].post(f"{USERS}{officer.pk}/password/", {"password1": "kopi-tubruk-2027", "password2": "kopi-tubruk-2027"})

    assert list(OfficerNotice.objects.values_list("user", "kind")) == [(officer.pk, "password_set")]


def test_audit_holds_codes_only(home, officer, app, keeper):
    """G7: who and what, no name, no address, no secret."""
    keeper[1].post(f"{USERS}{officer.pk}/langkah-kedua/atur/")
    kept = str(list(AuditEntry.objects.values_list("kind", "object", "details")))

    assert [word for word in (officer.username, "127.0.0", app.key, PASSWORD) if word in kept] == []
