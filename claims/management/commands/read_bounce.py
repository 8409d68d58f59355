"""manage.py read_bounce < message"""

import logging
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from claims.services import bounces, receipts

logger = logging.getLogger(__name__)
LARGEST = 1024 * 1024


class Command(BaseCommand):
    help = "Take in a mail that came back, from standard input: for the mail server's pipe at the sender's address."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        noted = [receipts.note(report, now) for report in bounces.reports_of(sys.stdin.buffer.read(LARGEST), now)]
        logger.info("%d reports, %d told something new", len(noted), sum(noted))
