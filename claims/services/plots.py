"""The charts of the desk: an office's days as drawings with tables. The days are counted in claims.services.figures."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from textwrap import shorten

from claims.domain.charts import Column, Plot, Row, columns, rows
from claims.domain.figures import Tally, most_frequent, percent
from claims.domain.return_reasons import find_return_reason
from claims.models import OfficeDay
from jht_portal.lib.formats import long_date, number, short_date

WORKING_DAYS, WEEKS, REASONS = 20, 8, 6
WIDE, NARROW, LABELS = 1180, 400, 150
LONGEST = 29
"""Letters of a reason beside its bar; the table below has it in full."""
FOLDED = "Sabtu, Minggu, dan libur dihitung pada hari kerja sesudahnya."


def flow(days: Sequence[OfficeDay], working_days: Sequence[date], today: date) -> Plot:
    """Show what came in and what went out on each of WORKING_DAYS (oldest first); days off count with the working day after."""
    spans = zip((working_days[0] - timedelta(days=1), *working_days[:-1]), working_days, strict=False)
    sums = [Tally.of(row for row in days if before < row.day <= day) for before, day in spans]
    groups = [
        Column(f"{day.day}", (tally.came_in, tally.went_out), current=day == today) for day, tally in zip(working_days, sums, strict=True)
    ]
    came, went = sum(tally.came_in for tally in sums), sum(tally.went_out for tally in sums)
    return Plot(
        "arus",
        f"Klaim masuk dan selesai, {len(working_days)} hari kerja terakhir",
        f"Masuk {number(came)}, selesai {number(went)} sejak {short_date(working_days[0])}.",
        columns(groups, width=WIDE, height=230, write=number),
        ("Hari", "Masuk", "Selesai"),
        tuple((long_date(day), number(t.came_in), number(t.went_out)) for day, t in zip(working_days, sums, strict=True)),
        legend=(("a", "Masuk"), ("c", "Masuk hari ini"), ("b", "Selesai")),
        note=FOLDED,
        wide=True,
    )


def ages(counted: Mapping[str, int]) -> Plot:
    """Show how far open claims are on the way to their legal day; COUNTED has labels in the order of the chart."""
    lines = [Row(label, value, number(value), AGE_KINDS.get(label, "a")) for label, value in counted.items()]
    late, total = counted.get(LATE, 0), sum(counted.values())
    return Plot(
        "umur",
        "Umur klaim yang berjalan",
        f"{number(total)} klaim berjalan, {number(late)} di antaranya lewat batas.",
        rows(lines, width=NARROW, label_width=LABELS),
        ("Umur", "Klaim"),
        tuple((label, number(value)) for label, value in counted.items()),
        note="Dihitung dari tibanya dokumen terakhir, dalam hari kerja.",
    )


LATE, PAUSED = "Lewat batas", "Menunggu peserta"
AGE_KINDS = {LATE: "d", PAUSED: "b", "Hari kerja 5": "c"}


def reasons(tally: Tally, title: str, code: str = "alasan") -> Plot:
    """Show for which coded reasons documents went back most often."""
    top = [(reason_words(reason), count) for reason, count in most_frequent(tally.return_reasons, REASONS)]
    said = f"Paling sering: {top[0][0].lower()}, {number(top[0][1])} dokumen." if top else "Belum ada dokumen yang dikembalikan."
    lines = [Row(shorten(words, LONGEST, placeholder="…"), count, number(count)) for words, count in top]
    return Plot(
        code,
        title,
        said,
        rows(lines, width=NARROW, label_width=205, number_width=48),
        ("Alasan", "Dokumen"),
        tuple((words, number(count)) for words, count in top),
    )


def reason_words(code: str) -> str:
    """Return the short words of a coded reason; one that no longer exists is named by its code."""
    try:
        return find_return_reason(code).short
    except KeyError:
        return code


def punctuality(days: Sequence[OfficeDay], today: date) -> Plot:
    """Show the share of payments within five working days, week by week."""
    mondays = [today - timedelta(days=today.weekday() + 7 * back) for back in range(WEEKS - 1, -1, -1)]
    weeks = {monday: Tally.of(row for row in days if monday <= row.day < monday + timedelta(days=7)) for monday in mondays}
    lines = [Row(_week(monday), *_share(tally), "c" if monday == mondays[-1] else "a") for monday, tally in weeks.items()]
    total = Tally.of(weeks.values())
    share = percent(total.paid_in_time, total.paid)
    said = "Belum ada klaim yang dibayar." if share is None else f"{share}% dari {number(total.paid)} klaim dibayar dalam 5 hari kerja."
    return Plot(
        "tepat",
        "Dibayar dalam 5 hari kerja",
        said,
        rows(lines, width=NARROW, label_width=LABELS, number_width=110, full=100),
        ("Minggu mulai", "Dibayar", "Dalam 5 hari kerja", "Bagian"),
        tuple((short_date(day), number(t.paid), number(t.paid_in_time), _share(t)[1]) for day, t in weeks.items()),
    )


def _week(monday: date) -> str:
    return f"Mulai {' '.join(short_date(monday).split()[:2])}"


def _share(tally: Tally) -> tuple[int | None, str]:
    share = percent(tally.paid_in_time, tally.paid)
    return (None, "belum ada") if share is None else (share, f"{share}% dari {number(tally.paid)}")
