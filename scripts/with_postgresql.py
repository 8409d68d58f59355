#!/usr/bin/env python3
"""Run a command against a private PostgreSQL server in a temporary folder, and leave nothing behind.

    scripts/with_postgresql.py pytest tests/test_throttle.py
    scripts/with_postgresql.py --durable python -m tests.benchmarks.bench_tracking

The server is quick, and only with --durable as careful as in production. The command finds it by
DATABASE_URL. Where there is no PostgreSQL, it says so and succeeds.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

OPTIONS = "-c listen_addresses='' -c max_connections=300"
HASTE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
"""No counting beside the tests: tables that a test has just emptied would be planned for as empty for good."""
DURABLE = "--durable"


def find_programs() -> Path | None:
    """Return the folder of the newest PostgreSQL, Debian's or the one on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


def as_owner(*command: str | Path) -> None:
    """Run COMMAND quietly as the user that owns the server: PostgreSQL refuses to be root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")


def run(programs: Path, folder: Path, options: str, command: list[str]) -> int:
    """Start the server with OPTIONS, run COMMAND, stop the server; return COMMAND's exit code."""
    data = folder / "data"
    server = [programs / "pg_ctl", "-D", data, "-w"]
    as_owner(programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    as_owner(*server, "-l", folder / "log", "-o", f"{options} -k {folder}", "start")
    try:
        environment = os.environ | {"DATABASE_URL": "postgres:///jht", "PGHOST": str(folder), "PGUSER": "postgres"}
        return subprocess.run(command, env=environment).returncode
    finally:
        as_owner(*server, "-m", "immediate", "stop")


def main(command: list[str]) -> int:
    programs = find_programs()
    if not programs or (os.geteuid() == 0 and not shutil.which("runuser")):
        print("PostgreSQL part skipped: its programs are not installed here (Debian: apt-get install postgresql).")
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="jht-postgresql-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        durable = command[0] == DURABLE
        return run(programs, folder, OPTIONS if durable else f"{OPTIONS} {HASTE}", command[durable:])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
