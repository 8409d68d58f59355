"""Charts as inline SVG, each with its numbers as a table for those who cannot see it."""

import math
from datetime import date

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from claims.domain.charts import Drawing, Plot
from claims.domain.publishing import Verdict
from claims.services.performance import month_name, words
from jht_portal.lib.formats import decimal, number

register = template.Library()


@register.inclusion_tag("components/chart.html")
def chart(plot: Plot, level: int = 2) -> dict:
    """Draw PLOT under a heading of LEVEL, its table folded below."""
    return {"plot": plot, "level": level}


FRAME = (
    '<svg class="{}" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d"><title id="{}-t">{}</title><desc id="{}-d">{}</desc>'
    "{}{}{}</svg>"
)


@register.simple_tag
def drawing(plot: Plot) -> SafeString:
    """Write the drawing of PLOT down as SVG that names and describes itself."""
    drawn, code = plot.drawing, plot.code
    css = "chart chart-wide" if plot.wide else "chart"
    ids = (code, code, code, plot.title, code, plot.summary)
    return format_html(FRAME, css, drawn.width, drawn.height, *ids, _lines(drawn), _bars(drawn), _marks(drawn))


def _lines(drawn: Drawing) -> SafeString:
    grid = format_html_join("", '<path class="grid" d="M34 {}H{}"/>', ((height, drawn.width) for height in drawn.grid))
    base = [] if drawn.base is None else [drawn.base]
    return grid + format_html_join("", '<path class="axis" d="M34 {}H{}"/>', ((height, drawn.width) for height in base))


def _bars(drawn: Drawing) -> SafeString:
    shapes = ((bar.kind, bar.x, bar.y, bar.width, bar.height) for bar in drawn.bars)
    return format_html_join("", '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>', shapes)


def _marks(drawn: Drawing) -> SafeString:
    words = ((mark.kind, mark.x, mark.y, mark.anchor, mark.text) for mark in drawn.marks)
    return format_html_join("", '<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>', words)


@register.filter
def bulan(month: date) -> str:
    """Write a month: November 2026."""
    return month_name(month)


@register.filter
def hari_kerja(days: float) -> str:
    """Write a median of working days: 3 hari kerja, 3,5 hari kerja."""
    return ngettext("%(days)s hari kerja", "%(days)s hari kerja", math.ceil(days)) % {"days": decimal(days)}


@register.filter
def angka(value: int) -> str:
    """Write a whole number: 1.234."""
    return number(value)


@register.filter
def persen(value: int | None) -> str:
    """Write whole percent; a dash where there is nothing to take a share of."""
    return "–" if value is None else f"{value}%"


@register.filter
def desimal(value: float | None) -> str:
    """Write a median: 3 or 3,5; a dash where nothing was counted."""
    return "–" if value is None else decimal(value)


@register.filter
def angka_umum(verdict: Verdict, unit: str = "%") -> str:
    """Write a published figure, or why it is not shown."""
    return words(verdict, unit)


@register.simple_tag
def swatch(kind: str) -> SafeString:
    """Draw the sample of a series for a legend."""
    return format_html(
        '<svg class="chart" viewBox="0 0 14 14" aria-hidden="true"><rect class="{}" width="14" height="14" rx="3"/></svg>', kind
    )
