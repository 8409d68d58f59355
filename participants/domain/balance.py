"""Contributions and the projection of a balance. Formula and vectors: domain.md 2.1 and 2.5; the result is no official figure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

MONTHS = 12
DEFAULT_ANNUAL_RETURN = Fraction(5, 100)
EMPLOYER_SHARE = Fraction(37, 1000)
WORKER_SHARE = Fraction(20, 1000)
SHARES: Mapping[str, Fraction] = {"PU": EMPLOYER_SHARE + WORKER_SHARE, "BPU": Fraction(20, 1000)}

# A contribution paid on the 1st of month m earns for 13 - m months: 12 + 11 + … + 1 = 78 months of interest a year.
_EARNING_YEARS = Fraction(sum(range(1, MONTHS + 1)), MONTHS)


@dataclass(frozen=True, slots=True)
class YearlyBalance:
    """One year of a projection in whole rupiah: paid in, earned, and the balance at its end."""

    year: int
    contributions: int
    earned: int
    balance: int


def contribution_of_wage(wage: int, segment: str = "PU") -> int:
    """Return the monthly contribution in whole rupiah, rounded down: 5.7 % for PU (3.7 + 2), 2 % for BPU (domain.md 2.1).

    Raises KeyError for PMI, who choose an amount instead of a share.
    """
    return int(wage * SHARES[segment])


def project_balance(opening: int, *, monthly: int, annual_return: Fraction, years: int) -> Iterator[YearlyBalance]:
    """Yield one row a year in whole rupiah, exact in between and rounded only for show (domain.md 2.5).

    ``monthly`` is rupiah paid on the 1st, constant; ``annual_return`` a fraction (5 % is Fraction(5, 100)), compounding yearly.
    """
    balance = Fraction(opening)
    for year in range(1, years + 1):
        earned = balance * annual_return + monthly * annual_return * _EARNING_YEARS
        balance += MONTHS * monthly + earned
        yield YearlyBalance(year, contributions=MONTHS * monthly, earned=round(earned), balance=round(balance))
