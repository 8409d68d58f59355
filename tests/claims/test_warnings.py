"""Warnings about a claim: what other claims share with it, what was changed lately, what an officer found out."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role
from claims.models import AccountChange, AuditEntry, Claim, DocumentPage, OfficerIdentity, WarningNote
from claims.services import warnings
from claims.services.officers import desk_of
from participants.models import ContactChange
from tests.builders import make_claim, make_membership, make_office, make_participant
from tests.claims.desk import desk_url, held_claim, make_page, seat, step_url

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def verifier(office):
    return seat(Role.VERIFIER, office=office)


@pytest.fixture
def claim(office, verifier):
    return held_claim(verifier[0], office)


def told(claim, officer, now=NOW):
    """Return what the officer is warned of, in words."""
    fresh = Claim.objects.select_related("participant", "office").get(pk=claim.pk)
    return [finding.text for finding in warnings.findings(fresh, desk_of(officer), now)]


def make_other(person=None, **facts):
    """Store a claim of another person."""
    return make_claim(ClaimStatus.SUBMITTED, membership=make_membership(person or make_participant()), **facts)


def test_claim_that_shares_nothing_has_no_warning(claim, verifier):
    make_other(office=claim.office)

    assert told(claim, verifier[0]) == []


def test_same_account_is_told_with_the_other_claim(claim, verifier, office):
    other = make_other(office=office, account_number=claim.account_number, bank_code=claim.bank_code)

    [finding] = warnings.findings(claim, desk_of(verifier[0]), NOW)

    assert (finding.code, finding.text) == ("rekening_sama", "Nomor rekening ini juga dipakai di 1 klaim peserta lain.")
    assert [(each.number, each.claim_id, each.status) for each in finding.others] == [(other.number, other.pk, "Menunggu diperiksa")]


def test_same_digits_at_another_bank_are_another_account(claim, verifier):
    make_other(account_number=claim.account_number, bank_code="014")

    assert told(claim, verifier[0]) == []


@pytest.mark.parametrize("where", ["claim", "register"])
def test_same_phone_is_told_wherever_it_stands(claim, verifier, where):
    person = make_participant(**({"phone": claim.phone} if where == "register" else {}))
    make_other(person, phone=claim.phone if where == "claim" else "+6281900000001")

    assert told(claim, verifier[0]) == ["Nomor HP ini juga dipakai di 1 klaim peserta lain."]


def test_phone_that_stands_in_claim_and_register_counts_once(claim, verifier):
    make_other(make_participant(phone=claim.phone), phone=claim.phone)

    assert told(claim, verifier[0]) == ["Nomor HP ini juga dipakai di 1 klaim peserta lain."]


def test_same_address_is_found_however_it_is_written(office, verifier):
    person = make_participant(address="Jl. Merdeka No. 07, RT 01/RW 02, Bandung")
    claim = held_claim(verifier[0], office, membership=make_membership(person))
    make_other(make_participant(address="jalan merdeka 7 rt.1 rw.2 BANDUNG"))

    assert told(claim, verifier[0]) == ["Alamat ini juga tercatat di 1 klaim peserta lain."]


def test_same_file_in_a_claim_of_another_person_is_told(claim, verifier):
    other = make_other()
    same_file(claim, "ktp", other, "kk")

    assert told(claim, verifier[0]) == ["Berkas yang persis sama ada di 1 klaim peserta lain."]


def test_what_the_same_person_sent_and_named_before_is_fine(claim, verifier):
    earlier = make_claim(
        ClaimStatus.PAID,
        membership=make_membership(claim.participant),
        account_number=claim.account_number,
        bank_code=claim.bank_code,
    )
    same_file(claim, "ktp", earlier, "ktp")

    assert told(claim, verifier[0]) == []


def test_draft_of_another_person_warns_of_nothing(claim, verifier):
    make_claim(ClaimStatus.DRAFT, account_number=claim.account_number, bank_code=claim.bank_code)

    assert told(claim, verifier[0]) == []


def test_claim_of_another_office_is_said_to_exist_and_no_more(claim, verifier):
    """B1: neither number nor address of what is out of reach."""
    other = make_other(office=make_office(), account_number=claim.account_number, bank_code=claim.bank_code)

    page = verifier[1].get(warnings_url(claim)).content.decode()

    assert ("klaim di kantor lain" in page, other.number in page, str(other.pk) in page) == (True, False, False)


def test_claim_within_reach_is_linked(claim, verifier, office):
    other = make_other(office=office, account_number=claim.account_number, bank_code=claim.bank_code)

    assert f'href="{desk_url(other.pk)}"' in verifier[1].get(warnings_url(claim)).content.decode()


def test_of_many_claims_three_are_named(claim, verifier, office):
    for _ in range(5):
        make_other(office=office, account_number=claim.account_number, bank_code=claim.bank_code)

    [finding] = warnings.findings(claim, desk_of(verifier[0]), NOW)

    assert (finding.text, len(finding.others), finding.more) == (
        "Nomor rekening ini juga dipakai di lebih dari 3 klaim peserta lain.",
        3,
        True,
    )


@pytest.mark.parametrize(
    ("kind", "source", "sentence"),
    [
        ("email", "officer", "Email terdaftar diganti {} di loket."),
        ("phone", "import", "Nomor HP terdaftar diganti {} lewat impor data."),
    ],
)
def test_contact_changed_in_the_last_thirty_days_is_told(claim, verifier, kind, source, sentence):
    at = NOW - timedelta(days=29)
    ContactChange.objects.create(participant=claim.participant, kind=kind, at=at, source=source, old_value="lama")

    assert [text.split(" diganti ")[0] for text in told(claim, verifier[0])] == [sentence.split(" diganti ")[0]]
    assert told(claim, verifier[0], NOW + timedelta(days=2)) == []


def test_changed_account_of_the_claim_is_told(claim, verifier):
    AccountChange.objects.create(claim=claim, at=NOW, bank_code="014", account_number="1234567890")

    assert [text.endswith("Sebelumnya rekening BCA.") for text in told(claim, verifier[0])] == [True]


def test_data_that_differ_are_warnings_too(office, verifier):
    claim = held_claim(verifier[0], office, account_name="Orang Lain")

    assert told(claim, verifier[0]) == [f"Nama penerima: {claim.participant.name}. Nama rekening berbeda."]


def test_everything_is_found_in_two_queries(office, verifier):
    """P2"""
    person = make_participant(address="Jalan Merdeka 7, Bandung")
    claim = held_claim(verifier[0], office, membership=make_membership(person), account_name="Orang Lain")
    other = make_other(
        make_participant(address="Jalan Merdeka 7, Bandung", phone=person.phone),
        account_number=claim.account_number,
        bank_code=claim.bank_code,
    )
    same_file(claim, "ktp", other, "kk")
    ContactChange.objects.create(participant=person, kind="email", at=NOW, source="officer", old_value="lama")
    AccountChange.objects.create(claim=claim, at=NOW, bank_code="014", account_number="1234567890")
    fresh, desk = Claim.objects.select_related("participant", "office").get(pk=claim.pk), desk_of(verifier[0])

    with CaptureQueriesContext(connection) as captured:
        found = warnings.findings(fresh, desk, NOW)

    codes = ["rekening_sama", "berkas", "telepon", "alamat", "ganti_email", "rekening_ganti", "data_atas_nama"]
    assert ([finding.code for finding in found], len(captured)) == (codes, 2)


def test_evidence_is_found_through_indexes(office, verifier):
    """P2: no table of people, claims or pages is read from end to end, whatever its size."""
    claim = held_claim(verifier[0], office, membership=make_membership(make_participant(address="Jalan Merdeka 7, Bandung")))
    with CaptureQueriesContext(connection) as captured:
        warnings.findings(claim, desk_of(verifier[0]), NOW)
    [asked] = [query["sql"] for query in captured if "UNION ALL" in query["sql"]]

    assert [line for line in plan_of(asked) if re.search(r"\bSeq Scan\b|^SCAN\b", line)] == []


def plan_of(sql):
    """Return how the database would find the rows, line by line; PostgreSQL is told to read whole tables only if it must."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if not is_sqlite:
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{sql}")
        return [str(row[-1]).strip() for row in cursor.fetchall()]


# --- Notes


def test_officer_notes_what_was_found_and_the_approver_reads_it(claim, verifier, office):
    """The note is kept, recorded in the audit and shown to whoever decides."""
    share_account(claim)

    answer = verifier[1].post(warnings_url(claim), {"catatan_rekening_sama": "Suami istri, KK sudah dilihat."})

    assert (answer.status_code, answer["Location"]) == (302, warnings_url(claim))
    approver, client = seat(Role.APPROVER, office=office)
    [finding] = client.get(warnings_url(claim)).context["warnings"]
    assert (finding.note.who, finding.note.text, finding.looked_into) == (
        verifier[0].username,
        "Suami istri, KK sudah dilihat.",
        True,
    )
    entry = AuditEntry.objects.get(kind="warning_checked")
    assert (entry.user_id, entry.claim_id, entry.object, entry.details) == (verifier[0].pk, claim.pk, "rekening_sama", {})


def test_note_is_stale_once_the_warning_says_something_else(claim, verifier):
    share_account(claim)
    verifier[1].post(warnings_url(claim), {"catatan_rekening_sama": "Suami istri."})
    share_account(claim)

    [finding] = warnings.findings(claim, desk_of(verifier[0]), NOW)

    assert (finding.note.stale, finding.looked_into) == (True, False)


def test_note_beside_nothing_is_refused(claim, verifier):
    """B4: a code that is no warning of this claim writes nothing."""
    answer = verifier[1].post(warnings_url(claim), {"catatan_rekening_sama": "Baik.", "catatan_karangan": "x"})

    assert (answer.status_code, WarningNote.objects.count()) == (302, 0)


def test_note_that_is_too_long_is_told_beside_its_field_and_stays(claim, verifier):
    share_account(claim)

    page = verifier[1].post(warnings_url(claim), {"catatan_rekening_sama": "x" * 501})

    field = page.context["form"]["catatan_rekening_sama"]
    assert (page.status_code, field.value(), list(field.errors)) == (200, "x" * 501, ["Terlalu panjang. Paling banyak 500 huruf."])


@pytest.mark.parametrize("role", [Role.COUNTER, Role.AUDITOR])
def test_only_who_works_on_the_claim_writes_notes(claim, office, role):
    share_account(claim)
    client = seat(role, office=office)[1]

    client.post(warnings_url(claim), {"catatan_rekening_sama": "Baik."})

    assert WarningNote.objects.count() == 0


def test_warnings_block_no_step(claim, verifier):
    share_account(claim)
    claim.documents.update(state="accepted")

    page = verifier[1].get(step_url(claim, "propose_payment"))

    assert (page.context["offer"].obstacles, len(page.context["warnings"])) == ([], 1)


@pytest.mark.parametrize("panel", ["dokumen", "klaim"])
def test_desk_shows_the_warnings_on_top_of_the_data(claim, verifier, panel):
    share_account(claim)

    page = verifier[1].get(desk_url(claim.pk, lihat=panel))

    assert [finding.code for finding in page.context["warnings"]] == ["rekening_sama"]


def test_warnings_of_another_office_are_not_found(claim):
    stranger = seat(Role.VERIFIER, office=make_office())[1]

    assert stranger.get(warnings_url(claim)).status_code == 404


def share_account(claim):
    """Let another person's claim name the same account."""
    return make_other(office=claim.office, account_number=claim.account_number, bank_code=claim.bank_code)


def same_file(claim, slot, other, other_slot):
    """Put one file into two claims."""
    pages = [make_page(claim, slot).pk, make_page(other, other_slot).pk]
    DocumentPage.objects.filter(pk__in=pages).update(original_sha256=sha256(b"one file").digest())


def warnings_url(claim):
    return reverse("admin:claims_claim_warnings", args=[claim.pk])


def test_nobody_notes_beside_warnings_of_the_own_claim(claim, verifier, office):
    make_other(office=office, account_number=claim.account_number, bank_code=claim.bank_code)
    OfficerIdentity.objects.create(user=verifier[0], nik=claim.participant.nik)

    page = verifier[1].get(warnings_url(claim))
    answer = verifier[1].post(warnings_url(claim), {"catatan_rekening_sama": "Baik."})

    assert (page.context["may_note"], answer.status_code, WarningNote.objects.count()) == (False, 302, 0)


def test_nothing_is_noted_beside_a_warning_that_is_gone(claim, verifier):
    with pytest.raises(warnings.NothingToNote):
        warnings.note(claim, {"rekening_sama": "Baik."}, desk=desk_of(verifier[0]), now=NOW)
