"""The visits of bench_officers, on the database that DATABASE_URL names; with ``--export csv`` one export and its memory."""

import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.rig import ready

# isort: split
from django.contrib.auth.models import User
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.domain.workflow import Role
from claims.models import Claim
from claims.services import finding_for_officers
from claims.services.list_pages import in_order, place_of
from claims.services.listing import FILTERS, Question, matching
from claims.services.officers import desk_of
from tests.benchmarks.rig import million
from tests.builders import make_officer

PROJECT = Path(__file__).resolve().parents[3]
COUNT = int(os.environ.get("CLAIMS", 1_000_000))
VISITS = 9
MUST_MS, EXACT_MUST_MS, MUST_QUERIES = 100, 20, 8
LIST, EVERYWHERE = "/petugas/claims/claim/", {"kantor": "semua"}
missed: list[str] = []


def timed(ask: Callable[[], object]) -> float:
    """Return milliseconds."""
    began = time.perf_counter()
    ask()
    return 1000 * (time.perf_counter() - began)


def tell(
    name: str, ask: Callable[[], HttpResponseBase], *, must: float = MUST_MS, queries: int = MUST_QUERIES, explained: bool = True
) -> None:
    """Ask a few times and print what it cost and asked; remember what misses its must.

    Judged is the processor's time, the portal's and the database's together: alone on a machine, and with what is read in
    memory, that is how long one waits. The time on the clock tells more of what else the machine did.
    """
    if (status := ask().status_code) not in (200, 302):
        raise RuntimeError(f"{name}: {status}")
    with CaptureQueriesContext(connection) as captured:
        ask()
    asked = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    before = processor_ms()
    took = [timed(ask) for _ in range(VISITS)]
    portal, database = ((after - began) / VISITS for after, began in zip(processor_ms(), before, strict=True))
    walks = [sql for sql in asked if explained and walks_through(sql)]
    fault = " MISSED" if portal + database > must or len(asked) > queries or walks else ""
    figures = f"{portal + database:6.1f} ms (portal {portal:5.1f}, database {database:5.1f}), clock {min(took):6.1f}"
    print(f"{name:46} {figures}, {len(asked):2} queries; must {must:g}{fault}", flush=True)
    if fault:
        missed.append(name)
        print("".join(f"   {sql[:2000]}\n" for sql in walks), end="")


def processor_ms() -> tuple[float, float]:
    """Return the milliseconds of processor that this process and its server process of the database have used."""
    return tuple(
        int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6 for pid in (os.getpid(), connection.connection.info.backend_pid)
    )


def walks_through(sql: str) -> bool:
    """Tell whether a query reads the whole table of claims, people, cards or names."""
    if not sql.startswith("SELECT"):
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql.replace('%', '%%')}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    return bool(re.search(r"Seq Scan on (claims_claim|claims_namekey|participants_(participant|membership))\b", plan))


def browser(user: object) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def lists(written: million.Million) -> None:
    """Each filter alone at the largest office; then several offices, and all of them."""
    client = browser(written.verifiers[0])
    desk = desk_of(written.verifiers[0])
    tell("page 1", lambda: client.get(LIST))
    for each in FILTERS.values():
        for code in each.options(desk):
            tell(f"{each.parameter}={code}", lambda query={each.parameter: code}: client.get(LIST, query))
    tell("selesai, RESIGN, newest", lambda: client.get(LIST, {"antrean": "selesai", "sebab": "RESIGN", "urut": "baru"}))
    for group, number in (("berjalan", 90), ("semua", 200)):
        place = place_at(50 * number - 50, Question(group=group), desk)
        query = {"antrean": group, "sesudah": str(place)}
        tell(f"page {number} of {group}", lambda query=query: client.get(LIST, query))
    for reach in (3, len(written.offices)):
        auditor = make_officer(Role.AUDITOR, office=written.offices[0])
        auditor.officer.other_offices.set(written.offices[1:reach])
        wide = browser(auditor)
        for query in (
            {},
            {"antrean": "semua"},
            {"antrean": "selesai", "urut": "antre"},
            {"batas": "lewat"},
            {"status": "expired"},
            {"sebab": "TINGGALKAN_RI"},
        ):
            tell(f"{reach} offices {query or ''}", lambda query=query, wide=wide: wide.get(LIST, EVERYWHERE | query))
        place = place_at(9950, Question(group="semua", office="semua"), desk_of(auditor))
        query = EVERYWHERE | {"antrean": "semua", "sesudah": str(place)}
        tell(f"{reach} offices, page 200", lambda query=query, wide=wide: wide.get(LIST, query))


def place_at(skipped: int, question: Question, desk: object) -> object:
    """Return the place after so many claims."""
    rows = in_order(matching(question, desk, timezone.now()), question).only("queue_on", "submitted_at")
    return place_of(rows[skipped] if COUNT == 1_000_000 else rows[0])


def searches(written: million.Million) -> None:
    client, office = browser(written.verifiers[0]), written.offices[0]
    claims = list(Claim.objects.filter(office=office).select_related("participant", "membership")[1000 : 1000 + VISITS + 2])
    numbers = iter([claim.number for claim in claims])
    tell("exact: claim number", lambda: client.post(f"{LIST}cari/", {"nomor": next(numbers)}), must=EXACT_MUST_MS)
    cards = iter([claim.membership.kpj for claim in claims])
    tell("exact: KPJ", lambda: client.post(f"{LIST}cari/", {"nomor": next(cards)}), must=EXACT_MUST_MS)
    people = iter([claim.participant.nik for claim in claims])
    tell("exact: NIK", lambda: client.post(f"{LIST}cari/", {"nomor": next(people)}), must=EXACT_MUST_MS)
    words = claims[0].participant.name.split()
    for typed in ("siti", "muh", "siti ba", claims[0].participant.name, "mukuri", "zzz"):
        found = client.post(f"{LIST}cari/", {"nomor": typed})
        shown = typed if typed != claims[0].participant.name else "a whole name"
        tell(f"name: {shown}, search", lambda typed=typed: client.post(f"{LIST}cari/", {"nomor": typed}), queries=99)
        if found.status_code == 302:
            tell(f"name: {shown}, list", lambda found=found: client.get(found["Location"]))
    auditor = make_officer(Role.AUDITOR, office=office)
    auditor.officer.other_offices.set(written.offices[1:])
    wide = browser(auditor)
    everywhere = wide.post(f"{LIST}cari/", {"nomor": f"siti {words[1][:4]}"})
    tell("name: two words in 40 offices, search", lambda: wide.post(f"{LIST}cari/", {"nomor": f"siti {words[1][:4]}"}), queries=99)
    if everywhere.status_code == 302:
        tell("name: two words in 40 offices, list", lambda: wide.get(everywhere["Location"]))


def taking(written: million.Million) -> None:
    clients = [browser(user) for user in written.verifiers[:5]]
    turn = iter(clients * 20)
    tell("take next (POST)", lambda: next(turn).post(f"{LIST}berikutnya/"), must=float("inf"), queries=99, explained=False)


def dashboard(written: million.Million) -> None:
    for role in (Role.VERIFIER, Role.HEAD):
        client = browser(make_officer(role, office=written.offices[0]))
        tell(f"dashboard of {role}", lambda client=client: client.get("/petugas/"), queries=11, explained=False)


def exports(written: million.Million) -> None:
    """Everything, in both forms, in a process of its own each, so that its memory is its own."""
    head = make_officer(Role.HEAD, office=written.offices[0], username="kepala")
    head.officer.other_offices.set(written.offices[1:])
    for form in ("csv", "xlsx"):
        subprocess.run([sys.executable, "-m", __spec__.name, "--export", form], cwd=PROJECT, check=True)


def export(form: str) -> None:
    client = browser(User.objects.get(username="kepala"))
    client.get(f"{LIST}ekspor/")
    before, began, own, size, first = peak(), time.perf_counter(), processor_ms(), 0, 0.0
    answer = client.post(f"{LIST}ekspor/unduh/", EVERYWHERE | {"antrean": "semua", "bentuk": form, "untuk": "rapat"})
    for piece in answer.streaming_content:
        first = first or time.perf_counter() - began
        size += len(piece)
    rows = int(re.search(r"-(\d+)-baris", answer["Content-Disposition"])[1])
    portal, database = ((after - earlier) / 1000 for after, earlier in zip(processor_ms(), own, strict=True))
    print(
        f"export {form}: {rows:,} rows, {size / 1e6:.0f} MB; processor {portal:.0f} s of the portal, {database:.0f} s of the database, "
        f"{rows / (portal + database):,.0f} rows/s; clock {time.perf_counter() - began:.0f} s, first bytes after {first:.2f} s; "
        f"memory +{peak() - before:.0f} MB to {peak():.0f} MB",
        flush=True,
    )


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    if "--export" in sys.argv:
        export(sys.argv[-1])
        return 0
    ready.migrate()
    began = time.perf_counter()
    written = million.write(COUNT)
    took = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_size_pretty(pg_database_size(current_database())), pg_size_pretty(pg_total_relation_size('claims_namekey'))"
        )
        print(f"{COUNT:,} claims written in {took:.0f} s; database {' and names '.join(cursor.fetchone())}", flush=True)
    finding_for_officers.NAMES_A_MINUTE = finding_for_officers.NAMES_A_DAY = 10**9
    for part in (lists, searches, taking, dashboard, exports):
        part(written)
    print(f"missed: {', '.join(missed) or 'nothing'}")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
