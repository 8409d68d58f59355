"""manage.py audit_claim"""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import CommandError

from claims.domain.numbers import parse_claim_number
from claims.management.audit_commands import AuditCommand, moment
from claims.models import Claim
from claims.services import audit_trail
from participants.domain.identifiers import IdentifierError


class Command(AuditCommand):
    help = "Tell who opened or changed a claim since a day, and which exports of its office may hold it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", help="the claim's number, JHT-…")
        super().add_arguments(parser)

    def handle(self, *args: Any, number: str, since: datetime, csv: bool, **options: Any) -> None:
        lines = audit_trail.of_claim(self.find(number), since)
        rows = [[moment(line.entry.at), line.who, line.entry.role, line.what, line.entry.chain, line.entry.number] for line in lines]
        self.answer(["Saat", "Siapa", "Sebagai", "Apa", "Rangkaian", "Nomor"], rows, as_csv=csv)

    def find(self, number: str) -> Claim:
        try:
            return Claim.objects.get(number=parse_claim_number(number))
        except IdentifierError as error:
            raise CommandError(error.message) from error
        except Claim.DoesNotExist as error:
            raise CommandError("Tidak ada klaim dengan nomor ini.") from error
