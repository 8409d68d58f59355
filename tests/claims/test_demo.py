"""The demo, loaded once: what the contract promises a newcomer (product.md section 6)."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from claims.domain.workflow import Role, Step
from claims.models import Claim, Notification, Office
from claims.services import demo
from claims.services.applicants import NOTHING_STATED, find_applicant, judge
from claims.services.deciding import case_of
from participants.models import Membership, Participant
from tests.claims.demo_facts import CLAIMS, OFFICERS, PEOPLE, TODAY, claim_of, leave_pictures_out

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """Load the demo without its pictures, for tests that only look at it."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        leave_pictures_out(patch)
        for role in OFFICERS.values():  # A test that really commits may have emptied what the migrations wrote.
            Group.objects.get_or_create(name=role)
        demo.load(TODAY)
        yield
        transaction.set_rollback(True)


def test_the_seven_people_of_the_contract_are_there():
    people = {person.nik: person for person in Participant.objects.all()}

    assert {
        nik: (person.name, person.birth_date, person.sex, sorted(each.kpj for each in person.memberships.all()))
        for nik, person in people.items()
    } == PEOPLE


def test_every_claim_stands_where_the_contract_says():

    assert {claim.membership.kpj: (claim.reason, claim.status) for claim in Claim.objects.all()} == CLAIMS


def test_budi_may_claim_now_and_rina_may_not():
    verdicts = {}
    for kpj, reason in (("16574650011", "USIA_56"), ("16574650078", "RESIGN")):
        membership = next(each for each in Membership.objects.all() if each.kpj == kpj)
        applicant = find_applicant(membership.participant_id)
        verdicts[kpj] = judge(applicant, applicant.memberships[0], reason, NOTHING_STATED, TODAY).may_file

    assert verdicts == {"16574650011": True, "16574650078": False}


def test_agus_is_asked_for_the_bank_book_and_the_family_card():
    asked = claim_of("16574650045").documents.filter(state="rejected")

    assert {document.slot: document.versions.get().reasons for document in asked} == {"kk": ["BURAM"], "buku_rekening": ["TERPOTONG"]}
    assert claim_of("16574650045").correction_due_on > TODAY


def test_the_heir_files_and_three_people_work_on_a_paid_claim():
    filed, paid = claim_of("16574650086"), claim_of("16574650052")

    assert (filed.events.get().role, filed.heir_name) == (Role.HEIR, "Maya Gunawan")
    assert (paid.verifier.username, paid.approver.username, paid.payer.username) == ("verifikator", "penyetuju", "bayar")


def test_what_was_paid_has_left_the_balance():
    paid = claim_of("16574650052")

    assert (paid.membership.ledger.balance(), paid.gross_amount > 10_000_000) == (0, True)


def test_balances_are_those_of_years_of_work():
    balances = {membership.kpj: membership.ledger.balance() for membership in Membership.objects.all()}
    del balances["16574650052"]

    assert [kpj for kpj, balance in balances.items() if not 5_000_000 < balance < 200_000_000] == []


def test_every_officer_signs_in_with_the_role_and_the_office_of_the_demo():
    roles = {}
    for username in OFFICERS:
        user = authenticate(username=username, password="demo-jht-2026")
        roles[username] = (user.is_staff, user.officer.office.code, list(user.groups.values_list("name", flat=True)))

    assert roles == {username: (True, "bandung-timur", [role]) for username, role in OFFICERS.items()}


def test_offices_stand_in_all_three_time_zones():

    assert set(Office.objects.values_list("timezone", flat=True)) == {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"}


def test_approver_is_told_of_no_change_since_the_proposal():
    case = case_of(claim_of("16574650060"), timezone.now())

    assert (case.proposed.step, case.changes) == (Step.PROPOSE_PAYMENT, [])


def test_nothing_of_the_past_waits_in_the_outbox():

    assert set(Notification.objects.values_list("state", flat=True)) == {"sent"}


def test_all_that_happened_lies_in_the_past_on_working_days():
    moments = [event.at for claim in Claim.objects.all() for event in claim.events.all()]

    assert [at for at in moments if at.date() >= TODAY or at.weekday() > 4] == []
