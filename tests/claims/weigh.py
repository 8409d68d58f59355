"""Clean one file from a small process of its own and tell what the cleaning cost.

``ru_maxrss`` of a child starts at what its parent held, so the parent must be small: ``python -m tests.claims.weigh FILE``.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from claims.cleaning import FileRefused, clean_file


class Weight(NamedTuple):
    """What came of a file (``ok`` or the code of the refusal) and the processor seconds and MiB that it cost."""

    outcome: str
    seconds: float
    mebibytes: float


def weigh(path: Path) -> Weight:
    """Clean the file at PATH in a fresh process and return what it cost."""
    told = subprocess.run([sys.executable, "-m", "tests.claims.weigh", str(path)], capture_output=True, check=True)
    return Weight(*json.loads(told.stdout))


def outcome_of(path: Path) -> str:
    try:
        clean_file(path, declared_name=path.name)
    except FileRefused as refused:
        return refused.code
    return "ok"


if __name__ == "__main__":
    outcome = outcome_of(Path(sys.argv[1]))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps([outcome, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
