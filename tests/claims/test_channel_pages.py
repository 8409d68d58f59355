"""How channels do, who may pause one, what the heads are told of failures, and the messages on a claim's desk."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from lxml import html

from claims.domain.workflow import ClaimStatus, Role
from claims.models import AuditEntry, ChannelState, Notification
from claims.services import escalating, failure_digest, notifying
from claims.services.configuration_care import concerns
from tests.builders import make_claim, make_office, make_officer
from tests.claims.desk import desk_url, seat
from tests.claims.past import wib

pytestmark = pytest.mark.django_db
PAGE = "/petugas/saluran/"
MORNING = wib(25, 8)  # A Wednesday.


def text_of(page) -> str:
    return " ".join(html.fromstring(page.content.decode()).text_content().split())


@pytest.fixture
def office():
    return make_office()


def make_message(office, state="sent", channel="sms", claim=None, seconds=None, **facts) -> Notification:
    at = facts.pop("at", timezone.now() - timedelta(hours=1))
    ended = seconds is not None and at + timedelta(seconds=seconds)
    moments = {"sent_at": ended or None, "delivered_at": ended if state == "delivered" else None}
    recipient = "siti@contoh.test" if channel == "email" else "+6281234567890"
    known = {"claim": claim, "office": office, "state": state, "channel": channel, "kind": "approved", "recipient": recipient}
    known |= {"key": f"k{Notification.objects.count()}", "body": "x", "created_at": at, "next_try_at": at}
    return Notification.objects.create(**known | moments | facts)


def lines(page) -> dict:
    return {line.code: line for line in page.context["lines"]}


def test_figures_say_what_arrived_and_how_long_half_of_it_took(office):
    for seconds in (10, 20, 300):
        make_message(office, "delivered", seconds=seconds)
    make_message(office, "failed")
    make_message(office, "queued")
    make_message(office, "dropped")
    make_message(office, "delivered", seconds=1, at=timezone.now() - timedelta(days=31))
    make_message(make_office(), "failed")
    line = lines(seat(Role.HEAD, office=office)[1].get(PAGE))["sms"]

    assert (line.waiting, line.ended, line.seconds) == (1, 4, 20)
    assert (line.arrived, line.share) == (3, 75)


def test_email_counts_what_the_server_took(office):
    make_message(office, "sent", "email", seconds=2)
    make_message(office, "failed", "email")
    line = lines(seat(Role.HEAD, office=office)[1].get(PAGE))["email"]

    assert (line.share, line.seconds) == (50, 2)


def test_a_channel_is_paused_with_a_reason_and_resumed(office):
    keeper, browser = seat(Role.CONFIGURATOR, office=office)
    refused = browser.post(f"{PAGE}sms/jeda/", {"alasan": ""})
    paused = browser.post(f"{PAGE}sms/jeda/", {"alasan": "Penyedia terganggu."}, follow=True)

    assert refused.context["form"].errors["alasan"] == ["Tulis alasan jeda."]
    assert "SMS dijeda. Pesannya menunggu sampai dilanjutkan." in text_of(paused)
    assert ChannelState.objects.get(channel="sms").reason == "Penyedia terganggu."
    assert [each.sentence for each in concerns(timezone.now()) if each.page == "admin:channels"] == [
        "Saluran dijeda: SMS. Pesannya menunggu."
    ]

    resumed = browser.post(f"{PAGE}sms/lanjut/", follow=True)
    assert "SMS mengirim lagi" in text_of(resumed)
    assert ChannelState.objects.get(channel="sms").paused_at is None
    assert list(AuditEntry.objects.filter(kind="configuration").values_list("user_id", flat=True)) == [keeper.pk] * 2


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR])
def test_whoever_oversees_looks_and_does_not_pause(office, role):
    browser = seat(role, office=office)[1]

    assert "Jeda" not in text_of(browser.get(PAGE))
    assert [browser.post(f"{PAGE}sms/jeda/", {"alasan": "x"}).status_code, browser.post(f"{PAGE}sms/lanjut/").status_code] == [403, 403]
    assert ChannelState.objects.count() == 0


def test_an_unknown_channel_is_nowhere(office):
    assert seat(Role.CONFIGURATOR, office=office)[1].get(f"{PAGE}merpati/jeda/").status_code == 404


# --- The digest


def test_heads_are_told_of_failures_once_a_working_day(office):
    head = make_officer(Role.HEAD, office=office)
    User.objects.filter(pk=head.pk).update(email="kepala@kantor.test")
    for facts in ({}, {}, {"fell_back_at": MORNING}, {"at": MORNING - timedelta(days=40)}):
        make_message(office, "failed", **{"at": MORNING - timedelta(hours=2)} | facts)
    make_message(make_office(), "failed", at=MORNING)
    moments = [wib(25, 6), MORNING, MORNING + timedelta(hours=3), wib(28, 8)]  # Too early; told; again; a Saturday.

    for moment in moments:
        failure_digest.tell_failures(moment)

    row = Notification.objects.get(kind="failure_digest")
    assert (row.recipient, row.subject) == ("kepala@kantor.test", f"2 pesan tidak sampai, {office.name}")


@pytest.mark.parametrize("digest", ["failure_digest", "late_digest"])
def test_a_worker_killed_between_two_heads_leaves_none_untold(office, digest, monkeypatch):
    for name in ("satu", "dua"):
        User.objects.filter(pk=make_officer(Role.HEAD, office=office).pk).update(email=f"{name}@kantor.test")
    make_message(office, "failed", at=MORNING - timedelta(hours=2))
    make_claim(ClaimStatus.SUBMITTED, office=office, due_on=MORNING.date() - timedelta(days=7))
    tell = {"failure_digest": failure_digest.tell_failures, "late_digest": escalating.escalate}[digest]
    with monkeypatch.context() as cut, pytest.raises(ConnectionError):
        cut.setattr(notifying, "plan_for_officer", _killed_at_the_second(notifying.plan_for_officer))
        tell(MORNING)
    tell(MORNING)

    assert sorted(row.recipient for row in Notification.objects.filter(kind=digest)) == ["dua@kantor.test", "satu@kantor.test"]


def _killed_at_the_second(plan):
    calls = []

    def planned(*args, **facts):
        calls.append(args)
        if len(calls) > 1:
            raise ConnectionError
        plan(*args, **facts)

    return planned


def test_without_failures_nobody_is_told(office):
    make_officer(Role.HEAD, office=office)

    assert failure_digest.tell_failures(MORNING) == 0


# --- The desk of a claim


def test_the_desk_of_a_claim_shows_its_messages_with_channel_state_and_reason(office):
    claim = make_claim(ClaimStatus.IN_REVIEW, office=office)
    make_message(office, "failed", claim=claim, last_error="not delivered: 63")
    make_message(office, "delivered", "email", claim=claim, seconds=1, fell_back_at=timezone.now())
    make_message(office, "queued", "whatsapp", claim=claim, seconds=1)
    make_message(office, "sent", claim=make_claim(ClaimStatus.APPROVED, office=office, slots=()), kind="expired")
    words = text_of(seat(Role.HEAD, office=office)[1].get(desk_url(claim.pk, lihat="riwayat")))

    assert "Disetujui, SMS 08XX XXXX XX90 Gagal Pesan ini tidak sampai. Periksa alamat atau nomornya bersama peserta. Kirim ulang" in words
    assert "Disetujui, Email s***@contoh.test Sampai" in words
    assert "Disetujui, WhatsApp 08XX XXXX XX90 Menunggu" in words  # It went out once, came back, and goes out again.
    assert [each for each in ("Waktu sudah lewat", "81234567890", "siti@") if each in words] == []
