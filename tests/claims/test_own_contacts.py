"""A participant's own contacts: replaced with a code to the new one, the e-mail confirmed, channels and language chosen."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role
from claims.models import AuditEntry, Claim, IssuedCode, Notification
from claims.services import own_contacts, warnings
from claims.services.officers import desk_of
from claims.services.own_contacts import OwnContactRefused
from claims.services.signing_in import send_first_code
from jht_portal.lib.languages import NAME
from jht_portal.lib.sessions import KEY
from participants.domain.proofs import CONTACT, EMAIL
from participants.models import ChannelChoice, CodeProof, ContactChange, Participant, SignIn
from participants.services import contacts, proving
from participants.services.channels import NoChannelLeft, channels_of, choose
from participants.services.signing_in import AttemptOver, CodeExpired, CodeWrong
from tests.builders import make_claim, make_membership, make_officer, make_participant, signed_in_client

pytestmark = pytest.mark.django_db
PAGES = ("contact", "contact_email", "contact_phone", "contact_code", "confirm_email", "confirm_email_code", "channels")
NEW = "baru@contoh.test"


@pytest.fixture
def person():
    return make_membership(make_participant(email="lama@contoh.test")).participant


@pytest.fixture
def client(person):
    return signed_in_client(person)


def url(name):
    return reverse(f"claims:{name}")


def codes_to(address):
    """Return every code sent to ADDRESS, the newest last."""
    rows = Notification.objects.filter(kind="own_code").order_by("created_at")
    return [re.search(r"\d{3} \d{3}", row.body).group() for row in rows if row.recipient == address]


def another(code):
    return f"{(int(code.replace(' ', '')) + 1) % 10**6:06d}"


def fresh(person):
    return Participant.objects.get(pk=person.pk)


def change_email(client, to=NEW):
    client.post(url("contact_email"), {"baru": to})
    return client.post(url("contact_code"), {"kode": codes_to(to)[-1]})


def told(answer):
    return [str(message) for message in answer.wsgi_request._messages]


# --- Who may


@pytest.mark.parametrize("name", PAGES)
def test_page_asks_a_stranger_to_sign_in(name):
    answer = Client().post(url(name)) if name == "confirm_email" else Client().get(url(name))

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/masuk/")


@pytest.mark.parametrize("name", ["contact", "contact_email", "contact_phone", "channels"])
def test_page_shows_no_contact_in_full(client, person, name):
    text = client.get(url(name)).content.decode()

    assert [each for each in (person.email, person.phone, person.phone.removeprefix("+62")) if each in text] == []


# --- A new contact


def test_email_is_replaced_by_the_code_that_went_to_the_new_one(client, person):
    asked = client.post(url("contact_email"), {"baru": "Baru@Contoh.test"})
    before = fresh(person).email
    done = client.post(url("contact_code"), {"kode": codes_to(NEW)[0]})

    assert (asked["Location"], before, done["Location"]) == (url("contact_code"), "lama@contoh.test", url("contact"))
    assert (fresh(person).email, fresh(person).email_confirmed_at is None) == (NEW, False)
    change = ContactChange.objects.get()
    assert (change.kind, change.source, change.old_value, change.officer) == ("email", "participant", "lama@contoh.test", None)
    assert codes_to("lama@contoh.test") == []


def test_phone_is_replaced_by_the_code_in_an_sms(client, person):
    client.post(url("contact_phone"), {"baru": "0812 9999 0001"})
    row = Notification.objects.get(kind="own_code")
    client.post(url("contact_code"), {"kode": codes_to("+6281299990001")[0]})

    assert (row.channel, row.priority) == ("sms", Notification.CODE)
    assert fresh(person).phone == "+6281299990001"
    assert Participant.objects.filter(phone_index=fresh(person).phone_index).get() == person


def test_without_sms_the_phone_is_replaced_at_the_counter_only(client, person, settings):
    settings.SMS_URL = "off://"
    answer = client.post(url("contact_phone"), {"baru": "0812 9999 0001"})

    assert (answer.status_code, answer.context["obstacle"]) == (200, own_contacts.NO_SMS)
    assert CodeProof.objects.count() == 0


def test_old_and_new_address_and_the_phone_are_told(client, person):
    change_email(client)

    rows = Notification.objects.filter(kind="own_contact_changed")
    assert {(row.channel, row.recipient) for row in rows} == {("email", "lama@contoh.test"), ("email", NEW), ("sms", person.phone)}
    assert {row.priority for row in rows} == {Notification.URGENT}
    assert [row.body for row in rows if NEW in row.body or "lama@contoh.test" in row.body] == []


def test_code_of_the_notice_says_what_it_is_about_and_nothing_of_whom(client, person):
    change_email(client)

    code = IssuedCode.objects.get(notice="own_contact_changed", participant=person).code
    page = Client().get(reverse("claims:check_code", args=[code]))

    about = [str(each["value"]) for each in page.context["answers"]][:2]
    assert about == ["Pesan kepada peserta", "Kontak diganti sendiri"]
    assert [each for each in (person.name, person.email, person.phone, NEW) if each in page.content.decode()] == []


def test_other_sign_ins_end_and_this_one_stays(client, person):
    here, now = next(iter(client.cookies.values())).value, timezone.now()
    other = signed_in_client(person)
    there = next(iter(other.cookies.values())).value
    for key in (here, there):
        SignIn.objects.create(participant=person, at=now, device="HP", session_key=key)

    change_email(client)

    assert {row.session_key: row.ended_at is None for row in SignIn.objects.all()} == {here: True, there: False}
    assert (client.get(url("contact")).status_code, other.get(url("contact")).status_code) == (200, 302)
    assert KEY not in other.session


def test_live_claim_with_the_old_contact_names_the_new_one_and_warns_its_officers(client, person):
    claim = make_claim(ClaimStatus.IN_REVIEW, membership=person.memberships.get())
    heir = make_claim(ClaimStatus.SUBMITTED, membership=make_membership(person), heir_name="Ani", email="lama@contoh.test")

    change_email(client)

    claim.refresh_from_db()
    heir.refresh_from_db()
    desk = desk_of(make_officer(Role.VERIFIER, office=claim.office))
    found = {finding.code: finding.text for finding in warnings.findings(claim, desk, timezone.now())}
    assert (claim.email, heir.email) == (NEW, "lama@contoh.test")
    assert "oleh peserta" in found["ganti_email"]


def test_change_is_in_the_audit_without_the_address(client, person):
    change_email(client)

    entry = AuditEntry.objects.get(kind="own_contact_changed")
    assert (entry.person_id, entry.role, entry.user_id, entry.details) == (person.pk, "Peserta", None, {"kinds": ["email"]})


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Email belum diisi."),
        ("baru@", "Alamat email belum lengkap. Contoh: nama@contoh.id."),
        ("LAMA@contoh.test", "Ini sudah kontak terdaftar Anda. Tulis kontak yang baru."),
    ],
)
def test_contact_that_cannot_be_meant_is_told_and_stays_in_the_box(client, typed, sentence):
    form = client.post(url("contact_email"), {"baru": typed}).context["form"]

    assert (form.errors["baru"], form["baru"].value(), Notification.objects.count()) == ([sentence], typed, 0)


def test_wrong_code_changes_nothing_and_says_how_often_still(client, person):
    client.post(url("contact_email"), {"baru": NEW})
    wrong = another(codes_to(NEW)[0])

    errors = [client.post(url("contact_code"), {"kode": wrong}).context["form"].errors["kode"][0] for _ in range(5)]
    after = client.post(url("contact_code"), {"kode": codes_to(NEW)[0]})

    assert errors[0] == "Kode itu tidak cocok. Anda masih bisa mencoba 4 kali."
    assert errors[4] == "Kode sudah 5 kali tidak cocok. Mulai lagi untuk kode baru."
    assert (after["Location"], fresh(person).email) == (url("contact"), "lama@contoh.test")


def test_code_sent_again_ends_the_one_before(client, person):
    client.post(url("contact_email"), {"baru": NEW})
    client.post(url("contact_code"), {"lagi": "1"})
    first, second = codes_to(NEW)

    old = client.post(url("contact_code"), {"kode": first})
    new = client.post(url("contact_code"), {"kode": second})

    assert (first == second or old.status_code == 200, new.status_code, fresh(person).email) == (True, 303, NEW)


def test_code_of_another_purpose_or_person_opens_nothing(person):
    started = proving.start(person, EMAIL, "email", person.email, now=timezone.now())

    with pytest.raises(AttemptOver):
        own_contacts.replace(started.proof.pk, started.digits, session_key="", now=timezone.now())

    stranger = signed_in_client(make_participant())
    session = stranger.session
    session["bukti"] = {EMAIL: str(started.proof.pk)}
    session.save()
    answer = stranger.post(url("confirm_email_code"), {"kode": started.digits})
    assert (answer["Location"], fresh(person).email_confirmed_at) == (url("contact"), None)


def test_nobody_is_flooded_with_codes(client, person):
    for number in range(5):
        client.post(url("contact_email"), {"baru": f"baru{number}@contoh.test"})

    form = client.post(url("contact_email"), {"baru": "lagi@contoh.test"}).context["form"]

    assert form.errors["baru"][0].startswith("Terlalu sering. Coba lagi")
    assert codes_to("lagi@contoh.test") == []


# --- Proofs


def test_proof_is_completed_once(person):
    now = timezone.now()
    started = proving.start(person, CONTACT, "email", NEW, now=now)
    proving.prove(started.proof.pk, CONTACT, started.digits, now=now)

    with pytest.raises(AttemptOver):
        proving.prove(started.proof.pk, CONTACT, started.digits, now=now)


def test_right_code_after_fifteen_minutes_is_late(person):
    now = timezone.now()
    started = proving.start(person, CONTACT, "email", NEW, now=now)

    with pytest.raises(CodeExpired):
        proving.prove(started.proof.pk, CONTACT, started.digits, now=now + timedelta(minutes=15))


def test_code_sent_again_shares_the_tries(person):
    now = timezone.now()
    started = proving.start(person, CONTACT, "email", NEW, now=now)
    for left in (4, 3, 2, 1):
        with pytest.raises(CodeWrong) as refusal:
            proving.prove(started.proof.pk, CONTACT, another(started.digits), now=now)
        assert refusal.value.left == left
    again = proving.renew(started.proof.pk, CONTACT, now=now)

    with pytest.raises(CodeWrong) as refusal:
        proving.prove(started.proof.pk, CONTACT, another(again.digits), now=now)
    assert refusal.value.left == 0
    with pytest.raises(AttemptOver):
        proving.renew(started.proof.pk, CONTACT, now=now)


def test_proofs_are_forgotten_after_a_day(person):
    now = timezone.now()
    old = proving.start(person, CONTACT, "email", NEW, now=now - timedelta(days=1, seconds=1))
    proving.start(person, EMAIL, "email", person.email, now=now)

    assert (proving.sweep(now), CodeProof.objects.filter(pk=old.proof.pk).exists(), CodeProof.objects.count()) == (1, False, 1)


def test_after_an_undone_change_only_the_counter_replaces_a_contact(client, person):
    contacts.change_contact(person.pk, {"email": NEW}, source="undone", now=timezone.now())

    with pytest.raises(OwnContactRefused) as refusal:
        own_contacts.ask(person.pk, "email", "lain@contoh.test", now=timezone.now())

    assert str(refusal.value.sentence) == str(own_contacts.ONLY_AT_COUNTER)
    assert str(own_contacts.ONLY_AT_COUNTER) in client.get(url("contact_email")).content.decode()


def test_what_keeps_a_contact_from_being_replaced_is_said_in_the_readers_language(client, person):
    client.cookies[NAME] = "en"
    same = client.post(url("contact_email"), {"baru": person.email}).content.decode()
    contacts.change_contact(person.pk, {"email": NEW}, source="undone", now=timezone.now())
    page = client.get(url("contact_email")).content.decode()

    assert "This is your registered contact already. Enter the new one." in same
    assert "For your safety, contacts can now be replaced only at an office." in page


# --- The e-mail, confirmed


def test_email_is_confirmed_by_the_code_that_went_to_it(client, person):
    asked = client.post(url("confirm_email"))
    done = client.post(url("confirm_email_code"), {"kode": codes_to(person.email)[0]})

    assert (asked["Location"], done["Location"]) == (url("confirm_email_code"), url("contact"))
    assert abs(fresh(person).email_confirmed_at - timezone.now()) < timedelta(minutes=1)
    assert AuditEntry.objects.get(kind="email_confirmed").person_id == person.pk


def test_code_to_an_address_that_is_registered_no_more_confirms_nothing(client, person):
    client.post(url("confirm_email"))
    contacts.change_contact(person.pk, {"email": NEW}, source="officer", now=timezone.now())

    answer = client.post(url("confirm_email_code"), {"kode": codes_to("lama@contoh.test")[0]})

    assert told(answer) == ["Email terdaftar baru saja diganti. Pastikan lagi."]
    assert fresh(person).email_confirmed_at is None


@pytest.mark.parametrize(
    ("status", "proposal", "asks"),
    [
        (ClaimStatus.IN_REVIEW, "", False),
        (ClaimStatus.AWAITING_APPROVAL, "bayar", True),
        (ClaimStatus.AWAITING_APPROVAL, "tolak", False),
        (ClaimStatus.APPROVED, "bayar", True),
        (ClaimStatus.PAID, "bayar", False),
    ],
)
def test_email_is_asked_after_once_everything_is_complete_and_correct(client, person, status, proposal, asks):
    """The article, step 5."""
    claim = make_claim(status, membership=person.memberships.get(), proposal=proposal)

    assert client.get(reverse("claims:claim", args=[claim.number])).context["asks_email"] is asks

    Participant.objects.filter(pk=person.pk).update(email_confirmed_at=timezone.now())
    assert client.get(reverse("claims:claim", args=[claim.number])).context["asks_email"] is False


# --- Channels and language


def choice(**changed):
    said = {f"urutan_{code}": str(place) for place, code in enumerate(("email", "whatsapp", "sms", "telephone"), 1)}
    return said | {"bahasa": "id"} | changed


def test_chosen_order_silence_and_language_are_kept(client, person):
    answer = client.post(url("channels"), choice(urutan_email="2", urutan_whatsapp="1", urutan_sms="0", bahasa="en"))

    assert answer.status_code == 303
    rows = ChannelChoice.objects.filter(participant=person).values_list("rank", "channel", "muted")
    assert list(rows) == [(1, "whatsapp", False), (2, "email", False), (3, "telephone", False), (4, "sms", True)]
    assert fresh(person).language == "en"
    assert [(each.code, each.muted) for each in channels_of(person)][:2] == [("whatsapp", False), ("email", False)]


def test_nobody_mutes_the_way_in(client, person, settings):
    """The telephone alone was left, on which no code goes: nobody could sign in again."""
    settings.SMS_URL = settings.WHATSAPP_URL = "off://"
    client.post(url("channels"), choice(urutan_email="0", urutan_whatsapp="1", urutan_sms="2", urutan_telephone="3"))
    send_first_code(person.memberships.get().kpj, person.nik, now=timezone.now())
    row = Notification.objects.get(kind="sign_in_code")

    assert (row.channel, row.recipient, row.state) == ("email", person.email, "queued")


def test_last_channel_cannot_be_muted(client, person):
    everything = {f"urutan_{code}": "0" for code in ("email", "whatsapp", "sms", "telephone")}
    page = client.post(url("channels"), choice(**everything))

    assert page.context["form"].non_field_errors() == [
        "Nyalakan paling sedikit satu saluran yang punya alamat. Tanpa itu kabar klaim tidak sampai."
    ]
    assert ChannelChoice.objects.count() == 0


def test_a_channel_that_is_not_set_up_here_is_not_offered_and_is_not_the_last(client, person, settings):
    settings.SMS_URL = "off://"
    page = client.get(url("channels"))
    refused = client.post(url("channels"), choice(urutan_email="0", urutan_whatsapp="0", urutan_telephone="0"))
    client.post(url("channels"), choice(urutan_email="2", urutan_whatsapp="1", urutan_telephone="3"))

    assert [name for name in page.context["form"].fields if "sms" in name] == []
    assert "SMS" not in client.get(url("contact")).context["answers"][2]["value"]
    assert len(refused.context["form"].non_field_errors()) == 1
    assert [(each.code, each.muted) for each in channels_of(person)][-1] == ("sms", False)


def test_channel_without_an_address_does_not_count_as_one_that_stays(person):
    lonely = Participant.objects.get(pk=person.pk)
    lonely.phone = ""
    lonely.save()

    with pytest.raises(NoChannelLeft):
        choose(person.pk, ("sms", "email"), {"email"}, "id")


def test_two_channels_cannot_share_a_place(client):
    page = client.post(url("channels"), choice(urutan_sms="1"))

    assert page.context["form"].errors == {"urutan_sms": ["SMS: urutan ini sudah dipakai. Pilih urutan lain."]}


def test_nothing_chosen_shows_the_order_of_the_portal(person):
    assert [each.code for each in channels_of(person)] == ["email", "whatsapp", "sms", "telephone"]


def test_claim_keeps_everything_else_when_the_contact_is_another(client, person):
    claim = make_claim(ClaimStatus.SUBMITTED, membership=person.memberships.get())
    facts = Claim.objects.filter(pk=claim.pk).values("status", "version", "account_index", "office")
    before = facts.get()

    change_email(client)

    assert facts.get() == before
