"""Does the time of signing in tell who is a participant? (safety.md A3)

Interleaved pairs in random order, known numbers against unknown ones, with a null control of the same tool in the
same run: unknown against unknown. Must: the median of the paired differences within 50 µs, the sign test within ±4.
"""

import math
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PAIRS = int(os.environ.get("PAIRS", "1000"))
MUST_MICROSECONDS, MUST_Z = 50, 4


def set_up(folder: str) -> None:
    """Prepare an empty portal in FOLDER."""
    os.environ.update(DATA_DIR=folder, DEMO="True", DJANGO_SETTINGS_MODULE="tests.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def numbers(count: int) -> tuple[list, list, list]:
    """Return COUNT pairs of KPJ and NIK each: of participants, and twice of nobody."""
    from tests.builders import make_membership, make_nik

    known = [make_membership() for _ in range(count)]
    nobody = [(f"9{n:010d}", make_nik(n % 9000 + 1, sex="P")) for n in range(2 * count)]
    return [(each.kpj, each.participant.nik) for each in known], nobody[:count], nobody[count:]


def seconds(kpj: str, nik: str, address: str) -> float:
    """Return how long one sign-in takes, from a new browser at ADDRESS."""
    from django.test import Client

    client = Client(REMOTE_ADDR=address, HTTP_HOST="127.0.0.1")
    began = time.perf_counter()
    response = client.post("/masuk/", {"kpj": kpj, "nik": nik})
    took = time.perf_counter() - began
    if response.status_code != 303:
        raise SystemExit(f"sign-in answered {response.status_code}")
    return took


def seconds_of(pair: tuple[str, str], address: str) -> float:
    return seconds(*pair, address)


def compare(name: str, first: list, second: list, net: int, measure: Callable[..., float] = seconds_of) -> bool:
    """Print the paired difference of two kinds of numbers; return whether it is within the must."""
    differences = []
    for n, (one, other) in enumerate(zip(first, second, strict=True)):
        address = f"10.{net}.{n // 250}.{n % 250 + 1}"
        tries = [(0, one), (1, other)]
        random.shuffle(tries)
        took = {kind: measure(pair, address) for kind, pair in tries}
        differences.append((took[0] - took[1]) * 1e6)
    median = statistics.median(differences)
    z = (sum(d > 0 for d in differences) - len(differences) / 2) / math.sqrt(len(differences) / 4)
    fine = abs(median) <= MUST_MICROSECONDS and abs(z) <= MUST_Z
    print(f"{name}: median {median:+.1f} µs (must ±{MUST_MICROSECONDS}), sign z {z:+.2f} (must ±{MUST_Z}), {len(differences)} pairs")
    return fine


def main() -> bool:
    known, nobody, nobody_else = numbers(PAIRS)
    for pair in nobody_else[:5]:
        seconds(*pair, "10.250.0.1")
    control = compare("null control, nobody against nobody", nobody_else, nobody, 1)
    return compare("participant against nobody", known, nobody, 2) and control


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        sys.exit(not main())
