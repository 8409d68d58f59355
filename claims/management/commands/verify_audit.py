"""manage.py verify_audit"""

from argparse import ArgumentParser, FileType
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from claims.services import checking_audit
from claims.services.checking_audit import Check

NAMED = 50


class Command(BaseCommand):
    help = "Check that nobody touched the audit, beside the running portal. Ends with 1 and names the rows where somebody did."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kept = "write the ends of the chains to FILE (- or nothing: the screen), to be kept where the portal cannot write"
        parser.add_argument("--anchor", nargs="?", const="-", metavar="FILE", help=kept)
        earlier = "compare with ends that were kept: a file of --anchor, or the worker's log (- reads them from standard input)"
        parser.add_argument("--against", type=FileType(), metavar="FILE", help=earlier)

    def handle(self, *args: Any, anchor: str | None, against: TextIO | None, **options: Any) -> None:
        check = checking_audit.check_everything()
        self.stdout.write(f"Diperiksa: {check.chains} rangkaian, {check.entries} entri.")
        if against:
            self.compare(against, check)
        if check.faults:
            raise CommandError(said(check))
        self.stdout.write("Jejak audit utuh.")
        if anchor:
            self.keep(anchor)

    def compare(self, against: TextIO, check: Check) -> None:
        compared = checking_audit.check_against(against)
        if not compared.chains:
            raise CommandError(f"Tidak ada ujung rangkaian di {against.name}.")
        self.stdout.write(f"Dibandingkan dengan {compared.chains} ujung dari {against.name}.")
        check.faults += compared.faults

    def keep(self, anchor: str) -> None:
        """Write the ends only after everything was found whole."""
        lines = "\n".join(checking_audit.ends()) + "\n"
        if anchor == "-":
            self.stdout.write(lines, ending="")
            return
        try:
            with Path(anchor).open("x") as file:
                file.write(lines)
        except OSError as error:
            raise CommandError(f"{anchor} tidak bisa ditulis: {error.strerror}.") from error
        self.stdout.write(f"Ujung rangkaian tersimpan di {anchor}.")


def said(check: Check) -> str:
    """Name the first faults, each on a line."""
    more = [f"… dan {len(check.faults) - NAMED} lagi."] if len(check.faults) > NAMED else []
    return "\n".join([f"Jejak audit TIDAK utuh: {len(check.faults)} kejanggalan.", *map(str, check.faults[:NAMED]), *more])
