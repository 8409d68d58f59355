"""The HTML part of an e-mail says what the text says, and no more; the demo's outbox shows every channel."""

import re
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from lxml import html

from claims.domain.workflow import ClaimStatus
from claims.models import DocumentVersion, Notification, SlotState
from claims.services import sending
from claims.services.composing import render_notice
from claims.services.mail_html import html_of
from tests.builders import make_claim

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def words(text: str) -> list[str]:
    return re.sub(r"\s+", " ", text).split()


def words_of_page(page: str) -> list[str]:
    return words(html.fromstring(page.replace("<br>", "\n").replace("</p>", "</p> ")).find("body").text_content())


@pytest.mark.django_db
@pytest.mark.parametrize("notice", ["approved", "correction_requested", "correction_reminder", "claim_received"])
def test_text_and_page_say_the_same(notice):
    claim = make_claim(ClaimStatus.AWAITING_APPROVAL)
    DocumentVersion.objects.filter(document__claim=claim).update(verdict="rejected", reasons=["BURAM", "TERPOTONG"])
    claim.documents.update(state=SlotState.REJECTED)
    message = render_notice(notice, claim, now=NOW)
    page = html_of(message.subject, message.body, "id")

    assert words_of_page(page) == words(message.subject) + words(message.body)
    private = [claim.participant.nik, claim.membership.kpj, claim.account_number, claim.participant.phone, claim.number]
    assert [each for each in [*private, "http", "<img", "<a ", "<script", "<link", "url("] if each in page] == []


def test_what_a_person_wrote_is_no_markup():
    page = html_of("<b>x</b>", "Halo <script>alert(1)</script>,\n\nisi & isi\n\nGratis.\n\nKantor", "id")

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert "<title>&lt;b&gt;x&lt;/b&gt;</title>" in page


def test_a_code_stands_out_whole():
    page = html_of("x", "Kode masuk 426 398, kode booking RVEJ-AB9E-5DA0, kode cek AB12-CD34.\n\nGratis.\n\nKantor", "id")

    assert [bold.text for bold in html.fromstring(page).iter("b")] == ["426 398", "RVEJ-AB9E-5DA0", "AB12-CD34"]


def test_a_page_names_its_language_and_sets_no_colour_of_text_or_ground():
    """What sets only one of both cannot be read in the dark."""
    page = html_of("Your JHT claim is paid", "Hello Budi,\n\nYour sign-in code: 123 456\n\nFree.\n\nOffice", "en")

    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert [each for each in ("background", ";color:", '"color:') if each in page] == []
    assert ">123 456</b>" in page


def make_row(channel, **facts):
    now = timezone.now()
    defaults = {
        "kind": "approved",
        "recipient": "siti@contoh.test",
        "subject": "Klaim",
        "body": "Halo Siti,\n\nIsi.\n\nGratis.\n\nKantor\n",
    }
    return Notification.objects.create(key=channel, channel=channel, **defaults | facts, next_try_at=now, created_at=now)


@pytest.mark.django_db
def test_an_email_goes_out_as_text_first_and_as_a_page(mailoutbox):
    make_row("email", language="en")
    sending.send_next(timezone.now())
    sent = mailoutbox[0]
    kinds = [part.get_content_type() for part in sent.message().walk()]

    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    assert sent.body == "Halo Siti,\n\nIsi.\n\nGratis.\n\nKantor\n"
    assert words_of_page(sent.alternatives[0][0]) == ["Klaim", *words(sent.body)]


@pytest.mark.django_db
def test_the_demo_shows_every_channel_and_one_when_asked(client, settings):
    settings.DEMO = True
    make_row("email")
    make_row("sms", subject="", recipient="+6281234567890", body="Siti, pesan singkat.")
    make_row("whatsapp", subject="", recipient="+6281234567890", body="*Tebal* sekali")
    every, one = client.get("/kotak-keluar/").content.decode(), client.get("/kotak-keluar/?saluran=sms").content.decode()

    assert [each in every for each in ("Isi.", "Siti, pesan singkat.", "<b>Tebal</b> sekali", "20 huruf, GSM-7, 1 SMS")] == [True] * 4
    assert [each in one for each in ("Isi.", "Siti, pesan singkat.", "<b>Tebal</b>")] == [False, True, False]
    for junk in ("0", "%00", "9" * 5000):
        assert client.get(f"/kotak-keluar/?halaman={junk}").status_code == 200
    assert client.get("/kotak-keluar/?saluran=merpati").content.decode().count("<section") == 3


@pytest.mark.django_db
def test_the_demo_shows_every_message_page_by_page(client, settings, monkeypatch):
    settings.DEMO = True
    monkeypatch.setattr("claims.views.outbox.SHOWN", 2)
    for channel in ("email", "sms", "whatsapp"):
        make_row(channel)
    first, second = client.get("/kotak-keluar/"), client.get("/kotak-keluar/?halaman=2")

    assert ['href="?halaman=2"' in first.content.decode(), 'href="?halaman=1"' in second.content.decode()] == [True, True]
    assert len({letter["message"].pk for page in (first, second) for letter in page.context["letters"]}) == 3
