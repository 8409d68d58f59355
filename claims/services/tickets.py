"""Tickets and places in the waiting list, found by their codes."""

from hmac import compare_digest

from claims.domain.ticket_life import TicketState
from claims.models import Ticket, WaitingEntry
from jht_portal.lib.crypto import blind_index


def find_ticket(code: str) -> Ticket | None:
    """Return the number with this booking code."""
    found = Ticket.objects.filter(code=code).select_related("office", "place__service__office", "claim", "participant", "replaced_by")
    return found.first()


def find_waiting(code: str) -> WaitingEntry | None:
    """Return the place in a waiting list with this code."""
    found = WaitingEntry.objects.filter(code=code)
    return found.select_related("line__service__office", "place__service__office", "participant", "ticket", "claim").first()


def left_waiting(ticket: Ticket) -> bool:
    """Tell whether the day ended while the visitor was there and waited: nobody called, so nobody was absent."""
    last = ticket.events.last() if ticket.state == TicketState.NO_SHOW else None
    return last is not None and last.old_state == TicketState.CHECKED_IN


def holds_phone(holder: Ticket | WaitingEntry, phone: str) -> bool:
    """Tell whether the number was taken with PHONE."""
    return holder.phone_index is not None and compare_digest(bytes(holder.phone_index), blind_index(phone, "phone"))
