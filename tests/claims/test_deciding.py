"""The approver's page: what the verifier saw, what has changed since, money, message or letter; agree, or send back."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import AccountChange, Claim, DocumentVersion, Notification, SlotState, WarningNote
from claims.services.guards import StepFacts
from claims.services.workflow import advance
from participants.models import ContactChange, LedgerEntry, Participant
from tests.builders import make_balance, make_claim, make_membership, make_office, make_officer, make_participant, officer_actor
from tests.claims.desk import desk_url, judge_url, seat, step_url

pytestmark = pytest.mark.django_db
S = ClaimStatus
NOW = timezone.now()


def text_of(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def verifier(office):
    return seat(Role.VERIFIER, office=office)


@pytest.fixture
def approver(office):
    return seat(Role.APPROVER, office=office)


@pytest.fixture
def claim(office, verifier):
    """A claim over Rp70 million whose verifier accepted everything and proposed to pay, through the desk."""
    claim = make_claim(S.IN_REVIEW, office=office, holder=verifier[0], version=2)
    make_balance(claim.membership, 70_000_000)
    claim.documents.update(state=SlotState.ACCEPTED)
    DocumentVersion.objects.filter(document__claim=claim).update(verdict="accepted", judged_by=verifier[0], judged_at=NOW)
    verifier[1].post(step_url(claim, "propose_payment"), {"versi": claim.version, "catatan": "Nama sesuai KTP."})
    return Claim.objects.get(pk=claim.pk)


@pytest.fixture
def refused(office, verifier):
    """A claim whose verifier proposed to refuse it."""
    claim = make_claim(S.IN_REVIEW, office=office, holder=verifier[0], version=2)
    said = {"versi": claim.version, "alasan": ["USIA_BELUM_CUKUP", "LAINNYA"], "catatan": "Baru 54 tahun."}
    assert verifier[1].post(step_url(claim, "propose_rejection"), said).status_code == 302
    return Claim.objects.get(pk=claim.pk)


def case_at(approver, claim, step="approve"):
    return approver[1].get(step_url(claim, step)).context["case"]


def test_approver_sees_papers_ticks_note_money_and_account(claim, verifier, approver):
    case = case_at(approver, claim)

    assert [(verdict.frame.words, verdict.who) for verdict in case.verdicts] == [("diterima", verifier[0].username)] * 7
    assert case.ticks == [("nama", True), ("NIK", True), ("tanggal lahir", True), ("rekening", True)]
    assert (case.verifier, case.proposed.note, case.changes) == (verifier[0].username, "Nama sesuai KTP.", [])
    assert (case.money.gross, case.money.tax, case.money.net) == (70_000_000, 1_000_000, 69_000_000)
    assert (case.money.article, case.money.lines) == (
        "PP 68/2009 Pasal 5",
        ("0% × Rp50.000.000", "5% × Rp20.000.000", "Pajak Rp1.000.000"),
    )
    assert claim.account_number not in case.account


def test_page_says_the_tax_and_its_basis_in_words(claim, approver):
    told = text_of(approver[1].get(step_url(claim, "approve")))

    assert "Tarif final, dibayar dalam dua tahun kalender sejak pencairan pertama (PP 68/2009 Pasal 5): 0% × Rp50.000.000" in told


def test_page_shows_the_message_that_approval_will_send(claim, approver):
    """What the approver reads is what the participant receives, but for the check code."""
    email = approver[1].get(step_url(claim, "approve")).context["previews"][0].message

    approver[1].post(step_url(claim, "approve"), {"versi": claim.version, "catatan": ""})

    sent = Notification.objects.get(kind="approved")
    code = sent.claim.issued_codes.get(status=S.APPROVED).code
    assert (email.subject, email.body) == (sent.subject, sent.body.replace(code, "XXXX-XXXX"))


def test_notes_beside_warnings_reach_the_approver(claim, verifier, approver):
    Claim.objects.filter(pk=claim.pk).update(review_note="")
    other = make_claim(
        S.SUBMITTED,
        office=claim.office,
        membership=make_membership(make_participant()),
        account_number=claim.account_number,
        bank_code=claim.bank_code,
    )
    verifier[1].post(f"/petugas/claims/claim/{claim.pk}/peringatan/", {"catatan_rekening_sama": "Suami istri, KK dilihat."})

    told = text_of(approver[1].get(step_url(claim, "approve")))

    assert WarningNote.objects.get().user == verifier[0]
    assert ("Suami istri, KK dilihat." in told, other.number in told) == (True, True)


def test_comparison_that_the_participant_confirmed_stands_beside_the_money(claim, approver):
    kept = {
        "language": "id",
        "answer": "Sisa kena pajak.",
        "figures": [["Pajak sisa", "Rp7.500.000"]],
        "steps": [],
        "notes": [],
    }
    before = text_of(approver[1].get(step_url(claim, "approve")))
    Claim.objects.filter(pk=claim.pk).update(tax_warning=kept, tax_warning_read_at=NOW)

    pages = [text_of(approver[1].get(address)) for address in (step_url(claim, "approve"), desk_url(claim.pk, lihat="klaim"))]

    assert ["Sisa kena pajak." in page and "Rp7.500.000" in page for page in pages] == [True, True]
    assert "Perbandingan pajak yang disetujui peserta" not in before


# --- What has changed since


def test_another_account_since_the_proposal_is_shown(claim, approver):
    AccountChange.objects.create(claim=claim, at=NOW + timedelta(minutes=5), bank_code="014", account_number="1234567890")

    [change] = case_at(approver, claim).changes

    assert (change.startswith("Rekening diganti "), change.endswith("Sebelumnya BCA XXXX XX78 90.")) == (True, True)


def test_another_contact_since_the_proposal_is_shown_once(claim, approver):
    person = Participant.objects.get(pk=claim.participant_id)
    person.email = "baru@contoh.test"
    person.save()
    ContactChange.objects.create(participant=person, kind="email", at=timezone.now(), source="officer", old_value="lama@contoh.test")

    changes = case_at(approver, claim).changes

    assert [change.split(" diganti ")[0] for change in changes] == ["Email terdaftar"]


def test_data_that_an_import_changed_since_are_shown(claim, approver):
    Participant.objects.filter(pk=claim.participant_id).update(updated_at=timezone.now() + timedelta(hours=2))

    assert [change.split(" diperbarui ")[0] for change in case_at(approver, claim).changes] == ["Data peserta"]


def test_money_that_came_in_since_is_shown(claim, approver):
    LedgerEntry.objects.create(
        membership=claim.membership, amount=10_000_000, booked_on=date(2026, 2, 28), kind="iuran_pekerja", row_key=b"2" * 16
    )

    case = case_at(approver, claim)

    said = "Saldo atau pajak berubah: dihitung lagi menjadi Rp80.000.000 kotor dan pajak Rp1.500.000."
    assert (case.changes, case.money.gross, case.money.lines) == ([said], 70_000_000, ())


def test_paper_that_was_judged_again_since_is_shown(claim, approver):
    DocumentVersion.objects.filter(document__claim=claim, document__slot="kk").update(judged_at=NOW + timedelta(days=1))

    assert [change.split(": ")[0] for change in case_at(approver, claim).changes] == ["Kartu Keluarga"]


# --- Agreeing and sending back


def test_challenge_is_sent_from_the_same_page_and_stands_on_top_of_the_desk(claim, verifier, approver):
    page = approver[1].get(step_url(claim, "approve"))
    action = step_url(claim, "challenge")
    approver[1].post(action, {"versi": page.context["challenge"]["versi"].value(), "catatan": "Nama di KK berbeda."})

    desk = verifier[1].get(desk_url(claim.pk))

    assert f'action="{action}"' in page.content.decode()
    assert (desk.context["challenge"].who, desk.context["challenge"].note) == (approver[0].username, "Nama di KK berbeda.")
    assert f"{approver[0].username} mengembalikan klaim ini" in text_of(desk)


def test_challenge_without_a_comment_is_refused_beside_its_field(claim, approver):
    page = approver[1].post(step_url(claim, "challenge"), {"versi": claim.version, "catatan": " "})

    assert (page.status_code, page.context["form"]["catatan"].errors) == (200, ["Tulis alasannya."])
    assert Claim.objects.get(pk=claim.pk).status == S.AWAITING_APPROVAL


def test_comment_leaves_the_desk_once_it_was_answered(claim, verifier, approver):
    approver[1].post(step_url(claim, "challenge"), {"versi": claim.version, "catatan": "Nama di KK berbeda."})
    back = Claim.objects.get(pk=claim.pk)
    back.documents.filter(slot="kk").update(state=SlotState.REJECTED)
    DocumentVersion.objects.filter(document__claim=back, document__slot="kk").update(verdict="rejected", reasons=["NAMA_BEDA"])

    verifier[1].post(step_url(back, "request_correction"), {"versi": back.version})

    assert verifier[1].get(desk_url(claim.pk)).context["challenge"] is None


def test_who_verified_sees_no_button_on_the_page(office):
    """B5"""
    both, client = seat(Role.VERIFIER, Role.APPROVER, office=office)
    claim = make_claim(S.IN_REVIEW, office=office, holder=both)
    claim.documents.update(state=SlotState.ACCEPTED)
    make_balance(claim.membership)
    client.post(step_url(claim, "propose_payment"), {"versi": claim.version, "catatan": ""})

    page = client.get(step_url(claim, "approve"))

    assert (page.context["offer"].ready, "Kembalikan ke pemeriksa</button>" in page.content.decode()) == (False, False)


def test_rejection_shows_the_letter_with_reasons_and_how_to_object(refused, approver):
    """The letter is the one that the participant will print, but for its code and the day."""
    page = approver[1].get(step_url(refused, "reject"))
    tables = {table.heading: [row.cells for row in table.rows] for table in page.context["letter"].tables}

    assert [cells[0] for cells in tables["Alasan"]][-2:] == ["Hal lain", "Penjelasan petugas"]
    assert tables["Alasan"][-1][1] == "Baru 54 tahun."
    assert [cells[0] for cells in tables["Yang dapat Anda lakukan"]] == ["Mengajukan lagi", "Keberatan"]
    assert "Surat yang akan diterima peserta" in text_of(page)
    assert refused.issued_codes.count() == 0


def test_rejection_goes_through_from_its_page(refused, approver):
    answer = approver[1].post(step_url(refused, "reject"), {"versi": refused.version, "catatan": ""})

    assert (answer.status_code, Claim.objects.get(pk=refused.pk).status) == (302, S.REJECTED)


# --- Return for correction


def test_other_reason_without_words_is_told_beside_the_field(office, verifier):
    claim = make_claim(S.IN_REVIEW, office=office, holder=verifier[0])

    page = verifier[1].post(judge_url(claim, "kk"), {"versi": claim.version, "putusan": "tolak", "alasan": ["LAINNYA"], "catatan": ""})

    assert page.context["form"]["catatan"].errors == ["Hal lain perlu penjelasan. Tulis satu kalimat untuk peserta."]
    assert 'aria-describedby="catatan-salah"' in page.content.decode()


def test_correction_is_shown_as_every_channel_would_carry_it(office, verifier):
    claim = make_claim(S.IN_REVIEW, office=office, holder=verifier[0])
    claim.documents.update(state=SlotState.ACCEPTED)
    claim.documents.filter(slot__in=("kk", "ktp")).update(state=SlotState.REJECTED)
    papers = DocumentVersion.objects.filter(document__claim=claim, document__slot__in=("kk", "ktp"))
    papers.update(verdict="rejected", reasons=["BURAM", "TERPOTONG"])

    page = verifier[1].get(step_url(claim, "request_correction"))

    shown = {each.channel: each for each in page.context["previews"]}
    assert [(each.label, each.connected) for each in shown.values()] == [("E-mail", True), ("SMS", True), ("WhatsApp", True)]
    assert ("2 dokumen" in shown["sms"].message.body, shown["sms"].size.parts) == (True, 1)
    assert "<b>2 dokumen perlu diganti</b>" in page.content.decode()
    assert [claim.email in page.content.decode(), claim.phone in page.content.decode()] == [False, False]


def test_markup_in_a_message_is_shown_as_text(office, verifier):
    """D1"""
    claim = make_claim(S.IN_REVIEW, office=office, holder=verifier[0], membership=make_membership(make_participant(name="<b>*Budi*</b>")))
    claim.documents.update(state=SlotState.ACCEPTED)
    claim.documents.filter(slot="kk").update(state=SlotState.INSISTED)

    page = verifier[1].get(step_url(claim, "request_correction")).content.decode()

    assert ("&lt;B&gt;" in page, "<B>" in page) == (True, False)


def test_challenged_claim_keeps_its_comment_for_a_colleague_who_takes_over(claim, approver, office):
    approver[1].post(step_url(claim, "challenge"), {"versi": claim.version, "catatan": "Nama di KK berbeda."})
    back, head = Claim.objects.get(pk=claim.pk), make_officer(Role.HEAD, Role.VERIFIER, office=office)
    colleague, client = seat(Role.VERIFIER, office=office)
    from_head = officer_actor(head)
    advance(back, Step.RELEASE, actor=from_head, facts=StepFacts(note="Cuti."), now=NOW + timedelta(days=1))
    advance(back, Step.TAKE, actor=officer_actor(colleague), now=NOW + timedelta(days=1))

    assert client.get(desk_url(claim.pk)).context["challenge"].note == "Nama di KK berbeda."
