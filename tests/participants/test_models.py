"""People, memberships and bookings: what the database itself refuses, and what it answers."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from jht_portal.lib.crypto import blind_index
from participants.models import Employer, LedgerEntry, Membership, OneTimeCode, Participant, SignIn, SignInAttempt
from tests.builders import make_claim, make_membership, make_participant
from tests.world import canaries, make_world

pytestmark = pytest.mark.django_db


def book(
    membership: Membership, amount: int, *, kind: str = "iuran_pekerja", key: bytes = b"", day: date = date(2026, 1, 31)
) -> LedgerEntry:
    return LedgerEntry.objects.create(
        membership=membership, booked_on=day, kind=kind, amount=amount, row_key=key or bytes(f"{kind}{amount}", "ascii")
    )


# --- People


def test_a_person_is_found_by_nik_and_only_by_the_whole_of_it():
    person = make_participant()
    found = [Participant.objects.filter(nik_index=blind_index(nik, "nik")).first() for nik in (person.nik, person.nik[:-1], "")]

    assert found == [person, None, None]


def test_a_nik_belongs_to_one_person():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_participant(nik=make_participant().nik)


def test_a_nik_and_a_kpj_of_the_same_digits_have_different_indexes():
    person, membership = make_participant(nik="20000000012"), make_membership(kpj="20000000012")

    assert person.nik_index != membership.kpj_index


def test_two_people_without_a_phone_do_not_clash():
    people = [make_participant(phone=""), make_participant(phone="")]

    assert [person.phone_index for person in people] == [None, None]


def test_a_family_may_share_a_phone():
    people = [make_participant(phone="+6281200000011"), make_participant(phone="+6281200000011")]

    assert list(Participant.objects.filter(phone_index=blind_index("+6281200000011", "phone")).order_by("created_at")) == people


def test_a_person_with_a_membership_or_a_claim_is_not_deleted():
    claim = make_claim()
    for row in (claim.participant, claim.membership):
        with pytest.raises(ProtectedError):
            row.delete()


# --- Memberships


def test_a_kpj_belongs_to_one_membership():
    membership = make_membership()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_membership(membership.participant, kpj=membership.kpj)


def test_a_person_may_have_several_kpj():
    person = make_participant()
    made = {make_membership(person) for _ in range(3)}

    assert set(person.memberships.all()) == made


@pytest.mark.parametrize(("started_on", "ended_on"), [(date(2020, 1, 1), date(2019, 12, 31)), (date(2020, 1, 1), date(1900, 1, 1))])
def test_a_membership_cannot_end_before_it_starts(started_on, ended_on):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_membership(started_on=started_on, ended_on=ended_on)


def test_a_membership_may_end_on_its_first_day():
    membership = make_membership(started_on=date(2020, 1, 1), ended_on=date(2020, 1, 1))

    assert Membership.objects.get(pk=membership.pk).ended_on == date(2020, 1, 1)


def test_a_segment_that_nobody_knows_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_membership(segment="XX")


def test_active_memberships_are_those_that_neither_ended_nor_were_merged():
    active = make_membership(ended_on=None)
    make_membership(ended_on=date(2026, 6, 30))
    make_membership(ended_on=None, merged_into=active)

    assert list(Membership.objects.active()) == [active]


def test_an_employer_has_one_registration_number():
    Employer.objects.create(npp="BD000202", name="PT Benang Priangan Contoh")
    with pytest.raises(IntegrityError), transaction.atomic():
        Employer.objects.create(npp="BD000202", name="PT Lain")


# --- Money


def test_the_balance_is_the_sum_of_all_bookings_in_whole_rupiah():
    membership, other = make_membership(), make_membership()
    book(membership, 10_000_000_000, kind="iuran_pemberi_kerja")
    book(membership, 123_457, kind="hasil_pengembangan")
    book(membership, -4_000_000, kind="penarikan")
    book(other, 1)

    assert (membership.ledger.balance(), make_membership().ledger.balance()) == (9_996_123_457, 0)


@pytest.mark.parametrize(("kind", "amount"), [("penarikan", 1), ("iuran_pekerja", -1), ("hasil_pengembangan", -1), ("iuran_mandiri", -1)])
def test_a_booking_of_the_wrong_sign_is_refused(kind, amount):
    with pytest.raises(IntegrityError), transaction.atomic():
        book(make_membership(), amount, kind=kind)


def test_a_row_of_a_file_is_booked_once():
    membership = make_membership()
    book(membership, 1, key=b"row 1 of the file")
    with pytest.raises(IntegrityError), transaction.atomic():
        book(membership, 2, key=b"row 1 of the file")


# --- Names of rows


def test_no_row_of_any_table_calls_itself_by_a_private_value(settings, tmp_path):
    """A5: what a row calls itself stands in logs, in the admin's history and in error reports."""
    settings.DOCUMENT_STORAGE_URL = f"file://{tmp_path}/documents"
    make_world()
    rows = [row for model in apps.get_models() for row in model._base_manager.all()]
    names = " ".join(f"{row} {row!r} {vars(row)}" for row in rows).lower()

    assert [spelling for spelling in canaries().values() if spelling in names] == []


def test_attempts_codes_and_sign_ins_call_themselves_by_id_or_time():
    attempt = SignInAttempt(started_at=None)
    code = OneTimeCode(attempt=attempt)

    assert (str(attempt), str(code)) == (f"Percobaan masuk {str(attempt.pk)[:8]}", f"Kode {str(code.pk)[:8]}")
    assert str(SignIn(at=date(2026, 11, 24))) == "Masuk 2026-11-24 00:00"
