"""A number to keep: on a sheet of paper, and in a calendar."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from claims.domain.queueing import LANE_LABELS, SERVICE_LABELS, Lane, Service, moment_of
from claims.models import Ticket
from jht_portal.lib.calendar_file import Appointment
from jht_portal.lib.formats import long_date
from jht_portal.lib.languages import in_indonesian
from jht_portal.lib.paper import Paper, Row, Table
from participants.domain.identifiers import mask_name

WORTH = "Nomor antrian ini atas nama Anda dan tidak bisa dialihkan."
BRING = "Bawa KTP. Datang 15 menit sebelum jamnya, lalu tunjukkan kode ini di mesin antrian atau di loket."


@in_indonesian
def ticket_paper(ticket: Ticket, now: datetime, *, for_owner: bool) -> Paper:
    """Return what stands on a printed ticket; the name in full FOR_OWNER only."""
    office = ticket.office
    return Paper(
        name=f"antrian-{ticket.label}",
        title=f"Nomor antrian {ticket.label}",
        heading=f"Nomor antrian {ticket.label}",
        printed_at=now,
        zone=office.timezone,
        facts=(("Kode booking", ticket.code), ("Keadaan", ticket.get_state_display())),
        answer=f"{long_date(ticket.day)}, {ticket.place.slot} {office.get_timezone_display()}.",
        lines=(f"{office.name}, {office.address}.", BRING),
        tables=(Table("Rincian", tuple(Row(row) for row in _rows(ticket, for_owner)), (45, 85)),),
        code=ticket.code,
        check_url=settings.PUBLIC_URL + reverse("claims:ticket", args=[ticket.code]),
        worth=WORTH,
        code_heading="Tunjukkan kode ini di kantor",
        code_path="/antrian",
    )


def _rows(ticket: Ticket, for_owner: bool) -> tuple[tuple[str, str], ...]:
    name = ticket.name if for_owner else mask_name(ticket.name)
    claim = (("Nomor klaim", ticket.claim.number),) if ticket.claim and for_owner else ()
    return (
        ("Keperluan", SERVICE_LABELS[Service(ticket.service)]),
        ("Atas nama", name or "–"),
        *claim,
        ("Jalur", LANE_LABELS[Lane(ticket.lane)]),
        ("Telepon kantor", ticket.office.phone or settings.OPERATOR_PHONE),
    )


@in_indonesian
def ticket_appointment(ticket: Ticket, now: datetime) -> Appointment:
    """Return the visit as a calendar keeps it: no person's name in it."""
    office, place = ticket.office, ticket.place
    return Appointment(
        key=ticket.code,
        title=f"Nomor antrian {ticket.label}, {office.name}",
        where=f"{office.name}, {office.address}",
        notes=f"Keperluan: {SERVICE_LABELS[Service(ticket.service)]}. Kode booking: {ticket.code}. Bawa KTP.",
        begins=moment_of(ticket.day, place.starts_at, office.timezone),
        ends=moment_of(ticket.day, place.ends_at, office.timezone),
        written=now,
    )
