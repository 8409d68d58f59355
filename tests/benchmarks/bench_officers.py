"""P5: the officers' desk at a million claims on PostgreSQL: list, filters, pages, search, taking, exports, dashboard.

In-process, so without network and server: the median of some visits (``rig/officers.py``), with the queries that each
asked. Every query of a list is explained too, and none may read the whole table of claims. ``CLAIMS=50000`` is quicker.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        visits = ["env", "DATABASE_URL=postgres:///postgres", sys.executable, "-m", "tests.benchmarks.rig.officers"]
        environment = os.environ | {"DATA_DIR": folder, "LOG_LEVEL": "ERROR"}
        return subprocess.run([sys.executable, "scripts/with_postgresql.py", *visits], cwd=PROJECT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
