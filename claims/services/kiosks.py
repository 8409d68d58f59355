"""Kiosks: which machines an office lets draw numbers, and the numbers they draw for people who come without one.

A machine is let in with a code that an officer reads off the desk, once and within minutes; from then on it is known by
a key that only its browser and, as a keyed hash, this table hold. Pressed twice it gives one number: every page has a key.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from claims.domain.numbers import new_booking_code
from claims.domain.queueing import Lane, Service
from claims.domain.ticket_life import TicketState
from claims.models import KioskDevice, KioskPress, Office, OfficeService, Ticket
from claims.services import auditing
from claims.services.deadlines import local_date
from claims.services.officers import Desk
from claims.services.queue_calendar import calendar_of
from claims.services.ticket_issuing import issue
from jht_portal.lib.crypto import blind_index

CODE_LIFE = timedelta(minutes=15)
PRESSES_KEPT = timedelta(days=2)
QUEUE_KIOSK = "queue_kiosk"
KIOSK_LANES = (Lane.WALK_IN, Lane.PRIORITY)


class WrongCode(Exception):
    """No machine of this office waits for this code."""


class OfficeClosed(Exception):
    """The office receives nobody now, or not for this service."""


@dataclass(frozen=True, repr=False)
class FreshDevice:
    """A machine that waits to be opened, and the code that opens it."""

    device: KioskDevice
    code: str


@transaction.atomic
def add_device(desk: Desk, label: str, *, now: datetime) -> FreshDevice:
    """Let one more machine of the officer's office in; its code holds for a quarter of an hour."""
    code = new_booking_code(secrets.token_bytes(8))
    device = KioskDevice(office=desk.office, label=label, made_by=desk.user, made_at=now)
    device.code_hash, device.code_until = blind_index(code, "kiosk-code"), now + CODE_LIFE
    device.save(force_insert=True)
    auditing.record(QUEUE_KIOSK, now=now, user=desk.user, office=desk.office, what="add", details={"device": str(device.pk)})
    return FreshDevice(device, code)


@transaction.atomic
def revoke_device(device: KioskDevice, desk: Desk, *, now: datetime) -> None:
    """Let a machine draw no more numbers."""
    if KioskDevice.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=now, key_hash=None, code_hash=None):
        auditing.record(QUEUE_KIOSK, now=now, user=desk.user, office=desk.office, what="revoke", details={"device": str(device.pk)})


def open_device(office: Office, code: str, *, now: datetime) -> tuple[KioskDevice, str]:
    """Return the machine that CODE opens, and the key it is known by from now on. Raises WrongCode; a code opens once."""
    key = secrets.token_urlsafe(24)
    waits = KioskDevice.objects.filter(office=office, code_hash=blind_index(code, "kiosk-code"), code_until__gt=now, revoked_at=None)
    device = waits.first()
    written = {"code_hash": None, "key_hash": blind_index(key, "kiosk-key"), "opened_at": now}
    if device is None or not waits.filter(pk=device.pk).update(**written):
        raise WrongCode
    return device, key


def known_device(office: Office, device_id: UUID, key: str) -> KioskDevice | None:
    """Return the machine of OFFICE that shows its KEY; None where it is another one, or was revoked."""
    device = KioskDevice.objects.filter(pk=device_id, office=office, revoked_at=None).exclude(key_hash=None).first()
    is_it = device is not None and compare_digest(bytes(device.key_hash), blind_index(key, "kiosk-key"))
    return device if is_it else None


def services_now(office: Office, now: datetime) -> list[Service]:
    """Return what one can come for now; nothing outside the opening hours."""
    if not is_open_now(office, now):
        return []
    given = set(OfficeService.objects.filter(office=office, is_open=True).values_list("service", flat=True))
    return [service for service in Service if service in given]


def is_open_now(office: Office, now: datetime) -> bool:
    """Tell whether OFFICE receives people at this moment of its own day."""
    calendar, local = calendar_of(office), now.astimezone(ZoneInfo(office.timezone))
    hours = calendar.hours.get(local.weekday())
    return calendar.is_open_on(local.date()) and hours is not None and hours.opens_at <= local.time() < hours.closes_at


@transaction.atomic
def draw_ticket(device: KioskDevice, service: Service, lane: Lane, key: UUID, *, now: datetime) -> Ticket:
    """Return the number of this press, drawn once however often it arrives. Raises OfficeClosed."""
    if (pressed := _pressed(device, key)) is not None:
        return pressed
    if service not in services_now(device.office, now) or lane not in KIOSK_LANES:
        raise OfficeClosed
    KioskPress.objects.bulk_create([KioskPress(key=key, device=device, at=now)], ignore_conflicts=True)
    press = KioskPress.objects.select_for_update().get(pk=key, device=device)
    if press.ticket_id is None:
        ticket = issue(device.office, local_date(device.office, now), lane, service, now=now, state=TicketState.CHECKED_IN)
        KioskPress.objects.filter(pk=key).update(ticket=ticket)
        return ticket
    return Ticket.objects.select_related("office").get(pk=press.ticket_id)


def _pressed(device: KioskDevice, key: UUID) -> Ticket | None:
    return Ticket.objects.filter(pk__in=KioskPress.objects.filter(pk=key, device=device).values("ticket")).select_related("office").first()


def sweep(now: datetime) -> int:
    """Forget presses of days that are over; return how many there were."""
    return KioskPress.objects.filter(at__lte=now - PRESSES_KEPT).delete()[0]
