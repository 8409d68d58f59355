"""A ledger of thirty years on the screen: RSJHT, Cek Saldo and a yearly sheet, asked of the portal itself, whole requests.

On SQLite by default, on PostgreSQL with ``scripts/with_postgresql.py``. The median of thirty counts.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date

import django

CARDS, FIRST_YEAR, YEARS = 2, 1996, 30
ROUNDS = 30
MUST_MS = 200
PAGES = ("/jht/saldo/", "/jht/rincian/", "/jht/rincian/?tahun=2010", "/jht/rincian/2010/cetak/", "/jht/rincian/mutasi.csv")
INSIDE = "--inside"


def fill() -> object:
    """Store a person with thirty years of monthly bookings on two cards; return their browser."""
    from participants.models import LedgerEntry
    from tests.builders import make_membership, make_participant, signed_in_client

    person = make_participant()
    cards = [make_membership(person) for _ in range(CARDS)]
    days = [date(year, month, 1) for year in range(FIRST_YEAR, FIRST_YEAR + YEARS) for month in range(1, 13)]
    kinds = ("iuran_pemberi_kerja", "iuran_pekerja", "hasil_pengembangan")
    LedgerEntry.objects.bulk_create(
        LedgerEntry(membership=card, booked_on=day, kind=kind, amount=285_123, row_key=os.urandom(16))
        for card in cards
        for day in days
        for kind in kinds
    )
    return signed_in_client(person)


def milliseconds(browser: object, page: str) -> list[float]:
    """Return how long each of ROUNDS answers took, to their last byte."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        answer = browser.get(page)
        len(answer.getvalue())
        times.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, page
    return times


def measure() -> bool:
    """Print the figures; return whether every page reaches the must."""
    django.setup()
    browser, reached = fill(), True
    for page in PAGES:
        times = milliseconds(browser, page)
        median = statistics.median(times)
        print(f"{page:28} {median:7.1f} ms [{min(times):.1f} to {max(times):.1f}]  must {MUST_MS}")
        reached &= median < MUST_MS
    return reached


def main() -> int:
    if INSIDE in sys.argv:
        return not measure()
    with tempfile.TemporaryDirectory() as folder:
        local = {"DATA_DIR": folder, "DEMO": "True", "LOG_LEVEL": "ERROR", "ALLOWED_HOSTS": "testserver,127.0.0.1"}
        environment = {"DJANGO_SETTINGS_MODULE": "jht_portal.settings"} | os.environ | local
        for command in (["manage.py", "migrate", "-v0"], ["manage.py", "collectstatic", "--noinput", "-v0"]):
            subprocess.run([sys.executable, *command], env=environment, check=True)
        return subprocess.run([sys.executable, "-m", __spec__.name, INSIDE], env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
