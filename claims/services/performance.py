"""What the public may know of the offices, month by month: small counts hidden (claims.domain.publishing).

Only months that are over are shown: of a month that still grows, whoever looks every day could see single claims arrive.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.domain.charts import Plot, Row, rows
from claims.domain.figures import COUNTS, TABLES, Tally, median, most_frequent
from claims.domain.publishing import SMALL, Count, Figure, Share, Shown, Verdict, judge, publish
from claims.models import Office, OfficeMonth
from claims.services.deadlines import local_date
from claims.services.plots import reason_words
from jht_portal.lib.formats import month_and_year, month_of, number

MONTHS, REASONS = 12, 3
KEPT_SECONDS = 600
READ = (*COUNTS, *TABLES, "office_id", "month")


@dataclass(frozen=True)
class PublicMonth:
    """One month of an office or of all: how many claims were decided, and the shares; REASONS are words, most frequent first."""

    month: date
    ended: Verdict
    in_time: Verdict
    returned: Verdict
    rejected: Verdict
    median_days: float | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Performance:
    """What /kinerja/ shows: months newest first, of OFFICE (None: of all)."""

    office: Office | None
    months: tuple[PublicMonth, ...]

    @property
    def latest(self) -> PublicMonth | None:
        return self.months[0] if self.months else None


def performance(office: Office | None, now: datetime) -> Performance:
    """Return the last twelve months that are over, from the cache or in one query, whatever the number of claims."""
    end = local_date(None, now).replace(day=1)
    key = f"kinerja:{office.pk if office else 'semua'}:{end:%Y-%m}"
    months = cache.get(key)
    if months is None:
        months = _months(office, end)
        cache.set(key, months, KEPT_SECONDS)
    return Performance(office, months)


def _months(office: Office | None, end: date) -> tuple[PublicMonth, ...]:
    within = OfficeMonth.objects.filter(month__gte=months_before(end, MONTHS), month__lt=end).only(*READ)
    by_month: dict[date, dict[int, OfficeMonth]] = defaultdict(dict)
    for row in within:
        by_month[row.month][row.office_id] = row
    return tuple(_published(month, by_month[month], office) for month in sorted(by_month, reverse=True))


def months_before(month: date, count: int) -> date:
    """Return the first day of the month that lies COUNT months before the one beginning on MONTH."""
    for __ in range(count):
        month = (month - timedelta(days=1)).replace(day=1)
    return month


def _published(month: date, rows: dict[int, OfficeMonth], office: Office | None) -> PublicMonth:
    asked = Tally.of(row for row in rows.values() if office is None or row.office_id == office.pk)
    shown = (_shown({place: figure(row) for place, row in rows.items()}, nothing, office) for figure, nothing in FIGURES)
    return PublicMonth(month, *shown, _median(asked), _reasons(asked))


FIGURES: tuple[tuple[Callable[[OfficeMonth], Figure], Figure], ...] = (
    (lambda row: Count(row.paid + row.rejected), Count(0)),
    (lambda row: Share(row.paid_in_time, row.paid), Share(0, 0)),
    (lambda row: Share(row.ended_after_return, row.paid + row.rejected), Share(0, 0)),
    (lambda row: Share(row.rejected, row.paid + row.rejected), Share(0, 0)),
)
"""What is published of a month, in the order of PublicMonth; beside each what an office has where nothing happened."""


def _shown(figures: dict[int, Figure], nothing: Figure, office: Office | None) -> Verdict:
    offices, total = publish(figures, nothing)
    if office is None:
        return total
    return offices.get(office.pk, Verdict(judge(nothing)))


def _median(tally: Tally) -> float | None:
    """Return the median of working days to payment; of fewer than ten payments none."""
    return median(tally.days_to_pay) if tally.days_to_pay.total() >= SMALL else None


def _reasons(tally: Tally) -> tuple[str, ...]:
    """Name the most frequent reasons, never how often: counts of one reason could be subtracted too."""
    frequent = {code: count for code, count in tally.return_reasons.items() if count >= SMALL}
    return tuple(reason_words(code) for code, _ in most_frequent(frequent, REASONS))


def offices_to_ask_about() -> list[Office]:
    """Return the offices that one can ask about, by province."""
    return list(Office.objects.all())


def month_name(month: date) -> str:
    """Write a month: November 2026."""
    return month_and_year(month)


def short_month(month: date) -> str:
    """Write a month briefly: Nov 2026."""
    return f"{month_of(month)[:3]} {month.year}"


HIDDEN_WORDS = {Shown.FEW: _("kurang dari 10"), Shown.ALMOST_ALL: _("semua, kecuali kurang dari 10"), Shown.COVERED: _("disamarkan")}


def words(verdict: Verdict, unit: str = "%") -> str:
    """Write a published figure, or why it is not shown."""
    return str(HIDDEN_WORDS.get(verdict.shown, "")) or f"{number(verdict.value)}{unit}"


def _beside(verdict: Verdict) -> str:
    return gettext("hampir semua") if verdict.shown is Shown.ALMOST_ALL else words(verdict)


def plot_of(shown: Performance) -> Plot:
    """Draw the share of payments within five working days, oldest month first; what is hidden has words instead of a bar.

    Its numbers stand in the table of months too, so it carries none of its own.
    """
    lines = [
        Row(short_month(each.month), each.in_time.value, _beside(each.in_time), "c" if each is shown.latest else "a")
        for each in shown.months
    ]
    last = shown.latest
    return Plot(
        "kinerja",
        gettext("Dibayar dalam 5 hari kerja"),
        f"{month_name(last.month)}: {words(last.in_time)}.",
        rows(lines[::-1], width=300, label_width=72, number_width=112, full=100),
        heads=(),
        body=(),
    )
