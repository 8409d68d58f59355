"""What both import commands do: read one file, tell of each bad row by its line, sum up."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from participants.services.importing import FileRefused, Loaded, Report


class ImportCommand(BaseCommand):
    """Load FILE. Exit code 1 where it cannot be read as a whole; bad rows are told of and left out."""

    load: Callable[[Path, Report], Loaded]
    noun: str

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV, UTF-8, with the header of the contract")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            loaded = self.load(file, self.tell)
        except FileRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{loaded.new} {self.noun} baru, {loaded.changed} diperbarui, {loaded.same} sudah ada, {loaded.refused} baris ditolak."
        )

    def tell(self, line: int, reason: str) -> None:
        self.stderr.write(f"Baris {line}: {reason}")
