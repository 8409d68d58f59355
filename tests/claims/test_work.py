"""The worker: lease, send, try again, give up."""

import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from claims.models import Heartbeat, Notification
from claims.services import sending

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
PROJECT = Path(__file__).resolve().parents[2]
TRANSPORT = "django.core.mail.backends.locmem.EmailBackend.send_messages"


def make_message(number=1, **facts):
    defaults = {
        "key": f"test:{number}",
        "kind": "paid",
        "recipient": f"peserta{number}@contoh.test",
        "subject": "Klaim JHT Anda sudah dibayar",
        "body": "Halo Peserta,\n",
        "next_try_at": NOW,
        "created_at": NOW,
    }
    return Notification.objects.create(**defaults | facts)


def state_of(row):
    row.refresh_from_db()
    return (row.state, row.attempts)


@pytest.fixture
def broken(monkeypatch):
    """Let the mail server answer with an error, told by the test."""

    def answer(error):
        def fail(*args):
            raise error

        monkeypatch.setattr(TRANSPORT, fail)

    return answer


@pytest.mark.django_db
def test_a_due_message_is_sent_once():
    row = make_message()
    first, second = sending.send_next(NOW), sending.send_next(NOW)

    assert (first, second, state_of(row)) == (row, None, ("sent", 1))
    assert [(sent.to, sent.subject, sent.body) for sent in mail.outbox] == [([row.recipient], row.subject, row.body)]
    assert row.sent_at == NOW


@pytest.mark.django_db
def test_every_try_of_a_message_has_the_same_id():
    row = make_message()
    sending.send_next(NOW)

    assert mail.outbox[0].extra_headers == {"Message-ID": f"<{row.pk}@127.0.0.1>", "Auto-Submitted": "auto-generated"}


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "offered"), [("correction_reminder", True), ("paid", False), ("sign_in_code", False)])
def test_only_a_reminder_leads_to_where_channels_are_chosen(kind, offered):
    make_message(kind=kind)
    sending.send_next(NOW)
    header = f"<http://127.0.0.1:8000{reverse('claims:contact')}>"

    assert mail.outbox[0].extra_headers.get("List-Unsubscribe") == (header if offered else None)


@pytest.mark.django_db
def test_a_message_is_not_sent_before_its_time():
    make_message(next_try_at=NOW + timedelta(seconds=1))

    assert sending.send_next(NOW) is None


@pytest.mark.django_db
def test_a_sign_in_code_goes_before_older_news():
    make_message(1, next_try_at=NOW - timedelta(hours=1))
    code = make_message(2, kind="sign_in_code", priority=Notification.URGENT)

    assert sending.send_next(NOW) == code


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["sent", "delivered", "failed", "void"])
def test_what_is_done_is_never_sent_again(state):
    make_message(state=state)

    assert (sending.send_next(NOW + timedelta(days=1)), mail.outbox) == (None, [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ConnectionRefusedError(), "ConnectionRefusedError"),
        (SMTPServerDisconnected(), "SMTPServerDisconnected"),
        (SMTPDataError(451, b"try later"), "server refused: 451"),
        (SMTPAuthenticationError(535, b"wrong password"), "sign-in refused: 535"),
        (SMTPSenderRefused(530, b"authentication required", "portal@contoh.test"), "sender refused: 530"),
        (SMTPConnectError(554, b"no service here"), "server refused: 554"),
        (SMTPRecipientsRefused({"a@contoh.test": (450, b"mailbox busy")}), "recipient refused: [450]"),
    ],
)
def test_a_fault_that_may_pass_is_tried_again_later(broken, error, told):
    broken(error)
    row = make_message()
    sending.send_next(NOW)

    assert state_of(row) == ("sending", 1)
    assert timedelta(seconds=22) <= row.next_try_at - NOW <= timedelta(seconds=38)
    assert row.last_error == told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (SMTPDataError(554, b"spam"), "server refused: 554"),
        (SMTPRecipientsRefused({"a@contoh.test": (550, b"no such mailbox")}), "recipient refused: [550]"),
    ],
)
def test_a_fault_that_stays_is_a_dead_letter_at_once(broken, error, told):
    broken(error)
    row = make_message()
    sending.send_next(NOW)

    assert (*state_of(row), row.last_error) == ("failed", 1, told)


@pytest.mark.django_db
def test_an_address_that_would_add_a_header_is_refused(settings):
    """D4."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    row = make_message(subject="Halo\nBcc: lain@contoh.test")
    sending.send_next(NOW)

    assert (*state_of(row), row.last_error) == ("failed", 1, "not an address or a subject")


@pytest.mark.django_db
def test_a_fault_that_no_channel_foresaw_is_tried_again_and_shown(broken, caplog):
    broken(TypeError("a@contoh.test"))
    row = make_message()
    sending.send_next(NOW)

    assert (*state_of(row), row.last_error) == ("sending", 1, "unforeseen: TypeError")
    assert row.next_try_at - NOW >= timedelta(minutes=3)
    assert "a@contoh.test" not in caplog.text


@pytest.mark.django_db
def test_after_twelve_tries_over_half_a_day_a_message_is_a_dead_letter(broken):
    broken(ConnectionRefusedError())
    row, now, tries = make_message(), NOW, 0
    while state_of(row)[0] != "failed":
        now = max(now, row.next_try_at)
        tries += sending.send_next(now) is not None

    assert (tries, row.attempts) == (12, 12)
    assert timedelta(hours=6) < now - NOW < timedelta(hours=20)


@pytest.mark.django_db
def test_waiting_doubles_up_to_four_hours():
    waits = [sending.wait_after(attempts) / timedelta(seconds=30) for attempts in range(1, 13)]

    assert [0.75 * 2**n <= wait <= 1.25 * 2**n for n, wait in enumerate(waits[:9])] == [True] * 9
    assert [timedelta(hours=3) <= sending.wait_after(n) <= timedelta(hours=5) for n in (10, 11, 40)] == [True] * 3


@pytest.mark.django_db
def test_a_code_that_has_ended_is_not_sent_any_more():
    row = make_message(kind="sign_in_code", created_at=NOW - timedelta(minutes=15))
    sending.send_next(NOW)

    assert (*state_of(row), row.last_error, mail.outbox) == ("failed", 1, "the code has ended", [])


@pytest.mark.django_db
def test_a_message_whose_worker_died_comes_back_when_the_lease_ends():
    """F8: between lease and send."""
    row = make_message()
    sending.lease_next(NOW)  # The worker is killed here.
    early = sending.send_next(NOW + sending.LEASE - timedelta(seconds=1))
    late = sending.send_next(NOW + sending.LEASE)

    assert (early, late, state_of(row), len(mail.outbox)) == (None, row, ("sent", 2), 1)


@pytest.mark.django_db
def test_a_message_that_kills_its_worker_ends_as_a_dead_letter():
    row = make_message(state="sending", attempts=12)
    sending.send_next(NOW)

    assert (*state_of(row), row.last_error, mail.outbox) == ("failed", 13, "too many attempts", [])


@pytest.mark.django_db
def test_a_late_answer_of_a_slow_worker_does_not_take_the_message_back(broken):
    """State only moves forward."""
    row = make_message()
    slow = sending.lease_next(NOW)
    sending.send_next(NOW + sending.LEASE)
    broken(ConnectionRefusedError())
    sending.deliver(slow, NOW + sending.LEASE)

    assert state_of(row) == ("sent", 2)


@pytest.mark.django_db
def test_a_late_failure_of_a_slow_worker_leaves_the_message_to_the_next_one(broken):
    row = make_message()
    slow = sending.lease_next(NOW)
    sending.lease_next(NOW + sending.LEASE)
    broken(SMTPDataError(554, b"spam"))
    sending.deliver(slow, NOW + sending.LEASE)

    assert (*state_of(row), row.next_try_at) == ("sending", 2, NOW + 2 * sending.LEASE)


@pytest.mark.django_db
def test_a_late_success_of_a_slow_worker_counts():
    row = make_message()
    slow = sending.lease_next(NOW)
    sending.lease_next(NOW + sending.LEASE)
    sending.deliver(slow, NOW + sending.LEASE)

    assert (state_of(row), sending.send_next(NOW + 3 * sending.LEASE)) == (("sent", 2), None)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_one_message_twice():
    """E1 for the outbox."""
    for number in range(20):
        make_message(number)
    start, taken = threading.Barrier(4), []

    def work():
        start.wait()
        try:
            while row := sending.send_next(NOW):
                taken.append(row.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(taken), len(set(taken)), len(mail.outbox)) == (20, 20, 20)


@pytest.mark.django_db
def test_one_round_sends_everything_due_and_leaves_a_sign_of_life():
    make_message(1, next_try_at=NOW)
    make_message(2, next_try_at=NOW)
    call_command("work", "--once")

    assert len(mail.outbox) == 2
    assert Heartbeat.objects.filter(name__startswith="worker:").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_nothing_and_a_stopped_one_ends_in_order(tmp_path):
    """F8, F13: killed while the mail server keeps silent; the next worker sends, and ends when it is asked to."""
    row = make_message()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(20)
        with worker(f"smtp://127.0.0.1:{silent.getsockname()[1]}") as killed:
            silent.accept()
            killed.kill()
            killed.wait()
    assert state_of(row) == ("sending", 1)

    Notification.objects.update(next_try_at=NOW)  # The lease ends.
    with worker(f"filemail:///{tmp_path}") as stopped:
        wait_for_line(stopped, f"sent paid {row.pk}")
        stopped.send_signal(signal.SIGTERM)
        assert stopped.wait(timeout=20) == 0
    assert state_of(row) == ("sent", 2)
    assert [path.read_text().count("Message-ID: ") for path in tmp_path.iterdir()] == [1]


@contextmanager
def worker(email_url):
    """Run ``manage.py work`` on the test's database, with a mail server of its own."""
    environment = os.environ | {"DATABASE_URL": database_url(), "EMAIL_URL": email_url, "LOG_LEVEL": "INFO"}
    command = [sys.executable, "manage.py", "work"]
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def database_url():
    here = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{here['NAME']}"
    return f"postgres://{here['USER']}:{here['PASSWORD']}@{here['HOST']}:{here['PORT']}/{here['NAME']}"


def wait_for_line(process, words):
    """Read what the process says until WORDS come."""
    assert any(words in line for line in process.stderr)
