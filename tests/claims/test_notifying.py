"""Messages written with the step that causes them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template.loader import get_template

from claims.domain.numbers import mask_claim_number
from claims.domain.workflow import TRANSITIONS, ClaimStatus, Role, Step
from claims.models import DocumentVersion, IssuedCode, Notification, SlotState
from claims.services import notifying
from claims.services.composing import compose, first_name, render_notice
from claims.services.guards import Actor
from claims.services.signing_in import send_first_code
from claims.services.workflow import StepRefused, advance
from tests.builders import make_claim, make_membership, make_office, make_officer, make_participant, officer_actor

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
PARTICIPANT = Actor(frozenset({Role.PARTICIPANT}))
NOTICES = sorted({transition.notice for transition in TRANSITIONS if transition.notice})
OTHERS = ["correction_reminder", "draft_expiring", "account_changed"]


def planned():
    return sorted((row.kind, row.recipient) for row in Notification.objects.all())


def cancel(claim):
    return advance(claim, Step.CANCEL, actor=PARTICIPANT, now=NOW)


def refuse(claim, slot, *reasons, note=""):
    document = claim.documents.get(slot=slot)
    document.versions.update(verdict="rejected", reasons=list(reasons))
    version = DocumentVersion.objects.get(document=document)
    version.note = note
    version.save()
    claim.documents.filter(slot=slot).update(state=SlotState.REJECTED)


def accept_the_rest(claim):
    claim.documents.filter(state=SlotState.UPLOADED).update(state=SlotState.ACCEPTED)


@pytest.mark.parametrize("notice", NOTICES)
def test_every_notice_of_the_table_has_a_subject_and_a_text(notice):
    assert [get_template(f"messages/{notice}.{part}").template.name for part in ("subject", "txt")] == [
        f"messages/{notice}.subject",
        f"messages/{notice}.txt",
    ]


@pytest.mark.parametrize("notice", [*NOTICES, *OTHERS])
def test_a_message_carries_no_number_of_a_person_no_amount_and_no_link(notice):
    """A4, A5."""
    claim = make_claim(ClaimStatus.AWAITING_APPROVAL, gross_amount=12_345_678, due_on=date(2026, 11, 27))
    message = render_notice(notice, claim, now=NOW, closing=date(2026, 12, 1))
    told = message.subject + message.body
    person = claim.participant
    private = [person.nik, claim.membership.kpj, claim.account_number, person.phone, person.email, person.mother_name]
    private += [claim.number, "12.345.678", "12345678", "http", "/masuk", person.name]

    assert [value for value in private if value in told] == []


@pytest.mark.parametrize("notice", [*NOTICES, *OTHERS])
def test_a_message_has_the_name_the_masked_number_the_short_address_and_a_check_code(notice):
    claim = make_claim(ClaimStatus.SUBMITTED)
    lines = render_notice(notice, claim, now=NOW, check_code="AB12-CD34", closing=date(2026, 12, 1)).body.splitlines()

    assert lines[0] == "Halo Peserta,"
    assert f"Nomor klaim: {mask_claim_number(claim.number)}" in lines
    assert "Lacak klaim: ketik 127.0.0.1:8000/tracking di peramban, lalu isi KPJ Anda." in lines
    assert "Kode cek pesan ini: AB12-CD34. Periksa di 127.0.0.1:8000/cek." in lines


def test_a_step_with_a_notice_writes_one_row_in_its_own_transaction():
    claim = make_claim(ClaimStatus.SUBMITTED)
    event = cancel(claim)
    row = Notification.objects.get()

    assert (row.event, row.claim, row.kind, row.channel, row.state) == (event, claim, "cancelled", "email", "queued")
    assert (row.recipient, row.created_at, row.next_try_at) == (claim.email, NOW, NOW)


def test_a_step_that_is_refused_writes_nothing():
    claim = make_claim(ClaimStatus.IN_REVIEW)
    officer = officer_actor(claim.holder)
    with pytest.raises(StepRefused):
        advance(claim, Step.REQUEST_CORRECTION, actor=officer, now=NOW)

    assert planned() == []


def test_a_step_without_a_notice_writes_nothing():
    claim = make_claim(ClaimStatus.SUBMITTED, office=(office := make_office()))
    advance(claim, Step.TAKE, actor=officer_actor(make_officer(Role.VERIFIER, office=office)), now=NOW)

    assert planned() == []


def test_planning_the_same_event_twice_queues_one_message():
    """E3, E8."""
    event = cancel(make_claim(ClaimStatus.SUBMITTED))
    notifying.plan(event, "cancelled")

    assert Notification.objects.count() == 1


@pytest.mark.parametrize("notice", ["claim_received", "cancelled", "account_changed"])
def test_the_registered_contact_is_told_too_when_the_claim_names_another(notice):
    claim = make_claim(ClaimStatus.SUBMITTED, email="baru@contoh.test")
    event = cancel(claim)
    Notification.objects.all().delete()
    notifying.plan(event, notice)

    assert planned() == [(notice, "baru@contoh.test"), (notice, claim.participant.email)]


def test_other_news_goes_to_the_claims_contact_only():
    claim = make_claim(ClaimStatus.SUBMITTED, email="baru@contoh.test")
    event = cancel(claim)
    Notification.objects.all().delete()
    notifying.plan(event, "paid")

    assert planned() == [("paid", "baru@contoh.test")]


def test_one_address_in_two_spellings_gets_one_message():
    claim = make_claim(ClaimStatus.SUBMITTED)
    claim.email = claim.participant.email.upper()
    claim.save()
    cancel(claim)

    assert planned() == [("cancelled", claim.participant.email)]


def test_nobody_can_be_told_where_there_is_no_address():
    claim = make_claim(ClaimStatus.SUBMITTED, email="", phone="")
    claim.participant.email = claim.participant.phone = ""
    claim.participant.save()
    cancel(claim)

    assert planned() == []


def greetings():
    return {row.recipient: row.body.splitlines()[0] for row in Notification.objects.all()}


@pytest.mark.parametrize(
    ("language", "heir", "family"),
    [(None, "Halo Maya,", "Halo Keluarga Hendra,"), ("en", "Hello Maya,", "Hello family of Hendra,")],
)
def test_the_heir_is_greeted_by_the_own_name_and_the_old_contact_of_the_deceased_as_the_family(language, heir, family):
    membership = make_membership(make_participant(name="HENDRA GUNAWAN", language=language))
    claim = make_claim(ClaimStatus.SUBMITTED, membership=membership, email="ahli@contoh.test", heir_name="MAYA GUNAWAN")
    cancel(claim)

    assert greetings() == {"ahli@contoh.test": heir, claim.participant.email: family}


def test_a_draft_of_an_heir_without_a_contact_yet_does_not_greet_the_deceased():
    membership = make_membership(make_participant(name="HENDRA GUNAWAN"))
    draft = make_claim(ClaimStatus.DRAFT, membership=membership, email="", phone="", heir_name="MAYA GUNAWAN")
    notifying.plan_reminder(draft, "draft_expiring", "sebab", now=NOW, closing=date(2026, 12, 1))

    assert greetings() == {draft.participant.email: "Halo Keluarga Hendra,"}


@pytest.mark.parametrize(("status", "greeted"), [(ClaimStatus.IN_REVIEW, "Halo Keluarga Hendra,"), (ClaimStatus.CANCELLED, "Halo Hendra,")])
def test_once_an_heir_has_filed_the_account_of_the_deceased_speaks_to_the_family(status, greeted):
    """Codes and news of contacts too, but not after a claim that came to nothing: anybody may have sent that."""
    person = make_participant(name="HENDRA GUNAWAN")
    claim = make_claim(status, membership=make_membership(person), reason="MENINGGAL", heir_name="MAYA GUNAWAN")
    send_first_code(claim.membership.kpj, person.nik, now=NOW)
    notifying.plan_data_answered(person, NOW, cause="sebab")

    assert {row.kind: row.body.splitlines()[0] for row in Notification.objects.all()} == {"sign_in_code": greeted, "data_answered": greeted}


def test_the_check_code_of_a_message_is_ours():
    claim = make_claim(ClaimStatus.SUBMITTED)
    cancel(claim)
    issued = IssuedCode.objects.get()

    assert (issued.kind, issued.claim, issued.status) == ("message", claim, ClaimStatus.CANCELLED)
    assert issued.code in Notification.objects.get().body


def test_a_correction_is_one_message_that_lists_every_document_and_reason():
    claim = make_claim(ClaimStatus.IN_REVIEW)
    refuse(claim, "kk", "BURAM", "TERPOTONG")
    refuse(claim, "buku_rekening", "LAINNYA", note="Rekening 1234567890123 sudah ditutup.")
    claim.documents.filter(slot="foto").update(state=SlotState.INSISTED)
    accept_the_rest(claim)
    preview = render_notice("correction_requested", claim, now=NOW)
    advance(claim, Step.REQUEST_CORRECTION, actor=officer_actor(claim.holder), now=NOW)
    row = Notification.objects.get()

    assert without_code(row.body) == without_code(preview.body)
    assert row.body.split("\n\n")[1:5] == [
        "Petugas sudah memeriksa klaim Anda. Ada 3 dokumen yang perlu diganti, paling lambat Jumat, 4 Desember 2026.",
        "1. Kartu Keluarga\n"
        "   Foto buram. Tulisan tidak terbaca. Letakkan dokumen di meja, tahan ponsel, lalu foto ulang di tempat terang.\n"
        "   Foto terpotong. Sebagian dokumen tidak masuk foto. Foto ulang satu halaman utuh dengan keempat sudutnya.",
        "2. Buku rekening\n   Hal lain. Baca penjelasan petugas, lalu unggah lagi.\n   Catatan petugas: Rekening [angka] sudah ditutup.",
        "3. Foto diri\n   Belum ada. Dokumen ini tetap diperlukan. Unggah dokumennya, atau datang ke kantor untuk bertanya.",
    ]


def without_code(body):
    return [line for line in body.splitlines() if not line.startswith("Kode cek")]


def test_a_message_speaks_of_the_legal_day_where_there_is_one():
    claim = make_claim(ClaimStatus.AWAITING_APPROVAL, due_on=date(2026, 11, 27))

    assert render_notice("complete_and_correct", claim, now=NOW).body.split("\n\n")[1] == (
        "Dokumen Anda lengkap dan benar. Klaim menunggu persetujuan dan dibayar paling lambat Jumat, 27 November 2026."
    )


def test_a_message_gives_the_time_of_the_office():
    claim = make_claim(ClaimStatus.SUBMITTED, office=make_office(timezone="Asia/Jayapura"))

    assert "20 November 2026, 12.00 WIT" in render_notice("claim_received", claim, now=NOW).body


def test_plain_text_is_not_escaped_for_html():
    assert compose("sign_in_code", {"name": "Si & <b>", "code": "123 456"}).body.splitlines()[0] == "Halo Si & <b>,"


@pytest.mark.parametrize(("name", "greeted"), [("BUDI SANTOSO", "Budi"), ("  siti aminah ", "Siti"), ("", "Peserta")])
def test_people_are_greeted_by_their_first_name(name, greeted):
    assert first_name(name) == greeted


def test_every_change_of_account_is_told():
    claim = make_claim(ClaimStatus.SUBMITTED)

    for minute in (0, 1):
        notifying.plan_account_changed(claim, NOW + timedelta(minutes=minute))

    assert [row.kind for row in Notification.objects.all()] == ["account_changed", "account_changed"]


def test_a_person_without_a_claim_gets_the_code_as_the_only_number_of_the_text():
    person = make_participant(name="Rina Marlina")
    message = compose("sign_in_code", {"name": first_name(person.name), "code": "123 456"})

    assert "Kode masuk Anda: 123 456" in message.body.splitlines()
    assert "Nomor klaim" not in message.body
