"""Legal steps at the desk: looked at once more, taken by POST, refused kindly when the page is stale."""

from datetime import date

import pytest
from django.utils import timezone

from claims.domain.workflow import TRANSITIONS, ClaimStatus, Role, Step
from claims.models import Claim, DocumentVersion, Notification, PaymentBatch, SlotState
from claims.services.guards import Actor
from claims.services.workflow import advance
from participants.models import LedgerEntry
from tests.builders import make_claim, make_office, make_officer
from tests.claims.desk import desk_url, held_claim, seat, seated, step_url
from tests.claims.payments import approved_claim, released
from tests.claims.steps import ready

pytestmark = pytest.mark.django_db
S = ClaimStatus
SAID = {
    Step.TAKE_OVER: {"catatan": "Rekan sakit."},
    Step.RELEASE: {"catatan": "Cuti."},
    Step.PROPOSE_PAYMENT: {"catatan": ""},
    Step.PROPOSE_REJECTION: {"alasan": ["USIA_BELUM_CUKUP"], "catatan": ""},
    Step.CHALLENGE: {"catatan": "Periksa nama."},
    Step.CONFIRM_PAYMENT: {"referensi": "BANK-1"},
    Step.FAIL_PAYMENT: {"kode_retur": "REKENING_TIDAK_AKTIF"},
    Step.CANCEL: {"catatan": "Diminta peserta."},
}
AT_THE_DESK = [
    (t.step, status, role)
    for t in TRANSITIONS
    if t.step not in (Step.SUBMIT, Step.CORRECT, Step.EXPIRE, Step.START_PAYMENT)
    for status in sorted(t.sources - {S.DRAFT})
    for role in sorted(t.roles & {Role.VERIFIER, Role.APPROVER, Role.PAYER, Role.HEAD})
]


def text_of(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def office():
    return make_office()


@pytest.mark.parametrize(("step", "status", "role"), AT_THE_DESK, ids=lambda value: str(value.value))
def test_every_step_of_an_officer_can_be_taken_at_the_desk(step, status, role):
    """B6, through the pages: a page to look at, one POST, back to the desk with one more line."""
    claim, actor, facts = ready(step, status, role)
    client = seated(actor.user)
    said = {"versi": claim.version, **SAID.get(step, {})}
    if facts.assignee:
        said |= {"verifikator": facts.assignee.pk, "catatan": "Bagi tugas."}

    page = client.get(step_url(claim, step))
    answer = client.post(step_url(claim, step), said)

    assert (page.status_code, page.context["offer"].obstacles) == (200, [])
    assert (answer.status_code, answer["Location"]) == (302, desk_url(claim.pk))
    assert [(event.step, event.actor) for event in claim.events.all()] == [(step, actor.user)]


@pytest.mark.parametrize("step", ["submit", "correct", "expire", "approve", "karangan"])
def test_step_that_is_not_offered_leads_back_or_nowhere(office, step):
    officer, client = seat(Role.VERIFIER, office=office)
    claim = held_claim(officer, office)

    answer = client.post(step_url(claim, step), {"versi": claim.version})

    assert answer.status_code == (404 if step == "karangan" else 302)
    assert (Claim.objects.get(pk=claim.pk).status, claim.events.count()) == (S.IN_REVIEW, 0)


def test_page_of_the_correction_shows_the_very_message(office):
    """What the officer reads is what the participant receives, but for the check code."""
    claim, actor, _ = ready(Step.REQUEST_CORRECTION, S.IN_REVIEW, Role.VERIFIER)
    client = seated(actor.user)

    preview = client.get(step_url(claim, "request_correction")).context["previews"][0].message
    client.post(step_url(claim, "request_correction"), {"versi": claim.version})

    sent = Notification.objects.get(kind="correction_requested")
    code = sent.claim.issued_codes.get().code
    assert (preview.subject, preview.body) == (sent.subject, sent.body.replace(code, "XXXX-XXXX"))
    assert "Kartu Keluarga" in preview.body


def test_page_of_the_payment_proposal_shows_gross_tax_and_net(office):
    officer, client = seat(Role.VERIFIER, office=office)
    claim = held_claim(officer, office, gross_amount=None, tax_amount=None)
    claim.documents.update(state=SlotState.ACCEPTED)
    facts = {"booked_on": date(2026, 1, 31), "kind": "iuran_pekerja", "row_key": b"1" * 16}
    LedgerEntry.objects.create(membership=claim.membership, amount=70_000_000, **facts)

    summary = client.get(step_url(claim, "propose_payment")).context["summary"]

    assert summary[:3] == [("Jumlah kotor", "Rp70.000.000"), ("Pajak (PPh 21)", "Rp1.000.000"), ("Ditransfer", "Rp69.000.000")]
    assert claim.account_number not in dict(summary)["Rekening"]


def test_a_claim_that_pays_nothing_is_not_proposed_for_payment(office):
    """Approved, it would wait for ever: no batch takes it, and nobody may end it."""
    officer, client = seat(Role.VERIFIER, office=office)
    claim = held_claim(officer, office, gross_amount=None, tax_amount=None)
    claim.documents.update(state=SlotState.ACCEPTED)

    page = client.post(step_url(claim, "propose_payment"), {"versi": claim.version, "catatan": ""})

    assert page.context["form"].non_field_errors() == ["Tidak ada uang yang harus ditransfer. Usulkan penolakan dan tulis sebabnya."]
    assert Claim.objects.values_list("status", "gross_amount").get(pk=claim.pk) == (S.IN_REVIEW, None)


def test_blocked_step_says_why_and_has_no_button(office):
    officer, client = seat(Role.VERIFIER, office=office)
    claim = held_claim(officer, office, data_ticks=["nama"])

    page = client.get(step_url(claim, "propose_payment"))

    assert page.context["offer"].obstacles == ["Ada dokumen wajib yang belum diterima.", "Belum dicocokkan: NIK, tanggal lahir, rekening."]
    assert 'type="submit">Usul bayar' not in text_of(page)
    answer = client.post(step_url(claim, "propose_payment"), {"versi": claim.version, "catatan": "Tetap saja."})
    assert "Ada dokumen wajib yang belum diterima." in text_of(answer)
    assert Claim.objects.get(pk=claim.pk).status == S.IN_REVIEW


def test_missing_reason_is_told_and_the_typed_text_stays(office):
    officer, client = seat(Role.VERIFIER, office=office)
    claim = held_claim(officer, office)

    page = client.post(step_url(claim, "propose_rejection"), {"versi": claim.version, "catatan": "Bukan peserta."})

    assert page.context["form"].non_field_errors() == ["Pilih paling sedikit satu alasan penolakan."]
    assert page.context["form"]["catatan"].value() == "Bukan peserta."
    assert page.status_code == 200


def test_stale_page_is_refused_and_shows_what_changed(office):
    """E2: opened at one version, two steps behind now; the text stays, and the second press goes through knowingly."""
    head, client = seat(Role.HEAD, office=office)
    verifier = make_officer(Role.VERIFIER, office=office)
    claim = make_claim(S.SUBMITTED, office=office)
    seen = claim.version
    theirs = seated(verifier)
    theirs.post(step_url(claim, "take"), {"versi": seen})
    theirs.post(step_url(claim, "release"), {"versi": seen + 1, "catatan": "Cuti."})

    page = client.post(step_url(claim, "cancel"), {"versi": seen, "catatan": "Diminta peserta."})

    assert (page.status_code, Claim.objects.get(pk=claim.pk).status) == (409, S.SUBMITTED)
    assert [line for _, line in page.context["since"]] == [f"{verifier.username}: Ambil", f"{verifier.username}: Lepas"]
    assert page.context["form"]["catatan"].value() == "Diminta peserta."
    again = client.post(step_url(claim, "cancel"), {"versi": page.context["form"]["versi"].value(), "catatan": "Diminta peserta."})
    assert (again.status_code, Claim.objects.get(pk=claim.pk).status) == (302, S.CANCELLED)


def test_stale_page_whose_step_is_gone_says_so_and_keeps_the_text(office):
    """E2: a colleague approved meanwhile."""
    approvers = [seat(Role.APPROVER, office=office)[1] for _ in range(2)]
    claim = make_claim(S.AWAITING_APPROVAL, office=office, verifier=make_officer(Role.VERIFIER, office=office), proposal="bayar")
    approvers[0].post(step_url(claim, "approve"), {"versi": claim.version})

    page = approvers[1].post(step_url(claim, "challenge"), {"versi": claim.version, "catatan": "Nama berbeda."})

    assert (page.status_code, page.context["offer"], page.context["form"]["catatan"].value()) == (409, None, "Nama berbeda.")
    assert Claim.objects.get(pk=claim.pk).status == S.APPROVED


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_odd_version_changes_nothing(office, version):
    officer, client = seat(Role.VERIFIER, office=office)
    claim = held_claim(officer, office)

    answer = client.post(step_url(claim, "release"), {"versi": version, "catatan": "Cuti."})

    assert answer.status_code in (200, 409)
    assert (Claim.objects.get(pk=claim.pk).status, claim.events.count()) == (S.IN_REVIEW, 0)


def test_head_assigns_a_verifier_of_the_office_only(office):
    client = seat(Role.HEAD, office=office)[1]
    verifier, stranger = make_officer(Role.VERIFIER, office=office), make_officer(Role.VERIFIER, office=make_office())
    claim = make_claim(S.SUBMITTED, office=office)

    page = client.get(step_url(claim, "take"))
    client.post(step_url(claim, "take"), {"versi": claim.version, "verifikator": stranger.pk})
    assert Claim.objects.get(pk=claim.pk).holder is None
    client.post(step_url(claim, "take"), {"versi": claim.version, "verifikator": verifier.pk})

    assert [value for value, _ in page.context["form"].fields["verifikator"].choices] == ["", verifier.pk]
    assert Claim.objects.get(pk=claim.pk).holder == verifier


def test_payment_is_never_started_at_the_desk_of_one_claim(office):
    """B5: a direct POST meets the guard: no batch, no second person, no payment."""
    client = seat(Role.PAYER, office=office)[1]
    claim = approved_claim(office)

    page = client.post(step_url(claim, "start_payment"), {"versi": claim.version})

    assert page.context["form"].non_field_errors() == ["Klaim harus masuk ke daftar bayar kantornya."]
    assert (Claim.objects.get(pk=claim.pk).status, PaymentBatch.objects.count()) == (S.APPROVED, 0)


def test_used_bank_reference_is_told_in_words(office):
    client = seat(Role.PAYER, office=office)[1]
    claim = make_claim(S.PAYING, office=office)
    make_claim(S.PAID, bank_reference="BANK-1")

    page = client.post(step_url(claim, "confirm_payment"), {"versi": claim.version, "referensi": "BANK-1"})

    assert page.context["form"].non_field_errors() == ["Nomor referensi bank ini sudah dipakai klaim lain."]


def test_whole_way_from_the_queue_to_the_bank_by_four_officers(office):
    """Verify, return for correction, verify again, approve, pay: each officer through the pages."""
    claim = make_claim(S.SUBMITTED, office=office)
    facts = {"booked_on": date(2026, 1, 31), "kind": "iuran_pekerja", "row_key": b"1" * 16}
    LedgerEntry.objects.create(membership=claim.membership, amount=9_000_000, **facts)
    desks = {role: seat(role, office=office)[1] for role in (Role.VERIFIER, Role.APPROVER, Role.PAYER)}
    verifier = desks[Role.VERIFIER]

    verifier.post("/petugas/claims/claim/berikutnya/")
    judge_all(verifier, claim, refused="kk")
    press(verifier, claim, "request_correction")
    repair(claim, "kk")
    press(verifier, claim, "take")
    judge_all(verifier, claim)
    press(verifier, claim, "propose_payment", catatan="Lengkap.")
    press(desks[Role.APPROVER], claim, "approve", catatan="")
    claim.refresh_from_db()
    released([claim])
    press(desks[Role.PAYER], claim, "confirm_payment", referensi="BANK-77")

    claim.refresh_from_db()
    assert (claim.status, claim.bank_reference, claim.closed_at is not None) == (S.PAID, "BANK-77", True)
    order = claim.orders.get()
    assert len({claim.verifier, claim.approver, claim.payer, order.prepared_by, order.released_by}) == 5
    assert [event.number for event in claim.events.all()] == list(range(2, 10))


def press(client, claim, step, **said):
    version = Claim.objects.get(pk=claim.pk).version
    answer = client.post(step_url(claim, step), {"versi": version, **said})
    assert (answer.status_code, answer.get("Location")) == (302, desk_url(claim.pk))


def judge_all(client, claim, refused=""):
    for slot in claim.documents.values_list("slot", flat=True):
        verdict = {"putusan": "tolak", "alasan": ["BURAM"]} if slot == refused else {"putusan": "terima"}
        page = client.get(desk_url(claim.pk, dokumen=slot))
        ticks = [row.code for row in page.context["rows"] if row.ticked]
        url = f"/petugas/claims/claim/{claim.pk}/dokumen/{slot}/"
        assert client.post(url, {"versi": page.context["claim"].version, "cocok": ticks, **verdict}).status_code == 302


def repair(claim, slot):
    """Let the participant send another family card."""
    document = claim.documents.get(slot=slot)
    DocumentVersion.objects.create(document=document, number=2, created_at=timezone.now(), sent_at=timezone.now())
    claim.documents.filter(pk=document.pk).update(state=SlotState.REPLACED)
    fresh = Claim.objects.get(pk=claim.pk)
    advance(fresh, Step.CORRECT, actor=Actor(frozenset({Role.PARTICIPANT})), now=timezone.now())
