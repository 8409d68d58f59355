"""Reports of an office month by month, with amounts, for those who oversee it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from claims.domain.figures import Tally, most_frequent, percent
from claims.models import Office, OfficeMonth
from claims.services import auditing
from claims.services.deadlines import local_date
from claims.services.officers import Desk
from claims.services.performance import month_name, months_before
from claims.services.plots import reason_words
from jht_portal.lib.spreadsheets import Cell

MONTHS, REASONS = 13, 3
EVERYTHING = "semua"
FORMATS = ("xlsx", "csv")
HEADINGS = [
    "Bulan",
    "Kantor",
    "Masuk",
    "Diputus",
    "Dibayar",
    "Dibayar dalam 5 hari kerja",
    "Median hari kerja",
    "Pernah diminta perbaikan",
] + ["Ditolak", "Jumlah kotor", "Pajak", "Ditransfer", "Alasan perbaikan terbanyak"]


class ReportRefused(Exception):
    """These roles see no report."""


@dataclass(frozen=True)
class ReportMonth:
    """One month of the offices asked about; amounts are whole rupiah."""

    month: date
    tally: Tally

    @property
    def name(self) -> str:
        return month_name(self.month)

    @property
    def in_time(self) -> int | None:
        """Return the share of payments within five working days, in percent."""
        return percent(self.tally.paid_in_time, self.tally.paid)

    @property
    def returned(self) -> int | None:
        return percent(self.tally.ended_after_return, self.tally.ended)

    @property
    def rejected(self) -> int | None:
        return percent(self.tally.rejected, self.tally.ended)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        return [(reason_words(code), count) for code, count in most_frequent(self.tally.return_reasons, REASONS)]


@dataclass(frozen=True)
class Report:
    """Months newest first, the running one among them; OFFICES are those that were added up."""

    offices: tuple[Office, ...]
    months: tuple[ReportMonth, ...]
    current: date

    @property
    def title(self) -> str:
        return self.offices[0].name if len(self.offices) == 1 else f"{len(self.offices)} kantor"


def may_report(desk: Desk) -> bool:
    """Tell whether the officer oversees an office."""
    return desk.may_read_claims and desk.oversees


def report_of(desk: Desk, wanted: str, now: datetime) -> Report:
    """Return the report of the own office, of another one within reach by its code, or of all of them; raises ReportRefused."""
    if not may_report(desk):
        raise ReportRefused
    offices = tuple(office for office in desk.offices if wanted in (office.code, EVERYTHING)) or (desk.office,)
    current = local_date(desk.office, now).replace(day=1)
    rows = OfficeMonth.objects.filter(office__in=offices, month__gt=months_before(current, MONTHS), month__lte=current)
    return Report(offices, tuple(_added_up(rows)), current)


def _added_up(rows: Iterable[OfficeMonth]) -> list[ReportMonth]:
    tallies: dict[date, Tally] = defaultdict(Tally)
    for row in rows:
        tallies[row.month].add(row)
    return [ReportMonth(month, tallies[month]) for month in sorted(tallies, reverse=True)]


def export_report(desk: Desk, report: Report, *, form: str, now: datetime) -> list[list[Cell]]:
    """Write down that the report leaves the house, and return its rows in the order of HEADINGS."""
    details = {"rows": len(report.months), "offices": [office.code for office in report.offices]}
    auditing.record("export", now=now, user=desk.user, office=desk.office, what=f"report {form}", details=details)
    return [_cells(report, each) for each in report.months]


def _cells(report: Report, each: ReportMonth) -> list[Cell]:
    tally = each.tally
    counts = [
        tally.filed,
        tally.ended,
        tally.paid,
        tally.paid_in_time,
        _written(tally.median_days),
        tally.ended_after_return,
        tally.rejected,
    ]
    amounts = [tally.gross_amount, tally.tax_amount, tally.net_amount]
    return [each.month, report.title, *counts, *amounts, ", ".join(f"{words} ({count})" for words, count in each.reasons)]


def _written(days: float | None) -> Cell:
    """Return a median as a whole number where it is one, else with a comma."""
    return days if days is None else int(days) if days == int(days) else f"{days:g}".replace(".", ",")
