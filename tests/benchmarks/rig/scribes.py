"""Eight threads that write into the audit of one office, in a database of its own: ``python -m tests.benchmarks.rig.scribes``.

Prints one line of JSON for each kind of writing (entries a second, milliseconds of each) and one for the check.
"""

import json
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, cycle

from tests.benchmarks.rig.ready import migrate

os.environ["LOG_LEVEL"] = "WARNING"

from django.db import connection, transaction
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role
from claims.models import AuditEntry
from claims.services import auditing, checking_audit
from claims.services.access_notes import note
from tests.builders import make_claim, make_office, make_officer

THREADS, SECONDS = 8, 4.0
FIELDS = ["nik", "rekening", "alamat"]


def timed(act: Callable[[], object], until: float) -> list[float]:
    """Do ACT until then; return how long each took, in milliseconds."""
    took = []
    while time.perf_counter() < until:
        start = time.perf_counter()
        act()
        took.append(1000 * (time.perf_counter() - start))
    connection.close()
    return took


def measure(name: str, acts: list[Callable[[], object]], threads: int = THREADS) -> None:
    """Let THREADS do ACTS in turn, at once, and tell what came of it."""
    before, until = AuditEntry.objects.count(), time.perf_counter() + SECONDS
    with ThreadPoolExecutor(threads) as pool:
        jobs = [pool.submit(timed, act, until) for _, act in zip(range(threads), cycle(acts), strict=False)]
        took = sorted(chain.from_iterable(job.result() for job in jobs))
    written = AuditEntry.objects.count() - before
    figures = {"entries": written / SECONDS, "median": took[len(took) // 2], "p95": took[len(took) * 95 // 100], "worst": took[-1]}
    print(json.dumps({"name": name, **figures}), flush=True)


def main() -> None:
    migrate()
    office = make_office()
    officer, claim = make_officer(Role.VERIFIER, office=office), make_claim(ClaimStatus.SUBMITTED, office=office)
    facts = {"user": officer, "claim": claim}

    def act() -> None:
        auditing.record("verdict", now=timezone.now(), what="ktp", details={"verdict": "accepted"}, **facts)

    def read() -> None:
        note("document", ["kk v1 p1"], now=timezone.now(), **facts)

    def reveal() -> None:
        note("field", FIELDS, now=timezone.now(), **facts)

    def long_act() -> None:
        with transaction.atomic():
            act()
            time.sleep(0.05)

    measure("acts, one writer alone", [act], threads=1)
    for name, acts in {"acts": [act], "reads": [read], "three fields": [reveal], "acts and reads": [act, read]}.items():
        measure(name, acts)
    measure("reads beside an act of 50 ms", [read] * (THREADS - 1) + [long_act])
    start = time.perf_counter()
    check = checking_audit.check_everything()
    print(json.dumps({"name": "check", "entries": check.entries / (time.perf_counter() - start), "faults": len(check.faults)}))


if __name__ == "__main__":
    main()
