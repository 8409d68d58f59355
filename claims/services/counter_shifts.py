"""Who sits at which counter: signing on, signing off, relieving a colleague."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction

from claims.models import Counter, CounterShift
from claims.services import auditing
from claims.services.deadlines import local_date
from claims.services.officers import Desk

QUEUE_SHIFT = "queue_shift"


class CounterTaken(Exception):
    """A colleague sits at the counter. SHIFT is theirs."""

    def __init__(self, shift: CounterShift | None) -> None:
        super().__init__()
        self.shift = shift


def shift_of(user: AbstractBaseUser) -> CounterShift | None:
    """Return the counter where USER sits now."""
    return CounterShift.objects.filter(user=user, ended_at=None).select_related("counter__office").first()


def shift_at(counter: Counter) -> CounterShift | None:
    """Return who sits at COUNTER now."""
    return CounterShift.objects.filter(counter=counter, ended_at=None).select_related("user").first()


@transaction.atomic
def sign_on(counter: Counter, desk: Desk, *, now: datetime, relieve: bool = False) -> CounterShift:
    """Seat the officer at COUNTER, away from any other; a colleague of an earlier day is relieved anyhow.

    Raises CounterTaken where a colleague sits there and is not to be RELIEVEd.
    """
    there = shift_at(counter)
    if there is not None and there.user_id == desk.user.pk:
        return there
    if there is not None and not relieve and local_date(desk.office, there.began_at) == local_date(desk.office, now):
        raise CounterTaken(there)
    CounterShift.objects.filter(counter=counter, ended_at=None).update(ended_at=now)
    sign_off(desk, now=now)
    try:
        with transaction.atomic():
            shift = CounterShift.objects.create(counter=counter, user=desk.user, began_at=now)
    except IntegrityError as faster:
        raise CounterTaken(None) from faster
    auditing.record(QUEUE_SHIFT, now=now, user=desk.user, office=desk.office, what=f"counter {counter.number}")
    return shift


def sign_off(desk: Desk, *, now: datetime) -> None:
    """Leave the counter, if the officer sits at one."""
    CounterShift.objects.filter(user=desk.user, ended_at=None).update(ended_at=now)
