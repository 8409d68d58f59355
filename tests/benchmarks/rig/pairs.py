"""Do two kinds of requests take the same time? Pairs in turns and in random order, so that noise hits both alike."""

import math
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

MUST_MICROSECONDS, MUST_Z = 50, 4


@dataclass(frozen=True)
class Difference:
    """The median difference of the pairs, and how many standard deviations the sign test is away from an even split."""

    microseconds: float
    z: float

    def tell(self, name: str) -> bool:
        """Print the difference; return whether it is within the must: small, or not to be told from chance."""
        print(f"{name:44} median {self.microseconds:+7.1f} µs (must ±{MUST_MICROSECONDS}), sign z {self.z:+5.2f} (or ±{MUST_Z})")
        return abs(self.microseconds) <= MUST_MICROSECONDS or abs(self.z) <= MUST_Z


def compare(first: Sequence[str], second: Sequence[str], ask: Callable[[str], None]) -> Difference:
    """Ask for FIRST and SECOND in pairs; positive where the first takes longer."""
    differences = [_pair(one, other, ask) for one, other in zip(first, second, strict=True)]
    longer, count = sum(difference > 0 for difference in differences), len(differences)
    return Difference(1e6 * statistics.median(differences), (longer - count / 2) / math.sqrt(count / 4))


def _pair(one: str, other: str, ask: Callable[[str], None]) -> float:
    took = {}
    for place, number in random.sample([(0, one), (1, other)], 2):
        began = time.perf_counter()
        ask(number)
        took[place] = time.perf_counter() - began
    return took[0] - took[1]
