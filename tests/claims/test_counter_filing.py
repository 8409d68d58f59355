"""A claim filed at the counter: the person's own code, the wizard itself, and a mark that stays."""

import re
from datetime import date

import pytest
from django.urls import reverse
from lxml import html

from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import AccessLog, AuditEntry, Claim, Notification, OfficerIdentity, SlotState
from claims.services.counter_filing import HEIR_CHECKS, SEEN_WHILE_FILING
from claims.services.tracking import load_progress
from jht_portal.lib import sessions
from participants.models import SignIn
from tests.builders import make_claim, make_membership, make_office, make_participant, signed_in_client
from tests.claims.desk import seat

pytestmark = pytest.mark.django_db
PEOPLE = "/petugas/participants/participant/"
START = "/klaim/baru/"


@pytest.fixture
def office():
    return make_office(name="Kantor Cabang Bandung Suci")


@pytest.fixture
def counter(office):
    officer, client = seat(Role.COUNTER, office=office)
    client.officer = officer
    return client


@pytest.fixture
def card():
    """A membership of somebody who turned 57."""
    return make_membership(make_participant(name="Budi Santoso", birth_date=date(1969, 8, 15)), ended_on=None)


def asked(client, person, **said):
    """Look PERSON up and ask for a code; return the answer."""
    client.post(f"{PEOPLE}cari/", {"nomor": person.nik})
    return client.post(f"{PEOPLE}{person.pk}/ajukan/", {"untuk": "peserta", "kind": "phone"} | said)


def heir_asked(client, person, **said):
    wish = {"untuk": "ahli_waris", "kind": "", "phone": "0812 3456 7890", "email": "", "checks": list(HEIR_CHECKS)}
    return asked(client, person, **wish | said)


def code_sent() -> str:
    return re.search(r"\d{3} \d{3}", Notification.objects.filter(kind="counter_code").latest("created_at").body)[0]


def sat_down(client, person, ask=asked):
    page = ask(client, person)["Location"]
    return client.post(page, {"kode": code_sent()})


def ready_draft(client, card, office) -> Claim:
    """Choose the card in the wizard and make the draft ready to send."""
    client.post(START, {"kpj": str(card.pk), "sebab": "USIA_56"})
    draft = Claim.objects.get()
    data = {"email": "budi@contoh.test", "phone": "081234567890", "bank_code": "002", "account_number": "012345678901234"}
    client.post(reverse("claims:data", args=[draft.number]), data | {"account_name": "Budi Santoso"})
    draft.documents.update(state=SlotState.UPLOADED)
    client.post(reverse("claims:office", args=[draft.number]), {"kantor": office.code})
    return draft


def sent(client, draft):
    review = reverse("claims:review", args=[draft.number])
    mark = client.get(review).context["mark"]
    return client.post(review, {"versi": mark, "pernyataan": "on"})


def test_a_code_to_the_registered_contact_opens_the_wizard(counter, card):
    answer = sat_down(counter, card.participant)

    assert answer["Location"] == START
    assert counter.get(START).status_code == 200
    row = Notification.objects.get(kind="counter_code")
    assert (row.recipient, row.channel) == (card.participant.phone, "sms")
    assert [entry.object for entry in AccessLog.objects.filter(participant=card.participant, kind="field")][-3:] == [*SEEN_WHILE_FILING]
    assert [*AuditEntry.objects.filter(kind__startswith="counter_").values_list("kind", flat=True)] == ["counter_asked", "counter_begun"]
    assert SignIn.objects.get().device == "Loket Kantor Cabang Bandung Suci"


def test_a_wrong_code_opens_nothing_and_says_so(counter, card):
    page = asked(counter, card.participant)["Location"]
    answer = counter.post(page, {"kode": "000000" if code_sent() != "000 000" else "111111"})

    assert answer.context["form"].errors["kode"] == ["Kode belum cocok. Minta kode terbaru dibacakan lagi. Sisa 4 percobaan."]
    assert counter.get(START)["Location"].startswith("/masuk/")


def test_the_claim_is_the_officers_work_and_tells_so(counter, card, office):
    sat_down(counter, card.participant)
    draft = ready_draft(counter, card, office)
    answer = sent(counter, draft)
    event = draft.events.get(step=Step.SUBMIT)
    claim = Claim.objects.get()

    assert answer["Location"] == reverse("claims:receipt", args=[draft.number])
    assert (claim.status, event.role, event.actor) == (ClaimStatus.SUBMITTED, Role.COUNTER, counter.officer)
    assert load_progress(claim, event.at).history[-1].text.startswith("Petugas loket mengirim klaim ini bersama Anda di kantor.")


def test_only_filing_is_open_at_the_counter(counter, card, office):
    sat_down(counter, card.participant)
    other = make_claim(ClaimStatus.PAID, membership=make_membership(card.participant), office=office)

    closed = [reverse("claims:mine"), reverse("claims:claim", args=[other.number]), reverse("claims:contact"), reverse("claims:balance")]
    assert {counter.get(url)["Location"] for url in closed} == {START}


def test_no_page_of_filing_leads_where_the_counter_is_not_let_in(counter, card, office):
    sat_down(counter, card.participant)
    draft = ready_draft(counter, card, office)
    pages = [reverse(f"claims:{name}", args=[draft.number]) for name in ("data", "documents", "office", "review")]
    pages += [START, reverse("claims:slot", args=[draft.number, "ktp"])]
    found = {link for page in pages for link in html.fromstring(counter.get(page).content).xpath("//main//a/@href")}

    assert [link for link in found if link.startswith("/") and counter.get(link).headers.get("Location") == START] == []
    assert len(found) > len(pages)


def test_leaving_ends_the_stay_and_keeps_the_officer(counter, card):
    sat_down(counter, card.participant)
    counter.post(f"{PEOPLE}ajukan/selesai/")

    assert counter.get(START)["Location"].startswith("/masuk/")
    assert counter.get("/petugas/").status_code == 200
    assert SignIn.objects.get().ended_at is not None


def test_the_bar_has_the_only_way_out(counter, card):
    sat_down(counter, card.participant)
    ways = [reverse("admin:participants_participant_file_leave"), reverse("claims:sign_out")]

    pages = [client.get(START).content.decode() for client in (counter, signed_in_client(card.participant))]

    assert [[f'action="{way}"' in page for way in ways] for page in pages] == [[True, False], [False, True]]


def test_the_stay_ends_by_itself(counter, card):
    sat_down(counter, card.participant)
    session = counter.session
    session[sessions.COUNTER] = session[sessions.COUNTER] | {"until": 0}
    session.save()

    assert counter.get(START)["Location"].startswith("/masuk/")


def test_an_heir_proves_the_own_address_and_files_for_a_death_alone(counter, card, office):
    other = make_claim(ClaimStatus.DRAFT, membership=make_membership(card.participant), reason="USIA_56")
    answer = sat_down(counter, card.participant, heir_asked)
    reasons = {value for value, _ in counter.get(START).context["form"].fields["sebab"].choices if value}

    assert (answer["Location"], reasons) == (START, {"MENINGGAL"})
    assert Notification.objects.get(kind="counter_code").recipient == "+6281234567890"
    assert counter.get(reverse("claims:data", args=[other.number])).status_code == 404
    assert counter.get(START).context["drafts"] == []


def test_an_heir_is_not_let_in_before_the_officer_has_seen_everything(counter, card):
    answer = heir_asked(counter, card.participant, checks=["ktp_ahli_waris"])

    assert answer.context["heir"].errors["checks"] == ["Centang semua pemeriksaan. Tanpa itu pengajuan ahli waris tidak dimulai."]
    assert Notification.objects.filter(kind="counter_code").count() == 0


def test_what_an_heir_leaves_out_is_told_beside_the_field(counter, card):
    answer = heir_asked(counter, card.participant, phone="")

    assert answer.context["heir"].errors["phone"] == ["Isi nomor HP atau email ahli waris."]


def test_no_phone_is_offered_where_no_sms_goes_out(counter, card, settings):
    """The code was queued as an SMS that never left."""
    settings.SMS_URL = "off://"
    own = asked(counter, card.participant).context["own"]
    heir = heir_asked(counter, card.participant).context["heir"]

    assert [kind for kind, _ in own.fields["kind"].choices] == ["email"]
    assert ("phone" in heir.fields, heir.errors["email"]) == (False, ["Isi email ahli waris."])
    assert Notification.objects.count() == 0


def test_nobody_files_for_themselves_at_the_counter(counter, card):
    OfficerIdentity.objects.create(user=counter.officer, nik=card.participant.nik)
    answer = asked(counter, card.participant)

    assert answer.context["own"].non_field_errors() == ["Ini data Anda sendiri. Petugas lain yang harus mengerjakannya."]


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.HEAD, Role.AUDITOR])
def test_other_roles_do_not_file(office, card, role):
    make_claim(ClaimStatus.SUBMITTED, membership=make_membership(card.participant), office=office)
    _, client = seat(role, office=office)

    assert client.get(f"{PEOPLE}{card.participant.pk}/ajukan/").status_code == 403


def test_codes_at_the_counter_are_counted(counter, card):
    answers = [asked(counter, card.participant) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [200]
    assert Notification.objects.filter(kind="counter_code").count() == 5


def test_a_code_is_typed_where_it_was_asked_for(counter, card, office):
    page = asked(counter, card.participant)["Location"]
    _, colleague = seat(Role.COUNTER, office=office)

    assert (colleague.get(page).status_code, colleague.post(page, {"kode": code_sent()}).status_code) == (404, 404)
    assert counter.post(page, {"kode": code_sent()})["Location"] == START
