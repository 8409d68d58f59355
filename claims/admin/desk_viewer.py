"""The left side of the desk: which pictures stand there, how they lie, and where every button leads without a script."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from claims.domain.return_reasons import find_return_reason
from claims.models import Claim, DocumentVersion
from claims.services.desk import Frame, Sheet, sheets_of

SIZES = 4
"""Steps of enlargement that a page without a script knows, the first one fits the whole picture."""
TURNS = 4
MOST_SHEETS = 999


@dataclass(frozen=True)
class Position:
    """What an address says of the viewer: PAGE counts from 1, TURNS are quarters to the right, OLDER is a version beside."""

    slot: str = ""
    panel: str = ""
    older: int = 0
    page: int = 1
    turns: int = 0
    size: int = 0

    @property
    def query(self) -> str:
        """Return the address's query; what is as usual is left out."""
        usual = Position()
        said = {name: (getattr(self, field), getattr(usual, field)) for name, field in NAMES.items()}
        return urlencode({name: value for name, (value, default) in said.items() if value != default})


NAMES = {"dokumen": "slot", "lihat": "panel", "versi": "older", "halaman": "page", "putar": "turns", "besar": "size"}


def position_in(query: QueryDict, slot: str, panel: str) -> Position:
    """Read a position from an address; what cannot be is taken as usual."""
    return Position(
        slot=slot,
        panel=panel,
        older=_number(query.get("versi"), 0, MOST_SHEETS),
        page=_number(query.get("halaman"), 1, MOST_SHEETS),
        turns=_number(query.get("putar"), 0, TURNS - 1),
        size=_number(query.get("besar"), 0, SIZES - 1),
    )


def _number(text: str | None, low: int, high: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 4 and low <= int(text) <= high else low


@dataclass(frozen=True)
class Pane:
    """One version on the dark ground, open at a sheet; SHOWN is off for an older one that waits for its button."""

    version: DocumentVersion
    sheets: list[Sheet]
    page: int
    turns: int
    shown: bool

    @property
    def number(self) -> int:
        """Return the sheet that is open, from 1: the last one where there are not so many."""
        return min(self.page, len(self.sheets))

    @property
    def sheet(self) -> Sheet | None:
        return self.sheets[self.number - 1] if self.sheets else None

    @property
    def why(self) -> str:
        """Return why this version was refused, in short: the coded reasons and the officer's own words."""
        reasons = ", ".join(find_return_reason(code).short for code in self.version.reasons)
        return f"{reasons}. {self.version.note}".strip()


@dataclass(frozen=True)
class Viewer:
    """The documents of CLAIM, one of them open."""

    claim: Claim
    film: list[Frame]
    frame: Frame | None
    position: Position

    @cached_property
    def panes(self) -> list[Pane]:
        """Return the older versions, oldest first and shown where asked for, and the newest."""
        versions = self.frame.versions if self.frame and not self.frame.missing else []
        newest = versions[-1] if versions else None
        return [self._pane(version, version is newest) for version in versions]

    def _pane(self, version: DocumentVersion, newest: bool) -> Pane:
        turns = self.position.turns if newest else 0
        return Pane(version, sheets_of(version), self.position.page, turns, newest or version.number == self.position.older)

    @property
    def pair(self) -> bool:
        """Tell whether an older version stands beside the newest."""
        return any(pane.shown for pane in self.panes[:-1])

    @property
    def pages(self) -> int:
        """Return how many sheets can be leafed through."""
        return max((len(pane.sheets) for pane in self.panes if pane.shown), default=0)

    @property
    def page(self) -> int:
        return min(self.position.page, self.pages)

    def link(self, **changes: int | str) -> str:
        """Return the address of the desk with the viewer as it lies now but for CHANGES."""
        return f"{reverse('admin:claims_claim_change', args=[self.claim.pk])}?{replace(self.position, **changes).query}"

    def document(self, step: int) -> str:
        """Return the address of the document STEP places on in the film, or nothing at its end."""
        place = self.film.index(self.frame) + step if self.frame else -1
        return self.at(self.film[place].slot) if 0 <= place < len(self.film) else ""

    def at(self, slot: str) -> str:
        """Return the address of a document, as it lies when it is opened."""
        return self.link(**_fresh(slot))

    @property
    def shots(self) -> list[tuple[Frame, str]]:
        """Return the film with its addresses."""
        return [(frame, self.at(frame.slot)) for frame in self.film]

    @property
    def compared(self) -> list[tuple[int, bool, str]]:
        """Return the older versions, newest first: number, whether it stands there, where its button leads."""
        panes = reversed(self.panes[:-1])
        return [(p.version.number, p.shown, self.link(older=0 if p.shown else p.version.number)) for p in panes]

    @property
    def links(self) -> dict[str, str]:
        """Return where the buttons lead; one that can do no more leads nowhere."""
        position = self.position
        return {
            "previous_document": self.document(-1),
            "next_document": self.document(1),
            "previous_page": self.link(page=self.page - 1) if self.page > 1 else "",
            "next_page": self.link(page=self.page + 1) if self.page < self.pages else "",
            "smaller": self.link(size=position.size - 1) if position.size else "",
            "larger": self.link(size=position.size + 1) if position.size < SIZES - 1 else "",
            "fit": self.link(size=0),
            "turn": self.link(turns=(position.turns + 1) % TURNS),
            "keys": self.link(panel="tombol"),
        }


def _fresh(slot: str) -> dict[str, int | str]:
    return {"slot": slot, "older": 0, "page": 1, "turns": 0, "size": 0}
