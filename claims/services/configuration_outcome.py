"""How a part of the installation stands, in words."""

from dataclasses import dataclass
from enum import StrEnum
from time import perf_counter


class State(StrEnum):
    """How a part stands."""

    OK = "ok"
    CARE = "care"
    BROKEN = "broken"
    UNTRIED = "untried"


@dataclass(frozen=True)
class Outcome:
    """How a part stands, in a sentence, and what to do where something is to be done."""

    state: State
    sentence: str
    todo: str = ""


def ok(sentence: str) -> Outcome:
    return Outcome(State.OK, sentence)


def care(sentence: str, todo: str) -> Outcome:
    return Outcome(State.CARE, sentence, todo)


def broken(sentence: str, todo: str) -> Outcome:
    return Outcome(State.BROKEN, sentence, todo)


def since(began: float) -> str:
    """Return how long something took: ``12 milidetik``."""
    return f"{max(1, round((perf_counter() - began) * 1000))} milidetik"
