"""A participant at the officers' desk: masked, read-only, opened field by field, logged."""

import pytest
from django.urls import reverse

from claims.domain.workflow import ClaimStatus, Role
from claims.models import AccessLog
from participants.models import Participant
from tests.builders import make_claim, make_membership, make_office, make_participant
from tests.claims.desk import seat

pytestmark = pytest.mark.django_db
PEOPLE = "/petugas/participants/participant/"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def person(office):
    """Somebody with a claim at the office."""
    person = make_participant(name="Siti Aminah", tax_number="123456789012345", family_card_number="3273010101010001")
    make_claim(ClaimStatus.SUBMITTED, office=office, membership=make_membership(person))
    return person


def secrets(person):
    return [person.name, person.nik, person.mother_name, person.phone, person.email, person.address, person.tax_number]


def page_of(person, tail="change"):
    return f"{PEOPLE}{person.pk}/{tail}/"


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.APPROVER, Role.HEAD, Role.AUDITOR])
def test_list_and_page_are_masked(office, person, role):
    """A4: nothing private stands there unasked."""
    client = seat(role, office=office)[1]

    shown = client.get(PEOPLE).content.decode() + client.get(page_of(person)).content.decode()

    assert "S*** A***" in shown
    assert [secret for secret in secrets(person) if secret in shown] == []


def test_field_is_opened_by_post_and_logged(office, person):
    officer, client = seat(Role.VERIFIER, office=office)

    opened = client.post(page_of(person, "buka"), {"buka": "nik"})

    assert {row.label: row.value for row in opened.context["private"]}["NIK"] == person.nik
    log = AccessLog.objects.get()
    assert (log.kind, log.object, log.user, log.participant, log.claim) == ("field", "nik", officer, person, None)


def test_unknown_field_is_neither_opened_nor_logged(office, person):
    client = seat(Role.VERIFIER, office=office)[1]

    client.post(page_of(person, "buka"), {"buka": "password"})

    assert AccessLog.objects.count() == 0


def test_only_people_with_a_claim_at_the_office_are_there(office, person):
    """B1: an officer does not leaf through the whole country."""
    stranger, draft = make_participant(), make_participant()
    make_claim(ClaimStatus.SUBMITTED, membership=make_membership(stranger))
    make_claim(ClaimStatus.DRAFT, office=office, membership=make_membership(draft))
    client = seat(Role.VERIFIER, office=office)[1]

    assert list(client.get(PEOPLE).context["cl"].result_list) == [person]
    assert [client.get(page_of(other)).status_code for other in (stranger, draft)] == [404, 404]
    assert client.post(page_of(stranger, "buka"), {"buka": "nik"}).status_code == 404


@pytest.mark.parametrize("role", [Role.COUNTER, Role.PAYER, Role.CONFIGURATOR])
def test_other_roles_do_not_see_people(office, person, role):
    client = seat(role, office=office)[1]

    assert [client.get(PEOPLE).status_code, client.get(page_of(person)).status_code] == [403, 404]


@pytest.mark.parametrize("tail", ["", "change/", "delete/", "history/"])
def test_nothing_about_a_person_can_be_changed(office, person, tail):
    """B4: no form takes anything."""
    client = seat(Role.HEAD, office=office)[1]
    before = Participant.objects.get(pk=person.pk).name

    answer = client.post(f"{PEOPLE}{person.pk}/{tail}", {"name": "Orang Lain", "nik": "3273011203900001", "_save": "1"})

    assert (answer.status_code in (404, 405), Participant.objects.get(pk=person.pk).name) == (True, before)


def test_there_is_no_way_to_add_a_person(office):
    assert seat(Role.HEAD, office=office)[1].get(f"{PEOPLE}add/").status_code == 404


def test_page_lists_cards_and_claims_of_the_office(office, person):
    client = seat(Role.VERIFIER, office=office)[1]
    elsewhere = make_claim(ClaimStatus.SUBMITTED, membership=make_membership(person))

    page = client.get(page_of(person))

    claims = [line.claim for line in page.context["claims"]]
    assert (len(page.context["cards"]), elsewhere in claims, len(claims)) == (2, False, 1)
    assert reverse("admin:claims_claim_change", args=[claims[0].pk]) in page.content.decode()
