"""The yearly sheet of a statement (RSJHT) on paper: one sheet of A4 a year, with a check code."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from claims.ledger_labels import SHORT_LEDGER_LABELS
from claims.services.holders import Holder
from claims.services.issuing import issue_personal_code
from jht_portal.lib.formats import MONTHS, number, rupiah
from jht_portal.lib.paper import Paper, Row, Table
from participants.domain.identifiers import mask_kpj
from participants.domain.statement import KINDS, Period, Sums

WORTH = "Lembar ini bukan bukti pembayaran. Angkanya menurut catatan kami pada saat dicetak."


def savings_paper(holder: Holder, year: Period, now: datetime) -> Paper:
    """Return what stands on the sheet of YEAR for the cards of HOLDER that are shown."""
    card = holder.chosen
    code = issue_personal_code("savings", holder.person.pk, f"{year.year} {card.pk if card else 'semua'}", now).code
    return Paper(
        name=f"rincian-saldo-{year.year}",
        title=f"Rincian saldo JHT {year.year}",
        heading=f"Rincian saldo JHT {year.year}",
        printed_at=now,
        zone=settings.TIME_ZONE,
        facts=(("Nama", holder.person.name), ("KPJ", ", ".join(mask_kpj(each.kpj) for each in holder.shown))),
        answer=f"Saldo akhir {_end_of(year, now)}: {rupiah(year.closing)}.",
        lines=tuple(_lines(holder, year)),
        tables=(_months_table(year),),
        code=code,
        check_url=settings.PUBLIC_URL + reverse("claims:check_code", args=[code]),
        worth=WORTH,
    )


def _lines(holder: Holder, year: Period) -> Iterator[str]:
    yield f"Saldo awal tahun {rupiah(year.opening)}. Yang dibukukan selama tahun ini {rupiah(year.sums.total)}."
    if holder.home:
        yield f"Nomor ini sudah digabung ke KPJ {holder.home}. Saldonya dihitung di sana."


def kinds_in(*sums: Sums) -> list[str]:
    """Return the kinds of which something was booked in any of SUMS, in the order of a statement."""
    return [kind for kind in KINDS if any(getattr(each, kind) for each in sums)]


def _end_of(year: Period, now: datetime) -> str:
    return f"tahun {year.year}" if year.year < now.year else f"sampai {MONTHS[year.months[-1].first_day.month - 1]} {year.year}"


def _months_table(year: Period) -> Table:
    kinds = kinds_in(year.sums)
    columns = ("Bulan", *(str(SHORT_LEDGER_LABELS[kind]) for kind in kinds), "Saldo")
    return Table("Bulan demi bulan, dalam rupiah", tuple(_rows(year, kinds)), (22, *[22] * len(kinds), 24), columns, numeric=True)


def _rows(year: Period, kinds: list[str]) -> Iterator[Row]:
    for month in year.months:
        yield Row((MONTHS[month.first_day.month - 1], *_figures(month.sums, kinds), number(month.closing)))
    yield Row(("Jumlah", *_figures(year.sums, kinds), number(year.closing)), strong=True)


def _figures(sums: Sums, kinds: list[str]) -> list[str]:
    return [number(getattr(sums, kind)) for kind in kinds]
