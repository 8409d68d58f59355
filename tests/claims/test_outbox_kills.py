"""Workers that are killed, mail servers and gateways that behave badly: what was planned arrives, once where a provider can tell.

Real workers in processes of their own, on the database that the tests run on (SQLite here, PostgreSQL in CI).
"""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone

from claims.models import Notification
from tests.builders import make_claim
from tests.claims.providers import serving, twilio_takes

pytestmark = pytest.mark.django_db(transaction=True)
PROJECT = Path(__file__).resolve().parents[2]
WORKERS, MESSAGES, ROUNDS = 3, 45, 4
PATIENCE = 90


def database_url():
    here = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{here['NAME']}"
    return f"postgres://{here['USER']}:{here['PASSWORD']}@{here['HOST']}:{here['PORT']}/{here['NAME']}"


@contextmanager
def worker(**variables):
    """Run ``manage.py work`` on the test's database; kill it at the end."""
    environment = os.environ | {"DATABASE_URL": database_url(), "LOG_LEVEL": "WARNING", **variables}
    with subprocess.Popen([sys.executable, "manage.py", "work"], cwd=PROJECT, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def make_message(number, **facts):
    now = timezone.now()
    defaults = {"key": f"uji:{number}", "kind": "paid", "channel": "sms", "recipient": f"+62812{number:08d}", "subject": "Judul"}
    return Notification.objects.create(**defaults | {"body": f"Pesan {number}", "next_try_at": now, "created_at": now} | facts)


def wait_until(is_so):
    """Wait until something that another process does has happened."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def end_leases():
    """Let the time of every lease be over, of the living too: the worst that a clock could do."""
    Notification.objects.filter(state="sending").update(next_try_at=timezone.now())


def states():
    return Counter(Notification.objects.values_list("state", flat=True))


# --- Killed


def test_workers_killed_again_and_again_lose_nothing_and_double_nothing_at_a_provider_that_knows_its_keys():
    """F8: order per claim kept, counts in equal counts out."""
    chance, claims = random.Random(8), [make_claim() for _ in range(5)]
    began = timezone.now()
    for number in range(MESSAGES):
        claim = claims[number % len(claims)]
        phone = f"+62812{claims.index(claim):08d}"
        make_message(number, claim=claim, recipient=phone, created_at=began + timedelta(microseconds=number))

    def slowly(asked):
        time.sleep(0.03)
        return twilio_takes(asked)

    with serving(slowly) as (provider, port):
        url = f"twilio+http://AC1:token@127.0.0.1:{port}?from=JHT"
        for _ in range(ROUNDS):
            with ExitStack() as living:
                group = [living.enter_context(worker(SMS_URL=url)) for _ in range(WORKERS)]
                enough = len(provider.asked) + chance.randint(4, 9)
                wait_until(lambda enough=enough: len(provider.asked) >= enough or not states()["queued"])
                for process in group:
                    process.send_signal(signal.SIGKILL)
            end_leases()
        with worker(SMS_URL=url), worker(SMS_URL=url):
            wait_until(lambda: states() == {"sent": MESSAGES})
        texts = [asked.fields["Body"] for asked in provider.asked if asked.key in provider.sent]

    assert len(provider.sent) == MESSAGES
    assert set(provider.sent) == {str(pk) for pk in Notification.objects.values_list("pk", flat=True)}
    first_seen = list(dict.fromkeys(int(text.split()[1]) for text in texts))
    for place in range(len(claims)):
        of_claim = [number for number in first_seen if number % len(claims) == place]
        assert of_claim == sorted(of_claim)


def test_a_code_leaves_while_every_worker_hangs_in_a_slow_mail_server():
    """Issue 5.8"""
    news = make_message(1, channel="email", recipient="a@contoh.test")
    with socket.create_server(("127.0.0.1", 0)) as silent, serving(twilio_takes) as (provider, port):
        silent.settimeout(PATIENCE)
        sms = f"twilio+http://AC1:token@127.0.0.1:{port}?from=JHT"
        with worker(EMAIL_URL=f"smtp://127.0.0.1:{silent.getsockname()[1]}", SMS_URL=sms):
            silent.accept()
            code = make_message(2, kind="sign_in_code", priority=Notification.CODE, body="Kode 123 456")
            wait_until(lambda: provider.asked)
            news.refresh_from_db()

            assert (provider.asked[0].key, news.state) == (str(code.pk), "sending")


# --- A real mail server


class Inbox:
    """Takes mail, or answers as it is told; ``cut`` breaks the line after a message was taken."""

    def __init__(self):
        self.taken, self.answers, self.cut = [], {}, 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.taken.append(message_from_bytes(envelope.content))
        if self.cut:
            self.cut -= 1
            server.transport.abort()
        return "250 taken"


@pytest.fixture
def inbox(settings):
    handler = Inbox()
    controller = Controller(handler, hostname="127.0.0.1", port=0)
    controller.port = free_port()
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield handler
    controller.stop()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def send_all():
    """Send what is due, and again what is to be tried again, until nothing is left."""
    from claims.services import sending

    now = timezone.now()
    for _ in range(30):
        while sending.send_next(now):
            pass
        if not Notification.objects.waiting().exists():
            return
        now += timedelta(hours=4)


def test_a_mail_server_gets_a_letter_with_a_message_id_of_ours(inbox):
    row = make_message(1, channel="email", recipient="siti@contoh.test", body="Halo Siti,\n\nKlaim Anda dibayar – selesai.\n")
    send_all()
    (letter,) = inbox.taken

    assert (letter["To"], letter["Subject"], letter["Message-ID"]) == ("siti@contoh.test", "Judul", f"<{row.pk}@127.0.0.1>")
    assert letter["Auto-Submitted"] == "auto-generated"
    plain = next(part for part in letter.walk() if part.get_content_type() == "text/plain")
    assert plain.get_payload(decode=True).decode().splitlines()[0] == "Halo Siti,"


def test_a_line_that_breaks_after_the_message_was_taken_doubles_it_at_most_once_under_one_id(inbox):
    inbox.cut = 1
    row = make_message(1, channel="email", recipient="siti@contoh.test")
    send_all()

    assert [letter["Message-ID"] for letter in inbox.taken] == [f"<{row.pk}@127.0.0.1>"] * 2
    assert states() == {"sent": 1}


@pytest.mark.parametrize("address", ["siti@", "siti@contoh.test, lain@contoh.test"])
def test_what_is_no_address_fails_at_once_and_is_not_logged(inbox, address, caplog):
    row = make_message(1, channel="email", recipient=address)
    send_all()
    row.refresh_from_db()

    assert (row.state, row.attempts, row.last_error) == ("failed", 1, "not an address or a subject")
    assert "siti" not in caplog.text


def test_an_address_that_is_refused_stops_nobody_else(inbox):
    inbox.answers = {"tidakada@contoh.test": "550 no such mailbox", "sibuk@contoh.test": "450 mailbox busy"}
    for number, name in enumerate(["tidakada", "sibuk", "siti"]):
        make_message(number, channel="email", recipient=f"{name}@contoh.test")
    send_all()

    assert [letter["To"] for letter in inbox.taken] == ["siti@contoh.test"]
    assert dict(Notification.objects.values_list("key", "state")) == {"uji:0": "failed", "uji:1": "failed", "uji:2": "sent"}
    assert dict(Notification.objects.values_list("key", "attempts")) == {"uji:0": 1, "uji:1": 12, "uji:2": 1}
