"""Coming to the office: with a number taken ahead, noted at the kiosk by its booking code or at the counter; or for one at the counter."""

from datetime import datetime

from django.db import transaction

from claims.domain.queueing import Lane, Service, parse_ticket_number
from claims.domain.ticket_life import STATE_LABELS, TicketState, TicketStep
from claims.models import Office, Ticket
from claims.services import auditing
from claims.services.deadlines import local_date
from claims.services.guards import Actor
from claims.services.ticket_issuing import VISITOR, issue
from claims.services.ticket_steps import QUEUE_STEP, TicketChangedMeanwhile, take_step
from jht_portal.lib.formats import long_date

UNKNOWN = "Tidak ada nomor antrian dengan kode itu. Periksa lagi setiap huruf dan angkanya."
OTHER_OFFICE = "Nomor {number} untuk {office}, bukan kantor ini."
OTHER_DAY = "Nomor {number} untuk {day}, bukan hari ini."
NOT_ANY_MORE = "Nomor {number} tidak bisa dipakai lagi: {state}."
RELATED = ("office", "place__service__office", "participant", "claim", "replaced_by", "counter")


class NotTaken(Exception):
    """The number is not for this office and day, or not any more. The message says so to whoever brought it."""


def find_by_code(code: str) -> Ticket | None:
    """Return the number with this booking code; one that was exchanged leads to what it was exchanged for."""
    ticket = Ticket.objects.select_related(*RELATED).filter(code=code).first()
    while ticket is not None and ticket.state == TicketState.MOVED and getattr(ticket, "replaced_by", None):
        ticket = Ticket.objects.select_related(*RELATED).get(pk=ticket.replaced_by.pk)
    return ticket


def find_by_number(office: Office, text: str, now: datetime) -> Ticket | None:
    """Return the number that is written B-014 today at OFFICE. Raises ValueError where TEXT is none."""
    lane, number = parse_ticket_number(text)
    today = Ticket.objects.filter(office=office, day=local_date(office, now), lane=lane, number=number)
    return today.select_related(*RELATED).first()


def check_in(ticket: Ticket | None, office: Office, *, now: datetime, actor: Actor = VISITOR) -> Ticket:
    """Note that the visitor is here; twice is no fault. Raises NotTaken."""
    if ticket is None:
        raise NotTaken(UNKNOWN)
    if ticket.office_id != office.pk:
        raise NotTaken(OTHER_OFFICE.format(number=ticket.label, office=ticket.office.name))
    if ticket.day != local_date(office, now):
        raise NotTaken(OTHER_DAY.format(number=ticket.label, day=long_date(ticket.day)))
    if ticket.state == TicketState.BOOKED:
        try:
            take_step(ticket, TicketStep.CHECK_IN, now=now, actor=actor)
        except TicketChangedMeanwhile:
            ticket.refresh_from_db(fields=["state", "version", "checked_in_at"])
    if ticket.state not in (TicketState.CHECKED_IN, TicketState.CALLED, TicketState.SERVING):
        raise NotTaken(NOT_ANY_MORE.format(number=ticket.label, state=STATE_LABELS[TicketState(ticket.state)].lower()))
    return ticket


@transaction.atomic
def give_number(office: Office, service: Service | str, lane: Lane | str, *, now: datetime, actor: Actor) -> Ticket:
    """Draw a number at the counter for somebody who came without one, as the kiosk would."""
    ticket = issue(office, local_date(office, now), lane, service, now=now, state=TicketState.CHECKED_IN, actor=actor)
    auditing.record(QUEUE_STEP, now=now, user=actor.user, office=office, what=f"{TicketStep.ISSUE} {ticket.label} {ticket.day}")
    return ticket
