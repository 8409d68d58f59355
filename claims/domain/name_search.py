"""How a name is found by how its words begin, without being readable where it is kept.

Names are sealed; beside each sent claim stand keyed hashes of the beginnings of the words of its names. A hash is made
for one office (the same name hashes differently elsewhere), cut to eight bytes, and says neither which word it begins
nor how long it is. Words below three letters have no hash of their own: so short a beginning would be guessed by
counting. What a thief of the database still sees: that two claims of one office share a beginning, and which are the
most common there. That may give away a common word ("siti"), never a rare one, and nobody's NIK.
"""

import re
from unicodedata import normalize

SHORTEST, LONGEST = 3, 8
"""Letters of a beginning: fewer are not searched for, more do not count."""
MOST_WORDS = 4


class NameTooShort(Exception):
    """No word has enough letters to search for."""


def name_words(name: str) -> list[str]:
    """Return the words of NAME to search for, without case and marks; short words count only where there are no others.

    "Ho Li" is kept as "holi": whoever has short words only must be found too.
    """
    plain = "".join(letter for letter in normalize("NFKD", name.casefold()) if letter.isalpha() or letter in " -.,\t\n")
    words = re.split(r"[^\w]+", plain)
    long = [word for word in words if len(word) >= SHORTEST]
    joined = "".join(words)
    return long or ([joined] if len(joined) >= SHORTEST else [])


def beginnings(name: str) -> set[str]:
    """Return every beginning under which NAME is found."""
    return {word[:length] for word in name_words(name) for length in range(SHORTEST, min(len(word), LONGEST) + 1)}


def searched(text: str) -> list[str]:
    """Return the beginnings that a name must have all of to match TEXT; raise NameTooShort when there is none."""
    words = [word[:LONGEST] for word in name_words(text)]
    if not words:
        raise NameTooShort
    return list(dict.fromkeys(words))[:MOST_WORDS]
