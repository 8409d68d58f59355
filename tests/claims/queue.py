"""Slots and visitors of the queue, as several tests need them."""

import re
from datetime import date, time, timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.models import Notification, OfficeService, Ticket
from claims.services import booking
from claims.services.booking import Wanted
from claims.services.deadlines import local_date
from claims.services.ticket_issuing import VisitorFacts
from tests.builders import make_visitor

NINE, TEN = time(9), time(10)


def tomorrow(service: OfficeService) -> date:
    """Return the first day that can be booked, in the office's own calendar."""
    return local_date(service.office, timezone.now()) + timedelta(days=1)


def wanted(service: OfficeService, at: time = NINE, day: date | None = None, **facts: object) -> Wanted:
    """Return a wish for tomorrow at nine, unless told otherwise."""
    return Wanted(service, day or tomorrow(service), at, **facts)


def booked(service: OfficeService, at: time = NINE, visitor: VisitorFacts | None = None, **facts: object) -> Ticket:
    """Return a number that somebody took through the one door."""
    return booking.book(wanted(service, at, **facts), visitor or make_visitor(), now=timezone.now())


def fill(service: OfficeService, day: date | None = None) -> list[Ticket]:
    """Take every place of a day, one person each."""
    hours = [
        quota.starts_at for quota in service.quotas.filter(weekday=(day or tomorrow(service)).weekday()) for _ in range(quota.capacity)
    ]
    return [booked(service, at, day=day) for at in hours]


def take_url(service: OfficeService, day: date | None = None, **more: str) -> str:
    """Return the address where the hours of a day are chosen."""
    chosen = {"kantor": service.office.code, "layanan": service.service, "tanggal": (day or tomorrow(service)).isoformat()}
    return reverse("claims:take_number", query=chosen | more)


def newest_code() -> str:
    """Return the six digits of the newest code that went to a phone."""
    return re.search(r"\d{3} \d{3}", Notification.objects.filter(kind="queue_code").latest("created_at").body)[0]


def proved_client(name: str = "Sari Dewi", phone: str = "0812 5555 0101") -> Client:
    """Return a browser in which somebody proved PHONE by the pages."""
    client = Client()
    client.post(reverse("claims:booking_who"), {"nama": name, "telepon": phone, "saluran": "sms"})
    client.post(reverse("claims:booking_code"), {"kode": newest_code()})
    return client
