"""Which figures of offices may be published: small counts stay hidden, and cannot be got back by subtraction.

A figure is a count, or a share of one; of a share both sides are counts. A count below ten is hidden. Whoever knows the sum over
all offices could get a single hidden count back by taking the others off; so further figures are hidden, the smallest first, until
every hidden small count could still be anything from nought to nine. Where nothing is left to hide, the sum is hidden.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from claims.domain.figures import percent

SMALL = 10
"""Counts below this are not published."""


class Shown(StrEnum):
    """What is shown of a figure: itself; that it is small; that what is missing to the whole is small; or nothing."""

    OPEN = "open"
    FEW = "few"
    ALMOST_ALL = "almost_all"
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class Count:
    """How many; PART is protected."""

    part: int

    @property
    def sides(self) -> tuple[int, ...]:
        return (self.part,)

    @property
    def size(self) -> int:
        return self.part

    @property
    def value(self) -> int | None:
        return self.part

    def __add__(self, other: "Count") -> "Count":
        return Count(self.part + other.part)


@dataclass(frozen=True, slots=True)
class Share:
    """PART of WHOLE; both sides are protected."""

    part: int
    whole: int

    @property
    def sides(self) -> tuple[int, ...]:
        return self.part, self.whole - self.part

    @property
    def size(self) -> int:
        return self.whole

    @property
    def value(self) -> int | None:
        """Return whole percent."""
        return percent(self.part, self.whole)

    def __add__(self, other: "Share") -> "Share":
        return Share(self.part + other.part, self.whole + other.whole)


Figure = Count | Share
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the public sees of a figure; VALUE only where it is open."""

    shown: Shown
    value: int | None = None


def judge(figure: Figure) -> Shown:
    """Judge one figure by itself."""
    if figure.sides[0] < SMALL:
        return Shown.FEW
    return Shown.ALMOST_ALL if min(figure.sides) < SMALL else Shown.OPEN


def publish(figures: Mapping[Key, Figure], nothing: Figure) -> tuple[dict[Key, Verdict], Verdict]:
    """Return what is shown of each office's figure and of their sum; NOTHING is the figure of an office without any."""
    total = sum(figures.values(), nothing)
    shown = {office: judge(figure) for office, figure in figures.items()}
    of_total = judge(total)
    if of_total is Shown.OPEN:
        of_total = _cover(figures, shown)
    return {office: _verdict(figures[office], each) for office, each in shown.items()}, _verdict(total, of_total)


def _verdict(figure: Figure, shown: Shown) -> Verdict:
    return Verdict(shown, figure.value if shown is Shown.OPEN else None)


def _cover(figures: Mapping[Key, Figure], shown: dict[Key, Shown]) -> Shown:
    """Hide further figures until the sum gives no small one away; return what is shown of the sum."""
    candidates = sorted((office for office in figures if shown[office] is Shown.OPEN), key=lambda office: figures[office].size)
    for office in [*candidates, None]:
        if is_safe(figures, shown):
            return Shown.OPEN
        if office is not None:
            shown[office] = Shown.COVERED
    return Shown.COVERED


def is_safe(figures: Mapping[Key, Figure], shown: Mapping[Key, Shown]) -> bool:
    """Tell whether every hidden small count could be anything from 0 to 9 for somebody who knows the sum and the open figures."""
    hidden = {office: figure for office, figure in figures.items() if shown[office] is not Shown.OPEN and figure.size}
    sides = range(max((len(figure.sides) for figure in hidden.values()), default=0))
    return all(_side_is_safe([(figure.sides[side], _known(shown[office], side)) for office, figure in hidden.items()]) for side in sides)


Range = tuple[int, float]
ENDLESS = float("inf")


def _known(shown: Shown, side: int) -> Range:
    """Return between what a hidden count lies, as its label tells: the first side is the part, the second the rest."""
    if shown is Shown.FEW:
        return (0, ENDLESS) if side else (0, SMALL - 1)
    return (0, SMALL - 1) if shown is Shown.ALMOST_ALL and side else (SMALL, ENDLESS)


def _side_is_safe(counts: list[tuple[int, Range]]) -> bool:
    """Tell whether the sum of COUNTS and what is known of each leave every small one free between 0 and 9."""
    total, ranges = sum(count for count, _ in counts), [known for _, known in counts]
    least, most = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    bounded = sum(high for _, high in ranges if high < ENDLESS)
    endless = sum(high == ENDLESS for _, high in ranges)
    for low, high in {known for count, known in counts if count < SMALL}:
        others_most = (most if endless > 1 else bounded) if high == ENDLESS else (most - high if not endless else ENDLESS)
        if total - others_most > 0 or total - (least - low) < SMALL - 1:
            return False
    return True
