"""Income tax (PPh 21) on what is paid out, in whole rupiah, rounded down. Facts and vectors: domain.md 2.3.

Two regimes. Within two calendar years, counted from the year of the first payment, a payout is taxed finally: 0 % up to
Rp50 million, 5 % above (PP 68/2009 art 5, PMK 16/PMK.03/2010). From the third year on it falls under the progressive
rates of article 17(1)a of the income tax law, 20 % higher without a tax number. No tax-free allowance (PTKP) is taken off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from participants.domain.money import format_rupiah
from participants.domain.sentences import sentence

FINAL = "final"
PROGRESSIVE = "progresif"

# Unverified (domain.md 2.3): whether the Rp50 million are one allowance over all payments of the two years, and whether
# the progressive brackets are filled by all payments of one calendar year. Both are taken to be so.
FINAL_THRESHOLD_IS_CUMULATIVE = True
PROGRESSIVE_COUNTS_THE_CALENDAR_YEAR = True

FINAL_YEARS = 2
NO_TAX_NUMBER_FACTOR = Fraction(120, 100)
TAX_NUMBER_THRESHOLD = 50_000_000
NO_TAX_NUMBER_WORDS = "Lebih tinggi 20% karena tanpa NPWP"

Payment = tuple[date, int]


@dataclass(frozen=True, slots=True)
class Bracket:
    """A rate in percent up to an amount in rupiah; ``up_to`` is None for the last one."""

    up_to: int | None
    percent: int


@dataclass(frozen=True, slots=True)
class TaxRule:
    """The brackets of one regime and the days on which they are in force."""

    basis: str
    article: str
    brackets: tuple[Bracket, ...]
    valid_from: date
    valid_to: date | None = None


TAX_RULES: tuple[TaxRule, ...] = (
    TaxRule(FINAL, "PP 68/2009 Pasal 5", (Bracket(50_000_000, 0), Bracket(None, 5)), valid_from=date(2009, 11, 16)),
    TaxRule(
        PROGRESSIVE,
        "UU PPh Pasal 17 ayat (1) huruf a",
        (
            Bracket(60_000_000, 5),
            Bracket(250_000_000, 15),
            Bracket(500_000_000, 25),
            Bracket(5_000_000_000, 30),
            Bracket(None, 35),
        ),
        valid_from=date(2022, 1, 1),
    ),
)


@dataclass(frozen=True, slots=True)
class TaxResult:
    """The tax on one payment: whole rupiah, ``final`` or ``progresif``, and how it comes about in Indonesian lines."""

    gross: int
    amount: int
    basis: str
    article: str
    lines: tuple[str, ...]

    @property
    def net(self) -> int:
        """What is left for the participant, in whole rupiah."""
        return self.gross - self.amount


def tax_on_lump_sum(gross: int, *, paid_on: date, earlier_payments: Sequence[Payment] = (), has_tax_number: bool = True) -> TaxResult:
    """Return the tax on ``gross`` rupiah paid on a day, after (day, gross rupiah) payments of the same savings.

    Raises ValueError for a negative amount and LookupError where no rule is known for the day. Law: see the module.
    """
    if gross < 0:
        raise ValueError("a payment cannot be negative")
    before = [(day, amount) for day, amount in earlier_payments if day <= paid_on]
    rule = find_tax_rule(tax_basis(paid_on, before), paid_on)
    base = _taxed_before(rule, paid_on, before)
    factor = NO_TAX_NUMBER_FACTOR if rule.basis == PROGRESSIVE and not has_tax_number else Fraction(1)
    amount = _tax(rule, base + gross, factor) - _tax(rule, base, factor)
    return TaxResult(gross, amount, rule.basis, rule.article, tuple(_explanation(rule, base, gross, factor, amount)))


def tax_basis(paid_on: date, earlier_payments: Sequence[Payment]) -> str:
    """Return ``final`` in the year of the first payment and the next, ``progresif`` from the third year on."""
    first_year = min((day.year for day, _ in earlier_payments), default=paid_on.year)
    return FINAL if paid_on.year < first_year + FINAL_YEARS else PROGRESSIVE


def find_tax_rule(basis: str, on: date) -> TaxRule:
    """Return the rule of a regime in force on a day; raise LookupError when none is known."""
    for rule in TAX_RULES:
        if rule.basis == basis and rule.valid_from <= on and (rule.valid_to is None or on <= rule.valid_to):
            return rule
    raise LookupError(f"no {basis} rule for {on}")


def needs_tax_number(gross: int, had_partial: bool) -> bool:
    """Whether an NPWP is asked for: more than Rp50 million, or a partial claim before (domain.md 1.3)."""
    return had_partial or gross > TAX_NUMBER_THRESHOLD


def _taxed_before(rule: TaxRule, paid_on: date, earlier: Sequence[Payment]) -> int:
    """Return the rupiah of earlier payments that already fill the rule's brackets."""
    if rule.basis == FINAL:
        return sum(amount for _, amount in earlier) if FINAL_THRESHOLD_IS_CUMULATIVE else 0
    same_year = (amount for day, amount in earlier if day.year == paid_on.year)
    return sum(same_year) if PROGRESSIVE_COUNTS_THE_CALENDAR_YEAR else 0


def _tax(rule: TaxRule, amount: int, factor: Fraction) -> int:
    """Return the tax on a whole amount, rounded down once."""
    exact = sum((Fraction(part * bracket.percent, 100) for bracket, part in _parts(rule, 0, amount)), Fraction(0))
    return int(exact * factor)


def _parts(rule: TaxRule, start: int, end: int) -> list[tuple[Bracket, int]]:
    """Split the rupiah between two amounts over the brackets they fall into."""
    parts, lower = [], 0
    for bracket in rule.brackets:
        upper = end if bracket.up_to is None else min(bracket.up_to, end)
        if (part := upper - max(lower, start)) > 0:
            parts.append((bracket, part))
        lower = bracket.up_to or end
    return parts


def _explanation(rule: TaxRule, base: int, gross: int, factor: Fraction, amount: int) -> list[str]:
    lines = [
        sentence("{percent}% × {amount}", percent=bracket.percent, amount=format_rupiah(part))
        for bracket, part in _parts(rule, base, base + gross)
    ]
    if factor != 1:
        lines.append(NO_TAX_NUMBER_WORDS)
    return [*lines, sentence("Pajak {amount}", amount=format_rupiah(amount))]
