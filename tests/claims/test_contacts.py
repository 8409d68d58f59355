"""A registered contact replaced at the counter: two officers, a proved e-mail, the old contact told, everything kept."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from claims.domain.contacts import IDENTITY_CHECKS
from claims.domain.workflow import ClaimStatus, Role
from claims.models import AccessLog, AuditEntry, Claim, ContactProposal, Notification, OfficerIdentity
from claims.services import contacts, warnings
from claims.services.contacts import ContactRefused, Wish
from claims.services.officers import desk_of
from jht_portal.lib.sessions import KEY
from participants.models import ContactChange, Participant, SignIn
from tests.builders import make_claim, make_membership, make_office, make_participant, signed_in_client
from tests.claims.desk import all_at_once, seat

pytestmark = pytest.mark.django_db
PEOPLE = "/petugas/participants/participant/"
CHECKS = list(IDENTITY_CHECKS)
NEW = "siti.baru@contoh.test"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def counter(office):
    return seat(Role.COUNTER, office=office)


@pytest.fixture
def head(office):
    return seat(Role.HEAD, office=office)


@pytest.fixture
def person():
    """Somebody who has no claim anywhere."""
    return make_membership(make_participant(name="Siti Aminah")).participant


def text_of(answer):
    return " ".join(answer.content.decode().split())


def find(client, person):
    return client.post(f"{PEOPLE}cari/", {"nomor": person.nik})


def propose(client, person, **said):
    """Look PERSON up and propose a new contact; return the answer."""
    find(client, person)
    wish = {"email": NEW, "phone": "", "reason": "TIDAK_BISA_DIBUKA", "note": "", "checks": CHECKS}
    return client.post(f"{PEOPLE}{person.pk}/kontak/", wish | said)


def code_sent():
    body = Notification.objects.filter(kind="contact_code").latest("created_at").body
    return re.search(r"\d{3} \d{3}", body).group()


def press(client, name, **said):
    return client.post(f"{PEOPLE}kontak/{ContactProposal.objects.latest('proposed_at').pk}/{name}/", said)


def told(answer):
    return [str(message) for message in answer.wsgi_request._messages]


def fresh(person):
    return Participant.objects.get(pk=person.pk)


# --- Looking up


def test_counter_finds_a_person_without_a_claim_by_nik_and_by_kpj(counter, person):
    """A4: masked, and written down in the log."""
    officer, client = counter
    answers = [client.post(f"{PEOPLE}cari/", {"nomor": number}) for number in (person.nik, person.memberships.get().kpj)]

    page = client.get(answers[0]["Location"])

    assert [answer["Location"] for answer in answers] == [f"{PEOPLE}{person.pk}/change/"] * 2
    shown = page.content.decode()
    assert ("S*** A***" in shown, [each for each in (person.name, person.nik, person.phone, person.email) if each in shown]) == (True, [])
    assert ('name="buka"' in shown, page.context["opens_fields"]) == (False, False)
    assert [(log.object, log.user, log.participant) for log in AccessLog.objects.all()] == [("cari", officer, person)] * 2


def test_number_of_nobody_is_told_and_stays_in_the_box(counter):
    page = counter[1].post(f"{PEOPLE}cari/", {"nomor": "3273011205909999"})

    assert page.context["form"].errors == {"nomor": ["Tidak ada peserta dengan nomor itu. Periksa lagi angkanya di kartu."]}
    assert (page.context["form"]["nomor"].value(), AccessLog.objects.count()) == ("3273011205909999", 0)


def test_part_of_a_number_finds_nobody(counter, person):
    page = counter[1].post(f"{PEOPLE}cari/", {"nomor": person.nik[:10]})

    assert page.context["form"].errors == {"nomor": ["Ada 10 angka. KPJ punya 11, NIK punya 16."]}


def test_officer_who_tries_numbers_is_stopped(counter, person):
    """A1"""
    for _ in range(60):
        find(counter[1], person)

    page = find(counter[1], person)

    assert page.context["form"].errors["nomor"][0].startswith("Terlalu banyak pencarian.")


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.APPROVER, Role.PAYER, Role.AUDITOR, Role.CONFIGURATOR])
def test_other_roles_do_not_look_people_up(office, person, role):
    client = seat(role, office=office)[1]

    answers = [client.get(f"{PEOPLE}cari/"), find(client, person), client.get(f"{PEOPLE}{person.pk}/kontak/")]

    assert [answer.status_code for answer in answers] == [403, 403, 404]


def test_person_whom_nobody_looked_up_is_not_found(counter, office, person):
    """B1: a guessed address, or one that a colleague opened, shows nobody."""
    find(seat(Role.COUNTER, office=office)[1], person)

    assert [counter[1].get(f"{PEOPLE}{person.pk}/{tail}/").status_code for tail in ("change", "kontak")] == [404, 404]


def test_fields_of_a_person_who_was_only_looked_up_stay_closed(counter, head, person):
    """B1"""
    for _, client in (counter, head):
        find(client, person)
        assert client.post(f"{PEOPLE}{person.pk}/buka/", {"buka": "nik"}).status_code == 404


# --- The whole way


def test_new_email_counts_after_code_and_second_officer(counter, head, person):
    """Proposed by the counter, proved by the person, confirmed by the head; the old contact is told, sign-ins end."""
    phone = signed_in_client(person)
    SignIn.objects.create(participant=person, at=timezone.now(), device="HP", session_key=phone.session.session_key)
    old = person.email

    assert propose(counter[1], person).status_code == 302
    press(counter[1], "kode", kode=code_sent())
    assert fresh(person).email == old
    answer = press(head[1], "konfirmasi", email="Siti.Baru@contoh.test", checks=CHECKS)

    assert told(answer) == ["Kontak terdaftar sudah diganti. Kontak lama diberi tahu."]
    assert fresh(person).email == NEW
    [change] = ContactChange.objects.all()
    assert (change.kind, change.source, change.officer, change.old_value) == ("email", "officer", head[0], old)
    sent = Notification.objects.filter(kind="contact_changed").order_by("recipient")
    assert {(row.recipient, row.state) for row in sent} == {(old, "queued"), (NEW, "queued")}
    assert KEY not in Client().session and phone.get("/jht/klaim/").status_code == 302
    assert SignIn.objects.get().ended_at is not None


def test_audit_holds_who_did_what_in_codes_only(counter, head, person):
    propose(counter[1], person)
    press(counter[1], "kode", kode=code_sent())
    press(head[1], "konfirmasi", email=NEW, checks=CHECKS)

    entries = AuditEntry.objects.filter(kind__startswith="contact").order_by("number")
    assert [(entry.kind, entry.user_id, entry.role, entry.object) for entry in entries] == [
        ("contact_proposed", counter[0].pk, "Loket", f"person {person.pk}"),
        ("contact_proved", counter[0].pk, "Loket", f"person {person.pk}"),
        ("contact_changed", head[0].pk, "Kepala Kantor", f"person {person.pk}"),
    ]
    kept = str([entry.details for entry in entries])
    assert [each for each in (NEW, person.email, person.name, person.nik) if each in kept] == []


def test_both_contacts_change_together_and_the_proposal_forgets_them(counter, head, person):
    propose(counter[1], person, phone="0812 9999 0001")
    press(counter[1], "kode", kode=code_sent())
    press(head[1], "konfirmasi", email=NEW, phone="+62 812-9999-0001", checks=CHECKS)

    proposal = ContactProposal.objects.get()
    assert (fresh(person).email, fresh(person).phone) == (NEW, "+6281299990001")
    assert (proposal.state, proposal.email, proposal.phone, proposal.code_hash) == ("done", "", "", None)
    assert "Email dan nomor HP terdaftar Anda diganti" in Notification.objects.filter(kind="contact_changed")[0].body


def test_phone_alone_needs_no_code(counter, head, person):
    propose(counter[1], person, email="", phone="081299990001", reason="NOMOR_GANTI")
    press(head[1], "konfirmasi", phone="081299990001", checks=CHECKS)

    assert (fresh(person).phone, Notification.objects.filter(kind="contact_code").count()) == ("+6281299990001", 0)
    assert Participant.objects.get(phone_index=fresh(person).phone_index) == person


def test_live_claim_that_named_the_old_contact_follows_and_an_heirs_stays(counter, head, person, office):
    own = make_claim(ClaimStatus.SUBMITTED, office=office, membership=person.memberships.get())
    heirs = make_claim(ClaimStatus.SUBMITTED, membership=make_membership(person), heir_name="Ahli Waris")
    propose(counter[1], person)
    press(counter[1], "kode", kode=code_sent())
    press(head[1], "konfirmasi", email=NEW, checks=CHECKS)

    assert [Claim.objects.get(pk=claim.pk).email for claim in (own, heirs)] == [NEW, person.email]


def test_warning_stands_beside_the_claim_afterwards(counter, head, person, office):
    claim = make_claim(ClaimStatus.IN_REVIEW, office=office, membership=person.memberships.get())
    propose(counter[1], person)
    press(counter[1], "kode", kode=code_sent())
    press(head[1], "konfirmasi", email=NEW, checks=CHECKS)

    found = warnings.findings(Claim.objects.get(pk=claim.pk), desk_of(claim.holder), timezone.now())

    assert [(finding.code, finding.text.endswith("di loket.")) for finding in found] == [("ganti_email", True)]


# --- What protects


def test_proposer_alone_changes_nothing(counter, person):
    """B5: two people, also for who knows the code."""
    propose(counter[1], person)
    press(counter[1], "kode", kode=code_sent())

    answer = press(counter[1], "konfirmasi", email=NEW, checks=CHECKS)

    said = "Anda yang mengusulkan. Petugas lain yang harus mengonfirmasi."
    assert (answer.context["retype"].non_field_errors(), fresh(person).email) == ([said], person.email)


def test_database_refuses_a_proposal_that_one_officer_both_made_and_confirmed(counter, person):
    """B5: raw."""
    propose(counter[1], person)

    with pytest.raises(IntegrityError, match="contact_confirmed_by_another"), transaction.atomic():
        ContactProposal.objects.update(state="done", decided_by=counter[0], proved_at=timezone.now())
    with pytest.raises(IntegrityError, match="contact_email_was_proved"), transaction.atomic():
        ContactProposal.objects.update(state="done", decided_by=seat(Role.HEAD, office=make_office())[0])


def test_second_officer_does_not_see_what_the_first_one_typed(counter, head, person):
    propose(counter[1], person, phone="081299990001")
    press(counter[1], "kode", kode=code_sent())

    shown = head[1].get(f"{PEOPLE}kontak/{ContactProposal.objects.get().pk}/").content.decode()

    assert [each for each in (NEW, "081299990001", "+6281299990001", person.name) if each in shown] == []


def test_second_officer_who_hears_another_contact_is_stopped_and_keeps_the_form(counter, head, person):
    propose(counter[1], person)
    press(counter[1], "kode", kode=code_sent())

    page = press(head[1], "konfirmasi", email="lain@contoh.test", checks=CHECKS)

    said = ["Email berbeda dari yang diusulkan. Tanyakan lagi kepada peserta."]
    assert (page.context["retype"]["email"].errors, page.context["retype"]["email"].value()) == (said, "lain@contoh.test")
    assert fresh(person).email == person.email


def test_nothing_counts_before_the_new_email_is_proved(counter, head, person):
    propose(counter[1], person)

    page = press(head[1], "konfirmasi", email=NEW, checks=CHECKS)

    said = "Email baru belum terbukti. Masukkan dulu kode yang dibacakan peserta."
    assert (page.context["retype"].non_field_errors(), fresh(person).email) == ([said], person.email)


def test_five_wrong_codes_end_it(counter, person):
    propose(counter[1], person)
    wrong = "000 000" if code_sent() != "000 000" else "111 111"

    answers = [press(counter[1], "kode", kode=wrong) for _ in range(5)]
    right = press(counter[1], "kode", kode=code_sent())

    assert answers[0].context["proof"].errors == {"kode": ["Kode belum cocok. Minta peserta membacakan kode terbaru."]}
    assert right.context["proof"].errors == {"kode": ["Sudah lima kali salah. Batalkan usul ini, lalu mulai lagi."]}


def test_another_code_ends_the_one_before(counter, person):
    propose(counter[1], person)
    first = code_sent()
    press(counter[1], "kirim-kode")

    assert code_sent() != first
    assert press(counter[1], "kode", kode=first).context["proof"].errors["kode"][0].startswith("Kode belum cocok.")
    press(counter[1], "kode", kode=code_sent())
    assert ContactProposal.objects.get().proved_at is not None


def test_email_is_proved_once_and_nobody_is_told_of_wrong_codes_then(counter, person):
    propose(counter[1], person)
    press(counter[1], "kode", kode=code_sent())

    again = press(counter[1], "kode", kode=code_sent())

    assert again.context["proof"].errors == {"kode": ["Email baru sudah terbukti. Kode tidak diperlukan lagi."]}
    assert AuditEntry.objects.filter(kind="contact_proved", user_id=counter[0].pk).count() == 1


def test_code_ends_after_fifteen_minutes(counter, person):
    propose(counter[1], person)
    ContactProposal.objects.update(code_ends_at=timezone.now())

    page = press(counter[1], "kode", kode=code_sent())

    assert page.context["proof"].errors == {"kode": ["Kode sudah lewat 15 menit. Kirim kode lagi."]}


@pytest.mark.parametrize("checks", [[], CHECKS[:2], ["karangan"]])
def test_identity_must_be_seen_by_both(counter, head, person, checks):
    page = propose(counter[1], person, checks=checks)
    assert (page.status_code, "checks" in page.context["form"].errors, ContactProposal.objects.count()) == (200, True, 0)

    propose(counter[1], person)
    press(counter[1], "kode", kode=code_sent())
    press(head[1], "konfirmasi", email=NEW, checks=checks)
    assert fresh(person).email == person.email


def test_officer_does_not_change_the_own_contact(counter, person):
    """B5: who keeps the desk is served by a colleague."""
    identity = OfficerIdentity(user=counter[0])
    identity.nik = person.nik
    identity.save()

    page = propose(counter[1], person)

    assert page.context["form"].non_field_errors() == ["Ini data Anda sendiri. Petugas lain yang harus mengerjakannya."]


def test_proposal_of_another_office_is_not_found(counter, person):
    propose(counter[1], person)
    stranger = seat(Role.HEAD, office=make_office())[1]
    page = f"{PEOPLE}kontak/{ContactProposal.objects.get().pk}/"

    assert [stranger.get(page).status_code, stranger.post(f"{page}konfirmasi/").status_code] == [404, 404]


def test_service_refuses_other_roles_too(office, counter, person):
    """B5: not only the page."""
    propose(counter[1], person)
    proposal, now = ContactProposal.objects.get(), timezone.now()
    desk = desk_of(seat(Role.VERIFIER, office=office)[0])
    seen = Wish(email=NEW, checks=frozenset(CHECKS))

    for act in (
        lambda: contacts.propose(person, seen, desk=desk, now=now),
        lambda: contacts.prove(proposal.pk, code_sent().replace(" ", ""), desk=desk, now=now),
        lambda: contacts.confirm(proposal.pk, seen, desk=desk, now=now),
        lambda: contacts.withdraw(proposal.pk, desk=desk, now=now),
    ):
        with pytest.raises(ContactRefused, match="Peran Anda tidak boleh"):
            act()


# --- Ends


def test_withdrawn_proposal_changes_nothing_and_forgets(counter, head, person):
    propose(counter[1], person)

    answer = press(head[1], "batal")

    assert (told(answer), fresh(person).email) == (["Usul dibatalkan. Kontak peserta tetap."], person.email)
    assert (ContactProposal.objects.get().state, ContactProposal.objects.get().email) == ("refused", "")


def test_proposal_waits_one_day(counter, head, person):
    propose(counter[1], person)
    press(counter[1], "kode", kode=code_sent())
    ContactProposal.objects.update(proposed_at=timezone.now() - timedelta(hours=25))

    page = press(head[1], "konfirmasi", email=NEW, checks=CHECKS)

    assert (page.context["over"], fresh(person).email) == (True, person.email)
    assert (contacts.sweep(timezone.now()), ContactProposal.objects.get().state, ContactProposal.objects.get().email) == (1, "lapsed", "")


def test_second_proposal_replaces_the_first(counter, person):
    propose(counter[1], person)
    propose(counter[1], person, email="lagi@contoh.test")

    assert sorted(ContactProposal.objects.values_list("state", flat=True)) == ["lapsed", "waiting"]


def test_waiting_proposals_are_listed_for_colleagues(counter, head, person):
    propose(counter[1], person)

    page = head[1].get(f"{PEOPLE}cari/")

    assert [(line["name"], line["by"]) for line in page.context["waiting"]] == [("S*** A***", counter[0].username)]


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"email": ""}, "email", "Isi email baru, nomor HP baru, atau keduanya."),
        ({"email": "siti@"}, "email", "Alamat email belum lengkap. Contoh: nama@contoh.id."),
        ({"phone": "022 555 0175"}, "phone", "Nomor HP mulai dengan 08 atau +62 8. Tulis nomor HP, bukan telepon rumah."),
        ({"reason": ""}, "reason", "Pilih alasan."),
        ({"reason": "LAINNYA"}, "note", "Hal lain perlu penjelasan. Tulis satu kalimat."),
    ],
)
def test_wrong_input_is_told_beside_its_field_and_stays(counter, person, said, field, sentence):
    page = propose(counter[1], person, **said)

    assert (page.status_code, page.context["form"].errors[field]) == (200, [sentence])
    assert [page.context["form"][name].value() for name in said] == list(said.values())


def test_contact_that_stands_already_is_told(counter, person):
    page = propose(counter[1], person, email=person.email.upper())

    assert page.context["form"].non_field_errors() == ["Kontak ini sudah terdaftar. Tulis kontak yang baru."]


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_confirm_at_once_change_it_once(counter, person, office):
    """E1"""
    propose(counter[1], person)
    press(counter[1], "kode", kode=code_sent())
    proposal, seen = ContactProposal.objects.get(), Wish(email=NEW, checks=frozenset(CHECKS))
    desks = [desk_of(seat(Role.COUNTER, office=office)[0]) for _ in range(4)]

    def act(desk):
        try:
            contacts.confirm(proposal.pk, seen, desk=desk, now=timezone.now())
        except ContactRefused as refusal:
            return refusal.sentence
        return "ganti"

    outcomes = all_at_once([lambda desk=desk: act(desk) for desk in desks])

    assert sorted(outcomes) == sorted(["ganti", *[contacts.OVER] * 3])
    assert ContactChange.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_proposals_at_once_the_second_replaces_the_first(office, counter, head, person):
    for _, client in (counter, head):
        find(client, person)
    wishes = [(counter[1], "satu@contoh.test"), (head[1], "dua@contoh.test")]

    answers = all_at_once([lambda client=client, email=email: propose(client, person, email=email).status_code for client, email in wishes])

    assert (answers, sorted(ContactProposal.objects.values_list("state", flat=True))) == ([302, 302], ["lapsed", "waiting"])
