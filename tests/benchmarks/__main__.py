"""Run every benchmark of this folder, each in a process of its own: ``python -m tests.benchmarks [name …]``.

A benchmark is a script that prints its figures beside what they must reach, and exits with 1 where they do not.
"""

import subprocess
import sys
from pathlib import Path


def main(names: list[str]) -> int:
    scripts = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))
    failed = []
    for name in names or scripts:
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"]).returncode:
            failed.append(name)
    print(f"{len(names or scripts) - len(failed)} reached, {len(failed)} missed: {', '.join(failed) or 'none'}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
