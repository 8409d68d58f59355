"""manage.py work"""

import logging
import signal
import socket
from argparse import ArgumentParser
from collections.abc import Callable
from threading import Event, Thread
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection
from django.utils import timezone

from claims.models import Heartbeat
from claims.services import housekeeping, rulebook, sending

logger = logging.getLogger(__name__)
PAUSE_SECONDS, BEAT_SECONDS = 1, 10
CODE_LANES, LANE_PAUSE_SECONDS = 2, 0.5
"""One-time codes have threads of their own: whoever waits for one never waits for the sending of news."""


class Command(BaseCommand):
    help = "Send what waits in the outbox and do the housekeeping, until SIGTERM; any number may run at once."

    next_beat = 0.0
    """On the process's own clock."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if once:
            self.do_what_is_due(Event())
            return
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        lanes = [Thread(target=self.keep_on, args=(self.send_codes, stop, LANE_PAUSE_SECONDS)) for _ in range(CODE_LANES)]
        for lane in lanes:
            lane.start()
        logger.info("working")
        self.keep_on(self.do_what_is_due, stop, PAUSE_SECONDS)
        for lane in lanes:
            lane.join()
        logger.info("stopped")

    def keep_on(self, do: Callable[[Event], None], stop: Event, pause: float) -> None:
        """Do a round again and again; whatever goes wrong in one, say it and go on with the next."""
        while not stop.is_set():
            try:
                do(stop)
            except Exception:
                logger.exception("a round of work failed")
            close_old_connections()
            stop.wait(pause)
        connection.close()

    def send_codes(self, stop: Event) -> None:
        """Send the one-time codes that are due."""
        while not stop.is_set() and sending.send_next(timezone.now(), only_codes=True):
            pass

    def do_what_is_due(self, stop: Event) -> None:
        """Send until nothing is due or the end is asked for; a message that was begun is finished."""
        self.beat()
        rulebook.refresh_if_due()
        housekeeping.run_due(timezone.now())
        while not stop.is_set() and sending.send_next(timezone.now()):
            self.beat()

    def beat(self) -> None:
        """Give a sign of life, now and then: workers of one machine share the row, and none may wait for it at every message."""
        if monotonic() < self.next_beat:
            return
        self.next_beat = monotonic() + BEAT_SECONDS
        Heartbeat.objects.update_or_create(name=f"worker:{socket.gethostname()}"[:40], defaults={"at": timezone.now()})
