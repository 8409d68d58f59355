"""The ways in which the intake of a file ends without a file."""

from claims.cleaning.words import sentence_for


class FileRefused(Exception):
    """The file cannot be kept. CODE is a key of ``words.SENTENCES``; ``sentence`` is for the person who sent it."""

    def __init__(self, code: str, **facts: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    @property
    def sentence(self) -> str:
        return sentence_for(self.code, self.facts)


class CleanerBroken(Exception):
    """The cleaning process did not start or speak: a fault of this installation, never of the file."""
