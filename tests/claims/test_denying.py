""" "Bukan saya": a claim held, an old contact put back, and nobody able to do either to somebody else."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.domain.workflow import HELD_STEPS, ClaimStatus, Role, Step
from claims.models import AuditEntry, Claim, ClaimEvent, ClaimHold, Notification, OrderState
from claims.services import denying, holding, notifying, own_contacts, paying, releasing
from claims.services.desk import offers
from claims.services.guards import HELD, NOT_HELD, StepFacts
from claims.services.holding import HoldRefused
from claims.services.issuing import issue_code
from claims.services.officers import desk_of
from claims.services.payment_batches import BatchChangedMeanwhile
from claims.services.workflow import StepRefused, advance
from participants.domain.proofs import CONTACT
from participants.models import ContactChange, Participant, SignIn
from participants.services import contacts, proving
from tests.builders import make_claim, make_membership, make_office, make_officer, make_participant, officer_actor, signed_in_client
from tests.claims.desk import seat
from tests.claims.past import make_tracked_claim
from tests.claims.payments import proposed

pytestmark = pytest.mark.django_db
OLD, NEW = "lama@contoh.test", "maling@contoh.test"
HOLDS = "/petugas/claims/claimhold/"


@pytest.fixture
def person():
    return make_membership(make_participant(email=OLD)).participant


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def claim(person, office):
    made = make_tracked_claim(ClaimStatus.AWAITING_APPROVAL, membership=person.memberships.get(), office=office, proposal="bayar")
    Claim.objects.filter(pk=made.pk).update(version=made.events.count())
    return Claim.objects.get(pk=made.pk)


def code_of(claim):
    return issue_code("message", claim, timezone.now()).code


def digits_to(address):
    rows = Notification.objects.filter(kind="own_code").order_by("created_at")
    return [re.search(r"\d{3} \d{3}", row.body).group() for row in rows if row.recipient == address]


def begin(code, client=None):
    client = client or Client()
    return client, client.post(reverse("claims:deny"), {"kode": code})


def deny(code, address):
    client, _ = begin(code)
    return client.post(reverse("claims:deny_code"), {"kode": digits_to(address)[-1]})


def replaced(person, to=NEW):
    """Let PERSON's e-mail be replaced with a code alone, as a thief with the mailbox would; return the check code of the notice."""
    now = timezone.now()
    started = proving.start(person, CONTACT, "email", to, now=now)
    own_contacts.replace(started.proof.pk, started.digits, session_key="", now=now)
    body = Notification.objects.filter(kind="own_contact_changed", channel="email").first().body
    return re.search(r"\w{4}-\w{4}(?=\.)", body).group()


def open_holds(claim):
    return list(ClaimHold.objects.filter(claim=claim, cleared_at=None).values_list("source", flat=True))


# --- A claim is denied


def test_code_of_a_message_and_one_to_the_registered_email_hold_the_claim(claim):
    client, asked = begin(code_of(claim))
    before = open_holds(claim)
    answer = client.post(reverse("claims:deny_code"), {"kode": digits_to(OLD)[0]})
    page = client.get(answer["Location"]).content.decode()

    assert (asked.status_code, before, answer["Location"]) == (303, [], reverse("claims:denied"))
    assert open_holds(claim) == ["code"]
    assert "Klaim itu ditahan. Tidak ada uang yang dibayarkan." in page
    assert [each for each in (claim.number, claim.participant.name, OLD) if each in page] == []


@pytest.mark.parametrize("offered", [True, False])
def test_who_has_no_email_says_it_with_a_code_by_sms(claim, person, settings, offered):
    """They were told that no code can be sent, and had the alarm by SMS in their hand."""
    person.email = ""
    person.save()
    settings.SMS_URL = settings.SMS_URL if offered else "off://"
    client, answer = begin(code_of(claim))
    if offered:
        answer = client.post(reverse("claims:deny_code"), {"kode": digits_to(person.phone)[-1]})

    assert (answer.status_code, bool(holding.open_hold(claim))) == ((303, True) if offered else (200, False))


def test_check_code_alone_holds_nothing(claim):
    client, _ = begin(code_of(claim))
    right = digits_to(OLD)[0]
    wrong = f"{(int(right.replace(' ', '')) + 1) % 10**6:06d}"

    errors = [client.post(reverse("claims:deny_code"), {"kode": wrong}).context["form"].errors["kode"][0] for _ in range(5)]
    late = client.post(reverse("claims:deny_code"), {"kode": right})

    assert errors[0] == "Kode itu tidak cocok. Anda masih bisa mencoba 4 kali."
    assert (late.status_code, open_holds(claim)) == (302, [])


@pytest.mark.parametrize("kind", ["status", "receipt", "result", "form"])
def test_code_of_a_paper_that_anybody_may_print_begins_nothing(claim, kind):
    """The status page is printed by whoever knows the number."""
    _, answer = begin(issue_code(kind, claim, timezone.now()).code)

    assert answer.context["form"].errors == {"kode": ["Kode ini bukan dari pesan kami. Periksa lagi, atau telepon kami."]}
    assert digits_to(OLD) == []


def test_unknown_code_begins_nothing_and_stays_in_the_box(claim):
    _, answer = begin("7KQ2-M9XD")

    assert (answer.context["form"]["kode"].value(), Notification.objects.count()) == ("7KQ2-M9XD", 0)


def test_whoever_tries_codes_is_stopped(claim):
    client = Client()
    answers = [begin("7KQ2-M9XD", client)[1].status_code for _ in range(11)]

    assert (answers[:10], answers[10]) == ([200] * 10, 429)


def test_nobody_is_flooded_through_a_code(claim):
    code = code_of(claim)
    for number in range(5):
        Client(REMOTE_ADDR=f"10.0.0.{number}").post(reverse("claims:deny"), {"kode": code})

    answer = Client(REMOTE_ADDR="10.0.1.1").post(reverse("claims:deny"), {"kode": code})

    assert (len(digits_to(OLD)), answer.context["form"].errors["kode"][0][:13]) == (5, "Terlalu serin")


def test_page_never_shows_the_address_in_full(claim):
    client, answer = begin(code_of(claim))
    page = client.get(answer["Location"]).content.decode()

    assert (OLD in page, "l***@contoh.test" in page, claim.number in page) == (False, True, False)


def test_email_that_was_registered_until_lately_may_deny_too(claim, person):
    """Who had the mailbox changed the e-mail first, then filed; the true owner reads the old one."""
    contacts.change_contact(person.pk, {"email": NEW}, source="participant", now=timezone.now())
    begin(code_of(claim))

    assert digits_to(OLD) == digits_to(NEW)
    assert len(digits_to(OLD)) == 1


def test_claim_that_is_closed_is_told_so(claim):
    code = code_of(claim)
    Claim.objects.filter(pk=claim.pk).update(status=ClaimStatus.PAID, bank_reference="REF")

    _, answer = begin(code)

    assert answer.context["form"].errors["kode"] == [str(denying.NOTHING)]


def test_signed_in_owner_holds_the_own_claim_once_sure(claim, person):
    client, address = signed_in_client(person), reverse("claims:deny_own", args=[claim.number])
    unsure = client.post(address, {})
    sure = client.post(address, {"yakin": "on"})
    page = client.get(sure["Location"])

    assert unsure.context["form"].errors["yakin"] == ["Centang kotak ini bila memang bukan Anda yang mengajukan."]
    assert (open_holds(claim), page.context["may_deny"]) == (["signed_in"], False)
    assert "Klaim ini ditahan" in page.content.decode()


def test_draft_has_nothing_to_hold(person):
    draft = make_claim(ClaimStatus.DRAFT, membership=person.memberships.get())
    answer = signed_in_client(person).post(reverse("claims:deny_own", args=[draft.number]), {"yakin": "on"})

    assert (answer.status_code, ClaimHold.objects.count()) == (302, 0)


def test_claim_is_held_once_however_often_it_is_denied(claim):
    first = holding.put_on_hold(claim, "code", now=timezone.now())
    second = holding.put_on_hold(claim, "signed_in", now=timezone.now())

    assert (first, AuditEntry.objects.filter(kind="claim_held").count()) == (second, 1)


# --- What a hold stops


def test_held_claim_takes_no_step_towards_payment(claim, office):
    holding.put_on_hold(claim, "code", now=timezone.now())

    with pytest.raises(StepRefused) as refusal:
        advance(claim, Step.APPROVE, actor=officer_actor(make_officer(Role.APPROVER, office=office)))

    assert (refusal.value.reasons, Claim.objects.get(pk=claim.pk).status) == ([HELD], "awaiting_approval")


def test_held_claim_can_still_be_sent_back_and_cleared_it_goes_on(claim, office):
    hold = holding.put_on_hold(claim, "code", now=timezone.now())
    holding.clear(hold, "Peserta datang dengan KTP asli.", desk=desk_of(make_officer(Role.HEAD, office=office)), now=timezone.now())

    advance(claim, Step.APPROVE, actor=officer_actor(make_officer(Role.APPROVER, office=office)))

    assert Claim.objects.get(pk=claim.pk).status == "approved"


def test_approved_claim_that_is_denied_is_opened_again_and_rejected(claim, office):
    """Nobody waits for ever: the decision falls, with the place in a batch, and others decide anew."""
    verifier, approver, head = (officer_actor(make_officer(role, office=office)) for role in (Role.VERIFIER, Role.APPROVER, Role.HEAD))
    advance(claim, Step.APPROVE, actor=approver)
    batch = proposed([claim])
    holding.put_on_hold(claim, "code", now=timezone.now())

    advance(claim, Step.REOPEN, actor=head, facts=StepFacts(note="Peserta menyangkal.", assignee=verifier.user))

    order = batch.orders.get()
    assert (claim.status, claim.holder, claim.approver, claim.approved_account_index) == ("in_review", verifier.user, None, None)
    assert (order.state, order.left_because, order.account_number) == ("dropped", "Klaim diperiksa lagi.", None)
    with pytest.raises(BatchChangedMeanwhile):
        releasing.release(batch, desk_of(head.user), now=timezone.now())
    advance(claim, Step.PROPOSE_REJECTION, actor=verifier, facts=StepFacts(reasons=("LAINNYA",), note="Bukan peserta yang mengajukan."))
    advance(claim, Step.REJECT, actor=approver)
    assert Claim.objects.get(pk=claim.pk).status == "rejected"


def test_approved_claim_that_nobody_denied_stays_approved(claim, office):
    advance(claim, Step.APPROVE, actor=officer_actor(make_officer(Role.APPROVER, office=office)))
    head = make_officer(Role.HEAD, office=office)
    facts = StepFacts(note="Ragu.", assignee=make_officer(Role.VERIFIER, office=office))

    with pytest.raises(StepRefused) as refusal:
        advance(claim, Step.REOPEN, actor=officer_actor(head), facts=facts)

    assert refusal.value.reasons == [NOT_HELD]
    assert Step.REOPEN not in [offer.step for offer in offers(claim, desk_of(head), timezone.now())]


@pytest.mark.parametrize("step", HELD_STEPS)
def test_database_refuses_the_step_whoever_writes(claim, step):
    holding.put_on_hold(claim, "code", now=timezone.now())
    event = ClaimEvent(claim=claim, number=90, at=timezone.now(), step=step, old_status="x", new_status="y", role="z")

    with pytest.raises(IntegrityError, match="held_claim_moved"), transaction.atomic():
        event.save(force_insert=True)


def test_database_lets_no_hold_be_mended(claim, office):
    hold = holding.put_on_hold(claim, "code", now=timezone.now())
    now, head = timezone.now(), make_officer(Role.HEAD, office=office)

    with pytest.raises(IntegrityError, match="hold_stays"), transaction.atomic():
        ClaimHold.objects.filter(pk=hold.pk).update(at=now - timedelta(days=9))
    ClaimHold.objects.filter(pk=hold.pk).update(cleared_at=now, cleared_by=head)
    with pytest.raises(IntegrityError, match="hold_stays"), transaction.atomic():
        ClaimHold.objects.filter(pk=hold.pk).update(cleared_at=None, cleared_by=None)


def test_held_claim_goes_into_no_batch_and_drops_out_of_a_released_one(person, office):
    claim = make_claim(ClaimStatus.APPROVED, membership=person.memberships.get(), office=office, proposal="bayar")
    Claim.objects.filter(pk=claim.pk).update(approved_account_index=claim.account_index)
    payer, head, now = desk_of(make_officer(Role.PAYER, office=office)), desk_of(make_officer(Role.HEAD, office=office)), timezone.now()
    batch = paying.enter({claim.pk: claim.version}, payer, now=now).batch
    releasing.propose(batch, payer, now=now)
    hold = holding.put_on_hold(claim, "code", now=now)

    released = releasing.release(batch, head, now=now)
    again = paying.enter({claim.pk: None}, payer, now=now)

    order = claim.orders.get()
    assert (released.started, order.state, order.left_because) == (0, OrderState.DROPPED, HELD)
    assert [(refused.pk, reasons) for refused, reasons in again.refused] == [(claim.pk, [HELD])]
    assert hold.cleared_at is None


def test_public_page_stays_neutral(client, claim):
    holding.put_on_hold(claim, "code", now=timezone.now())
    found = client.post("/tracking/", {"nomor": claim.number})
    page = client.get(found["Location"]).content.decode()

    assert f'data-state="{claim.status}"' in page
    assert ("Klaim ini sedang ditelaah kantor." in page, "Tanggal pembayaran tampil lagi sesudah itu." in page) == (True, True)
    assert [word for word in ("ditahan", "bukan saya", "Bukan saya", "laporan", "palsu") if word in page] == []


def test_what_is_asked_of_the_participant_stays_asked(client, person, office):
    claim = make_tracked_claim(ClaimStatus.PAYMENT_FAILED, membership=person.memberships.get(), office=office)
    holding.put_on_hold(claim, "code", now=timezone.now())

    page = client.get(client.post("/tracking/", {"nomor": claim.number})["Location"]).content.decode()

    assert "Transfer ditolak bank." in page


def test_desk_says_so_with_the_reason_beside_the_step(claim, office):
    holding.put_on_hold(claim, "code", now=timezone.now())
    _, desk = seat(Role.APPROVER, office=office)

    page = " ".join(desk.get(f"/petugas/claims/claim/{claim.pk}/change/").content.decode().split())

    assert ("<b>Ditahan sejak" in page, HELD in page) == (True, True)


# --- Clearing


def test_head_clears_with_a_reason_and_the_audit_keeps_it(claim, office):
    hold = holding.put_on_hold(claim, "code", now=timezone.now())
    head, desk = seat(Role.HEAD, office=office)
    silent = desk.post(f"{HOLDS}{hold.pk}/", {"alasan": " "})
    said = desk.post(f"{HOLDS}{hold.pk}/", {"alasan": "Peserta datang dengan KTP asli."})

    hold.refresh_from_db()
    assert silent.context["form"].errors["alasan"] == ["Tulis alasannya. Tanpa itu klaim tetap ditahan."]
    assert (said["Location"], hold.cleared_by, hold.reason) == (HOLDS, head, "Peserta datang dengan KTP asli.")
    entry = AuditEntry.objects.get(kind="claim_cleared")
    assert (entry.user_id, entry.claim_id, entry.role) == (head.pk, claim.pk, "Kepala Kantor")


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.APPROVER, Role.PAYER, Role.COUNTER, Role.AUDITOR])
def test_nobody_but_the_head_clears(claim, office, role):
    hold = holding.put_on_hold(claim, "code", now=timezone.now())

    with pytest.raises(HoldRefused):
        holding.clear(hold, "Saya yakin.", desk=desk_of(make_officer(role, office=office)), now=timezone.now())

    assert open_holds(claim) == ["code"]


def test_head_who_verified_the_claim_or_owns_it_or_heads_another_office_clears_nothing(claim, office):
    hold = holding.put_on_hold(claim, "code", now=timezone.now())
    verified = make_officer(Role.HEAD, Role.VERIFIER, office=office)
    Claim.objects.filter(pk=claim.pk).update(verifier=verified)

    for head in (verified, make_officer(Role.HEAD, office=make_office())):
        with pytest.raises(HoldRefused):
            holding.clear(hold, "Saya yakin.", desk=desk_of(head), now=timezone.now())

    assert open_holds(claim) == ["code"]


def test_hold_of_another_office_is_not_found(claim):
    hold = holding.put_on_hold(claim, "code", now=timezone.now())
    _, desk = seat(Role.HEAD, office=make_office())

    assert desk.get(f"{HOLDS}{hold.pk}/").status_code == 404


def test_heads_of_the_office_are_told_at_once(claim, office):
    head = make_officer(Role.HEAD, office=office)
    head.email = "kepala@kantor.test"
    head.save()
    holding.put_on_hold(claim, "code", now=timezone.now())

    row = Notification.objects.get(kind="claim_held")
    assert (row.recipient, claim.number in row.subject, claim.participant.name in row.body) == ("kepala@kantor.test", True, False)


# --- The alert


def test_filing_is_told_to_the_registered_and_to_the_lately_registered_contact(person, office):
    contacts.change_contact(person.pk, {"email": NEW}, source="participant", now=timezone.now() - timedelta(days=3))
    contacts.change_contact(person.pk, {"email": "kini@contoh.test"}, source="participant", now=timezone.now())
    claim = make_claim(ClaimStatus.SUBMITTED, membership=make_membership(person), office=office, email="lain@contoh.test")
    notifying.plan_reminder(Claim.objects.get(pk=claim.pk), "claim_received", "uji", now=timezone.now())

    rows = {row.recipient: row.body for row in Notification.objects.filter(kind="claim_received")}
    assert rows.keys() == {"kini@contoh.test", "lain@contoh.test", OLD, NEW}
    assert ["/bukan-saya" in body and "Kode cek pesan ini: " in body for body in rows.values()] == [True] * 4
    assert [body for body in rows.values() if "/masuk" in body] == []


def test_contact_replaced_long_ago_is_told_nothing(person, office):
    contacts.change_contact(person.pk, {"email": NEW}, source="officer", now=timezone.now() - timedelta(days=31))
    claim = make_claim(ClaimStatus.SUBMITTED, membership=make_membership(person), office=office, email="lain@contoh.test")
    notifying.plan_reminder(Claim.objects.get(pk=claim.pk), "claim_received", "uji", now=timezone.now())

    assert OLD not in {row.recipient for row in Notification.objects.filter(kind="claim_received")}


# --- A contact replaced behind the person's back


def test_whoever_reads_the_old_email_puts_it_back_and_everything_since_stands_still(person, office):
    code = replaced(person)
    now = timezone.now()
    filed = make_claim(ClaimStatus.SUBMITTED, membership=make_membership(person), office=office, now=now + timedelta(minutes=1), email=NEW)
    before = make_claim(ClaimStatus.IN_REVIEW, membership=make_membership(person), office=office, now=now - timedelta(days=9))
    thief = signed_in_client(person)
    SignIn.objects.create(participant=person, at=now, device="HP", session_key=thief.session.session_key)

    answer = deny(code, OLD)

    fresh = Participant.objects.get(pk=person.pk)
    assert (answer["Location"], fresh.email, fresh.email_confirmed_at) == (reverse("claims:denied"), OLD, None)
    assert (open_holds(filed), open_holds(before)) == (["undone"], [])
    assert Claim.objects.get(pk=filed.pk).email == OLD
    assert thief.get(reverse("claims:mine")).status_code == 302
    assert list(ContactChange.objects.order_by("at").values_list("source", flat=True)) == ["participant", "undone"]
    assert {row.recipient for row in Notification.objects.filter(kind="own_contact_undone", channel="email")} == {OLD, NEW}


def test_code_goes_to_the_old_contact_alone(person):
    begin(replaced(person))

    assert (len(digits_to(OLD)), digits_to(NEW)[1:]) == (1, [])


def test_thief_cannot_undo_the_undoing(person):
    code = replaced(person)
    deny(code, OLD)

    _, answer = begin(code)

    assert answer.context["form"].errors["kode"] == [str(denying.NOTHING)]


def test_after_a_week_only_the_counter_helps(person):
    code = replaced(person)
    ContactChange.objects.update(at=timezone.now() - contacts.UNDO_LIFE)

    _, answer = begin(code)

    assert answer.context["form"].errors["kode"] == [str(denying.NOTHING)]


def test_change_at_the_counter_is_not_undone_by_a_mailbox(person):
    contacts.change_contact(person.pk, {"email": NEW}, source="officer", now=timezone.now())

    assert contacts.undoable(person.pk, timezone.now()) == []


def test_old_contact_is_told_again_a_day_later_and_once(person):
    """Who had the mailbox for an hour deletes the first message."""
    replaced(person)
    told = Notification.objects.filter(kind="own_contact_changed", channel="email")
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)

    counted = [denying.remind_changed(moment) for moment in (timezone.now(), tomorrow, tomorrow + timedelta(hours=1))]

    assert counted == [0, 1, 0]
    assert sorted(row.recipient for row in told) == sorted([OLD, OLD, NEW])


def test_nothing_is_told_again_once_it_was_undone(person):
    deny(replaced(person), OLD)

    assert denying.remind_changed(timezone.now() + timedelta(days=1, minutes=1)) == 0


def test_address_without_anything_to_tell_leads_back():
    client = Client()

    assert [client.get(reverse(f"claims:{name}"))["Location"] for name in ("deny_code", "denied")] == [reverse("claims:deny")] * 2


def test_facts_of_a_step_do_not_get_past_a_hold(claim, office):
    holding.put_on_hold(claim, "code", now=timezone.now())
    facts = StepFacts(note="mendesak", details={"force": True})

    with pytest.raises(StepRefused):
        advance(claim, Step.APPROVE, actor=officer_actor(make_officer(Role.APPROVER, office=office)), facts=facts)
