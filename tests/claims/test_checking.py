"""Is this paper ours: what /cek/ tells of a code, and what it never tells."""

import re
from html import unescape

import pytest
import time_machine

from claims.domain.workflow import ClaimStatus as S
from claims.models import Claim, IssuedCode
from claims.services import issuing
from claims.services.issuing import issue_code
from tests.builders import make_membership, make_office, make_participant
from tests.claims.past import make_tracked_claim, wib

pytestmark = pytest.mark.django_db

NOW = wib(20, 10, 5)


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


def answers(response) -> dict[str, str]:
    page = response.content.decode()
    return dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("status", "Lembar status klaim"),
        ("receipt", "Tanda terima klaim"),
        ("result", "Surat hasil klaim"),
        ("message", "Pesan kepada peserta"),
    ],
)
def test_a_code_tells_kind_date_and_state_then_and_now(client, kind, words):
    claim = make_tracked_claim(S.IN_REVIEW)
    code = issue_code(kind, claim, NOW).code
    Claim.objects.update(status=S.CANCELLED)

    response = client.get(f"/cek/{code}/")

    assert answers(response) == {
        "Jenis": words,
        "Dibuat": "Jumat, 20 November 2026, 10.05 WIB",
        "Keadaan saat itu": "Sedang diperiksa",
        "Keadaan sekarang": "Dibatalkan",
    }


def test_a_code_of_a_paper_without_a_claim_tells_kind_and_date(client):
    code = issue_code("card", None, NOW).code

    assert answers(client.get(f"/cek/{code}/")) == {"Jenis": "Kartu digital", "Dibuat": "Jumat, 20 November 2026, 10.05 WIB"}


def test_the_date_is_told_in_the_offices_own_time(client):
    code = issue_code("status", make_tracked_claim(S.PAID, office=make_office(timezone="Asia/Jayapura")), NOW).code

    assert answers(client.get(f"/cek/{code}/"))["Dibuat"] == "Jumat, 20 November 2026, 12.05 WIT"


def test_a_code_tells_nothing_else(client):
    """A4: not even the claim's number stands on the page."""
    claim = make_tracked_claim(S.PAID, membership=make_membership(make_participant(name="Kenari Rahasia")), gross_amount=87_654_321)
    code = issue_code("result", claim, NOW).code

    page = client.get(f"/cek/{code}/").content.decode()

    private = ["Kenari", "87.654.321", claim.number, claim.membership.kpj, claim.membership.kpj[-3:] + "<", claim.participant.nik]
    assert [value for value in [*private, claim.office.name] if value in page] == []


@pytest.mark.parametrize(
    "change", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", ""), lambda code: f" {code} "]
)
def test_a_code_may_be_typed_in_any_way(client, change):
    code = issue_code("card", None, NOW).code

    response = client.post("/cek/", {"kode": change(code)})

    assert (response.status_code, response["Location"]) == (303, f"/cek/{code}/")


@pytest.mark.parametrize("typed", ["", "7KQ2", "7KQ2-M9XD-1", "7KQ2-M9X!"])
def test_a_code_that_cannot_be_one_is_explained_beside_the_field(client, typed):
    response = client.post("/cek/", {"kode": typed})

    page = response.content.decode()
    assert response.status_code == 200
    assert re.search(r'name="kode"[^>]*aria-describedby="([^"]+)"', page)[1] == "id_kode_helptext id_kode_error"


@pytest.mark.parametrize("code", ["AAAA-AAAA", "x", "0" * 200, "..", "%00"])
def test_an_unknown_code_gets_a_kind_page(client, code):
    response = client.get(f"/cek/{code}/")

    page = unescape(response.content.decode())
    assert response.status_code == 404
    assert re.search(r"<h1>([^<]+)", page)[1] == "Kode itu tidak kami kenal."
    assert 'data-result="none"' in page


def test_the_form_costs_no_query_and_an_answer_one_beside_the_limiter(client, django_assert_num_queries):
    code = issue_code("status", make_tracked_claim(S.PAID), NOW).code

    with django_assert_num_queries(0):
        client.get("/cek/")
    with django_assert_num_queries(2):
        client.get(f"/cek/{code}/")


def test_an_address_may_ask_ten_times_a_minute(client):
    """A1: codes cannot be walked."""
    asked = [client.get(f"/cek/AAAA-AAA{n}/") for n in range(11)]

    assert [response.status_code for response in asked] == [404] * 10 + [429]
    assert asked[-1]["Retry-After"] == "60"


def test_a_code_that_exists_already_is_drawn_again(monkeypatch):
    drawn = iter([b"aaaaa", b"aaaaa", b"bbbbb"])
    monkeypatch.setattr(issuing.os, "urandom", lambda count: next(drawn))

    first, second = issue_code("card", None, NOW), issue_code("card", None, NOW)

    assert first.code != second.code
    assert IssuedCode.objects.count() == 2


def test_code_that_is_not_ours_stays_in_the_field(client):
    assert 'value="7KQ2-M9XD"' in client.get("/cek/7KQ2-M9XD/").content.decode()


def test_code_of_any_length_is_refused_in_our_words(client):
    response = client.post("/cek/", {"kode": "A" * 200})

    assert response.context["form"].errors["kode"] == ["Ini terlalu panjang. Kode cek punya 8 huruf dan angka."]
