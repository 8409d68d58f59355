"""What the holder of a claim decides: verdicts, missing papers, ticks, the proposal with its amounts."""

from datetime import date

import pytest
from django.utils import timezone

from claims.domain.return_reasons import RETURN_REASONS
from claims.domain.workflow import ClaimStatus, Role
from claims.models import Claim, DocumentVersion, SlotState
from claims.services import verifying
from claims.services.workflow import ClaimChangedMeanwhile, StepRefused
from participants.models import LedgerEntry
from tests.builders import make_claim, make_document, make_office, make_officer, officer_actor
from tests.claims.desk import held_claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_officer(Role.VERIFIER, office=make_office())


@pytest.fixture
def claim(officer):
    return held_claim(officer, officer.officer.office, data_ticks=[])


def judge(claim, slot, verdict, reasons=(), note="", *, officer):
    document = claim.documents.get(slot=slot)
    document.claim = claim
    return verifying.judge_version(document, verdict, reasons, note, officer=officer, now=timezone.now())


def stored(claim, slot):
    """Return state of the document; verdict, reasons and note of its newest version."""
    document = claim.documents.get(slot=slot)
    version = document.versions.order_by("-number").first()
    return document.state, version.verdict, version.reasons, version.note


def test_accepting_marks_document_and_version(claim, officer):
    version = judge(claim, "ktp", "accepted", officer=officer)

    assert stored(claim, "ktp") == (SlotState.ACCEPTED, "accepted", [], "")
    assert (version.judged_by, version.judged_at is not None) == (officer, True)


def test_rejecting_keeps_reasons_and_note(claim, officer):
    judge(claim, "buku_rekening", "rejected", ["TERPOTONG", "LAINNYA"], " Nomor tertutup jari. ", officer=officer)

    assert stored(claim, "buku_rekening") == (SlotState.REJECTED, "rejected", ["TERPOTONG", "LAINNYA"], "Nomor tertutup jari.")


def test_verdict_may_be_changed_until_the_next_step(claim, officer):
    """Rejected after accepted and accepted after rejected; nothing of the old reasons stays."""
    judge(claim, "kk", "accepted", officer=officer)
    judge(claim, "kk", "rejected", ["BURAM"], officer=officer)
    assert stored(claim, "kk") == (SlotState.REJECTED, "rejected", ["BURAM"], "")

    judge(claim, "kk", "accepted", ["BURAM"], "lama", officer=officer)
    assert stored(claim, "kk") == (SlotState.ACCEPTED, "accepted", [], "")


@pytest.mark.parametrize(
    ("slot", "verdict", "reasons", "note", "sentence"),
    [
        ("kk", "rejected", [], "", "Pilih paling sedikit satu alasan."),
        ("kk", "maybe", [], "", "Pilih Terima atau Tolak."),
        ("kk", "rejected", ["REKENING_NAMA_BEDA"], "", "Ada alasan yang tidak berlaku untuk dokumen ini."),
        ("kk", "rejected", ["KARANGAN"], "", "Ada alasan yang tidak berlaku untuk dokumen ini."),
        ("kk", "rejected", ["LAINNYA"], "  ", "Hal lain perlu penjelasan. Tulis satu kalimat untuk peserta."),
    ],
)
def test_incomplete_verdict_is_refused_in_words(claim, officer, slot, verdict, reasons, note, sentence):
    with pytest.raises(verifying.VerdictIncomplete) as refused:
        judge(claim, slot, verdict, reasons, note, officer=officer)

    assert (refused.value.message, stored(claim, slot)[:2]) == (sentence, (SlotState.UPLOADED, ""))


@pytest.mark.parametrize("reason", RETURN_REASONS, ids=lambda reason: reason.code)
def test_every_coded_reason_can_be_given_where_it_fits(claim, officer, reason):
    make_document(claim, "persetujuan_ahli_waris", position=8, sent_at=timezone.now())
    slot = next(slot for slot in claim.documents.order_by("position").values_list("slot", flat=True) if slot in reason.slots)

    judge(claim, slot, "rejected", [reason.code], "Penjelasan.", officer=officer)

    assert stored(claim, slot)[2] == [reason.code]


def test_only_the_holder_judges(claim):
    colleague = make_officer(Role.VERIFIER, office=claim.office)

    with pytest.raises(verifying.NotTheHolder):
        judge(claim, "ktp", "accepted", officer=colleague)


@pytest.mark.parametrize("status", sorted(set(ClaimStatus) - {ClaimStatus.IN_REVIEW, ClaimStatus.DRAFT}))
def test_nothing_is_judged_outside_the_review(officer, status):
    claim = make_claim(status, office=officer.officer.office, holder=officer)

    with pytest.raises(verifying.NotTheHolder):
        judge(claim, "ktp", "accepted", officer=officer)


def test_stale_claim_is_not_judged(claim, officer):
    """E2: released and taken again meanwhile; the old page decides nothing."""
    stale = Claim.objects.get(pk=claim.pk)
    Claim.objects.filter(pk=claim.pk).update(version=claim.version + 2)

    with pytest.raises(ClaimChangedMeanwhile):
        judge(stale, "ktp", "accepted", officer=officer)


def test_only_a_version_that_arrived_is_judged(claim, officer):
    document = claim.documents.get(slot="ktp")
    DocumentVersion.objects.create(document=document, number=2, created_at=timezone.now())

    with pytest.raises(verifying.NothingToJudge):
        judge(claim, "ktp", "accepted", officer=officer)


def test_newest_version_is_judged_and_the_old_verdict_stays(claim, officer):
    judge(claim, "ktp", "rejected", ["BURAM"], officer=officer)
    document = claim.documents.get(slot="ktp")
    DocumentVersion.objects.create(document=document, number=2, created_at=timezone.now(), sent_at=timezone.now())

    judge(claim, "ktp", "accepted", officer=officer)

    assert list(document.versions.values_list("number", "verdict")) == [(1, "rejected"), (2, "accepted")]


@pytest.mark.parametrize(("decide", "state"), [(verifying.waive, SlotState.WAIVED), (verifying.insist, SlotState.INSISTED)])
def test_missing_paper_is_waived_or_insisted_on(claim, officer, decide, state):
    document = missing(claim)

    decide(document, "Sudah ada bukti lain.", officer=officer, now=timezone.now())

    document.refresh_from_db()
    assert (document.state, document.decision_note, document.decided_by) == (state, "Sudah ada bukti lain.", officer)


def test_decision_on_a_missing_paper_needs_words(claim, officer):
    with pytest.raises(verifying.VerdictIncomplete) as refused:
        verifying.waive(missing(claim), " ", officer=officer, now=timezone.now())

    assert refused.value.message == "Tulis alasannya."


def test_paper_that_is_there_is_not_waived(claim, officer):
    with pytest.raises(verifying.NotMissing):
        verifying.waive(claim.documents.get(slot="ktp"), "Tidak perlu.", officer=officer, now=timezone.now())


def test_missing_paper_is_not_accepted_as_if_it_were_there(claim, officer):
    missing(claim)

    with pytest.raises(verifying.NothingToJudge):
        judge(claim, "kk", "accepted", officer=officer)


def missing(claim):
    """Let the participant say that the family card cannot be had."""
    claim.documents.filter(slot="kk").update(state=SlotState.UNAVAILABLE, unavailable_reason="hilang")
    return claim.documents.get(slot="kk")


def test_ticks_change_only_among_those_shown(claim, officer):
    verifying.tick_data(claim, ["nama", "rekening"], officer=officer)
    verifying.tick_data(claim, ["nik"], among=["nik", "nama"], officer=officer)
    verifying.tick_data(claim, ["karangan"], among=["karangan"], officer=officer)

    assert Claim.objects.get(pk=claim.pk).data_ticks == ["nik", "rekening"]


def test_only_the_holder_ticks(claim):
    with pytest.raises(verifying.NotTheHolder):
        verifying.tick_data(claim, ["nama"], officer=make_officer(Role.VERIFIER, office=claim.office))


def test_proposal_computes_the_amounts_anew(officer):
    """Balance Rp70 million, resignation: gross 70,000,000, tax 1,000,000 (domain.md 2.3)."""
    claim = held_claim(officer, officer.officer.office, gross_amount=None, tax_amount=None)
    claim.documents.update(state=SlotState.ACCEPTED)
    facts = {"booked_on": date(2026, 1, 31), "kind": "iuran_pekerja", "row_key": b"1" * 16}
    LedgerEntry.objects.create(membership=claim.membership, amount=70_000_000, **facts)

    verifying.propose_payment(claim, actor=officer_actor(officer), now=timezone.now(), note="Lengkap.")

    kept = Claim.objects.get(pk=claim.pk)
    assert (kept.status, kept.gross_amount, kept.tax_amount, kept.net_amount, kept.tax_basis) == (
        ClaimStatus.AWAITING_APPROVAL, 70_000_000, 1_000_000, 69_000_000, "final",
    )  # fmt: skip


def test_refused_proposal_keeps_no_amount(claim, officer):
    Claim.objects.filter(pk=claim.pk).update(gross_amount=None, tax_amount=None)

    with pytest.raises(StepRefused) as refused:
        verifying.propose_payment(claim, actor=officer_actor(officer), now=timezone.now())

    assert refused.value.reasons == ["Ada dokumen wajib yang belum diterima.", "Belum dicocokkan: nama, NIK, tanggal lahir, rekening."]
    assert Claim.objects.values_list("gross_amount", "tax_amount").get(pk=claim.pk) == (None, None)
