"""manage.py work"""

import logging
import signal
import socket
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from claims.models import Heartbeat
from claims.services import housekeeping, sending

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 1


class Command(BaseCommand):
    help = "Send what waits in the outbox and do the housekeeping, until SIGTERM; any number may run at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if once:
            self.do_what_is_due(Event())
            return
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        logger.info("working")
        while not stop.is_set():
            self.survive(stop)
            stop.wait(PAUSE_SECONDS)
        logger.info("stopped")

    def survive(self, stop: Event) -> None:
        """Do a round; whatever goes wrong, say it and go on with the next."""
        try:
            self.do_what_is_due(stop)
        except Exception:
            logger.exception("a round of work failed")
        close_old_connections()

    def do_what_is_due(self, stop: Event) -> None:
        """Send until nothing is due or the end is asked for; a message that was begun is finished."""
        self.beat()
        housekeeping.run_due(timezone.now())
        while not stop.is_set() and sending.send_next(timezone.now()):
            self.beat()

    def beat(self) -> None:
        Heartbeat.objects.update_or_create(name=f"worker:{socket.gethostname()}"[:40], defaults={"at": timezone.now()})
