"""An exact rate limiter: one upsert counts and answers, however many processes ask at once.

A window opens at the first hit and lasts its seconds; hits beyond the limit do not prolong it.
Call it outside a transaction, or a rollback forgets the hit. The table keeps a keyed hash of who
was counted, never the number or address itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from jht_portal.lib.crypto import blind_index

COUNT = """
INSERT INTO throttle (key, count, expires) VALUES {rows}
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN throttle.expires > %s THEN throttle.count ELSE 0 END + excluded.count,
    expires = CASE WHEN throttle.expires > %s THEN throttle.expires ELSE excluded.expires END
RETURNING key, count, expires
"""


@dataclass(frozen=True)
class Budget:
    """At most LIMIT times in WINDOW_SECONDS for one SUBJECT (an address, a number) under one NAME.

    COST 0 only looks: allowed while one more would fit. Budgets of one name differ by window.
    """

    name: str
    subject: str
    limit: int
    window_seconds: int
    cost: int = 1

    @property
    def key(self) -> bytes:
        return blind_index(self.subject, f"throttle:{self.name}:{self.window_seconds}")

    def allows(self, count: int) -> bool:
        return count + (self.cost == 0) <= self.limit


@dataclass(frozen=True)
class Allowance:
    """The answer: go on, or come back after RETRY_AFTER whole seconds (0 where allowed)."""

    allowed: bool
    retry_after: int


def hit(name: str, subject: str, *, limit: int, window_seconds: int, now: datetime | None = None) -> Allowance:
    """Count one more for SUBJECT and tell whether it was within LIMIT."""
    return hit_all([Budget(name, subject, limit, window_seconds)], now=now)


def hit_all(budgets: Sequence[Budget], *, now: datetime | None = None) -> Allowance:
    """Count on all BUDGETS in one statement; allowed only where every one of them allows it."""
    at = milliseconds(now)
    by_key = {budget.key: budget for budget in budgets}
    values = [value for key, b in sorted(by_key.items()) for value in (key, b.cost, at + 1000 * b.window_seconds)]
    rows = ", ".join(["(%s, %s, %s)"] * len(by_key))  # Sorted by key: two callers lock their rows in one order.
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(rows=rows), [*values, at, at])
        counted = cursor.fetchall()
    waits = [ceil((expires - at) / 1000) for key, count, expires in counted if not by_key[bytes(key)].allows(count)]
    return Allowance(allowed=not waits, retry_after=max(waits, default=0))


def forget(budgets: Sequence[Budget]) -> None:
    """Begin BUDGETS anew, as if nothing had been counted."""
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM throttle WHERE key = %s", [[budget.key] for budget in budgets])


def sweep(now: datetime) -> int:
    """Forget every window that has ended by NOW; return how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM throttle WHERE expires <= %s", [milliseconds(now)])
        return cursor.rowcount


def milliseconds(moment: datetime | None) -> int:
    return int((moment or timezone.now()).timestamp() * 1000)


def client_address(request: HttpRequest) -> str:
    """Return the address that a request is counted under; an IPv6 household (/64) is one.

    X-Forwarded-For is believed only as far as settings.TRUSTED_PROXIES hops wrote it: with 0, not at all.
    """
    hops = [*request.META.get("HTTP_X_FORWARDED_FOR", "").split(","), request.META.get("REMOTE_ADDR", "")]
    hop = hops[max(-1 - settings.TRUSTED_PROXIES, -len(hops))]
    return counted_address(hop.strip()) or request.META.get("REMOTE_ADDR", "")


def counted_address(text: str) -> str:
    """Return TEXT as the address or network that is counted, empty where it is none."""
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
