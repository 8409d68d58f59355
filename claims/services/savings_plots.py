"""Charts of a person's money: balances at the end of years, in millions of rupiah."""

from collections.abc import Sequence

from django.utils.translation import gettext

from claims.domain.charts import Column, Plot, columns
from jht_portal.lib.formats import decimal, rupiah
from participants.domain.balance import YearlyBalance
from participants.domain.statement import Period

MOST_COLUMNS = 6
"""So many bars with their numbers stand beside each other on a phone."""
WIDTH, HEIGHT = 340, 190
TENTH = 100_000


def millions(amount: int) -> str:
    """Write whole rupiah in millions with one decimal, rounded half up: 38,6."""
    return decimal((amount + TENTH // 2) // TENTH / 10)


def balance_plot(years: Sequence[Period], this_year: int) -> Plot:
    """Show the balance at the end of the last years (oldest first, at least one); the table below a statement has them all."""
    shown = years[-MOST_COLUMNS:]
    first, last = shown[0], shown[-1]
    said = gettext("%(from)s pada akhir %(first)s, %(to)s pada %(last)s.") % {
        "from": rupiah(first.closing),
        "first": first.year,
        "to": rupiah(last.closing),
        "last": last.year,
    }
    bars = [Column(str(year.year), (max(0, year.closing),), current=year.year == this_year) for year in shown]
    is_current = last.year == this_year
    legend = [("a", gettext("Juta rupiah")), *([("c", gettext("%(year)s sampai hari ini") % {"year": this_year})] if is_current else [])]
    return Plot(
        "saldo",
        gettext("Saldo tiap akhir tahun"),
        said if len(shown) > 1 else gettext("%(to)s pada %(last)s.") % {"to": rupiah(last.closing), "last": last.year},
        columns(bars, width=WIDTH, height=HEIGHT, write=millions),
        (),
        (),
        legend=tuple(legend),
    )


def projection_plot(rows: Sequence[YearlyBalance], this_year: int) -> Plot:
    """Show the balances of a projection (at least one year), evenly thinned to what a phone can hold; the last one always."""
    shown = [rows[place] for place in _spread(len(rows))]
    last = rows[-1]
    bars = [Column(str(this_year + row.year), (row.balance,), current=row is last) for row in shown]
    return Plot(
        "simulasi",
        gettext("Perkiraan saldo tiap akhir tahun"),
        gettext("%(to)s pada %(last)s.") % {"to": rupiah(last.balance), "last": this_year + last.year},
        columns(bars, width=WIDTH, height=HEIGHT, write=millions),
        (),
        (),
        legend=(("a", gettext("Juta rupiah")), ("c", gettext("Usia 56 tahun"))),
    )


def _spread(count: int) -> list[int]:
    """Return the places of at most MOST_COLUMNS of COUNT things, evenly, the last among them."""
    shown = min(count, MOST_COLUMNS)
    return [count - 1 - (count - 1) * back // max(1, shown - 1) for back in range(shown - 1, -1, -1)]
