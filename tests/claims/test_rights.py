"""The rights of UU 27/2022: a copy of everything with its trail, a request to correct, what was accepted, how long it stays."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims import storage
from claims.domain import accepted_texts, retention
from claims.domain.accepted_texts import DECLARATION, HEIRS_DECLARATION, TAX_WARNING, text_on
from claims.domain.workflow import ClaimStatus, Role
from claims.forms.filing import DataForm, DeclarationForm
from claims.models import AccessLog, AuditEntry, DataRequest, Notification
from claims.services import data_requests, own_copy, own_data, reading
from claims.services.data_requests import RequestRefused
from claims.services.officers import desk_of
from jht_portal.lib.languages import NAME
from participants.models import Participant, SignIn
from tests.builders import make_claim, make_membership, make_office, make_officer, make_participant, signed_in_client
from tests.claims.desk import seat
from tests.world import canaries, make_world

pytestmark = pytest.mark.django_db
PAGES = ("own_data", "ask_copy", "own_copy", "ask_correction")
REQUESTS = "/petugas/claims/datarequest/"


@pytest.fixture
def person():
    return make_membership(make_participant(name="Siti Aminah")).participant


@pytest.fixture
def client(person):
    return signed_in_client(person)


def url(name):
    return reverse(f"claims:{name}")


def code_sent():
    return re.search(r"\d{3} \d{3}", Notification.objects.filter(kind="own_code").latest("created_at").body).group()


def downloaded(client):
    client.post(url("ask_copy"))
    answer = client.post(url("own_copy"), {"kode": code_sent()})
    return answer, zipfile.ZipFile(io.BytesIO(answer.getvalue()))


def copy_in(archive):
    return json.loads(archive.read("data-saya.json"))


# --- The copy


@pytest.mark.parametrize("name", PAGES)
def test_page_asks_a_stranger_to_sign_in(name):
    answer = Client().post(url(name)) if name == "ask_copy" else Client().get(url(name))

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/masuk/")


def test_copy_for_somebody_without_email_asks_for_a_code_by_sms(person):
    person.email = ""
    person.save()
    client = signed_in_client(person)
    client.post(url("ask_copy"))
    page = client.get(url("own_copy")).content.decode()
    answer = client.post(url("own_copy"), {"kode": code_sent()})

    assert (Notification.objects.get(kind="own_code").channel, "Isi kode dari SMS" in page) == ("sms", True)
    assert (person.phone in page, answer["Content-Type"]) == (False, "application/zip")


def test_copy_needs_a_code_and_is_one_zip_that_is_logged(client, person):
    before = client.post(url("own_copy"), {"kode": "123456"})
    answer, archive = downloaded(client)

    assert (before.status_code, before["Location"]) == (302, url("own_data"))
    assert (answer["Content-Type"], answer["Cache-Control"], answer.streaming) == ("application/zip", "no-store", True)
    assert archive.testzip() is None
    assert archive.namelist()[:2] == ["data-saya.json", "data-saya.html"]
    assert copy_in(archive)["peserta"]["nik"] == person.nik
    assert [(log.kind, log.object, log.participant, log.by_participant) for log in AccessLog.objects.all()] == [
        ("export", "salinan_data", person, person)
    ]
    assert AuditEntry.objects.get(kind="export").person_id == person.pk


def test_wrong_code_gives_nothing_and_a_right_one_only_once(client):
    client.post(url("ask_copy"))
    right = code_sent()
    wrong = client.post(url("own_copy"), {"kode": f"{(int(right.replace(' ', '')) + 1) % 10**6:06d}"})
    first = client.post(url("own_copy"), {"kode": right})
    second = client.post(url("own_copy"), {"kode": right})

    assert (wrong.status_code, wrong["Content-Type"].split(";")[0], first["Content-Type"], second.status_code) == (
        200,
        "text/html",
        "application/zip",
        302,
    )


def test_copy_holds_everything_of_the_person_and_nothing_of_anybody_else():
    """Canaries in every private field of everybody: another person's never, the own ones all that are no inquiry of officers."""
    world = make_world()
    _, archive = downloaded(signed_in_client(world.person))
    said = re.sub(r"[\s.\-]", "", archive.read("data-saya.json").decode() + archive.read("data-saya.html").decode()).lower()

    foreign = [place for place, spelling in canaries(world.other).items() if spelling in said]
    officers = [officer.first_name for officer in world.officers.values() if officer.first_name in said]
    assert (foreign, officers) == ([], [])
    assert [each for each in (world.person.nik, world.person.email.partition("@")[0], world.person.phone) if each not in said] == []


def test_copy_holds_the_files_that_were_handed_in(settings, tmp_path):
    settings.DOCUMENT_STORAGE_URL = f"file://{tmp_path}/documents"
    world = make_world()
    _, archive = downloaded(signed_in_client(world.person))
    named = {name for name in archive.namelist() if name.startswith("dokumen/")}
    written = re.findall(r"dokumen/[\w/.-]+\.(?:jpg|pdf)", archive.read("data-saya.json").decode())

    assert named == set(written)
    assert len(named) == 2 * len(world.claims)
    assert {archive.read(name)[:2] for name in named} == {b"\xff\xd8"}


def test_a_lost_file_keeps_no_other_back(settings, tmp_path):
    settings.DOCUMENT_STORAGE_URL = f"file://{tmp_path}/documents"
    world = make_world()
    storage.delete(own_data.pages_of(world.person.pk)[0].storage_key)
    _, archive = downloaded(signed_in_client(world.person))
    files = [name for name in archive.namelist() if name.startswith("dokumen/")]

    assert len(files) == 2 * len(world.claims)
    assert [archive.read(name).decode() for name in files if name.endswith(".tidak-terbaca.txt")] == [own_copy.UNREADABLE]


def test_trail_names_role_and_office_never_an_officer(person):
    office = make_office(name="Kantor Cabang Uji Jejak")
    claim = make_claim(ClaimStatus.IN_REVIEW, membership=person.memberships.get(), office=office)
    officer = make_officer(Role.VERIFIER, office=office, username="rahasia")
    reading.reveal(claim, {"nik", "rekening"}, desk_of(officer), now=timezone.now())

    rows = own_data.readings_of(person)

    assert {(row["siapa"], row["klaim"]) for row in rows} == {("Verifikator, Kantor Cabang Uji Jejak", claim.number)}
    assert [row["apa"] for row in rows] == ["melihat NIK", "melihat nomor rekening"]
    assert "rahasia" not in json.dumps(rows)


def test_what_officers_wrote_among_themselves_and_codes_stay_out():
    world = make_world()
    copy = json.dumps(own_data.copy_of(world.person.pk, timezone.now()), ensure_ascii=False)
    kept_back = [place for place, spelling in canaries(world.person).items() if "WarningNote" in place and spelling in copy]

    assert kept_back == []
    assert "own_code" not in copy


IN_THE_COPY = {
    *("Membership", "Claim", "ContactChange", "ChannelChoice", "Notification", "AccessLog", "SignIn", "DataRequest", "Ticket"),
}
LEFT_OUT = {
    *("SignInAttempt", "CodeProof", "ContactProof"),  # Codes, forgotten after a day.
    *("ContactProposal", "IssuedCode", "WaitingEntry"),  # Work in progress, without a value that does not stand elsewhere.
}


def test_whatever_is_kept_about_a_participant_is_in_the_copy_or_left_out_on_purpose():
    related = {each.related_model.__name__ for each in Participant._meta.get_fields(include_hidden=True) if each.one_to_many}

    assert related - LEFT_OUT == IN_THE_COPY


def test_sums_of_the_copy_agree_with_the_ledger(client, person):
    membership = person.memberships.get()
    for key, amount in enumerate((100_000, 250_000)):
        membership.ledger.create(booked_on="2026-01-31", kind="iuran_pekerja", amount=amount, row_key=bytes([key]) * 16)

    [card] = own_data.copy_of(person.pk, timezone.now())["kepesertaan"]

    assert sum(row["jumlah"] for row in card["mutasi"]) == membership.ledger.balance() == 350_000


def test_sign_ins_and_accepted_texts_are_told(client, person):
    now = timezone.now()
    SignIn.objects.create(participant=person, at=now, device="Chrome di Android", session_key="x")
    make_claim(ClaimStatus.SUBMITTED, membership=person.memberships.get(), now=now)
    copy = own_data.copy_of(person.pk, now)

    assert [row["perangkat"] for row in copy["perangkat_yang_masuk"]] == ["Chrome di Android"]
    assert [(row["versi"], row["teks"]) for row in copy["yang_anda_setujui"]] == [(1, text_on(DECLARATION, now.date()).text)]
    assert text_on(DECLARATION, now.date()).text in client.get(url("own_data")).content.decode()


# --- What was accepted, how long it stays


def test_texts_are_word_for_word_what_the_forms_ask():
    today = timezone.localdate()
    forms = {
        DECLARATION: DeclarationForm(is_heir=False).fields["pernyataan"].label,
        HEIRS_DECLARATION: DeclarationForm(is_heir=True).fields["pernyataan"].label,
        TAX_WARNING: DataForm(asks_tax_number=False, warned_of="x").fields["tax_warning_read"].label,
    }

    assert {code: str(label) for code, label in forms.items()} == {code: text_on(code, today).text for code in forms}


def test_text_of_a_day_before_there_was_one_is_not_guessed():
    with pytest.raises(LookupError):
        text_on(DECLARATION, accepted_texts.FIRST_DAY - timedelta(days=1))


def test_privacy_page_tells_how_long_everything_stays(client):
    page = Client().get("/privasi/").content.decode()

    assert [kept.what for kept in retention.KEPT if kept.what not in page] == []


# --- Asking for a correction


def ask(client, office, **said):
    wish = {"tentang": "nama", "permintaan": "Nama saya Siti Aminah, bukan Siti Amina.", "kantor": office.code}
    return client.post(url("ask_correction"), wish | said)


def test_request_is_kept_with_its_clock_and_shown(client, person):
    office = make_office()
    answer = ask(client, office)
    page = client.get(url("own_data")).content.decode()

    asked = DataRequest.objects.get()
    assert (answer["Location"], asked.participant, asked.office, asked.due_at - asked.asked_at) == (
        url("own_data"),
        person,
        office,
        timedelta(hours=72),
    )
    assert ("Nama saya Siti Aminah, bukan Siti Amina." in page, "Menunggu jawaban" in page) == (True, True)


def test_unfinished_request_keeps_what_was_typed(client):
    office = make_office()
    form = ask(client, office, tentang="").context["form"]

    assert (form.errors, form["permintaan"].value()) == (
        {"tentang": ["Pilih data yang salah."]},
        "Nama saya Siti Aminah, bukan Siti Amina.",
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", "Permintaan yang sama masih menunggu jawaban. Lihat di halaman Data saya."),
        ("en", "The same request still waits for its answer. See it on the page My data."),
    ],
)
def test_same_request_is_not_asked_twice(client, language, said):
    office = make_office()
    client.cookies[NAME] = language
    ask(client, office)
    form = ask(client, office).context["form"]

    assert form.errors["tentang"] == [said]
    assert DataRequest.objects.count() == 1


def test_request_of_another_person_is_not_seen(client):
    ask(signed_in_client(make_participant()), make_office(), permintaan="Rahasia orang lain.")

    assert "Rahasia orang lain." not in client.get(url("own_data")).content.decode()


def test_counter_reads_it_logged_and_answers_for_the_participant_to_read(client, person):
    office = make_office()
    ask(client, office)
    asked = DataRequest.objects.get()
    officer, desk = seat(Role.COUNTER, office=office)
    listed, opened = desk.get(REQUESTS).content.decode(), desk.get(f"{REQUESTS}{asked.pk}/").content.decode()
    empty = desk.post(f"{REQUESTS}{asked.pk}/", {})
    done = desk.post(f"{REQUESTS}{asked.pk}/", {"hasil": "fixed", "jawaban": "Nama sudah diperbaiki sesuai KTP."})

    assert ("S*** A***" in listed, "Siti" in listed, "bukan Siti Amina" in opened) == (True, False, True)
    assert {*empty.context["form"].errors} == {"hasil", "jawaban"}
    asked.refresh_from_db()
    assert (done["Location"], asked.outcome, asked.answered_by, asked.answer) == (
        REQUESTS,
        "fixed",
        officer,
        "Nama sudah diperbaiki sesuai KTP.",
    )
    assert {(log.object, log.user, log.participant) for log in AccessLog.objects.all()} == {("permintaan_data", officer, person)}
    assert "Nama sudah diperbaiki sesuai KTP." in client.get(url("own_data")).content.decode()
    told = Notification.objects.get(kind="data_answered")
    assert (told.recipient, "Nama sudah" in told.body) == (person.email, False)


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.APPROVER, Role.PAYER, Role.AUDITOR])
def test_others_do_not_answer(client, role):
    office = make_office()
    ask(client, office)

    with pytest.raises(RequestRefused):
        data_requests.answer(DataRequest.objects.get(), "fixed", "x", desk=desk_of(make_officer(role, office=office)), now=timezone.now())


def test_request_of_another_office_is_not_found(client):
    ask(client, make_office())
    _, desk = seat(Role.HEAD, office=make_office())

    assert desk.get(f"{REQUESTS}{DataRequest.objects.get().pk}/").status_code == 404


def test_answer_is_given_once(client):
    office = make_office()
    ask(client, office)
    asked, head = DataRequest.objects.get(), desk_of(make_officer(Role.HEAD, office=office))
    data_requests.answer(asked, "refused", "KTP menunjukkan nama yang sama.", desk=head, now=timezone.now())

    with pytest.raises(RequestRefused):
        data_requests.answer(asked, "fixed", "x", desk=head, now=timezone.now())
    assert DataRequest.objects.get().outcome == "refused"


def test_late_answer_is_told_to_both_sides(client):
    office = make_office()
    ask(client, office)
    DataRequest.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    _, desk = seat(Role.HEAD, office=office)

    assert "Terlambat dijawab" in client.get(url("own_data")).content.decode()
    assert "Lewat 3 × 24 jam" in desk.get(REQUESTS).content.decode()
