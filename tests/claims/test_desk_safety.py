"""Nothing is changed past the buttons: forged fields, other roles, other methods, a missing token (B1, B4, D5)."""

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver, reverse

from claims.domain.workflow import OFFICER_ROLES, ClaimStatus, Role
from claims.models import Claim, ClaimEvent
from tests.builders import make_claim, make_office, make_officer
from tests.claims.desk import desk_url, held_claim, judge_url, seat, step_url

pytestmark = pytest.mark.django_db
FORGED = {
    "status": "paid",
    "is_superuser": "on",
    "is_staff": "on",
    "groups": "1",
    "user_permissions": "1",
    "verifier": "1",
    "approver": "1",
    "payer": "1",
    "holder": "1",
    "office": "1",
    "participant": "1",
    "gross_amount": "999999999",
    "tax_amount": "0",
    "bank_reference": "PALSU",
    "account_number": "111",
    "proposal": "bayar",
    "role": "Kepala Kantor",
    "actor": "1",
    "version": "77",
    "_save": "Simpan",
    "_continue": "1",
    "_saveasnew": "1",
    "action": "delete_selected",
    "_selected_action": "1",
    "form-TOTAL_FORMS": "1",
    "form-0-status": "paid",
}
UNTOUCHED = (
    "status",
    "version",
    "holder_id",
    "verifier_id",
    "approver_id",
    "payer_id",
    "office_id",
    "gross_amount",
    "bank_reference",
    "proposal",
)


@pytest.fixture
def office():
    return make_office()


def row(claim):
    return Claim.objects.values(*UNTOUCHED).get(pk=claim.pk)


def powers(user):
    fresh = User.objects.get(pk=user.pk)
    return fresh.is_superuser, fresh.is_staff, {group.name for group in fresh.groups.all()}, fresh.user_permissions.count()


@pytest.mark.parametrize("role", OFFICER_ROLES)
def test_forged_fields_change_nothing_on_any_page(office, role):
    """B4: every address of the claim takes only what its form offers."""
    officer, client = seat(role, office=office)
    claim = held_claim(make_officer(Role.VERIFIER, office=office), office)
    before, powers_before = row(claim), powers(officer)
    addresses = [
        "/petugas/claims/claim/",
        desk_url(claim.pk),
        judge_url(claim, "ktp"),
        f"/petugas/claims/claim/{claim.pk}/buka/",
        *(step_url(claim, step) for step in ("release", "approve", "start_payment", "cancel")),
        "/petugas/",
    ]

    for address in addresses:
        client.post(address, FORGED | {"versi": claim.version})

    assert (row(claim), powers(officer), ClaimEvent.objects.count()) == (before, powers_before, 0)


def test_forgery_is_logged_without_its_values(office, caplog):
    """B4: who tried what, where."""
    officer, client = seat(Role.VERIFIER, office=office)
    claim = held_claim(officer, office)

    client.post(step_url(claim, "release"), {"versi": claim.version, "status": "paid", "bank_reference": "PALSU-77"})

    assert [record.getMessage() for record in caplog.records if record.name == "claims.officer_site"] == [
        f"Forged fields bank_reference, status from user {officer.pk} at {step_url(claim, 'release')}"
    ]


@pytest.mark.parametrize("tail", ["add/", "{pk}/delete/", "{pk}/history/", "{pk}/", "{pk}/password/"])
def test_djangos_own_ways_to_change_a_claim_do_not_exist(office, tail):
    client = seat(Role.HEAD, office=office)[1]
    claim = make_claim(ClaimStatus.SUBMITTED, office=office)
    address = "/petugas/claims/claim/" + tail.format(pk=claim.pk)

    assert [client.get(address).status_code, client.post(address, FORGED).status_code] == [404, 404]


def test_desk_itself_takes_no_post(office):
    officer, client = seat(Role.VERIFIER, office=office)
    claim = held_claim(officer, office)

    assert client.post(desk_url(claim.pk), FORGED).status_code == 405


def test_auditor_sees_and_changes_nothing(office):
    """Every step of every status is refused; nothing is offered."""
    client = seat(Role.AUDITOR, office=office)[1]
    for status in sorted(set(ClaimStatus) - {ClaimStatus.DRAFT}):
        claim = make_claim(status, office=office)
        before = row(claim)
        assert client.get(desk_url(claim.pk)).context["offers"] == []
        for step in ("take", "release", "approve", "reject", "start_payment", "cancel", "reopen"):
            client.post(step_url(claim, step), {"versi": claim.version, "catatan": "Uji."})
        client.post(judge_url(claim, "ktp"), {"versi": claim.version, "putusan": "terima"})
        assert row(claim) == before

    assert ClaimEvent.objects.count() == 0


@pytest.mark.parametrize("kind", ["configurator", "superuser", "no role", "no office"])
def test_who_has_no_claims_to_read_finds_none(office, kind):
    """B1: accounts are kept by one, claims worked on by others; a superuser has no role either."""
    claim = make_claim(ClaimStatus.SUBMITTED, office=office)
    officer, client = {
        "configurator": lambda: seat(Role.CONFIGURATOR, office=office),
        "superuser": lambda: seat(office=office),
        "no role": lambda: seat(office=office),
        "no office": lambda: seat(Role.VERIFIER, office=None),
    }[kind]()
    User.objects.filter(pk=officer.pk).update(is_superuser=kind == "superuser")

    statuses = [client.get(desk_url(claim.pk)).status_code, client.get("/petugas/claims/claim/").status_code]
    posts = [client.post(address).status_code for address in (step_url(claim, "take"), "/petugas/claims/claim/cari/")]

    assert (statuses, posts, client.get("/petugas/").status_code) == ([404, 403], [404, 403], 200)


def test_officer_of_another_office_gets_the_same_answer_as_for_no_claim(office):
    """B1, B2: 404 for each address, and no line is written."""
    client = seat(*OFFICER_ROLES, office=make_office())[1]
    claim = make_claim(ClaimStatus.SUBMITTED, office=office)

    gets = [client.get(address).status_code for address in (desk_url(claim.pk), step_url(claim, "take"))]
    posts = [
        client.post(address, {"versi": claim.version}).status_code
        for address in (step_url(claim, "take"), judge_url(claim, "ktp"), f"/petugas/claims/claim/{claim.pk}/buka/")
    ]

    assert (gets, posts) == ([404, 404], [404, 404, 404])


def test_draft_is_not_at_the_desk(office):
    claim = make_claim(ClaimStatus.DRAFT, office=office)

    assert seat(Role.HEAD, office=office)[1].get(desk_url(claim.pk)).status_code == 404


def test_post_without_a_token_is_refused(office):
    """D5: every act at the desk."""
    officer = make_officer(Role.VERIFIER, office=office)
    claim = held_claim(officer, office)
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    addresses = [
        step_url(claim, "release"),
        judge_url(claim, "ktp"),
        f"/petugas/claims/claim/{claim.pk}/buka/",
        "/petugas/claims/claim/berikutnya/",
        "/petugas/claims/claim/cari/",
    ]

    assert [client.post(address, {"versi": claim.version, "catatan": "x"}).status_code for address in addresses] == [403] * 5
    assert row(claim)["status"] == ClaimStatus.IN_REVIEW


def test_disabled_officer_is_out_at_the_next_request(office):
    """B7."""
    officer, client = seat(Role.VERIFIER, office=office)
    claim = held_claim(officer, office)
    User.objects.filter(pk=officer.pk).update(is_active=False)

    answer = client.post(step_url(claim, "release"), {"versi": claim.version, "catatan": "Uji."})

    assert answer["Location"].startswith(reverse("admin:login"))
    assert row(claim)["status"] == ClaimStatus.IN_REVIEW


def test_every_page_of_the_desk_is_guarded(client):
    """B1: whoever is not signed in is sent to the door, by every address of the admin but the door itself."""
    patterns = get_resolver("jht_portal.urls").reverse_dict  # Warm the resolver.
    assert patterns is not None
    names = ["index", "claims_claim_changelist", "claims_holiday_changelist", "claims_office_add", "auth_user_changelist"]

    assert {client.get(reverse(f"admin:{name}"))["Location"].split("?")[0] for name in names} == {"/petugas/login/"}


def test_no_list_offers_actions_in_bulk():
    """B5: nothing can be done to several claims at once."""
    assert {model._meta.label for model, admin in site._registry.items() if admin.actions is not None} == set()
