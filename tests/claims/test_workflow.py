"""One step at a time: guards, four eyes over every round, stale copies, the clock, what is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import Claim, DocumentVersion, Notification, SlotState
from claims.services.guards import StepFacts, faults
from claims.services.workflow import ClaimChangedMeanwhile, StepRefused, advance
from tests.builders import make_claim, make_office, make_officer, officer_actor
from tests.claims.payments import about_to_start, approved_claim, drawn_up
from tests.claims.steps import NOTE, ready

pytestmark = pytest.mark.django_db
S = ClaimStatus
REASON = StepFacts(reasons=("USIA_BELUM_CUKUP",), note=NOTE)
OTHER_DECIDES = ["Anda ikut memeriksa atau membayar klaim ini. Petugas lain yang harus memutuskan."]
OTHER_PAYS = ["Anda ikut memeriksa atau menyetujui klaim ini. Petugas lain yang harus membayar."]
EVERY_ROLE = (Role.VERIFIER, Role.APPROVER, Role.PAYER, Role.HEAD)


def take(claim, step, user, facts=None, **more):
    return advance(claim, step, actor=officer_actor(user), facts=facts or StepFacts(note=NOTE, **more), now=timezone.now())


def refusal(claim, step, user, facts=None):
    """Return the sentences with which USER is refused."""
    with pytest.raises(StepRefused) as refused:
        take(claim, step, user, facts)
    return refused.value.reasons


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def crew(office):
    """Four officers who hold every role each: only the rule keeps them apart."""
    return [make_officer(*EVERY_ROLE, office=office) for _ in range(4)]


def in_review(office, holder):
    claim = make_claim(S.IN_REVIEW, office=office, holder=holder)
    claim.documents.update(state=SlotState.ACCEPTED)
    return claim


def test_advance_refuses_a_stale_copy(office, crew):
    """E2: the claim as somebody saw it is no longer the newest."""
    claim = in_review(office, crew[0])
    stale = Claim.objects.get(pk=claim.pk)
    take(claim, Step.PROPOSE_REJECTION, crew[0], REASON)

    with pytest.raises(ClaimChangedMeanwhile):
        take(stale, Step.PROPOSE_PAYMENT, crew[0])

    assert [event.step for event in claim.events.all()] == [Step.PROPOSE_REJECTION]


def test_guards_judge_the_row_and_not_the_copy_in_hand(office, crew):
    """A tick or an amount that stands only in memory counts for nothing."""
    claim = in_review(office, crew[0])
    Claim.objects.filter(pk=claim.pk).update(data_ticks=["nama"], gross_amount=None)

    assert refusal(claim, Step.PROPOSE_PAYMENT, crew[0]) == ["Belum dicocokkan: NIK, tanggal lahir, rekening."]


def test_one_who_proposed_may_not_decide(office, crew):
    """B5: two tabs or a direct call make no difference, and holding both roles does not help."""
    claim = in_review(office, crew[0])
    take(claim, Step.PROPOSE_PAYMENT, crew[0])

    assert refusal(claim, Step.APPROVE, crew[0]) == OTHER_DECIDES
    assert refusal(claim, Step.CHALLENGE, crew[0]) == OTHER_DECIDES


def test_one_who_only_judged_a_document_may_not_decide(office, crew):
    """B5: releasing the claim after the verdicts and letting a friend propose does not get round it."""
    claim = in_review(office, crew[0])
    DocumentVersion.objects.filter(document__claim=claim, document__slot="ktp").update(judged_by=crew[0], verdict="accepted")
    take(claim, Step.RELEASE, crew[0])
    take(claim, Step.TAKE, crew[1])
    Claim.objects.filter(pk=claim.pk).update(data_ticks=["nama", "nik", "tanggal_lahir", "rekening"])
    claim.refresh_from_db()
    take(claim, Step.PROPOSE_PAYMENT, crew[1])

    assert refusal(claim, Step.APPROVE, crew[0]) == OTHER_DECIDES
    take(claim, Step.APPROVE, crew[2])
    assert refusal(claim, Step.START_PAYMENT, crew[0]) == OTHER_PAYS


def test_one_who_waived_a_paper_may_not_decide(office, crew):
    """B5: a paper that was waived is a verdict too."""
    claim = in_review(office, crew[1])
    claim.documents.filter(slot="kk").update(state=SlotState.WAIVED, decided_by=crew[0])
    take(claim, Step.PROPOSE_PAYMENT, crew[1])

    assert refusal(claim, Step.APPROVE, crew[0]) == OTHER_DECIDES


def test_role_change_between_the_steps_does_not_help(office):
    """B5: the person counts, not the role of the day."""
    officer = make_officer(Role.VERIFIER, office=office)
    claim = in_review(office, officer)
    take(claim, Step.PROPOSE_PAYMENT, officer)
    officer.groups.set(make_officer(Role.APPROVER, office=office).groups.all())

    assert refusal(claim, Step.APPROVE, officer) == OTHER_DECIDES


def test_one_who_verified_in_an_earlier_round_may_not_decide_a_later_one(office, crew):
    """B5: challenged and proposed again by another; the first verifier is still out."""
    claim = in_review(office, crew[0])
    take(claim, Step.PROPOSE_PAYMENT, crew[0])
    take(claim, Step.CHALLENGE, crew[1])
    take(claim, Step.RELEASE, crew[0])
    take(claim, Step.TAKE, crew[2])
    take(claim, Step.PROPOSE_REJECTION, crew[2], REASON)

    assert refusal(claim, Step.REJECT, crew[0]) == OTHER_DECIDES
    take(claim, Step.REJECT, crew[1])


def test_one_who_challenged_may_not_verify_the_next_round(office, crew):
    """B5: the three parts stay with three people for the life of the claim."""
    claim = in_review(office, crew[0])
    take(claim, Step.PROPOSE_PAYMENT, crew[0])
    verifier_and_approver = make_officer(Role.VERIFIER, Role.APPROVER, office=office)
    take(claim, Step.CHALLENGE, verifier_and_approver)
    take(claim, Step.RELEASE, crew[0])

    sentence = "Anda pernah memutuskan atau membayar klaim ini. Petugas lain yang harus memeriksa."
    assert refusal(claim, Step.TAKE, verifier_and_approver) == [sentence]


def test_reopened_claim_goes_to_another_verifier_than_before(office, crew):
    """B5: neither the old verifier nor the one who rejected gets it back."""
    claim = in_review(office, crew[0])
    take(claim, Step.PROPOSE_REJECTION, crew[0], REASON)
    take(claim, Step.REJECT, crew[1])

    assert refusal(claim, Step.REOPEN, crew[3], StepFacts(note=NOTE, assignee=crew[0])) == [
        "Pilih verifikator yang belum pernah memeriksa klaim ini."
    ]
    assert refusal(claim, Step.REOPEN, crew[3], StepFacts(note=NOTE, assignee=crew[1])) == [
        "Petugas ini pernah memutuskan atau membayar klaim ini. Pilih petugas lain."
    ]
    take(claim, Step.REOPEN, crew[3], StepFacts(note=NOTE, assignee=crew[2]))
    claim.refresh_from_db()
    assert (claim.status, claim.holder, claim.closed_at, claim.rejection_codes, claim.data_ticks) == (S.IN_REVIEW, crew[2], None, [], [])


def test_approver_and_verifier_may_not_pay(office, crew):
    """B5: the third part is a third person."""
    claim = in_review(office, crew[0])
    take(claim, Step.PROPOSE_PAYMENT, crew[0])
    take(claim, Step.APPROVE, crew[1])
    batch = about_to_start([claim], crew[2])

    assert refusal(claim, Step.START_PAYMENT, crew[0], StepFacts(batch=batch)) == OTHER_PAYS
    assert refusal(claim, Step.START_PAYMENT, crew[1], StepFacts(batch=batch)) == OTHER_PAYS
    take(claim, Step.START_PAYMENT, crew[2], StepFacts(batch=batch))
    assert refusal(claim, Step.CONFIRM_PAYMENT, crew[1], StepFacts(bank_reference="R1")) == OTHER_PAYS


@pytest.mark.parametrize(("first", "second"), [("verifier_id", "approver_id"), ("approver_id", "payer_id"), ("verifier_id", "payer_id")])
def test_database_refuses_one_person_in_two_parts(office, crew, first, second):
    """B5: not even raw SQL puts one person into two of the three parts."""
    claim = make_claim(S.PAYING, office=office, verifier=crew[0], approver=crew[1], payer=crew[2])
    sql = f"UPDATE claims_claim SET {second} = {first} WHERE id = %s"  # noqa: S608

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [claim.pk.hex if connection.vendor == "sqlite" else claim.pk])

    claim.refresh_from_db()
    assert (claim.verifier, claim.approver, claim.payer) == (crew[0], crew[1], crew[2])


def test_officer_of_another_office_is_refused_by_the_service(office):
    """B1, B5: not only the page keeps offices apart."""
    stranger = make_officer(Role.APPROVER, office=make_office())
    claim = make_claim(S.AWAITING_APPROVAL, office=office, proposal="bayar")

    assert refusal(claim, Step.APPROVE, stranger) == ["Klaim ini milik kantor lain."]


def test_verifier_may_not_take_a_claim_for_a_colleague(office, crew):
    claim = make_claim(S.SUBMITTED, office=office)
    verifier, colleague = make_officer(Role.VERIFIER, office=office), make_officer(Role.VERIFIER, office=office)

    assert refusal(claim, Step.TAKE, verifier, StepFacts(assignee=colleague)) == ["Hanya kepala kantor yang boleh menunjuk petugas lain."]


def test_head_assigns_only_an_active_verifier_of_the_office(office):
    claim = make_claim(S.SUBMITTED, office=office)
    head, stranger = make_officer(Role.HEAD, office=office), make_officer(Role.VERIFIER, office=make_office())
    payer, gone = make_officer(Role.PAYER, office=office), make_officer(Role.VERIFIER, office=office)
    gone.is_active = False
    gone.save()

    for unfit in (stranger, payer, gone):
        assert refusal(claim, Step.TAKE, head, StepFacts(assignee=unfit)) == ["Petugas ini bukan verifikator aktif di kantor klaim."]
    assert refusal(claim, Step.TAKE, head, StepFacts()) == ["Pilih verifikator yang akan memeriksa."]


def test_corrected_claim_stays_with_its_holder_unless_the_head_moves_it(office):
    holder, colleague, head = (make_officer(role, office=office) for role in (Role.VERIFIER, Role.VERIFIER, Role.HEAD))
    claim = make_claim(S.CORRECTED, office=office, holder=holder)

    [reason] = refusal(claim, Step.TAKE, colleague)
    assert reason.startswith("Perbaikan ini kembali dulu ke pemeriksanya. Boleh Anda ambil mulai ")
    take(claim, Step.TAKE, head, StepFacts(assignee=colleague))
    assert (claim.holder, claim.data_ticks) == (colleague, [])


def test_request_correction_keeps_the_reasons_by_slot_and_tells_once():
    claim, actor, facts = ready(Step.REQUEST_CORRECTION, S.IN_REVIEW, Role.VERIFIER)

    event = advance(claim, Step.REQUEST_CORRECTION, actor=actor, facts=facts, now=timezone.now())

    assert event.details == {"slots": {"kk": ["BURAM"]}}
    assert list(Notification.objects.values_list("kind", "event")) == [("correction_requested", event.pk)]


def test_request_correction_waits_until_every_document_is_decided():
    claim, actor, facts = ready(Step.REQUEST_CORRECTION, S.IN_REVIEW, Role.VERIFIER)
    claim.documents.filter(slot="ktp").update(state=SlotState.REPLACED)

    assert faults(claim, Step.REQUEST_CORRECTION, actor, facts, timezone.now()) == ["Putuskan dulu semua dokumen."]


def test_rejection_for_another_reason_needs_words(office, crew):
    claim = in_review(office, crew[0])

    assert refusal(claim, Step.PROPOSE_REJECTION, crew[0], StepFacts(reasons=("LAINNYA",))) == [
        "Alasan lain perlu penjelasan. Tulis satu kalimat untuk peserta."
    ]
    take(claim, Step.PROPOSE_REJECTION, crew[0], StepFacts(reasons=("LAINNYA",), note="Kartu milik orang lain."))
    kept = Claim.objects.get(pk=claim.pk)
    assert (kept.rejection_codes, kept.rejection_note, kept.proposal) == (["LAINNYA"], "Kartu milik orang lain.", "tolak")


def test_changed_account_stops_the_payment(office, crew):
    claim = in_review(office, crew[0])
    take(claim, Step.PROPOSE_PAYMENT, crew[0])
    take(claim, Step.APPROVE, crew[1])
    facts = StepFacts(batch=about_to_start([claim], crew[2]))
    changed = Claim.objects.get(pk=claim.pk)
    changed.account_number = "999888777666555"
    changed.save(update_fields=["account_number", "account_index"])

    assert refusal(claim, Step.START_PAYMENT, crew[2], facts) == ["Rekening berubah sesudah persetujuan. Klaim harus disetujui ulang."]


def test_batch_of_another_office_is_refused():
    claim, actor, facts = ready(Step.START_PAYMENT, S.APPROVED, Role.PAYER)
    other = drawn_up([approved_claim(make_office())])

    assert faults(claim, Step.START_PAYMENT, actor, replace(facts, batch=other), timezone.now()) == [
        "Klaim harus masuk ke daftar bayar kantornya."
    ]


def test_bank_reference_serves_one_claim_only():
    claim, actor, facts = ready(Step.CONFIRM_PAYMENT, S.PAYING, Role.PAYER)
    make_claim(S.PAID, bank_reference=facts.bank_reference)

    assert faults(claim, Step.CONFIRM_PAYMENT, actor, facts, timezone.now()) == ["Nomor referensi bank ini sudah dipakai klaim lain."]


def test_broken_promise_of_the_database_is_told_in_words():
    """Two claims on one KPJ: reopening the old one is refused by the constraint, kindly."""
    claim, actor, facts = ready(Step.REOPEN, S.REJECTED, Role.HEAD)
    make_claim(S.SUBMITTED, membership=claim.membership)

    with pytest.raises(StepRefused) as refused:
        advance(claim, Step.REOPEN, actor=actor, facts=facts, now=timezone.now())

    assert refused.value.reasons == ["Masih ada klaim lain yang berjalan untuk KPJ ini."]


@pytest.mark.parametrize(("days", "expected"), [(13, ["Draf ini belum 14 hari tidak disentuh."]), (14, [])])
def test_draft_expires_after_fourteen_days(days, expected):
    claim, actor, facts = ready(Step.EXPIRE, S.DRAFT, Role.SYSTEM)
    now = timezone.now()
    Claim.objects.filter(pk=claim.pk).update(updated_at=now - timedelta(days=days))
    claim.refresh_from_db()

    assert faults(claim, Step.EXPIRE, actor, facts, now) == expected


@pytest.mark.parametrize(("hour", "expected"), [(16, ["Batas perbaikan belum lewat."]), (17, [])])
def test_correction_expires_when_its_last_day_is_over_in_the_office(hour, expected):
    """F9: the day ends at 17.00 UTC in Jakarta."""
    claim, actor, facts = ready(Step.EXPIRE, S.CORRECTION_REQUESTED, Role.SYSTEM)
    now = datetime(2026, 12, 4, hour, tzinfo=UTC)
    claim.correction_due_on = now.date()

    assert faults(claim, Step.EXPIRE, actor, facts, now) == expected


def test_correction_keeps_the_place_in_line_and_starts_everything_anew(office, crew):
    claim, actor, facts = ready(Step.CORRECT, S.PAYMENT_FAILED, Role.PARTICIPANT)
    place = claim.queue_on

    advance(claim, Step.CORRECT, actor=actor, facts=facts, now=timezone.now())

    claim.refresh_from_db()
    assert (claim.queue_on, claim.proposal, claim.verifier, claim.approver, claim.batch) == (place, "", None, None, None)


def test_challenge_after_a_refused_transfer_does_not_restart_the_legal_clock(office, crew):
    """The participant's five days run on from where they began, whatever officers discuss."""
    began = datetime(2026, 11, 2, 3, tzinfo=UTC)
    pauses = [["2026-11-04", "2026-11-09"]]
    claim = make_claim(S.AWAITING_APPROVAL, office=office, verifier=crew[0], proposal="bayar", complete_at=began, clock_pauses=pauses)
    take(claim, Step.CHALLENGE, crew[1])
    claim.documents.update(state=SlotState.ACCEPTED)

    take(claim, Step.PROPOSE_PAYMENT, crew[0])

    assert (claim.complete_at, claim.due_on.isoformat()) == (began, "2026-11-12")
