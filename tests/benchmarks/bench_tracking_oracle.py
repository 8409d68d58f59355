"""P14: does the time of a miss tell whether a number belongs to somebody? (safety.md A3)

A hit tells itself by its answer; what must be alike are the kinds of misses: a number of nobody, of somebody without a
claim, of somebody with no more than a draft. Each kind stands beside a number of nobody, in the same run as a null control:
nobody beside nobody. DATABASE_URL chooses another database than SQLite; it must be empty.
"""

import os
import sys

from tests.benchmarks.rig import ready
from tests.benchmarks.rig.pairs import compare

# isort: split
from django.test import Client

from claims.domain.workflow import ClaimStatus
from claims.services import lookup
from tests.builders import make_claim, make_membership

PAIRS = int(os.environ.get("PAIRS") or 1500)
OUT_OF_REACH = 10**9


def nobody(count: int, first: int) -> tuple[list[str], list[str]]:
    """Return COUNT KPJ and NIK of nobody."""
    return [f"9{n:010d}" for n in range(first, first + count)], [
        f"{320101 + n // 9999}450190{n % 9999 + 1:04d}" for n in range(first, first + count)
    ]


def of_people(count: int, *, draft: bool) -> tuple[list[str], list[str]]:
    """Return COUNT KPJ and NIK of people without a sent claim."""
    cards = [make_claim(ClaimStatus.DRAFT, slots=()).membership if draft else make_membership() for _ in range(count)]
    return [card.kpj for card in cards], [card.participant.nik for card in cards]


def ask(number: str) -> None:
    answer = Client(HTTP_HOST="127.0.0.1").post("/tracking/", {"nomor": number})
    if answer.status_code != 200 or b'data-result="none"' not in answer.content:
        raise SystemExit(f"a miss answered {answer.status_code}")


def main() -> bool:
    """Print the differences; return whether all of them, and the control, are within the must."""
    ready.migrate()
    lookup.MISSES_AN_HOUR = OUT_OF_REACH
    lookup.limit = lambda kind: OUT_OF_REACH
    kinds = {
        "nobody, the null control": nobody(PAIRS, 0),
        "somebody without a claim": of_people(PAIRS, draft=False),
        "somebody with a draft": of_people(PAIRS, draft=True),
    }
    fine = True
    for place, (name, numbers) in enumerate(kinds.items(), 1):
        fresh = nobody(PAIRS, place * PAIRS)  # Asked for the first time, like the other: a limiter's row is made for both.
        for which, first, second in zip(("KPJ", "NIK"), numbers, fresh, strict=True):
            fine = compare(first, second, ask).tell(f"P14 {which} of {name}") and fine
    return fine


if __name__ == "__main__":
    sys.exit(not main())
