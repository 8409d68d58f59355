"""Fills the outbox of the database at DATABASE_URL, lets workers empty it into folders, and prints figures as JSON.

Messages go to files, so that the figure is that of the outbox: lease, open, hand over, note. A mail server or gateway
that takes 50 ms bounds a worker at 20 a second whatever the outbox does.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[3]
NOTICES = int(os.environ.get("NOTICES", "2000"))
BULK = int(os.environ.get("BULK", "10000"))
CODES = 20
SLOWEST_SECONDS = 300


def main() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    for workers in (1, 2, 4):
        tell(name="throughput", workers=workers, a_second=throughput(workers))
    for workers in (1, 2):
        tell(name="codes", workers=workers, queued=BULK, seconds=codes_beside_bulk(workers))


def tell(**found: Any) -> None:
    print(json.dumps(found), flush=True)


def fill(count: int, **facts: Any) -> None:
    """Queue COUNT notices, each to a phone of its own."""
    from django.utils import timezone

    from claims.models import Notification

    Notification.objects.all().delete()
    now = timezone.now()
    same = {"kind": "paid", "channel": "sms", "subject": "", "next_try_at": now, "created_at": now} | facts
    text = "Siti, klaim JHT-26-XXXX-XX7K: bank sudah mentransfer uang klaim Anda. Periksa rekening Anda. Kode cek XXXX-XXXX."
    rows = [Notification(key=f"b:{n}", recipient=f"+62812{n:08d}", body=text, **same) for n in range(count)]
    Notification.objects.bulk_create(rows, batch_size=500)


def worker(**variables: str) -> subprocess.Popen:
    environment = os.environ | {"LOG_LEVEL": "ERROR", **variables}
    return subprocess.Popen([sys.executable, "manage.py", "work"], cwd=PROJECT, env=environment)


def throughput(workers: int) -> float:
    """Return how many notices a second so many workers send, from the first one on."""
    from claims.models import Notification

    fill(NOTICES)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as living:
        for _ in range(workers):
            living.callback(worker(SMS_URL=f"file://{folder}").kill)
        wait_for(lambda: Notification.objects.filter(state="sent").count() >= NOTICES * 0.1)
        begun, first = time.monotonic(), Notification.objects.filter(state="sent").count()
        wait_for(lambda: not Notification.objects.waiting().exists())
        return (NOTICES - first) / (time.monotonic() - begun)


def codes_beside_bulk(workers: int) -> list[float]:
    """Return how long each code took to leave, while every worker hangs in a mail server that says nothing."""
    from django.utils import timezone

    from claims.models import Notification

    fill(BULK, channel="email")
    took = []
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as silent, ExitStack() as living:
        for _ in range(workers):
            mail = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
            living.callback(worker(SMS_URL=f"file://{folder}", EMAIL_URL=mail).kill)
        for _ in range(workers):
            living.enter_context(silent.accept()[0])
        for number in range(CODES):
            now, begun = timezone.now(), time.monotonic()
            facts = {"key": f"kode:{number}", "kind": "sign_in_code", "channel": "sms", "recipient": "+6281234567890", "subject": ""}
            at = {"body": "Kode masuk Anda: 123 456", "priority": Notification.CODE, "next_try_at": now, "created_at": now}
            row = Notification.objects.create(**facts | at)
            wait_for(lambda row=row: Notification.objects.filter(pk=row.pk, state="sent").exists())
            took.append(time.monotonic() - begun)
    return took


def wait_for(is_so: Any) -> None:
    end = time.monotonic() + SLOWEST_SECONDS
    while not is_so():
        if time.monotonic() > end:
            raise SystemExit("it did not happen")
        time.sleep(0.01)


if __name__ == "__main__":
    main()
