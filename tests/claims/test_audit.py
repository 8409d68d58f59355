"""What goes into the audit: every step, verdict, reading and change of a setting, one entry each, in the act's own transaction (B6)."""

from functools import partial

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import AccessLog, AuditChain, AuditEntry, OfficerIdentity
from claims.services import auditing, reading, verifying
from claims.services.access_notes import note
from claims.services.checking_audit import check_everything
from claims.services.guards import StepFacts
from claims.services.officers import desk_of
from claims.services.workflow import SYSTEM, StepRefused, advance
from tests.builders import make_claim, make_nik, make_office, make_officer, make_participant, officer_actor, signed_in_client
from tests.claims.desk import all_at_once, desk_url, held_claim, judge_url, make_page, seat
from tests.claims.test_desk_accounts import USERS, form_of, group

pytestmark = pytest.mark.django_db
NOW = timezone.now()
S = ClaimStatus


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def seated(office):
    """A verifier with a claim in hand, and the browser."""
    officer, client = seat(Role.VERIFIER, office=office)
    return officer, client, held_claim(officer, office)


def entries(**wanted):
    return [
        (entry.kind, entry.object, entry.user_id, entry.claim_id, entry.details)
        for entry in AuditEntry.objects.filter(**wanted).order_by("id")
    ]


# --- Steps and verdicts


def test_a_step_leaves_one_entry_that_vouches_for_its_event(seated):
    officer, _, claim = seated

    event = advance(claim, Step.RELEASE, actor=officer_actor(officer), facts=StepFacts(note="Istirahat."), now=NOW)

    entry = AuditEntry.objects.get()
    assert (entry.chain, entry.number, entry.kind, entry.object, entry.role) == (
        f"office:{claim.office_id}",
        1,
        "step",
        "release",
        "Verifikator",
    )
    assert (entry.event_id, entry.user_id, entry.claim_id, entry.person_id) == (event.pk, officer.pk, claim.pk, claim.participant_id)
    assert (entry.at, entry.details, bytes(entry.digest)) == (
        NOW, {"number": claim.version, "from": "in_review", "to": "submitted"}, auditing.digest_of_event(event),
    )  # fmt: skip


def test_a_refused_step_leaves_nothing(seated):
    officer, _, claim = seated

    with pytest.raises(StepRefused):
        advance(claim, Step.PROPOSE_PAYMENT, actor=officer_actor(officer), now=NOW)

    assert (AuditEntry.objects.count(), AuditChain.objects.count()) == (0, 0)


def test_a_step_of_the_portal_itself_is_there_too(seated):
    _, _, claim = seated

    advance(claim, Step.RELEASE, actor=SYSTEM, now=NOW)

    assert AuditEntry.objects.values_list("object", "user_id", "role").get() == ("release", None, "Sistem")


def test_verdicts_and_ticks_are_told_in_codes(seated):
    """G7: what the officer wrote stays with the document."""
    officer, client, claim = seated
    said = {"versi": claim.version, "cocok": ["nik", "nama"], "putusan": "tolak", "alasan": ["BURAM"], "catatan": "Rahasia sekali"}

    client.post(judge_url(claim, "ktp"), said)

    assert entries(kind="verdict") == [
        ("verdict", "ktp", officer.pk, claim.pk, {"verdict": "rejected", "version": 1, "reasons": ["BURAM"]})
    ]
    assert entries(kind="ticks")[0][:4] == ("ticks", "", officer.pk, claim.pk)
    assert "Rahasia" not in str(entries())


def test_ticks_that_stay_as_they_were_leave_nothing(seated):
    officer, _, claim = seated

    verifying.tick_data(claim, claim.data_ticks, officer=officer, now=NOW)

    assert entries() == []


# --- Readings


def test_a_page_is_in_the_access_log_and_the_audit_before_it_is_opened(seated):
    officer, client, claim = seated
    page = make_page(claim, "kk")

    client.get(reverse("claims:page_file", args=[page.pk]))

    reading_line = AccessLog.objects.get()
    entry = AuditEntry.objects.get()
    assert (entry.chain, entry.kind, entry.object, entry.user_id) == (f"office:{claim.office_id}:reads", "read", "kk v1 p1", officer.pk)
    assert (entry.access_id, bytes(entry.digest)) == (reading_line.pk, auditing.digest_of_reading(reading_line))


def test_an_owners_reading_is_told_apart_and_names_nobody(office):
    claim = make_claim(S.SUBMITTED, office=office)
    page = make_page(claim, "kk")

    signed_in_client(claim.participant).get(reverse("claims:page_file", args=[page.pk]))

    assert AuditEntry.objects.values_list("kind", "user_id", "role").get() == ("read", None, "Peserta")


def test_owners_of_drafts_without_an_office_do_not_wait_for_each_other():
    claims = [make_claim(S.DRAFT) for _ in range(20)]
    for claim in claims:
        note("document", ["ktp v1 p1"], now=NOW, claim=claim, by_participant_id=claim.participant_id)

    assert {entry.chain for entry in AuditEntry.objects.all()} == {f"draft:{claim.pk.hex[0]}:reads" for claim in claims}


def test_fields_that_are_revealed_together_are_an_entry_each_in_one_go(seated, django_assert_max_num_queries):
    officer, _, claim = seated
    reading.reveal(claim, ["nik"], desk_of(officer), now=NOW)
    desk = desk_of(officer)

    with django_assert_max_num_queries(6):  # The log, the chain's end, the entries, the end again; two frame the transaction.
        reading.reveal(claim, ["nik", "rekening", "alamat"], desk, now=NOW)

    assert sorted(entry[1] for entry in entries(kind="reveal")) == ["alamat", "nik", "nik", "rekening"]


def test_opening_the_desk_is_one_entry_a_visit(seated):
    officer, client, claim = seated
    for _ in range(3):
        client.get(desk_url(claim.pk))

    assert entries() == [("open", "meja", officer.pk, claim.pk, {})]


def test_a_person_opened_without_a_claim_is_found_by_the_person(office):
    officer = make_officer(Role.VERIFIER, office=office)
    person = make_participant()

    reading.reveal_person(person, ["nik"], desk_of(officer), now=NOW)

    assert AuditEntry.objects.values_list("chain", "claim_id", "person_id").get() == (f"office:{office.pk}:reads", None, person.pk)


# --- Settings


def test_a_setting_is_kept_from_what_to_what(office):
    keeper, client = seat(Role.CONFIGURATOR, office=office)
    said = {"code": office.code, "name": "Kantor Cabang Baru", "province": office.province, "address": office.address, "phone": ""}

    client.post(f"/petugas/claims/office/{office.pk}/change/", said | {"timezone": "Asia/Makassar", "is_open": "on"})

    kind, what, user, _, details = entries(kind="configuration")[0]
    assert (kind, what.split()[0], user) == ("configuration", "office", keeper.pk)
    assert {name: details[name] for name in ("name", "timezone")} == {
        "name": [office.name, "Kantor Cabang Baru"],
        "timezone": ["Asia/Jakarta", "Asia/Makassar"],
    }
    assert len(entries(kind="configuration")) == 1


def test_an_account_keeps_roles_and_names_no_person(office):
    keeper, client = seat(Role.CONFIGURATOR, office=office)
    rina = make_officer(Role.VERIFIER, office=office)
    nik = make_nik(55)

    client.post(f"{USERS}{rina.pk}/change/", form_of(rina, first_name="Rina", groups=group(Role.APPROVER), nik=nik))

    account = [entry for entry in entries(kind="account") if "groups" in entry[4]]
    assert account == [
        ("account", f"user {rina.pk}", keeper.pk, None, {"first_name": None, "groups": [["Verifikator"], ["Penyetuju"]], "nik": None})
    ]
    assert nik not in str(entries()) and "Rina" not in str(entries())


def test_a_citizen_number_is_kept_sealed_and_never_shown(office):
    keeper, client = seat(Role.CONFIGURATOR, office=office)
    rina, nik = make_officer(Role.VERIFIER, office=office), make_nik(56)

    client.post(f"{USERS}{rina.pk}/change/", form_of(rina, groups=group(Role.VERIFIER), nik=nik))
    page = client.get(f"{USERS}{rina.pk}/change/").content.decode()
    client.post(f"{USERS}{rina.pk}/change/", form_of(rina, groups=group(Role.VERIFIER), nik=""))

    assert OfficerIdentity.objects.get(user=rina).nik == nik
    assert (nik in page, "NIK sudah tersimpan dan tidak ditampilkan." in page) == (False, True)
    with pytest.raises(FieldError):
        OfficerIdentity.objects.filter(nik=nik).exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [("123", "Ada 3 angka. NIK punya 16."), ("OTHER", "NIK ini sudah dipakai akun lain. Satu orang satu akun.")],
)
def test_a_citizen_number_that_cannot_be_is_told_beside_the_field(office, typed, said):
    _, client = seat(Role.CONFIGURATOR, office=office)
    rina, other = (make_officer(Role.VERIFIER, office=office) for _ in range(2))
    OfficerIdentity.objects.create(user=other, nik=make_nik(57))

    answer = client.post(
        f"{USERS}{rina.pk}/change/", form_of(rina, groups=group(Role.VERIFIER), nik=make_nik(57) if typed == "OTHER" else typed)
    )

    assert answer.context["adminform"].form.errors["nik"] == [said]
    assert not OfficerIdentity.objects.filter(user=rina).exists()


# --- Chains


def test_an_entry_stands_and_falls_with_its_act(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        auditing.record("sign_in", now=NOW, office=office)
        raise IntegrityError

    assert (AuditEntry.objects.count(), AuditChain.objects.count()) == (0, 0)


def test_details_are_sealed_as_the_database_gives_them_back(office):
    auditing.record("sign_in", now=NOW, office=office, details={"a": (1, 2.5), 3: None, "r": Role.HEAD, "x": {"z": 1, "b": 2}})

    assert check_everything().faults == []


@pytest.mark.django_db(transaction=True)
def test_eight_acts_and_eight_reads_at_once_leave_two_whole_chains():
    office = make_office()
    officers = [make_officer(Role.VERIFIER, office=office) for _ in range(8)]
    claims = [make_claim(S.SUBMITTED, office=office) for _ in officers]

    def act(claim, officer):
        advance(claim, Step.TAKE, actor=officer_actor(officer), now=timezone.now())
        note("field", ["nik", "rekening"], now=timezone.now(), claim=claim, user=officer)

    all_at_once([partial(act, claim, officer) for claim, officer in zip(claims, officers, strict=True)])

    lengths = dict(AuditChain.objects.values_list("name", "length"))
    assert lengths == {f"office:{office.pk}": 8, f"office:{office.pk}:reads": 16}
    assert check_everything().faults == []


@pytest.mark.django_db(transaction=True)
def test_a_reader_does_not_wait_for_an_act_of_the_office_that_takes_long():
    """On PostgreSQL, where others write meanwhile; SQLite has one writer at a time, whatever they write."""
    office = make_office()
    claim, reader = make_claim(S.SUBMITTED, office=office), make_officer(Role.VERIFIER, office=office)

    with transaction.atomic():
        if transaction.get_connection().vendor == "postgresql":
            auditing.record("sign_in", now=NOW, office=office)
            all_at_once([partial(note, "field", ["nik"], now=NOW, claim=claim, user=reader)])
        else:
            note("field", ["nik"], now=NOW, claim=claim, user=reader)

    assert AccessLog.objects.count() == 1
