"""Heirs of a participant who died: in which order they have the right, and the others who share it with the one who files.

Source of the order: domain.md 1.2, "Edge rules". Who is an heir at all is proved by the heir letter, never decided here.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

HEIR_REASON = "MENINGGAL"
MOST_OTHERS = 8
"""As many others as can be named in a claim; who has more comes to the counter with a letter of their own."""

ORDER_OF_HEIRS: tuple[str, ...] = (
    "Istri, suami, atau anak.",
    "Bila tidak ada: keluarga sedarah dalam garis lurus sampai derajat kedua, yaitu orang tua, cucu, kakek, dan nenek.",
    "Bila tidak ada: saudara kandung.",
    "Bila tidak ada: mertua.",
    "Bila tidak ada: orang yang ditunjuk dalam wasiat.",
    "Bila tidak ada seorang pun: Balai Harta Peninggalan.",
)


@dataclass(frozen=True, slots=True)
class OtherHeir:
    """Somebody who shares the right: the name as on the card, and a code of ``Claim.RELATIONS``."""

    name: str
    relation: str


def order_for(reason: str) -> tuple[str, ...]:
    """Return the order of heirs, one sentence a rank, where REASON is a death; else nothing."""
    return ORDER_OF_HEIRS if reason == HEIR_REASON else ()


def written(heirs: Iterable[OtherHeir]) -> str:
    """Return HEIRS as a claim keeps them, JSON text: ``[{"nama": …, "hubungan": …}, …]``, ``[]`` for nobody."""
    return json.dumps([{"nama": heir.name, "hubungan": heir.relation} for heir in heirs], ensure_ascii=False)


def read(text: str | None) -> tuple[OtherHeir, ...]:
    """Return the heirs of what ``written`` gave, in their order; none where nobody was asked yet."""
    return tuple(OtherHeir(row["nama"], row["hubungan"]) for row in json.loads(text or "[]"))
