"""What the commands that look through the audit have in common: the period, the table, the file for a spreadsheet."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, OutputWrapper
from django.utils import timezone

from jht_portal.lib.spreadsheets import csv_chunks


def beginning(text: str) -> datetime:
    """Return the first moment of an ISO day in the portal's own time zone."""
    try:
        return timezone.make_aware(datetime.combine(date.fromisoformat(text), time.min))
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is not a date like 2026-08-01") from error


def moment(at: datetime) -> str:
    """Return when, with the second that a comparison with other logs needs."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S %Z}"


class AuditCommand(BaseCommand):
    """A question to the audit that is answered with one table."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", type=beginning, required=True, metavar="DATE", help="from this day on, e.g. 2026-08-01")
        parser.add_argument("--csv", action="store_true", help="write CSV for a spreadsheet")

    def answer(self, headings: Sequence[str], rows: Sequence[Sequence[Any]], *, as_csv: bool) -> None:
        """Write a table for the screen, or CSV."""
        if as_csv:
            for chunk in csv_chunks(headings, rows):
                self.stdout.write(chunk.decode(), ending="")
            return
        write_table(self.stdout, headings, [[str(cell) for cell in row] for row in rows])


def write_table(out: OutputWrapper, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write columns as wide as their widest cell."""
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    for row in (headings, ["-" * width for width in widths], *rows):
        out.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
