"""P1, P1b, P1c: tracking a claim beside a bare Django (rig/floor.py), in turns, on PostgreSQL with 10,000 claims.

Tracking is two requests: the lookup, a POST that counts, finds and answers 303, and the page it leads to. Both are told,
and their sum, which is one whole tracking. Only the ratios mean anything on a machine with other work to do.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.rig.servers import PROJECT, Server, Visit, serving, stay_on

CLAIMS = 10_000
CYCLES, SECONDS = 8, 2.0
MUST_RATE, GOAL_RATE = 0.30, 0.40
MUST_PROCESSOR, GOAL_PROCESSOR = 3.3, 2.6
MUST_A_SECOND, GOAL_A_SECOND = 150, 230
TOKEN = "benchmark" + "0" * 23
INSIDE = "--inside"


@dataclass(frozen=True)
class Subject:
    """One thing to ask of one server."""

    name: str
    server: Server
    requests: Iterator[bytes]
    status: int

    def visit(self, seconds: float = SECONDS) -> Visit:
        return self.server.visit(self.requests, self.status, seconds)


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()


def post(body: str) -> bytes:
    body = f"csrfmiddlewaretoken={TOKEN}&{body}"
    head = f"Host: 127.0.0.1\r\nConnection: close\r\nCookie: csrftoken={TOKEN}\r\nContent-Type: application/x-www-form-urlencoded"
    return f"POST /tracking/ HTTP/1.1\r\n{head}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()


def any_of(file: Path, write: type(get)) -> Iterator[bytes]:
    """Yield requests for the lines of FILE at random, without end."""
    requests = [write(line) for line in file.read_text().split()]
    return iter(lambda: random.choice(requests), None)


def prepare(folder: Path, environment: dict[str, str]) -> None:
    """Fill the database for both servers."""
    for command in (
        ["manage.py", "migrate", "--verbosity", "0"],
        ["manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        ["-m", "tests.benchmarks.rig.seed", str(CLAIMS), str(folder)],
        ["-m", "tests.benchmarks.rig.floor", str(CLAIMS), str(folder / "floor")],
    ):
        subprocess.run([sys.executable, *command], cwd=PROJECT, env=environment, check=True)


def measure(folder: Path, environment: dict[str, str]) -> dict[str, list[Visit]]:
    """Visit floor, lookup and page in turns, CYCLES times."""
    with ExitStack() as stack:
        floor, portal = (
            stack.enter_context(serving(f"tests.benchmarks.rig.{name}:application", folder, environment)) for name in ("floor", "portal")
        )
        subjects = [
            Subject("floor", floor, any_of(folder / "floor", get), 200),
            Subject("lookup", portal, any_of(folder / "lookups", post), 303),
            Subject("page", portal, any_of(folder / "results", get), 200),
        ]
        for subject in subjects:
            subject.visit(1)
        cycles = [[subject.visit() for subject in subjects] for _ in range(CYCLES)]
    return {subject.name: list(visits) for subject, visits in zip(subjects, zip(*cycles, strict=True), strict=True)}


def tell(name: str, values: list[float], must: str) -> float:
    """Print the median and the range of VALUES; return the median."""
    median = statistics.median(values)
    print(f"{name:42} {median:8.2f} [{min(values):.2f} to {max(values):.2f}]  {must}".rstrip())
    return median


def report(visits: dict[str, list[Visit]]) -> bool:
    """Print the figures; return whether the lookup reaches every must."""
    floor, lookup, page = visits["floor"], visits["lookup"], visits["page"]
    pairs = list(zip(floor, lookup, page, strict=True))
    rate = tell("P1 lookup, answers beside floor", [b.rate / a.rate for a, b, _ in pairs], f"must {MUST_RATE}, goal {GOAL_RATE}")
    tell("   page, answers beside floor", [c.rate / a.rate for a, _, c in pairs], "")
    tell("   lookup and page, beside floor", [1 / (a.rate / b.rate + a.rate / c.rate) for a, b, c in pairs], "")
    must = f"must {MUST_PROCESSOR}, goal {GOAL_PROCESSOR}"
    processor = tell("P1b lookup, processor beside floor", [b.processor / a.processor for a, b, _ in pairs], must)
    tell("    page, processor beside floor", [c.processor / a.processor for a, _, c in pairs], "")
    tell("    lookup and page, beside floor", [(b.processor + c.processor) / a.processor for a, b, c in pairs], "")
    allowed = [1000 / visit.processor for visit in lookup]
    a_second = tell("P1c lookups that a processor second allows", allowed, f"must {MUST_A_SECOND}, goal {GOAL_A_SECOND}")
    tell("    lookups a second, as answered", [visit.rate for visit in lookup], "")
    tell("    floor a second, as answered", [visit.rate for visit in floor], "")
    return rate >= MUST_RATE and processor <= MUST_PROCESSOR and a_second >= MUST_A_SECOND


def main() -> int:
    if INSIDE not in sys.argv:
        command = [sys.executable, "scripts/with_postgresql.py", "--durable", sys.executable, "-m", __spec__.name, INSIDE]
        return subprocess.run(command, cwd=PROJECT).returncode
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = os.environ | {"DATABASE_URL": "postgres:///postgres", "DATA_DIR": name, "DEMO": "True", "LOG_LEVEL": "WARNING"}
        prepare(folder, environment)
        stay_on(1)
        return not report(measure(folder, environment))


if __name__ == "__main__":
    sys.exit(main())
