"""The demo's offices as they receive people: services, opening hours, quotas a slot and counters. All of it is made up."""

from collections.abc import Iterator
from datetime import time

from django.db import transaction

from claims.domain.queueing import STANDARD_SLOTS, Lane, Service
from claims.models import Counter, Office, OfficeService, OpeningHours, SlotQuota
from claims.services.demo_people import OFFICES

FRIDAY = 4
WORKING_DAYS = range(5)
LARGE = frozenset({"bandung-timur", "jakarta-selatan", "jakarta-pusat", "surabaya-utara", "medan-kota"})
LUNCH, PRAYER = time(12), time(11)
PLACES: dict[Service, tuple[int, int]] = {
    Service.CLAIM: (3, 6),
    Service.REPAIR: (2, 3),
    Service.DATA: (1, 2),
    Service.ADVICE: (2, 3),
}
"""Places a full slot, in a small and in a large office."""


@transaction.atomic
def load() -> None:
    """Give every demo office that has none yet its hours, services, quotas and counters."""
    codes = [row[0] for row in OFFICES]
    for office in Office.objects.filter(code__in=codes, services=None, opening_hours=None):
        OpeningHours.objects.bulk_create(
            OpeningHours(office=office, weekday=day, opens_at=time(8), closes_at=time(15)) for day in WORKING_DAYS
        )
        for service in Service:
            _load_service(office, service)
        Counter.objects.bulk_create(_counters(office), ignore_conflicts=True)


def _load_service(office: Office, service: Service) -> None:
    given = OfficeService.objects.create(office=office, service=service)
    SlotQuota.objects.bulk_create(
        SlotQuota(service=given, weekday=day, starts_at=slot.starts_at, ends_at=slot.ends_at, capacity=capacity)
        for day in WORKING_DAYS
        for slot in STANDARD_SLOTS
        if (capacity := _places(office, service, day, slot.starts_at))
    )


def _places(office: Office, service: Service, weekday: int, starts_at: time) -> int:
    """Return the places of a slot: half of them at lunch and in the last half hour, none during Friday's prayer."""
    full = PLACES[service][office.code in LARGE]
    if weekday == FRIDAY and starts_at in (PRAYER, LUNCH):
        return 0
    return (full + 1) // 2 if starts_at in (LUNCH, STANDARD_SLOTS[-1].starts_at) else full


def _counters(office: Office) -> Iterator[Counter]:
    """Yield the counters: the first takes priority first, the last one only advice and changes of data."""
    count = 5 if office.code in LARGE else 3
    for number in range(1, count + 1):
        yield Counter(
            office=office,
            number=number,
            services=[Service.DATA, Service.ADVICE] if number == count else [],
            lanes=[Lane.PRIORITY] if number == 1 and office.code in LARGE else [lane.value for lane in Lane],
        )
