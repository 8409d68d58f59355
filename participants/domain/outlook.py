"""What the savings may come to at 56, with a part taken today or not, and the tax on both. No official figure (domain.md 2.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from participants.domain.balance import SHARES, YearlyBalance, contribution_of_wage, project_balance
from participants.domain.dates import add_years
from participants.domain.tax import Payment, TaxResult, tax_on_lump_sum

PENSION_AGE = 56
"""The age at which everything is paid (PP 46/2015 art 22, Permenaker 4/2022 art 6(1)b)."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a projection starts from: whole rupiah a month and today, a yearly return as a fraction, the day of the 56th birthday."""

    starts_on: date
    pension_on: date
    opening: int
    monthly: int
    annual_return: Fraction
    has_tax_number: bool = True
    earlier_payments: Sequence[Payment] = ()

    @property
    def years(self) -> int:
        """Whole years until the birthday; the months that are left over are not counted."""
        return whole_years_between(self.starts_on, self.pension_on)

    @property
    def paid_on(self) -> date:
        """The day on which the rest is paid: the birthday, or today once it is over."""
        return max(self.starts_on, self.pension_on)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A way to the end: what is taken today and the tax on it (None: nothing), the yearly balances, and the tax on what is left."""

    first: TaxResult | None
    rows: tuple[YearlyBalance, ...]
    end: TaxResult

    @property
    def received_now(self) -> int:
        return self.first.net if self.first else 0

    @property
    def received_in_all(self) -> int:
        """What reaches the participant, today and at the end, in whole rupiah."""
        return self.received_now + self.end.net


def pension_day(birth_date: date) -> date:
    """Return the 56th birthday."""
    return add_years(birth_date, PENSION_AGE)


def whole_years_between(today: date, day: date) -> int:
    """Return how many whole years are left until DAY, 0 once it has come."""
    return max(0, day.year - today.year - ((day.month, day.day) < (today.month, today.day)))


def monthly_contribution(amount: int, segment: str) -> int:
    """Return what is paid in a month in whole rupiah: the share of a wage, for PMI the amount itself, which they choose."""
    return contribution_of_wage(amount, segment) if segment in SHARES else amount


def scenario(plan: Plan, *, take_percent: int = 0) -> Scenario:
    """Return how PLAN ends where TAKE_PERCENT of the balance is taken today (PP 46/2015 art 22), whole rupiah rounded down."""
    taken = plan.opening * take_percent // 100
    rules = {"has_tax_number": plan.has_tax_number}
    first = tax_on_lump_sum(taken, paid_on=plan.starts_on, earlier_payments=plan.earlier_payments, **rules) if take_percent else None
    rest = plan.opening - taken
    rows = tuple(project_balance(rest, monthly=plan.monthly, annual_return=plan.annual_return, years=plan.years))
    before = [*plan.earlier_payments, *([(plan.starts_on, taken)] if take_percent else [])]
    last = rows[-1].balance if rows else rest
    return Scenario(first, rows, tax_on_lump_sum(last, paid_on=plan.paid_on, earlier_payments=before, **rules))
