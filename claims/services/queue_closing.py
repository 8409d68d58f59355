"""The end of a queue day: no number stays open, so that nobody is kept from taking the next one."""

from datetime import datetime, timedelta

from claims.domain.ticket_life import TicketState, TicketStep
from claims.models import Ticket
from claims.models.ticket import IS_ACTIVE
from claims.services.deadlines import local_date
from claims.services.ticket_issuing import SYSTEM
from claims.services.ticket_steps import TicketChangedMeanwhile, take_step

AT_ONCE = 500


def close_days(now: datetime) -> int:
    """Close the numbers of days that are over where their office stands: whoever was being served is done, the others did not come."""
    latest = (now + timedelta(days=1)).date()
    found = Ticket.objects.filter(IS_ACTIVE, day__lt=latest).select_related("office", "place__service__office", "participant")
    over = [ticket for ticket in found.order_by("day")[:AT_ONCE] if ticket.day < local_date(ticket.office, now)]
    return sum(_close(ticket, now) for ticket in over)


def _close(ticket: Ticket, now: datetime) -> bool:
    step = TicketStep.FINISH if ticket.state == TicketState.SERVING else TicketStep.MARK_ABSENT
    try:
        take_step(ticket, step, now=now, actor=SYSTEM)
    except TicketChangedMeanwhile:
        return False
    return True
