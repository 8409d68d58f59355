"""Does the time of the officers' door tell who works here? (safety.md A3, B8)

Interleaved pairs in random order with a wrong password each: officers against unknown names, and officers whose account is
closed against unknown names, with a null control in the same run. Musts as in bench_sign_in_oracle.
"""

import sys
import tempfile
import time
from pathlib import Path


def names(count: int) -> tuple[list, ...]:
    """Return COUNT names each: of officers, of closed accounts, and four times of nobody; every name is tried once."""
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import User

    stored, kinds = make_password("sandi-petugas-2026"), {"petugas": True, "ditutup": False}
    named = {kind: [f"{kind}-{n:06d}" for n in range(count)] for kind in (*kinds, "siapa-1", "siapa-2", "siapa-3", "siapa-4")}
    User.objects.bulk_create(
        User(username=name, password=stored, is_staff=True, is_active=active) for kind, active in kinds.items() for name in named[kind]
    )
    return tuple(named.values())


def seconds(name: str, address: str) -> float:
    """Return how long a wrong password takes, from a new browser at ADDRESS."""
    from django.test import Client

    client = Client(REMOTE_ADDR=address, HTTP_HOST="127.0.0.1")
    began = time.perf_counter()
    response = client.post("/petugas/login/", {"username": name, "password": "salah"})
    took = time.perf_counter() - began
    if response.status_code != 200:
        raise SystemExit(f"the door answered {response.status_code}")
    return took


def main() -> bool:
    from tests.benchmarks.bench_sign_in_oracle import PAIRS, compare

    officers, closed, *nobody = names(PAIRS)
    for name in ("hangat-1", "hangat-2", "hangat-3"):
        seconds(name, "10.250.0.1")
    control = compare("null control, nobody against nobody", nobody[0], nobody[1], 1, seconds)
    known = compare("officer against nobody", officers, nobody[2], 2, seconds)
    return compare("closed account against nobody", closed, nobody[3], 3, seconds) and known and control


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    with tempfile.TemporaryDirectory() as folder:
        from tests.benchmarks.bench_sign_in_oracle import set_up

        set_up(folder)
        sys.exit(not main())
