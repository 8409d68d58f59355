"""What visitors are reminded of by themselves: tomorrow's slot, once, in the daytime of the office."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from claims.domain.queueing import OFFERS_FROM, OFFERS_UNTIL
from claims.domain.ticket_life import TicketState
from claims.models import Office, Ticket
from claims.services import queue_notices

FRESH = timedelta(hours=6)
"""Who took the number so lately needs no reminder."""


def remind(now: datetime) -> int:
    """Tell everybody who comes tomorrow; return how many were told now. A second call tells nobody twice."""
    zones = Office.objects.order_by().values_list("timezone", flat=True).distinct()
    return sum(_remind_zone(zone, now) for zone in zones)


def _remind_zone(zone: str, now: datetime) -> int:
    local = now.astimezone(ZoneInfo(zone))
    if not OFFERS_FROM <= local.time() < OFFERS_UNTIL:
        return 0
    coming = Ticket.objects.filter(office__timezone=zone, day=local.date() + timedelta(days=1), state=TicketState.BOOKED, reminded_at=None)
    due = coming.filter(issued_at__lte=now - FRESH).select_related("office", "place", "participant")
    return sum(_remind_one(ticket, now) for ticket in due.iterator(200))


@transaction.atomic
def _remind_one(ticket: Ticket, now: datetime) -> int:
    if not Ticket.objects.filter(pk=ticket.pk, reminded_at=None, state=TicketState.BOOKED).update(reminded_at=now):
        return 0
    queue_notices.reminder(ticket, now)
    return 1
