"""Who looked at my data: role and office, when, what, never a name."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from claims.domain.workflow import ClaimStatus, Role
from claims.services import data_requests, own_copy
from claims.services.access_notes import note
from claims.services.own_readings import FIELDS, SHOWN, Reading, readings_of
from claims.services.reading import DESK_OPENED, OF_CLAIM, OF_PERSON
from tests.builders import make_claim, make_office, make_officer, signed_in_client

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 2, 14, tzinfo=UTC)


@pytest.fixture
def claim():
    return make_claim(ClaimStatus.SUBMITTED, office=make_office(name="Kantor Cabang Bandung Suci"))


def test_readings_say_role_office_and_what_in_words(claim):
    officer = make_officer(Role.VERIFIER, office=claim.office)
    officer.first_name = "Kenari"
    officer.save()
    note("document", ["kk v2 p1"], now=NOW, claim=claim, user=officer)
    note("field", ["rekening"], now=NOW + timedelta(minutes=1), claim=claim, user=officer)
    note("document", ["ktp v1 p3 kecil"], now=NOW + timedelta(minutes=2), claim=claim, by_participant_id=claim.participant_id)

    who = "Verifikator, Kantor Cabang Bandung Suci"
    assert readings_of(claim) == [
        Reading(NOW + timedelta(minutes=2), "Anda sendiri", "Membuka KTP, versi 1, halaman 3", own=True),
        Reading(NOW + timedelta(minutes=1), who, "Melihat nomor rekening", own=False),
        Reading(NOW, who, "Membuka Kartu Keluarga, versi 2, halaman 1", own=False),
    ]
    page = signed_in_client(claim.participant).get(reverse("claims:readings", args=[claim.number])).content.decode()
    assert (who in page, "Kenari" in page, officer.username in page) == (True, False, False)


def test_every_field_that_officers_can_open_has_words(claim):

    assert set(FIELDS) == {DESK_OPENED, *OF_CLAIM, *OF_PERSON, data_requests.READ, own_copy.COPY}


def test_readings_of_another_claim_are_not_told(claim):
    officer = make_officer(Role.VERIFIER, office=claim.office)
    note("field", ["nik"], now=NOW, claim=make_claim(ClaimStatus.SUBMITTED, office=claim.office), user=officer)

    assert readings_of(claim) == []


def test_the_page_is_as_long_as_it_says_and_asks_few_questions(claim, django_assert_num_queries):
    officer = make_officer(Role.VERIFIER, Role.HEAD, office=claim.office)
    note("field", ["nik"] * (SHOWN + 5), now=NOW, claim=claim, user=officer)
    with django_assert_num_queries(2):
        readings = readings_of(claim)

    assert (len(readings), readings[0].who) == (SHOWN, f"Kepala Kantor, Verifikator, {claim.office.name}")
