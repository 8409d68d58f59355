"""What went wrong at the desk is told in the desk's own frame, with the way back."""

import pytest
from django.test import Client, RequestFactory
from lxml import html

from claims.domain.workflow import Role
from jht_portal import errors
from tests.builders import make_office
from tests.claims.desk import seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return seat(Role.VERIFIER, office=make_office())[1]


def told(answer):
    """Return status, heading, where the ways lead, and which frame the page wears."""
    tree = html.fromstring(answer.content.decode())
    ways = [link.get("href") for link in tree.xpath("//div[@class='actions']/a")]
    styles = [link.get("href") for link in tree.xpath("//link[@rel='stylesheet']")]
    return answer.status_code, tree.xpath("string(//h1)"), ways, any("petugas" in style for style in styles)


WAYS = ["/petugas/"]


def test_unknown_page_keeps_the_officer_at_the_desk(client):
    answer = client.get("/petugas/claims/claim/tidak-ada/sama/sekali/")

    assert told(answer) == (404, "Kami tidak menemukan halaman itu.", WAYS, True)
    assert "Antrean kerja" in answer.content.decode()


def test_page_of_another_role_keeps_the_officer_at_the_desk(client):
    answer = client.get("/petugas/auth/user/")

    assert told(answer) == (403, "Halaman ini tidak terbuka untuk Anda.", WAYS, True)


@pytest.mark.parametrize("query", ["kind__exact=%00", "kind=a%00b", "q=%00", "%00=1"])
def test_question_that_no_database_takes_leads_to_the_plain_list(query):
    client, page = seat(Role.CONFIGURATOR, office=make_office())[1], "/petugas/claims/holiday/"

    answer = client.get(f"{page}?{query}")

    assert (answer.status_code, answer["Location"], client.get(page).status_code) == (302, page, 200)


def test_forged_press_is_refused_in_the_desks_frame(client):
    """D5"""
    client.handler.enforce_csrf_checks = True

    assert told(client.post("/petugas/claims/claim/berikutnya/")) == (403, "Isian itu belum terkirim.", WAYS, True)


def test_unreadable_request_asks_nothing_and_wears_the_desks_frame():
    request = RequestFactory().get("/petugas/")

    assert told(errors.bad_request(request, ValueError())) == (400, "Kami tidak bisa membaca permintaan itu.", WAYS, True)


def test_fault_of_ours_asks_nothing_and_wears_the_desks_frame():
    assert told(errors.server_error(RequestFactory().get("/petugas/"))) == (500, "Ada kesalahan di pihak kami.", WAYS, True)


def test_participants_page_keeps_its_own_frame():
    assert told(Client().get("/tidak-ada/")) == (404, "Kami tidak menemukan halaman itu.", ["/tracking/", "/bantuan/"], False)
