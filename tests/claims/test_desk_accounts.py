"""Accounts, offices and days off: kept by Admin Konfigurasi, who raises nobody, least of all the own account."""

from datetime import date

import pytest
from django.contrib.auth.models import Group, User

from claims.domain.workflow import OFFICER_ROLES, Role
from claims.models import Holiday, Office, Officer
from claims.services.officers import desk_of
from tests.builders import make_office, make_officer
from tests.claims.desk import seat

pytestmark = pytest.mark.django_db
USERS = "/petugas/auth/user/"
NEW = {"username": "rina", "password1": "sandi-panjang-2026", "password2": "sandi-panjang-2026"}


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def keeper(office):
    return seat(Role.CONFIGURATOR, office=office)


def group(*roles):
    return [Group.objects.get(name=role).pk for role in roles]


def form_of(user, **said):
    """Return what the page of an account sends."""
    officer = Officer.objects.filter(user=user).first()
    inline = {
        "officer-TOTAL_FORMS": "1",
        "officer-INITIAL_FORMS": "1" if officer else "0",
        "officer-MIN_NUM_FORMS": "0",
        "officer-MAX_NUM_FORMS": "1",
        "officer-0-id": officer.pk if officer else "",
        "officer-0-user": user.pk,
        "officer-0-office": officer.office_id if officer else "",
    }
    return {"username": user.username, "is_active": "on", "first_name": "", "last_name": "", "email": ""} | inline | said


def test_groups_are_there_after_the_migrations():
    assert set(Group.objects.values_list("name", flat=True)) == {role.value for role in OFFICER_ROLES}


def test_keeper_makes_an_officer_with_office_and_roles(keeper, office):
    _, client = keeper

    made = client.post(f"{USERS}add/", NEW | {"officer-TOTAL_FORMS": "0", "officer-INITIAL_FORMS": "0"})
    rina = User.objects.get(username="rina")
    said = {"first_name": "Rina", "groups": group(Role.VERIFIER), "officer-0-office": office.pk}
    client.post(f"{USERS}{rina.pk}/change/", form_of(rina, **said))

    desk = desk_of(User.objects.get(pk=rina.pk))
    assert (made.status_code, desk.office, desk.roles, desk.user.is_staff, desk.user.is_superuser) == (
        302, office, frozenset({Role.VERIFIER}), True, False,
    )  # fmt: skip


def test_forged_powers_are_not_granted(keeper, office):
    """B4: superuser, single permissions, foreign groups."""
    rina = make_officer(Role.VERIFIER, office=office)
    alien = Group.objects.create(name="Bukan peran")
    forged = {"is_superuser": "on", "user_permissions": ["1"], "groups": [*group(Role.VERIFIER), alien.pk]}

    keeper[1].post(f"{USERS}{rina.pk}/change/", form_of(rina, **forged))
    keeper[1].post(f"{USERS}{rina.pk}/change/", form_of(rina, is_superuser="on", user_permissions=["1"], groups=group(Role.VERIFIER)))

    fresh = User.objects.get(pk=rina.pk)
    assert (fresh.is_superuser, fresh.user_permissions.count(), {g.name for g in fresh.groups.all()}) == (False, 0, {"Verifikator"})


def test_keeper_may_not_raise_the_own_account(keeper):
    """B4: the own page is read-only."""
    user, client = keeper

    answer = client.post(f"{USERS}{user.pk}/change/", form_of(user, groups=group(Role.CONFIGURATOR, Role.APPROVER)))

    assert (answer.status_code, {g.name for g in User.objects.get(pk=user.pk).groups.all()}) == (403, {"Admin Konfigurasi"})


def test_keeping_accounts_and_working_on_claims_stay_apart(keeper, office):
    rina = make_officer(Role.VERIFIER, office=office)

    answer = keeper[1].post(f"{USERS}{rina.pk}/change/", form_of(rina, groups=group(Role.CONFIGURATOR, Role.APPROVER)))

    assert answer.context["adminform"].form.errors["groups"] == [
        "Admin Konfigurasi tidak boleh memegang peran lain. Buat dua akun untuk dua orang."
    ]
    assert {g.name for g in User.objects.get(pk=rina.pk).groups.all()} == {"Verifikator"}


def test_superuser_is_out_of_the_keepers_reach(keeper):
    """B4: neither seen nor changed, nor given a new password."""
    root = User.objects.create_superuser("akar", password="sandi-akar-2026")

    statuses = [keeper[1].get(f"{USERS}{root.pk}/{page}/").status_code for page in ("change", "password", "delete")]

    assert (statuses, "akar" in keeper[1].get(USERS).content.decode()) == ([302, 404, 403], False)


def test_accounts_are_closed_not_deleted(keeper, office):
    rina = make_officer(Role.VERIFIER, office=office)

    assert keeper[1].post(f"{USERS}{rina.pk}/delete/", {"post": "yes"}).status_code == 403
    keeper[1].post(f"{USERS}{rina.pk}/change/", form_of(rina, is_active="", groups=group(Role.VERIFIER)))
    assert User.objects.get(pk=rina.pk).is_active is False


@pytest.mark.parametrize("role", sorted(set(OFFICER_ROLES) - {Role.CONFIGURATOR}))
def test_no_other_role_keeps_accounts_offices_or_days_off(office, role):
    """B4."""
    client = seat(role, office=office)[1]
    day = Holiday.objects.first() or Holiday.objects.create(day=date(2026, 12, 25), name="Natal", kind="nasional")

    answers = [
        client.post(f"{USERS}add/", NEW),
        client.post(f"/petugas/claims/office/{office.pk}/change/", {"name": "Palsu"}),
        client.post("/petugas/claims/holiday/add/", {"day": "2026-12-31", "name": "Libur", "kind": "nasional"}),
        client.post(f"/petugas/claims/holiday/{day.pk}/delete/", {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert not User.objects.filter(username="rina").exists()


def test_keeper_keeps_offices_and_days_off(keeper, office):
    _, client = keeper
    said = {
        "code": "bdg-2",
        "name": "Bandung Barat",
        "province": "Jawa Barat",
        "address": "Jalan 2",
        "phone": "",
        "timezone": "Asia/Jakarta",
    }

    client.post("/petugas/claims/office/add/", said | {"is_open": "on"})
    client.post("/petugas/claims/holiday/add/", {"day": "2027-12-31", "name": "Cuti akhir tahun", "kind": "cuti_bersama"})

    assert Office.objects.filter(code="bdg-2").exists()
    assert Holiday.objects.get(day=date(2027, 12, 31)).name == "Cuti akhir tahun"


def test_office_is_closed_not_deleted(keeper, office):
    assert keeper[1].post(f"/petugas/claims/office/{office.pk}/delete/", {"post": "yes"}).status_code == 403


def test_groups_cannot_be_changed_by_hand(keeper):
    assert keeper[1].get("/petugas/auth/group/").status_code == 404


def test_account_page_shows_nothing_of_the_password(keeper, office):
    """A3: not even the hash; there is one way, to a new password that must be filled in."""
    rina = make_officer(Role.VERIFIER, office=office)
    rina.set_password("kopi-tubruk-77")
    rina.save()
    page = keeper[1].get(f"{USERS}{rina.pk}/change/").content.decode()
    empty = keeper[1].post(f"{USERS}{rina.pk}/password/", {"usable_password": "false"})
    rina.refresh_from_db()

    assert ("argon2" in page, rina.password[:8] in page, f"{USERS}{rina.pk}/password/" in page) == (False, False, True)
    assert (empty.status_code, rina.check_password("kopi-tubruk-77")) == (200, True)


def test_whoever_only_looks_is_offered_no_new_password(office):
    rina = make_officer(Role.VERIFIER, office=office)
    page = seat(Role.HEAD, office=office)[1].get(f"{USERS}{rina.pk}/change/").content.decode()

    assert (rina.username in page, f"{USERS}{rina.pk}/password/" in page) == (True, False)
