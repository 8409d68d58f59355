"""Where the bars of a chart stand: numbers in, rectangles and words with coordinates out. No colour, no markup."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, log10

MOST_LINES = 4
"""Lines of the grid above the base line."""
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle; KIND is its role: a, b (first and second series), c (now), d (late), e (nothing counted here)."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Words at a place; ANCHOR is start, middle or end, KIND v for a number on a bar."""

    x: float
    y: float
    text: str
    anchor: str = "middle"
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart ready to be written down: GRID holds the heights of its lines, BASE that of the zero line (None: none)."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    grid: tuple[float, ...] = ()
    base: float | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One place on the way from left to right: a value of each series, CURRENT for the present."""

    label: str
    values: tuple[int, ...]
    current: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One bar across; VALUE None stands for what is not known or not shown, SHOWN is what stands beside the bar."""

    label: str
    value: int | None
    shown: str
    kind: str = "a"


def ticks(largest: int) -> tuple[int, ...]:
    """Return whole, round heights from 0 to at least LARGEST, at most four above 0."""
    if largest <= MOST_LINES:
        return tuple(range(max(1, largest) + 1))
    rough = largest / MOST_LINES
    power = 10 ** int(log10(rough))
    step = next(ceil(each * power) for each in STEPS if ceil(each * power) >= rough)
    return tuple(range(0, step * ceil(largest / step) + 1, step))


SERIES = ("a", "b")
LEFT, TOP, FOOT = 34, 20, 24
GAP, NUMBER_SPACE, TEXT_RISE = 2, 5, 4


def columns(groups: Sequence[Column], *, width: int, height: int, write: Callable[[int], str] = str) -> Drawing:
    """Draw groups of upright bars with their numbers on top, as WRITE spells them, a grid behind and a label below each."""
    heights = ticks(max((value for group in groups for value in group.values), default=0))
    scale, base = (height - TOP - FOOT) / heights[-1], height - FOOT
    lines = tuple(round(base - value * scale, 1) for value in heights)
    marks = [Mark(LEFT - 6, line + TEXT_RISE, write(value), "end") for line, value in zip(lines, heights, strict=True)]
    bars: list[Bar] = []
    room = (width - LEFT) / max(1, len(groups))
    for place, group in enumerate(groups):
        middle = LEFT + room * (place + 0.5)
        marks.append(Mark(round(middle, 1), height - 6, group.label))
        for bar, value in _upright(group, middle, room, base, scale):
            bars.append(bar)
            marks.append(Mark(round(bar.x + bar.width / 2, 1), round(bar.y - NUMBER_SPACE, 1), write(value), kind="v"))
    return Drawing(width, height, tuple(bars), tuple(marks), lines[1:], base)


def _upright(group: Column, middle: float, room: float, base: float, scale: float) -> Iterator[tuple[Bar, int]]:
    thick = min(22, (room - 8) / len(group.values) - GAP)
    left = middle - (thick + GAP) * len(group.values) / 2 + GAP / 2
    for place, value in enumerate(group.values):
        kind = "c" if group.current and place == 0 else SERIES[place]
        tall = round(value * scale, 1)
        yield Bar(round(left + place * (thick + GAP), 1), round(base - tall, 1), round(thick, 1), tall, kind), value


LINE, THICK, BESIDE = 27, 20, 8


def rows(lines: Sequence[Row], *, width: int, label_width: int, number_width: int = 64, full: int | None = None) -> Drawing:
    """Draw bars across, a label before and a number behind each; FULL is the value of a bar of full length."""
    longest = full or max((line.value or 0 for line in lines), default=0) or 1
    room = width - label_width - BESIDE - number_width
    bars, marks = [], []
    for place, line in enumerate(lines):
        y, long = 4 + place * LINE, round(room * (line.value or 0) / longest, 1)
        bars.append(Bar(label_width + BESIDE, y, max(1, long), THICK, line.kind if line.value else "e"))
        marks.append(Mark(label_width, y + 15, line.label, "end"))
        marks.append(Mark(round(label_width + BESIDE + max(1, long) + BESIDE, 1), y + 15, line.shown, "start", "v"))
    return Drawing(width, 4 + len(lines) * LINE, tuple(bars), tuple(marks))


@dataclass(frozen=True)
class Plot:
    """A chart with the same numbers as a table: HEADS over BODY, whose first cell a row names the row.

    CODE makes ids; SUMMARY is what the chart says, in a sentence; LEGEND names the series by their kind; NOTE says how it is counted.
    """

    code: str
    title: str
    summary: str
    drawing: Drawing
    heads: tuple[str, ...]
    body: tuple[tuple[str, ...], ...]
    legend: tuple[tuple[str, str], ...] = ()
    note: str = ""
    wide: bool = False
