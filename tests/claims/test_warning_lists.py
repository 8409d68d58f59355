"""The warnings of many claims at once: the same ones as on each claim's own page, in two queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role
from claims.models import AccountChange, Claim, WarningNote
from claims.services import warnings
from claims.services.officers import desk_of
from claims.services.warning_lists import warned
from participants.models import ContactChange
from tests.builders import make_claim, make_membership, make_office, make_participant
from tests.claims.desk import seat
from tests.claims.payments import approved_claim, proposed
from tests.claims.test_warnings import make_other, same_file, share_account

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def office():
    return make_office()


def planted(office):
    """Return a claim about which everything is told that can be."""
    person = make_participant(address="Jalan Merdeka 7, Bandung")
    claim = make_claim(ClaimStatus.APPROVED, office=office, membership=make_membership(person), account_name="Orang Lain")
    other = make_other(make_participant(address="Jl. Merdeka No. 7, Bandung", phone=person.phone), office=office)
    share_account(claim)
    same_file(claim, "ktp", other, "kk")
    for kind in ("email", "phone"):
        ContactChange.objects.create(participant=person, kind=kind, at=NOW, source="officer", old_value="lama")
    AccountChange.objects.create(claim=claim, at=NOW, bank_code="014", account_number="1234567890")
    return claim


def test_list_and_page_of_a_claim_tell_the_same(office):
    claim, quiet = planted(office), make_claim(ClaimStatus.APPROVED, office=office)
    make_claim(ClaimStatus.PAID, membership=make_membership(quiet.participant), account_number=quiet.account_number, phone=quiet.phone)
    fresh = Claim.objects.select_related("participant", "office").get(pk=claim.pk)
    found = warnings.findings(fresh, desk_of(seat(Role.PAYER, office=office)[0]), NOW)

    [line] = warned([claim.pk, quiet.pk], NOW)

    assert (line.claim, [brief.code for brief in line.briefs]) == (claim, [finding.code for finding in found])
    assert [brief.label for brief in line.briefs] == [finding.label for finding in found]


@pytest.mark.parametrize("where", ["claim", "register"])
def test_same_phone_is_found_wherever_it_stands(office, where):
    claim = make_claim(ClaimStatus.APPROVED, office=office)
    person = make_participant(**({"phone": claim.phone} if where == "register" else {}))
    make_other(person, phone=claim.phone if where == "claim" else "+6281900000001")

    assert [brief.code for brief in warned([claim.pk], NOW)[0].briefs] == ["telepon"]


def test_old_changes_are_told_no_more(office):
    claim = make_claim(ClaimStatus.APPROVED, office=office)
    ContactChange.objects.create(participant=claim.participant, kind="email", at=NOW - timedelta(days=31), source="officer", old_value="x")

    assert warned([claim.pk], NOW) == []


def test_any_number_of_claims_costs_two_queries(office):
    """P2"""
    keys = [planted(office).pk for _ in range(3)]

    with CaptureQueriesContext(connection) as captured:
        lines = warned(keys, NOW)

    assert (len(lines), len(captured)) == (3, 2)


def test_warnings_stand_beside_the_batch_before_it_is_released(office):
    claim = approved_claim(office)
    share_account(claim)
    WarningNote.objects.create(
        claim=claim, code="rekening_sama", finding=b"0" * 16, note="Suami istri.", user=claim_officer(office), at=NOW
    )
    batch = proposed([claim])
    head = seat(Role.HEAD, office=office)[1]

    pages = [head.get(f"/petugas/claims/paymentbatch/{batch.pk}/{tail}").content.decode() for tail in ("", "rilis/")]

    assert [("Peringatan di 1 klaim" in page, "rekening sama (ada catatan)" in page) for page in pages] == [(True, True)] * 2


def claim_officer(office):
    return seat(Role.APPROVER, office=office)[0]
