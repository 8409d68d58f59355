"""What the audit costs, on PostgreSQL that is as careful as in production: eight threads that all write at one office.

They write through the doors of the portal (rig/scribes.py): ``record`` for an act, ``note`` for a reading. Acts and reads
have chains of their own, so a read beside an act that takes long is measured too. Then every seal is computed again.
The threads never pause, so that most of the time they wait for each other; alone, a writer shows what an entry costs.

An office of 150 claims a day writes some 6,000 entries in eight hours, one in five seconds; a busy minute ten times that.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
MUST_A_SECOND, MUST_MEDIAN, MUST_CHECKED = 50, 100, 3_000


def main() -> bool:
    """Print the figures; return whether all of them are within the must."""
    fine = True
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DATA_DIR": folder, "DATABASE_URL": "postgres:///postgres"}
        command = ["scripts/with_postgresql.py", "--durable", "env", "DATABASE_URL=postgres:///postgres"]
        inside = [sys.executable, "-m", "tests.benchmarks.rig.scribes"]
        said = subprocess.run(
            [sys.executable, *command, *inside], cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True, check=True
        )
    for found in map(json.loads, filter(lambda line: line.startswith("{"), said.stdout.splitlines())):
        if found["name"] == "check":
            good = found["entries"] >= MUST_CHECKED and not found["faults"]
            print(f"{'verify_audit':32} {found['entries']:8.0f} entries a second, {found['faults']} faults  must {MUST_CHECKED}, 0")
        else:
            good = found["entries"] >= MUST_A_SECOND and found["median"] <= MUST_MEDIAN
            times = f"median {found['median']:.1f} ms, 95 % {found['p95']:.1f}, worst {found['worst']:.1f}"
            print(f"{found['name']:32} {found['entries']:8.0f} entries a second, {times}  must {MUST_A_SECOND}, median {MUST_MEDIAN} ms")
        fine = fine and good
    return fine


if __name__ == "__main__":
    sys.exit(not main())
