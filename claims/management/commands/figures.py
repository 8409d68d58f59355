"""manage.py figures"""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from claims.services import figures


def day(text: str) -> date:
    """Read an ISO date that is not in the future."""
    try:
        given = date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a date; write it as 2026-11-24.") from error
    if given > timezone.localdate():
        raise ArgumentTypeError(f"{text} has not come yet.")
    return given


class Command(BaseCommand):
    help = "Count the daily figures of every office anew from the steps that were taken; safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", type=day, help="first day to count anew; without it, what the worker would count now")

    def handle(self, *args: Any, since: date | None, **options: Any) -> None:
        now = timezone.now()
        written = figures.recompute(since, now) if since else figures.refresh(now)
        self.stdout.write(f"{written} days of offices counted.")
