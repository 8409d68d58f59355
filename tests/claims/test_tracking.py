"""The tracking box and the page it leads to: the public contract, one answer for every miss, limits, and silence."""

import logging
import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.domain.numbers import new_claim_number
from claims.domain.workflow import ClaimStatus as S
from claims.models import Claim
from claims.services import lookup
from claims.services.passes import Found, new_pass, write_pass
from tests.builders import make_claim, make_document, make_membership, make_participant
from tests.claims.past import make_tracked_claim, wib

pytestmark = pytest.mark.django_db

NOW = wib(20, 10, 5)
UNKNOWN_KPJ, UNKNOWN_NIK = "99999999999", "3273011205909999"


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


def track(client: Client, number: str, **extra: str):
    return client.post("/tracking/", {"nomor": number}, **extra)


def result_of(client: Client, number: str):
    return client.get(track(client, number)["Location"])


def marks(response) -> list[tuple[str, str, str]]:
    """Read (number, state, stage) of every claim on the page."""
    return re.findall(r'data-claim="([^"]+)" data-state="([^"]+)" data-stage="([^"]+)"', response.content.decode())


def comparable(response) -> tuple:
    """Return everything that an onlooker could compare, without the CSRF token and the number typed."""
    body = re.sub(r'(name="csrfmiddlewaretoken" value|name="nomor" value)="[^"]*"', r"\1", response.content.decode())
    return response.status_code, sorted(response.headers), sorted(response.cookies), len(response.content), body


@pytest.mark.parametrize("address", ["/", "/tracking/", "/tracking"])
def test_the_box_stands_on_the_page_without_a_query(client, address, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get(address).content.decode()

    assert re.findall(r'<input type="text" name="(\w+)"', page) == ["nomor"]
    assert re.findall(r'<label for="id_nomor"[^>]*>(\w+)', page) == ["KPJ"]
    assert re.findall(r'id="id_nomor_helptext"[^>]*>([^<]+)', page) == ["Nomor peserta (KPJ, 11 digit), NIK (16 digit), atau nomor klaim"]
    assert re.findall(r"Lacak Klaim Saya", page) == ["Lacak Klaim Saya"]
    assert re.findall(r'<form[^>]*action="([^"]+)"', page)[-1] == "/tracking/"


def test_home_offers_four_doors(client):
    page = client.get("/").content.decode()

    names = ("start", "places", "eligibility", "hub")
    assert re.findall(r'class="door" href="([^"]+)"', page) == [reverse(f"claims:{name}") for name in names]


@pytest.mark.parametrize("typed", ["16574650029", " 1657 4650 029 ", "1657.4650.029", "1657-4650-029", "１６５７４６５００２９"])
def test_a_kpj_leads_to_the_claim_however_it_is_typed(client, typed):
    claim = make_tracked_claim(S.IN_REVIEW, membership=make_membership(kpj="16574650029"))

    response = track(client, typed)

    assert response.status_code == 303
    assert re.fullmatch(r"/tracking/hasil/[\w-]{60,}/", response["Location"])
    assert marks(client.get(response["Location"])) == [(claim.number, "in_review", "penetapan")]


def test_a_nik_leads_to_the_claim(client):
    claim = make_tracked_claim(S.PAID)

    assert marks(result_of(client, claim.participant.nik)) == [(claim.number, "paid", "selesai")]


@pytest.mark.parametrize("change", [str, str.lower, lambda number: number.replace("-", " "), lambda number: number.replace("-", "")])
def test_a_claim_number_leads_to_the_claim_however_it_is_typed(client, change):
    claim = make_tracked_claim(S.SUBMITTED)

    assert marks(result_of(client, change(claim.number))) == [(claim.number, "submitted", "agenda")]


@pytest.mark.parametrize("status", [status for status in S if status != S.DRAFT])
def test_stages_are_a_list_with_one_current_item(client, status):
    claim = make_tracked_claim(status)

    page = result_of(client, claim.number).content.decode()

    assert re.findall(r'<li class="stage[^>]*data-stage="(\w+)"', page) == ["agenda", "penetapan", "persetujuan", "pembayaran", "selesai"]
    assert re.findall(r'data-stage="(\w+)" aria-current="step"', page) == [claim.stage]


def test_a_draft_is_not_found(client):
    draft = make_claim(S.DRAFT)

    answers = [track(client, number).status_code for number in (draft.number, draft.membership.kpj, draft.participant.nik)]

    assert answers == [200, 200, 200]


def misses() -> dict[str, str]:
    """Every way of finding nothing."""
    without_claim, drafted = make_membership(), make_claim(S.DRAFT)
    return {
        "unknown KPJ": UNKNOWN_KPJ,
        "KPJ without a claim": without_claim.kpj,
        "KPJ with a draft": drafted.membership.kpj,
        "unknown NIK": UNKNOWN_NIK,
        "NIK without a claim": without_claim.participant.nik,
        "NIK with a draft": drafted.participant.nik,
        "unknown claim number": new_claim_number(26, b"12345"),
        "number of a draft": drafted.number,
    }


def test_every_kind_of_miss_gets_one_and_the_same_answer(client):
    """A2: status, header names, cookies, length and body are equal but for the CSRF token and the number typed."""
    answers = {kind: comparable(track(Client(), number)) for kind, number in misses().items()}

    assert alike(answers, "KPJ") == alike(answers, "NIK") == alike(answers, "number") == 1
    assert len({body for *_, body in answers.values()}) == 1
    assert 'data-result="none"' in answers["unknown KPJ"][-1]


def alike(answers: dict[str, object], kind: str) -> int:
    """Return how many different answers the misses of one kind of number got."""
    return len({str(answer) for name, answer in answers.items() if kind in name.split()})


def test_every_kind_of_miss_costs_the_same_statements(client):
    """A3: what the database is asked does not depend on what it knows."""
    shapes = {}
    for kind, number in misses().items():
        with CaptureQueriesContext(connection) as asked:
            track(client, number)
        shapes[kind] = [re.sub(r"X?'[^']*'|\b\d+\b", "?", query["sql"]) for query in asked]

    assert alike(shapes, "KPJ") == alike(shapes, "NIK") == alike(shapes, "number") == 1
    assert {kind: len(queries) for kind, queries in shapes.items() if "unknown" in kind} == {
        "unknown KPJ": 3,
        "unknown NIK": 3,
        "unknown claim number": 2,
    }


def test_a_miss_keeps_what_was_typed(client):
    page = track(client, "1657 4650 999").content.decode()

    assert 'name="nomor" value="1657 4650 999"' in page


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Nomor belum diisi. Tulis KPJ (11 angka) atau NIK (16 angka)."),
        ("   ", "Nomor belum diisi. Tulis KPJ (11 angka) atau NIK (16 angka)."),
        ("1657465002", "Ada 10 angka. KPJ punya 11, NIK punya 16."),
        ("1657465002A", "Ada huruf atau tanda lain. KPJ dan NIK hanya berisi angka."),
        ("3273019905909999", "Angka ke-7 dan ke-8 NIK adalah tanggal lahir: 01–31, perempuan 41–71. Periksa di KTP."),
        ("JHT-26-1", "Sesudah JHT ada 3 huruf dan angka. Nomor klaim punya 10."),
    ],
)
def test_a_malformed_number_is_explained_beside_the_field(client, typed, error, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = track(client, typed)

    page = response.content.decode()
    described_by = re.search(r'name="nomor"[^>]*aria-describedby="([^"]+)"', page)[1].split()
    assert response.status_code == 200
    assert described_by == ["id_nomor_helptext", "id_nomor_error"]
    assert re.findall(r'id="id_nomor_error".*?<strong>([^<]+)</strong>', page, re.S) == [error]
    assert re.search(r"<title>([^<]+)", page)[1] == "Galat: Lacak klaim | Portal JHT"


@pytest.mark.parametrize(
    "typed", ["9" * 500, "\x00", "\u202e12345", "'; DROP TABLE claims_claim; --", "<script>alert(1)</script>", "{{ 7*7 }}"]
)
def test_hostile_text_is_a_malformed_number(client, typed):
    response = track(client, typed)

    assert (response.status_code, b"id_nomor_error" in response.content) == (200, True)
    assert b"<script>alert" not in response.content


def test_a_nik_lists_every_claim_with_the_one_that_waits_first(client):
    person = make_participant()
    cards = [make_membership(person, kpj=f"1657465001{digit}") for digit in range(4)]
    paid = make_tracked_claim(S.PAID, membership=cards[0])
    running = make_tracked_claim(S.IN_REVIEW, membership=cards[1])
    waiting = make_tracked_claim(S.CORRECTION_REQUESTED, membership=cards[2])
    make_claim(S.DRAFT, membership=cards[3])

    response = result_of(client, person.nik)

    assert [number for number, _, _ in marks(response)] == [waiting.number, running.number, paid.number]
    assert re.search(r"<h1>([^<]+)", response.content.decode())[1] == "Kami menemukan tiga klaim untuk nomor itu."
    assert "Satu klaim menunggu Anda." in response.content.decode()


def test_each_claim_of_a_list_has_a_page_of_its_own(client):
    person = make_participant()
    claims = [make_tracked_claim(S.IN_REVIEW, membership=make_membership(person)) for _ in range(2)]

    page = result_of(client, person.nik).content.decode()

    addresses = re.findall(r'href="(/tracking/hasil/[\w-]+/)"', page)
    assert {marks(client.get(address))[0][0] for address in addresses} == {claim.number for claim in claims}


def test_another_persons_claims_stay_out_of_the_list(client):
    mine, _ = make_tracked_claim(S.IN_REVIEW), make_tracked_claim(S.IN_REVIEW)

    assert [number for number, _, _ in marks(result_of(client, mine.participant.nik))] == [mine.number]


@pytest.mark.parametrize("mergers", [1, 2])
def test_a_merged_kpj_finds_the_claim_of_the_one_it_lives_on_in_and_says_so(client, mergers):
    claim = make_tracked_claim(S.PAID, membership=make_membership(kpj="16574650037"))
    card = claim.membership
    for _ in range(mergers):
        card = make_membership(claim.participant, merged_into=card)

    page = result_of(client, card.kpj)

    assert marks(page) == [(claim.number, "paid", "selesai")]
    assert re.search(r"KPJ itu sudah digabung.*?<b[^>]*>([^<]+)", page.content.decode(), re.S)[1] == "1XXX XXXX 037"


def test_a_kpj_that_was_never_merged_says_nothing_of_mergers(client):
    claim = make_tracked_claim(S.PAID)

    assert "digabung" not in result_of(client, claim.membership.kpj).content.decode()


@pytest.mark.parametrize("count", [1, 7, 70])
def test_the_result_page_costs_three_queries_whatever_is_in_the_file(client, count, django_assert_num_queries):
    """P2: the same count with 1, 7 and 70 documents."""
    claim = make_tracked_claim(S.IN_REVIEW, slots=())
    for position in range(count):
        make_document(claim, f"dokumen-{position}", position=position, sent_at=claim.submitted_at)
    with django_assert_num_queries(2):
        address = track(client, claim.number)["Location"]

    with django_assert_num_queries(3):
        client.get(address)


def test_a_list_of_many_claims_costs_two_queries(client, django_assert_num_queries):
    person = make_participant()
    for _ in range(12):
        make_tracked_claim(S.PAID, membership=make_membership(person))
    address = track(client, person.nik)["Location"]

    with django_assert_num_queries(2):
        response = client.get(address)

    assert len(marks(response)) == 12


@pytest.mark.parametrize("ending", ["", "cetak/", "status.pdf"])
@pytest.mark.parametrize("fault", ["expired", "altered", "made up"])
def test_a_pass_that_is_over_or_not_ours_gets_a_kind_page_with_the_box(client, fault, ending):
    """A7: a guessed or old address opens nothing."""
    claim = make_tracked_claim(S.PAID)
    token = write_pass(new_pass(Found.CLAIM, claim.pk, now=NOW - timedelta(hours=3) if fault == "expired" else NOW))
    token = {"expired": token, "altered": token[:-1] + ("A" if token[-1] != "A" else "B"), "made up": "x" * 70}[fault]

    response = client.get(f"/tracking/hasil/{token}/{ending}")

    page = response.content.decode()
    assert (response.status_code, marks(response)) == (404, [])
    assert re.search(r"<h1>([^<]+)", page)[1] == "Halaman ini sudah tertutup."
    assert re.findall(r'<input type="text" name="(\w+)"', page) == ["nomor"]


def test_the_page_says_when_it_closes(client):
    claim = make_tracked_claim(S.PAID)

    assert "halaman ini tertutup sendiri pukul 12.05 WIB" in result_of(client, claim.number).content.decode()


def test_a_claim_that_is_gone_leaves_a_closed_page(client):
    claim = make_tracked_claim(S.PAID)
    address = track(client, claim.number)["Location"]
    Claim.objects.all().delete()

    assert client.get(address).status_code == 404


def test_signing_in_for_details_leads_back_to_the_claim(client):
    claim = make_tracked_claim(S.IN_REVIEW)

    page = result_of(client, claim.number).content.decode()

    assert re.findall(r'href="([^"]+)"[^>]*>(?:<svg.*?</svg>)?Masuk untuk rincian', page) == [
        f"{reverse('claims:sign_in')}?next=%2Fjht%2Fklaim%2F{claim.number}%2F"
    ]


def test_what_is_asked_has_the_one_main_button(client):
    claim = make_tracked_claim(S.CORRECTION_REQUESTED)

    page = result_of(client, claim.number).content.decode()

    assert re.findall(r'class="btn btn-primary"[^>]*>(?:<svg.*?</svg>)?([^<]+)', page) == ["Ganti dokumen"]


def test_a_late_claim_leads_to_where_one_complains(client):
    claim = make_tracked_claim(S.APPROVED, complete_at=wib(2))

    page = result_of(client, claim.number).content.decode()

    assert re.findall(r'<a href="([^"]+)">Adukan keterlambatan', page) == [f"{reverse('claims:help')}#adukan"]


# --- Limits (A1)


def statuses(client: Client, numbers: list[str], **extra: str) -> list[int]:
    return [track(client, number, **extra).status_code for number in numbers]


def test_an_address_has_ten_lookups_a_minute(client):
    """A1: hits and misses count alike; the answer says when to come back."""
    claim = make_tracked_claim(S.PAID)

    answers = statuses(client, [claim.number, UNKNOWN_NIK] * 5 + [UNKNOWN_KPJ])
    refused = track(client, UNKNOWN_KPJ)

    assert answers == [303, 200] * 5 + [429]
    assert (refused.status_code, refused["Retry-After"], refused["Cache-Control"]) == (429, "60", "no-store")


def test_an_address_has_sixty_lookups_an_hour(client):
    """A1: ten a minute, minute after minute, ends at sixty."""
    answers = []
    for minute in range(7):
        with time_machine.travel(NOW + timedelta(minutes=minute), tick=False):
            answers += statuses(client, [UNKNOWN_KPJ[:-2] + f"{minute}{n}" for n in range(10)])

    assert answers == [200] * 60 + [429] * 10


def test_a_number_has_twenty_lookups_an_hour_from_anywhere():
    """A1: many addresses asking for one number."""
    answers = [track(Client(), UNKNOWN_KPJ, REMOTE_ADDR=f"127.0.0.{n}").status_code for n in range(1, 23)]

    assert answers == [200] * 20 + [429] * 2


def test_a_forged_forwarding_header_changes_nothing(client):
    """A1: without a trusted proxy nobody chooses the address he is counted under."""
    answers = [track(client, UNKNOWN_KPJ, HTTP_X_FORWARDED_FOR=f"10.0.0.{n}").status_code for n in range(12)]

    assert answers == [200] * 10 + [429] * 2


def test_a_walk_over_many_addresses_meets_the_budget_for_misses(monkeypatch):
    """A1: when the hour's misses are used up nobody looks up KPJ or NIK, hit or miss; claim numbers still lead on."""
    monkeypatch.setattr(lookup, "MISSES_AN_HOUR", 5)
    claim = make_tracked_claim(S.PAID)
    walk = [(f"9999999990{n}", f"127.0.1.{n}") for n in range(7)]

    answers = [track(Client(), number, REMOTE_ADDR=address).status_code for number, address in walk]
    after = [track(Client(), number, REMOTE_ADDR="127.0.2.1").status_code for number in (claim.membership.kpj, claim.number)]

    assert (answers, after) == ([200] * 5 + [429] * 2, [429, 303])


def test_hits_do_not_use_up_the_budget_for_misses(monkeypatch):
    monkeypatch.setattr(lookup, "MISSES_AN_HOUR", 1)
    claim = make_tracked_claim(S.PAID)

    assert statuses(Client(), [claim.membership.kpj] * 5) == [303] * 5


def test_a_person_with_three_slips_is_never_blocked(client):
    """A1: slips of the pen cost nothing that a person would notice."""
    claim = make_tracked_claim(S.PAID, membership=make_membership(kpj="16574650029"))

    assert statuses(client, ["1657465002", "16574650020", "16574650092", "16574650029"]) == [200, 200, 200, 303]
    assert claim.status == S.PAID


# --- Silence (A4, A5, A6)

CANARY = {
    "name": "Kenari Rahasia",
    "mother_name": "Ibu Kenari",
    "phone": "+6281255501757",
    "email": "kenari@rahasia.test",
    "address": "Jalan Kenari 17",
}
CLAIM_CANARY = {
    "email": "kenari2@rahasia.test",
    "phone": "+6281255502222",
    "account_number": "9876501234567",
    "account_name": "Kenari Rahasia",
    "heir_name": "Waris Kenari",
    "gross_amount": 87_654_321,
    "tax_amount": 1_234_567,
    "rejection_note": "Catatan kenari",
    "bank_code": "danamon",
}


@pytest.mark.parametrize("status", [status for status in S if status != S.DRAFT])
def test_a_lookup_shows_nothing_private(client, status):
    """A4: canaries in every private field; result, list and print page show none of them, nor any number whole."""
    person = make_participant(**CANARY)
    claims = [make_tracked_claim(status, membership=make_membership(person), **CLAIM_CANARY) for _ in range(2)]
    listed = track(client, person.nik)["Location"]
    one = track(client, claims[0].number)["Location"]
    private = [*CANARY.values(), *CLAIM_CANARY.values(), person.nik, *(claim.membership.kpj for claim in claims), "Danamon", "87.654.321"]
    private += ["Buku rekening", "Kartu Keluarga", "Foto diri", *User.objects.values_list("username", flat=True)]

    pages = "".join(client.get(address).content.decode() for address in (listed, one, f"{one}cetak/"))

    assert [value for value in map(str, private) if value in pages] == []


def test_a_number_stands_in_no_address_and_no_log(client, caplog):
    """A5: looked up numbers and passes leave no trace outside the page."""
    claim = make_tracked_claim(S.PAID)
    numbers = (claim.membership.kpj, claim.participant.nik, UNKNOWN_KPJ)

    with caplog.at_level(logging.DEBUG):
        answers = [track(client, number) for number in numbers]

    addresses = [answer["Location"] for answer in answers if answer.status_code == 303]
    assert len(addresses) == 2
    assert [number for number in numbers if number in "".join(addresses) + caplog.text] == []


@pytest.mark.parametrize("ending", ["", "cetak/", "status.pdf"])
def test_what_a_pass_opens_is_kept_by_nobody(client, ending):
    """A6: no browser and no proxy stores a page about a person."""
    claim = make_tracked_claim(S.PAID)

    response = client.get(track(client, claim.number)["Location"] + ending)

    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
