"""What visitors are reminded of by themselves: tomorrow's slot, once, in the daytime of the office."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from claims.domain.queueing import OFFERS_FROM, OFFERS_UNTIL
from claims.domain.ticket_life import TicketState
from claims.models import Office, Ticket
from claims.services import queue_notices
from claims.services.queue_rules import closed_days

FRESH = timedelta(hours=6)
"""Who took the number so lately needs no reminder."""


def remind(now: datetime) -> int:
    """Tell everybody who comes tomorrow, where the office is open then; return how many were told now. A second call tells nobody twice."""
    zones = Office.objects.order_by().values_list("timezone", flat=True).distinct()
    return sum(_remind_zone(zone, now) for zone in zones)


def _remind_zone(zone: str, now: datetime) -> int:
    local = now.astimezone(ZoneInfo(zone))
    if not OFFERS_FROM <= local.time() < OFFERS_UNTIL:
        return 0
    tomorrow = local.date() + timedelta(days=1)
    coming = Ticket.objects.filter(office__timezone=zone, day=tomorrow, state=TicketState.BOOKED, reminded_at=None)
    due = coming.filter(issued_at__lte=now - FRESH)
    closed = [office.pk for office in Office.objects.filter(pk__in=due.values("office")) if closed_days(office, [tomorrow])]
    told = due.exclude(office__in=closed).select_related("office", "place", "participant")
    return sum(_remind_one(ticket, now) for ticket in told.iterator(200))


@transaction.atomic
def _remind_one(ticket: Ticket, now: datetime) -> int:
    if not Ticket.objects.filter(pk=ticket.pk, reminded_at=None, state=TicketState.BOOKED).update(reminded_at=now):
        return 0
    queue_notices.reminder(ticket, now)
    return 1
