"""Indonesian words that still know what they were made of, so that a page can say the same in its reader's language.

To everybody else they are plain texts: they compare, print and store as what they say in Indonesian.
"""

from collections.abc import Iterable
from typing import Any, Literal

Kind = Literal["day", "weekday", "rupiah", "size", "number"]


class Written(str):
    """VALUE as it is written in Indonesian; KIND says what it is: a day without or with its weekday, rupiah, bytes, a number."""

    __slots__ = ("kind", "value")
    kind: Kind
    value: Any


class Sentence(str):
    """PATTERN with FACTS filled in: texts (rule words among them), whole numbers, and what is written."""

    __slots__ = ("facts", "pattern")
    pattern: str
    facts: dict[str, str | int]


class Passage(str):
    """Several SENTENCES, one after the other."""

    __slots__ = ("sentences",)
    sentences: tuple[str, ...]


def written(kind: Kind, value: Any, text: str) -> Written:
    """Keep with TEXT which VALUE it writes."""
    words = Written(text)
    words.kind, words.value = kind, value
    return words


def sentence(pattern: str, **facts: str | int) -> Sentence:
    """Fill PATTERN, which has ``{name}`` for each of FACTS."""
    words = Sentence(pattern.format(**facts))
    words.pattern, words.facts = pattern, facts
    return words


def passage(sentences: Iterable[str]) -> Passage:
    """Put SENTENCES together with a space between."""
    parts = tuple(sentences)
    words = Passage(" ".join(parts))
    words.sentences = parts
    return words
