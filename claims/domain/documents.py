"""Which papers a claim needs: seven slots, a few extra ones, and two policies, all as dated data (domain.md 1.3).

The seven slots of the public list always stand first and in its order. Slot 4 (``surat_keterangan``) takes the paper
that the reason calls for; slot 2 (``ktp``) takes the passport of a foreigner and, for a death, the heir's own card.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from claims.domain.heirs import HEIR_REASON
from claims.domain.papers import PASPOR, Slot, Words, find_paper, words_on
from claims.domain.reasons import PERMENAKER_4_2022_FROM, find_reason
from claims.domain.shelves import Shelf, holds_on

SEVEN_SLOTS: tuple[Slot, ...] = tuple(Slot)[:7]
HOUSE_LIST = "Daftar tujuh dokumen, syarat kantor"
CONSENT_ARTICLE = "Syarat kantor bila ahli waris lebih dari satu"
"""No rule that domain.md knows asks for this paper: it is the office's own list that does."""
CONSENT_FROM = date(2026, 11, 1)
TAX_NUMBER_ARTICLE = "Daftar syarat JHT: NPWP bila saldo lebih dari Rp50 juta atau pernah klaim sebagian"


ARTICLES: Mapping[Slot, str] = {Slot.NPWP: TAX_NUMBER_ARTICLE, Slot.PERSETUJUAN_AHLI_WARIS: CONSENT_ARTICLE}
"""Papers that are asked for by something else than the article of the reason or the seven."""


class Requirement(StrEnum):
    """How much a slot is needed.

    WAJIB: filled, or explained, before the claim can be sent. BERSYARAT: only where the condition in the hint applies,
    which the person judges. PENDUKUNG: helps, never blocks.
    """

    WAJIB = "wajib"
    BERSYARAT = "bersyarat"
    PENDUKUNG = "pendukung"


class UnavailableReason(StrEnum):
    """Why a person cannot hand in a paper; an officer then waives it or insists."""

    TIDAK_PUNYA = "tidak_punya"
    HILANG = "hilang"
    TIDAK_BISA_DIDAPAT = "tidak_bisa_didapat"


UNAVAILABLE_LABELS: Mapping[UnavailableReason, str] = {
    UnavailableReason.TIDAK_PUNYA: "Saya tidak punya dokumen ini",
    UnavailableReason.HILANG: "Dokumen ini hilang",
    UnavailableReason.TIDAK_BISA_DIDAPAT: "Dokumen ini tidak bisa saya dapatkan",
}


class Housing(StrEnum):
    """How the house of a 30 % claim is paid for; the papers differ."""

    TUNAI = "tunai"
    KREDIT = "kredit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What changes the list of papers; None means not known yet, and then the paper is listed as conditional."""

    is_foreigner: bool = False
    needs_tax_number: bool | None = None
    housing: Housing | None = None
    shares_right: bool | None = None
    """Whether other heirs share the right with the one who files."""


NOTHING_SPECIAL = Circumstances()


@dataclass(frozen=True, slots=True)
class SlotRequirement:
    """One slot of one claim: how much it is needed, which papers count, by what rule, and a line of help."""

    slot: Slot
    label: str
    requirement: Requirement
    what_counts: tuple[str, ...]
    article: str
    hint: str

    @property
    def is_required(self) -> bool:
        """Whether the claim cannot be sent before this slot is filled or explained."""
        return self.requirement is Requirement.WAJIB


W, B, S = Requirement.WAJIB, Requirement.BERSYARAT, Requirement.PENDUKUNG
_CARD_AND_ID = ((Slot.KARTU_PESERTA, W), (Slot.KTP, W))
_WITH_PROOF = (*_CARD_AND_ID, (Slot.SURAT_KETERANGAN, W))
_WITH_SUPPORT = (*_CARD_AND_ID, (Slot.SURAT_KETERANGAN, S))
_SEVEN = tuple((slot, W) for slot in SEVEN_SLOTS)
_HEIRS = ((Slot.SURAT_AHLI_WARIS, W), (Slot.PENDUKUNG_AHLI_WARIS, B))
_TAX = ((Slot.NPWP, B),)
_HOUSE = ((Slot.STANDING_INSTRUCTION, B),)
_CONSENT = ((Slot.PERSETUJUAN_AHLI_WARIS, B),)

Rows = Mapping[str, tuple[tuple[Slot, Requirement], ...]]

RULE_ROWS: Rows = {
    "USIA_56": (*_CARD_AND_ID, *_TAX),
    "USIA_PKB": (*_WITH_SUPPORT, *_TAX),
    "PKWT": (*_WITH_SUPPORT, *_TAX),
    "BPU_BERHENTI": (*_WITH_SUPPORT, *_TAX),
    "RESIGN": (*_WITH_PROOF, *_TAX),
    "PHK": (*_WITH_PROOF, *_TAX),
    "TINGGALKAN_RI": (*_WITH_PROOF, *_TAX),
    "CACAT_TOTAL_TETAP": (*_WITH_PROOF, *_TAX),
    "MENINGGAL": (*_CARD_AND_ID, (Slot.KK, W), (Slot.SURAT_KETERANGAN, W), *_TAX, *_HEIRS),
    "SEBAGIAN_10": (*_CARD_AND_ID, *_TAX),
    "SEBAGIAN_30": (*_WITH_PROOF, *_TAX, *_HOUSE),
}

OFFICE_ROWS: Rows = {HEIR_REASON: _CONSENT}
"""What only the office's own list asks for beside the seven."""

SEVEN_ROWS: Rows = {
    code: (*_SEVEN, *((slot, level) for slot, level in rows if slot not in SEVEN_SLOTS), *OFFICE_ROWS.get(code, ()))
    for code, rows in RULE_ROWS.items()
}


@dataclass(frozen=True, slots=True)
class Policy:
    """A list of papers per reason that an office may choose, with the days on which it is valid."""

    code: str
    label: str
    rows: Rows
    valid_from: date
    valid_to: date | None = None


TUJUH_DOKUMEN = "tujuh_dokumen"
PERMENAKER_4_2022 = "permenaker_4_2022"
POLICIES: tuple[Policy, ...] = (
    Policy(TUJUH_DOKUMEN, "Tujuh dokumen untuk semua sebab", SEVEN_ROWS, PERMENAKER_4_2022_FROM),
    Policy(PERMENAKER_4_2022, "Hanya yang diminta Permenaker 4/2022", RULE_ROWS, PERMENAKER_4_2022_FROM),
)


@dataclass(frozen=True, slots=True)
class PaperRule:
    """How much one slot is needed for one reason under one policy, with the days on which that holds."""

    policy: str
    reason: str
    slot: Slot
    requirement: Requirement
    valid_from: date = PERMENAKER_4_2022_FROM
    valid_to: date | None = None


LATER: Mapping[Slot, date] = {Slot.PERSETUJUAN_AHLI_WARIS: CONSENT_FROM}
"""Papers that were not asked for from the first day of the rules on."""

PAPER_RULES: tuple[PaperRule, ...] = tuple(
    PaperRule(policy.code, reason, slot, level, LATER.get(slot, PERMENAKER_4_2022_FROM))
    for policy in POLICIES
    for reason, rows in policy.rows.items()
    for slot, level in rows
)
RULE_SHELF: Shelf[PaperRule] = Shelf(PAPER_RULES)
ORDER = {slot: place for place, slot in enumerate(Slot)}


def find_policy(code: str, on: date) -> Policy:
    """Return the policy with a code as it stands on a day; raise KeyError when none is in force."""
    for policy in POLICIES:
        if policy.code == code and holds_on(policy, on):
            return policy
    raise KeyError(code)


def required_slots(policy: str, reason: str, circumstances: Circumstances, on: date) -> tuple[SlotRequirement, ...]:
    """Return the slots of a claim in the order to show them; raise KeyError for a policy or reason not in force.

    The rule is Permenaker 4/2022 by reason (domain.md 1.3); a slot that only the office's list asks for says so in its
    ``article``. A slot that is not returned is not needed.
    """
    article, words = find_reason(reason, on).article, words_on(on)
    rules = _rules_of(find_policy(policy, on).code, reason, on)
    lawful = _rules_of(PERMENAKER_4_2022, reason, on)
    settled = ((slot, _settled(slot, level, circumstances)) for slot, level in rules.items())
    return tuple(
        _requirement(slot, level, words, _situation(slot, reason, circumstances), reason, article if slot in lawful else HOUSE_LIST)
        for slot, level in settled
        if level
    )


def _rules_of(policy: str, reason: str, on: date) -> dict[Slot, Requirement]:
    rows = [row for row in RULE_SHELF.on(on) if row.policy == policy and row.reason == reason]
    return {row.slot: row.requirement for row in sorted(rows, key=lambda row: ORDER[row.slot])}


def _settled(slot: Slot, level: Requirement, circumstances: Circumstances) -> Requirement | None:
    """Return how much a conditional slot is needed once its condition is known; None means not at all."""
    applies = {
        Slot.NPWP: circumstances.needs_tax_number,
        Slot.STANDING_INSTRUCTION: None if circumstances.housing is None else circumstances.housing is Housing.KREDIT,
        Slot.PERSETUJUAN_AHLI_WARIS: circumstances.shares_right,
    }.get(slot)
    if applies is None:
        return level
    return Requirement.WAJIB if applies else None


def _requirement(slot: Slot, level: Requirement, words: Words, situation: str, reason: str, source: str) -> SlotRequirement:
    paper = find_paper(words, slot, reason, situation)
    article = ARTICLES.get(slot, source)
    return SlotRequirement(slot, paper.label, level, paper.what_counts, article, paper.hint)


def _situation(slot: Slot, reason: str, circumstances: Circumstances) -> str:
    """Return which variant of a paper a claim needs."""
    if slot is Slot.KTP and (circumstances.is_foreigner or reason == "TINGGALKAN_RI"):
        return PASPOR
    return circumstances.housing or ""
