"""Mail that came back."""

import io
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from claims.models import Notification
from claims.services import notifying
from tests.builders import make_claim

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
REPORT = """From: MAILER-DAEMON@mail.contoh.test
To: portal@contoh.test
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="XX"

--XX
Content-Type: text/plain; charset=us-ascii

I could not deliver your message to <siti@contoh.test>.

--XX
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.contoh.test
Arrival-Date: Fri, 20 Nov 2026 10:00:00 +0700

Final-Recipient: rfc822; siti@contoh.test
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <siti@contoh.test> no such user

--XX
Content-Type: {kind}

{headers}
From: Portal JHT <portal@contoh.test>
To: siti@contoh.test

--XX--
"""


@pytest.fixture
def row():
    notifying.plan_reminder(make_claim(), "paid", "sebab", now=NOW)
    Notification.objects.update(state="sent", sent_at=NOW)
    return Notification.objects.get()


def read(monkeypatch, text):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
    call_command("read_bounce")


def report(row, action="failed", status="5.1.1", kind="text/rfc822-headers", headers=None):
    own = f"Message-ID: <{row.pk}@127.0.0.1>"
    return REPORT.format(action=action, status=status, kind=kind, headers=own if headers is None else headers)


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822", "text/rfc822-headers; charset=unknown-8bit"])
def test_a_message_that_came_back_has_failed_and_the_next_channel_takes_over(monkeypatch, row, kind):
    read(monkeypatch, report(row, kind=kind))
    row.refresh_from_db()

    assert (row.state, row.last_error) == ("failed", "not delivered: 5.1.1")
    assert [each.channel for each in row.replacements.all()] == ["whatsapp"]


def test_the_same_report_twice_happens_once(monkeypatch, row):
    read(monkeypatch, report(row))
    read(monkeypatch, report(row))

    assert Notification.objects.count() == 2


def test_a_report_of_arrival_is_taken_in(monkeypatch, row):
    read(monkeypatch, report(row, action="delivered", status="2.0.0"))
    row.refresh_from_db()

    assert (row.state, row.delivered_at is None) == ("delivered", False)


@pytest.mark.parametrize(
    "facts",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"headers": "Message-ID: <11111111-2222-4333-8444-555555555555@127.0.0.1>"},
        {"headers": "Message-ID: <lain@contoh.test>"},
        {"headers": "X: y"},
        {"kind": "application/octet-stream"},
    ],
    ids=["late only", "not ours", "another's", "without its number", "without the message"],
)
def test_any_other_report_does_nothing(monkeypatch, row, facts):
    read(monkeypatch, report(row, **facts))
    row.refresh_from_db()

    assert (row.state, Notification.objects.count()) == ("sent", 1)


@pytest.mark.parametrize("text", ["", "Subject: Halo\n\nSaya sedang cuti.", "\x00\xff" * 50])
def test_what_is_no_report_does_nothing(monkeypatch, row, text):
    read(monkeypatch, text)
    row.refresh_from_db()

    assert row.state == "sent"
