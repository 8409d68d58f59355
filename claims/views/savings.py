"""Cek Saldo and RSJHT: what stands on the own cards, how it came about, and the same on paper and as a table."""

import re
from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from claims.forms.statement import CardForm, StatementForm
from claims.ledger_labels import LEDGER_LABELS
from claims.services.holders import Holder, paid_but_unbooked
from claims.services.savings_paper import kinds_in, savings_paper
from claims.services.savings_plots import balance_plot
from claims.views.hub import card_line
from claims.views.owners import own_cards_required
from claims.views.printing import pdf_file, print_page
from jht_portal.lib.formats import month_and_year, month_of
from jht_portal.lib.spreadsheets import CSV_TYPE, csv_chunks
from participants.domain.identifiers import mask_kpj
from participants.domain.statement import Period, Sums, sum_of, years_of
from participants.services.statements import CardSavings, bookings_on, ledger_of, savings_on

LAST_MONTHS = 3
YEAR = re.compile(r"[1-9]\d{3}", re.ASCII)
CSV_HEADINGS = ("KPJ", "Tanggal", "Jenis", "Jumlah", "Keterangan")


# --- Cek Saldo


@own_cards_required
@require_safe
def balance(request: HttpRequest, holder: Holder) -> HttpResponse:
    """The balance of all cards or of one: what it is made of, as of which day, and how it grew."""
    savings = savings_on(holder.cards)
    shown = [each for each in savings if each.membership in holder.shown]
    years = years_of(bookings_on(holder.cards, holder.chosen))
    sums = sum_of(each.sums for each in shown)
    unbooked = paid_but_unbooked(holder)
    today = timezone.localdate()
    context = {
        "holder": holder,
        "today": today,
        "chooser": CardForm(request.GET, cards=holder.cards) if len(holder.cards) > 1 else None,
        "total": sums.total,
        "parts": [(LEDGER_LABELS[kind], getattr(sums, kind)) for kind in kinds_in(sums)],
        "last_booked_on": max((each.last_booked_on for each in shown if each.last_booked_on), default=None),
        "cards": [_with_balance(each, holder) for each in shown],
        "unbooked": unbooked,
        "left": sums.total - sum(claim.gross_amount for claim in unbooked),
        "plot": balance_plot(years, today.year) if years else None,
        "months": _last_months(years),
        "statement_url": _link("claims:statement", holder),
    }
    return render(request, "claims/savings/balance.html", context)


def _with_balance(savings: CardSavings, holder: Holder) -> dict:
    line = card_line(savings.membership, holder)
    return line | {"balance": savings.sums.total, "last_contribution_on": savings.last_contribution_on}


def _last_months(years: tuple[Period, ...]) -> list[tuple[str, int]]:
    """Return the last months in which a contribution came, newest first."""
    paid = [month for year in years[-2:] for month in year.months if month.sums.contributions]
    return [(month_and_year(month.first_day), month.sums.contributions) for month in paid[: -LAST_MONTHS - 1 : -1]]


# --- RSJHT


@own_cards_required
@require_safe
def statement(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Every year, or every month of one: contributions, return, withdrawals, and the balance at its end."""
    years = years_of(bookings_on(holder.cards, holder.chosen))
    form = StatementForm(request.GET, cards=holder.cards, years=[year.year for year in years])
    chosen = next((year for year in years if year.year == form.year), None)
    periods = chosen.months if chosen else years[::-1]
    kinds = kinds_in(*(period.sums for period in periods))
    total = chosen.sums if chosen else sum_of(year.sums for year in years)
    context = {
        "holder": holder,
        "form": form,
        "chosen": chosen,
        "rows": [_row(period, kinds, holder, in_year=chosen is not None) for period in periods],
        "heads": [LEDGER_LABELS[kind] for kind in kinds],
        "totals": _figures(total, kinds),
        "opening": chosen.opening if chosen else 0,
        "closing": chosen.closing if chosen else years[-1].closing if years else 0,
        "plot": balance_plot(years, timezone.localdate().year) if years and not chosen else None,
        "csv_url": _link("claims:statement_csv", holder, chosen),
        "print_url": chosen and _sheet_url("claims:year_print", holder, chosen.year),
        "pdf_url": chosen and _sheet_url("claims:year_pdf", holder, chosen.year),
        "all_years_url": _link("claims:statement", holder),
    }
    return render(request, "claims/savings/statement.html", context)


def _row(period: Period, kinds: list[str], holder: Holder, *, in_year: bool) -> dict:
    name = month_of(period.first_day) if in_year else str(period.year)
    url = "" if in_year else _link("claims:statement", holder, period)
    return {"name": name, "url": url, "figures": _figures(period.sums, kinds), "closing": period.closing}


def _figures(sums: Sums, kinds: list[str]) -> list[tuple[str, int]]:
    return [(LEDGER_LABELS[kind], getattr(sums, kind)) for kind in kinds]


def _link(view: str, holder: Holder, year: Period | None = None) -> str:
    """Return a page that keeps the card and, where one was chosen, the year."""
    asked = {"kartu": str(holder.chosen.pk)} if holder.chosen else {}
    asked |= {"tahun": year.year} if year else {}
    return reverse(view) + (f"?{urlencode(asked)}" if asked else "")


def _sheet_url(view: str, holder: Holder, year: int) -> str:
    return reverse(view, args=[year]) + (f"?{urlencode({'kartu': holder.chosen.pk})}" if holder.chosen else "")


@own_cards_required
@require_safe
def statement_csv(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Every booking of the same choice as a table for a spreadsheet."""
    name = f"mutasi-jht-{timezone.localdate():%Y%m%d}.csv"
    rows = _csv_rows(holder, request.GET.get("tahun", ""))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(csv_chunks([gettext(head) for head in CSV_HEADINGS], rows), content_type=CSV_TYPE, headers=headers)


def _csv_rows(holder: Holder, year: str) -> Iterator[tuple]:
    masked = {card.pk: mask_kpj(card.kpj) for card in holder.cards}
    booked = ledger_of(holder.cards, holder.chosen)
    if YEAR.fullmatch(year):
        booked = booked.filter(booked_on__year=int(year))
    for key, day, kind, amount, description in booked.values_list("membership_id", "booked_on", "kind", "amount", "description"):
        yield masked[key], day, str(LEDGER_LABELS[kind]), amount, description


# --- The sheet of a year


@own_cards_required
@require_safe
def year_print(request: HttpRequest, holder: Holder, year: int) -> HttpResponse:
    """The yearly sheet as a page to print."""
    period = _year(holder, year)
    pdf = {"url": _sheet_url("claims:year_pdf", holder, year), "text": gettext("Unduh PDF"), "icon": "down"}
    back = {"url": _link("claims:statement", holder, period), "text": gettext("Kembali ke rincian")}
    return print_page(request, None, savings_paper(holder, period, timezone.now()), [pdf, back])


@own_cards_required
@require_safe
def year_pdf(request: HttpRequest, holder: Holder, year: int) -> HttpResponse:
    """The yearly sheet as PDF."""
    return pdf_file(savings_paper(holder, _year(holder, year), timezone.now()))


def _year(holder: Holder, year: int) -> Period:
    """Return the year if something was booked in it."""
    periods = years_of(bookings_on(holder.cards, holder.chosen))
    period = next((each for each in periods if each.year == year), None)
    if period is None:
        raise Http404
    return period
