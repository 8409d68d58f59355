"""What a partial claim does to the tax on the rest: said before it is sent, confirmed, and kept word for word.

Branches let a participant sign such a sheet before a partial claim (domain.md 2.3).
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256

from django.utils.translation import get_language, gettext

from claims.models import Claim
from claims.services.estimating import Estimate, TwoWays, two_ways
from jht_portal.lib.formats import rupiah, short_date
from jht_portal.lib.wording import say
from participants.domain.tax import TaxResult


@dataclass(frozen=True, slots=True)
class TaxNotice:
    """The words of the comparison as they are shown: an answer, figures by label, how the progressive tax comes about, what to mind."""

    language: str
    answer: str
    figures: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def mark(self) -> str:
        """A short mark of every word: another sum, day or language makes another one."""
        return sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]

    def kept(self) -> dict:
        """Return the notice as the claim's column gives it back, so that the two compare; ``read_back`` makes it again."""
        return json.loads(json.dumps(asdict(self)))


def tax_notice(claim: Claim, outlook: Estimate, on: date) -> TaxNotice:
    """Return what the owner of a partial CLAIM is to know on a day, in the language of the page."""
    ways = two_ways(claim, outlook, on)
    return TaxNotice(get_language() or "", _answer(outlook, ways), tuple(_figures(outlook, ways)), _steps(ways.after), tuple(_notes()))


def confirmed_notice(claim: Claim) -> TaxNotice | None:
    """Return what the participant read and confirmed of CLAIM, word for word; None where nothing was to be confirmed."""
    return read_back(claim.tax_warning) if claim.tax_warning else None


def read_back(kept: dict) -> TaxNotice:
    """Return the notice that a claim keeps."""
    figures = tuple((label, value) for label, value in kept["figures"])
    return TaxNotice(kept["language"], kept["answer"], figures, tuple(kept["steps"]), tuple(kept["notes"]))


def _answer(outlook: Estimate, ways: TwoWays) -> str:
    facts = {"rest": rupiah(outlook.rest), "difference": rupiah(ways.difference), "day": short_date(ways.last_final_day)}
    if ways.difference:
        return gettext("Sisa %(rest)s kena pajak %(difference)s lebih besar bila baru diambil sesudah %(day)s.") % facts
    return gettext("Sisa %(rest)s hari ini belum kena pajak dengan kedua cara.") % facts


def _figures(outlook: Estimate, ways: TwoWays) -> Iterator[tuple[str, str]]:
    day = {"day": short_date(ways.last_final_day)}
    yield gettext("Diambil sekarang (%(percent)d%%)") % {"percent": outlook.percent}, rupiah(outlook.tax.gross)
    yield gettext("Pajaknya sekarang"), rupiah(outlook.tax.amount)
    yield gettext("Pajak sisa, diambil sampai %(day)s") % day, rupiah(ways.within.amount)
    yield gettext("Pajak sisa, diambil sesudah itu (tarif progresif)"), rupiah(ways.after.amount)


def _steps(tax: TaxResult) -> tuple[str, ...]:
    return tuple(str(say(line)) for line in tax.lines)


def _notes() -> Iterator[str]:
    yield gettext("Klaim sebagian hanya sekali seumur hidup.")
    yield gettext("Dihitung dari sisa hari ini; saldo yang bertambah mengubah angkanya.")
