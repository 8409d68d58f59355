"""Bookings of the demo's memberships: monthly contributions and yearly returns that make believable balances."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from claims.services.demo_people import DemoMembership
from participants.domain.balance import DEFAULT_ANNUAL_RETURN, EMPLOYER_SHARE, WORKER_SHARE
from participants.domain.dates import add_months
from participants.domain.import_rows import LedgerRow

RATES = {2016: "7.19", 2017: "7.83", 2018: "6.26", 2019: "6.06", 2020: "5.63"}
"""Percent credited, where a source is known (domain.md 2.2); every other year takes the simulation's assumption."""
SHARES = (("iuran_pemberi_kerja", EMPLOYER_SHARE), ("iuran_pekerja", WORKER_SHARE))
YEARLY_RAISE = Fraction(106, 100)


def rows(membership: DemoMembership, ended_on: date | None, today: date) -> Iterator[LedgerRow]:
    """Yield what was booked from the first month to the last whole one, in whole rupiah."""
    balance = earning = paid = 0
    month, last = membership.started_on.replace(day=1), min(ended_on or today, today)
    while (following := add_months(month, 1)) <= last:
        for kind, share in SHARES:
            amount = int(_wage(membership, month.year) * share)
            yield LedgerRow(membership.kpj, month, kind, amount, f"Iuran {month:%m-%Y}")
            paid += amount
            earning += Fraction(amount * (13 - month.month), 12)
        if month.month == 12:
            grown = int((balance + earning) * _rate(month.year))
            yield LedgerRow(
                membership.kpj, date(month.year, 12, 31), "hasil_pengembangan", grown, f"Hasil pengembangan {month.year} (contoh)"
            )
            balance, earning, paid = balance + paid + grown, 0, 0
        month = following


def _wage(membership: DemoMembership, year: int) -> Fraction:
    return membership.wage * YEARLY_RAISE ** (year - membership.started_on.year)


def _rate(year: int) -> Fraction:
    return Fraction(RATES[year]) / 100 if year in RATES else DEFAULT_ANNUAL_RETURN
