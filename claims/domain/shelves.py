"""Where the rules of this process stand: what ships, until whoever reads the officers' tables puts other rows in force.

All shelves change at once, so that nobody ever reads half of a new book.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar


class Dated(Protocol):
    """A rule with its first day, and its last one (None: until further notice)."""

    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


Row = TypeVar("Row", bound=Dated)


def holds_on(row: Dated, on: date) -> bool:
    """Whether a rule is in force on a day."""
    return row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)


class Shelf(Generic[Row]):
    """The dated rows of one kind of rule."""

    def __init__(self, shipped: tuple[Row, ...]) -> None:
        self.shipped = shipped

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return every row, of the past and of the future too."""
        return _state.rows.get(self, self.shipped)

    def on(self, day: date) -> Iterator[Row]:
        """Yield the rows in force on a day, in their order."""
        return (row for row in self.rows if holds_on(row, day))


@dataclass(frozen=True)
class _State:
    rows: Mapping[Shelf, tuple[Any, ...]]
    day: date


_state = _State({}, date.max)


def put_in_force(rows: Mapping[Shelf, tuple[Any, ...]], day: date) -> None:
    """Put ROWS on their shelves in one stroke; DAY is the day that counts where nobody names one."""
    global _state
    _state = _State(dict(rows), day)


def day_of_rules() -> date:
    """Return the day that counts where nobody names one."""
    return _state.day
