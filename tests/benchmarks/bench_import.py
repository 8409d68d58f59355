"""Import of 100,000 memberships: seconds and peak memory. Must: under 120 s and 300 MB, and again for a second run."""

import csv
import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROWS = 100_000
MUST_SECONDS, MUST_MB = 120, 300
PROJECT = Path(__file__).resolve().parents[2]
HEADER = "nik,nama,tanggal_lahir,jenis_kelamin,nama_ibu,telepon,email,alamat,kpj,segmen,npp,pemberi_kerja,mulai,berhenti,sebab_berhenti"


def write_people(path: Path, rows: int) -> None:
    """Write ROWS synthetic memberships of three quarters as many people."""
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER.split(","))
        for number in range(rows):
            out.writerow(_row(number, person=number * 3 // 4))


def _row(number: int, person: int) -> list[str]:
    born = date(1965, 1, 1) + timedelta(days=person % 14_000)
    nik = f"{320101 + person % 97}{born:%d%m%y}{person // 97 % 9999 + 1:04d}"
    contact = [f"0812{person:08d}", f"peserta{person}@contoh.test", f"Jalan Contoh {person}"]
    work = ["PU", f"NP{number % 5000:06d}", f"PT Contoh {number % 5000}", "2018-02-01", "2026-06-30" if number % 3 else "", ""]
    return [nik, f"Peserta Contoh {person}", born.isoformat(), "L", f"Ibu Contoh {person}", *contact, f"5{number:010d}", *work]


def run(command: str, path: Path, environment: dict[str, str]) -> tuple[float, float, str]:
    """Run an import in a process of its own; return seconds, peak MB and what it said."""
    began = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "manage.py", command, str(path)], cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True
    ) as child:
        said = child.stdout.read().strip()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command} ended with {child.returncode}")
    return time.monotonic() - began, usage.ru_maxrss / 1024, said


def main() -> bool:
    """Print the figures; return whether all of them are within the must."""
    fine = True
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DATA_DIR": folder, "DEMO": "True", "LOG_LEVEL": "WARNING"}
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=PROJECT, env=environment, check=True)
        path = Path(folder) / "peserta.csv"
        write_people(path, ROWS)
        for title in ("first run", "second run"):
            seconds, peak, said = run("import_participants", path, environment)
            fine = fine and seconds < MUST_SECONDS and peak < MUST_MB
            print(
                f"import_participants, {ROWS} rows, {title}: {seconds:.1f} s (must {MUST_SECONDS}), {peak:.0f} MB (must {MUST_MB}); {said}"
            )
    return fine


if __name__ == "__main__":
    sys.exit(not main())
