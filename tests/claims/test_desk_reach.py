"""Offices within reach: an officer may be let look at other offices, and acts on the own one's claims only."""

import pytest
from django.urls import reverse

from claims.domain.workflow import ClaimStatus, Role
from claims.models import AccessLog, Claim, ClaimEvent
from claims.services.officers import desk_of
from tests.builders import make_claim, make_office, make_officer
from tests.claims.desk import desk_url, held_claim, judge_url, make_page, seat, seated, step_url
from tests.claims.test_desk_accounts import USERS, form_of, group

pytestmark = pytest.mark.django_db
S = ClaimStatus
ELSEWHERE = "bukan kantor Anda"


@pytest.fixture
def near():
    return make_office(name="Kantor Cabang Dekat")


@pytest.fixture
def visitor(near):
    """A person with every role of a desk who may look at the near office too, and the browser."""
    officer, client = seat(Role.COUNTER, Role.VERIFIER, Role.APPROVER, Role.PAYER, Role.HEAD, office=make_office())
    officer.officer.other_offices.add(near)
    return officer, client


def test_desk_knows_its_offices_own_first_in_two_queries(visitor, near, django_assert_num_queries):
    officer, far = visitor[0], make_office(province="Aceh")
    officer.officer.other_offices.add(far)

    with django_assert_num_queries(2):
        desk = desk_of(officer)

    assert (desk.office, desk.offices) == (officer.officer.office, (officer.officer.office, far, near))


def test_claim_of_an_office_within_reach_is_seen_everywhere(visitor, near):
    """B1: list, desk, search, person and document; every look is logged."""
    officer, client = visitor
    claim, hidden = make_claim(S.SUBMITTED, office=near), make_claim(S.SUBMITTED)
    page = make_page(claim, "ktp")
    person = reverse("admin:participants_participant_change", args=[claim.participant_id])

    listed = [row.claim for row in client.get("/petugas/claims/claim/?kantor=semua").context["rows"]]
    found = client.post("/petugas/claims/claim/cari/", {"nomor": claim.number})
    opened = [client.get(address) for address in (desk_url(claim.pk), person, f"/berkas/{page.pk}/")]

    assert (listed, found["Location"], [answer.status_code for answer in opened]) == ([claim], desk_url(claim.pk), [200] * 3)
    assert [line.claim for line in opened[1].context["claims"]] == [claim]
    assert set(AccessLog.objects.values_list("user", "claim")) == {(officer.pk, claim.pk)}
    assert client.get(desk_url(hidden.pk)).status_code == 404


@pytest.mark.parametrize("status", sorted(set(S) - {S.DRAFT, S.IN_REVIEW}))
def test_desk_of_another_office_offers_nothing_and_says_so(visitor, near, status):
    answer = visitor[1].get(desk_url(make_claim(status, office=near).pk))

    assert (answer.context["offers"], ELSEWHERE in answer.content.decode()) == ([], True)
    assert "takes_in" not in answer.context or not answer.context["takes_in"]


def test_desk_of_the_own_office_says_nothing_of_the_kind(visitor):
    officer, client = visitor

    assert ELSEWHERE not in client.get(desk_url(held_claim(officer, officer.officer.office).pk)).content.decode()


@pytest.mark.parametrize(
    ("status", "step"),
    [(S.SUBMITTED, "take"), (S.SUBMITTED, "cancel"), (S.AWAITING_APPROVAL, "approve"), (S.APPROVED, "start_payment")]
    + [(S.CORRECTION_REQUESTED, "correct"), (S.IN_REVIEW, "release")],
)
def test_no_step_is_taken_for_another_office(visitor, near, status, step):
    """B4, B1: whatever is posted."""
    officer, client = visitor
    claim = make_claim(status, office=near, proposal="bayar")
    said = {"versi": claim.version, "catatan": "Sebab yang jelas.", "verifikator": officer.pk}

    client.get(step_url(claim, step))
    client.post(step_url(claim, step), said)
    client.post(judge_url(claim, "ktp"), {"versi": claim.version, "putusan": "terima", "cocok": ["nama"]})
    paper = client.post(reverse("admin:claims_claim_take_in", args=[claim.pk, "ktp"]))

    fresh = Claim.objects.get(pk=claim.pk)
    assert (paper.status_code, fresh.status, fresh.version, ClaimEvent.objects.count()) == (404, status, claim.version, 0)


def test_next_claim_is_of_the_own_office(visitor, near):
    make_claim(S.SUBMITTED, office=near)

    assert visitor[1].post("/petugas/claims/claim/berikutnya/")["Location"] == "/petugas/claims/claim/"


def test_keeper_sets_the_offices_within_reach(near):
    rina = make_officer(Role.VERIFIER, office=make_office())
    keeper = seat(Role.CONFIGURATOR, office=near)[1]

    keeper.post(f"{USERS}{rina.pk}/change/", form_of(rina, groups=group(Role.VERIFIER), **{"officer-0-other_offices": [near.pk]}))

    assert list(rina.officer.other_offices.all()) == [near]
    assert seated(rina).get("/petugas/claims/claim/").status_code == 200
