"""manage.py audit_officer"""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from claims.management.audit_commands import AuditCommand, moment
from claims.services import audit_trail

SEEN = ["Klaim", "Peserta", "Pertama", "Terakhir", "Kali", "Langkah"]
EACH = ["Saat", "Sebagai", "Apa", "Klaim", "Rangkaian", "Nomor"]


class Command(AuditCommand):
    help = "Tell whose data an officer saw since a day: a line for each claim, the exports last."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--each", action="store_true", help="a line for everything that the officer did")
        super().add_arguments(parser)

    def handle(self, *args: Any, username: str, since: datetime, csv: bool, each: bool, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError("Tidak ada petugas dengan nama pengguna ini.")
        lines = audit_trail.of_officer(user, since)
        if each:
            rows = [[moment(at.at), at.role, what, claim, at.chain, at.number] for at, _, what, claim, _ in lines]
            self.answer(EACH, rows, as_csv=csv)
            return
        seen = [[*row[:2], moment(row.first), moment(row.last), row.times, row.steps] for row in audit_trail.seen_by(user, since)]
        taken = [line for line in lines if line.entry.kind in audit_trail.EXPORTS and line.entry.person_id is None]
        seen += [["", line.what, moment(line.entry.at), moment(line.entry.at), 1, 0] for line in taken]
        self.answer(SEEN, seen, as_csv=csv)
