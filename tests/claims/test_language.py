"""The switch of languages: Indonesian until its reader presses it, whatever a browser asks for."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from claims.domain.workflow import ClaimStatus, Role
from participants.models import Participant
from tests.builders import make_claim, make_membership, make_office, make_participant, signed_in_client
from tests.claims.desk import seat
from tests.claims.pdf_text import pdf_text
from tests.participants.test_signing_in import sign_in

pytestmark = pytest.mark.django_db
HOME = {"id": "Sampai di mana klaim JHT Anda?", "en": "Where is your JHT claim?"}


def spoken(response: HttpResponse) -> set[str]:
    """Return the languages in which the start page speaks: by its words, its root and its header."""
    text = response.content.decode()
    by_words = {language for language, words in HOME.items() if words in text}
    by_root = {language for language in HOME if f'<html lang="{language}">' in text}
    return by_words | by_root | {response.headers["Content-Language"]}


def switch(client: Client, language: str, page: str = "/") -> HttpResponse:
    return client.post("/bahasa/", {"bahasa": language, "next": page})


@pytest.fixture
def english() -> Client:
    client = Client()
    switch(client, "en")
    return client


@pytest.mark.parametrize("accepted", ["en", "en-GB,en;q=0.9", "de, *", ""])
def test_a_page_is_indonesian_whatever_the_browser_accepts(client, accepted):
    assert spoken(client.get("/", headers={"accept-language": accepted})) == {"id"}


def test_pages_speak_the_language_that_was_chosen(client):
    switch(client, "en")
    in_english = spoken(client.get("/"))
    switch(client, "id")

    assert (in_english, spoken(client.get("/"))) == ({"en"}, {"id"})


def test_the_choice_leads_back_to_its_page(client):
    answer = switch(client, "en", "/klaim/baru/?ubah=JHT-26-0000-0000")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/klaim/baru/?ubah=JHT-26-0000-0000")


@pytest.mark.parametrize("elsewhere", ["https://calo.example/", "//calo.example", "/\\calo.example", "", "javascript:alert(1)"])
def test_the_choice_leads_nowhere_else(client, elsewhere):
    assert switch(client, "en", elsewhere).headers["Location"] == "/"


@pytest.mark.parametrize("language", ["fr", "", "en-GB", "en\r\nSet-Cookie: x=1"])
def test_an_unknown_language_changes_nothing(client, language):
    switch(client, "en")

    assert not switch(client, language).cookies
    assert spoken(client.get("/")) == {"en"}


def test_a_forged_cookie_speaks_indonesian(client):
    client.cookies["bahasa"] = "../../etc"

    assert spoken(client.get("/")) == {"id"}


def test_the_cookie_is_out_of_reach_of_scripts_and_names_nobody(client):
    cookie = switch(client, "en").cookies["bahasa"]

    assert (cookie.value, cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == ("en", True, "Lax", "/", "")


def test_in_production_the_cookie_belongs_to_this_host_alone(client, settings):
    settings.SESSION_COOKIE_SECURE = True

    cookie = switch(client, "en").cookies["__Host-bahasa"]

    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_looking_at_the_address_chooses_nothing(client):
    assert client.get("/bahasa/?bahasa=en").headers["Location"] == "/"
    assert spoken(client.get("/")) == {"id"}


def test_caches_keep_the_languages_apart(client):
    assert "Cookie" in client.get("/aksesibilitas/").headers["Vary"]


def test_the_switch_names_the_other_language_in_its_own_words(client, english):
    def button(browser: Client) -> str:
        return browser.get("/bantuan/").content.decode().partition('name="bahasa" ')[2].partition("</button>")[0]

    assert button(client) == 'value="en" lang="en">EN<span class="visually-hidden">, English</span>'
    assert button(english) == 'value="id" lang="id">ID<span class="visually-hidden">, Bahasa Indonesia</span>'


def test_a_participants_choice_is_kept_with_the_person(client):
    person, other = make_participant(), make_participant()

    switch(signed_in_client(person), "en")
    switch(client, "en")

    assert [Participant.objects.get(pk=p.pk).language for p in (person, other)] == ["en", None]


def test_a_browser_that_chose_nothing_goes_on_in_the_participants_language(client):
    membership = make_membership(make_participant(language="en"))

    sign_in(client, membership)

    assert spoken(client.get("/")) == {"en"}


def test_what_a_browser_chose_stands_above_what_the_person_chose(client):
    membership = make_membership(make_participant(language="en"))
    switch(client, "id")

    sign_in(client, membership)

    assert spoken(client.get("/")) == {"id"}


def test_the_officers_desk_stays_indonesian():
    _, browser = seat(Role.VERIFIER, office=make_office())
    switch(browser, "en")

    desk = browser.get("/petugas/")

    assert '<html lang="id"' in desk.content.decode()
    assert desk.headers["Content-Language"] == "id"


def test_error_pages_speak_the_chosen_language(english):
    missing = english.get("/tidak-ada/")

    assert missing.status_code == 404
    assert "We could not find that page." in missing.content.decode()


def test_a_form_complains_in_the_chosen_language(english):
    page = english.post("/tracking/", {"nomor": "123"}).content.decode()

    assert "There are 3 digits. A KPJ has 11, a NIK has 16." in page
    assert "There is 1 digit." in english.post("/tracking/", {"nomor": "1"}).content.decode()


def test_papers_stay_indonesian():
    claim = make_claim(ClaimStatus.APPROVED)
    browser = signed_in_client(claim.participant)
    switch(browser, "en")

    sheet = pdf_text(browser.get(reverse("claims:claim_pdf", args=[claim.number])).content)
    page = browser.get(reverse("claims:claim_print", args=[claim.number])).content.decode()

    assert "Status klaim JHT" in sheet
    assert "Approved" not in sheet
    assert 'lang="id">' in page
    assert "Download PDF" in page


def test_messages_planned_by_an_english_reader_are_not_half_english():
    claim = make_claim(ClaimStatus.SUBMITTED)
    browser = signed_in_client(claim.participant)
    switch(browser, "en")
    Participant.objects.update(language=None)

    browser.post(reverse("claims:cancel", args=[claim.number]), {"yakin": "on", "versi": claim.version})

    bodies = [message.body for message in claim.notifications.all()]
    assert bodies
    assert [body for body in bodies if "cancelled" in body] == []
