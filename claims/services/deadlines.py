"""The legal clock of a claim, in its office's own days."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

from claims.domain import deadlines as domain
from claims.domain.limits import Limit, limit
from claims.models import Claim, Holiday, Office

LEGAL_WORKING_DAYS = 5
"""Permenaker 4/2022: paid at most five working days after the file is complete and correct."""


def local_date(office: Office | None, moment: datetime) -> date:
    """Return the calendar day of MOMENT where OFFICE stands."""
    return moment.astimezone(ZoneInfo(office.timezone if office else settings.TIME_ZONE)).date()


def holidays() -> frozenset[date]:
    """Return every day that the holiday table takes out of the working week."""
    return frozenset(Holiday.objects.values_list("day", flat=True))


def due_on(office: Office, start: datetime, pauses: Sequence[Sequence[str]] = ()) -> date:
    """Return the last legal day for a file complete at START; PAUSES are ISO [from, to] days that do not count."""
    began, stood_still = local_date(office, start), parse_pauses(pauses)
    seen_on = max([began, *(ended for _, ended in stood_still)])
    return domain.clock(began, seen_on, holidays(), stood_still).due_on


def first_look_on(claim: Claim) -> date:
    """Return the day by which an officer should have looked at a sent claim: our own target, two working days."""
    return domain.first_look_due(local_date(claim.office, claim.submitted_at), holidays())


def free_for_colleagues_on(claim: Claim, now: datetime) -> date:
    """Return the day from which a colleague may take a correction that its own officer lets lie.

    It stays as long with the officer who asked for it as any claim may lie idle on a desk.
    """
    arrived_on, idle = local_date(claim.office, claim.last_arrival_at), _idle_days(claim.office, now)
    return domain.add_working_days(arrived_on, idle + 1, holidays())


def left_lying_before(office: Office, now: datetime) -> datetime:
    """Return the moment before which a correction must have arrived at OFFICE for a colleague to take it at NOW."""
    day = domain.working_day_back(local_date(office, now), _idle_days(office, now) + 1, holidays())
    return datetime.combine(day, time.min, ZoneInfo(office.timezone))


def _idle_days(office: Office, now: datetime) -> int:
    return limit(Limit.IDLE_WORKING_DAYS, local_date(office, now))


def parse_pauses(pauses: Sequence[Sequence[str]]) -> list[tuple[date, date]]:
    """Return closed pauses as dates; an open one (no end yet) is left out."""
    return [(date.fromisoformat(pause[0]), date.fromisoformat(pause[1])) for pause in pauses if len(pause) == 2]


def open_pause(claim: Claim, now: datetime) -> list[list[str]]:
    """Return the claim's pauses with a new one beginning today."""
    return [*claim.clock_pauses, [local_date(claim.office, now).isoformat()]]


def close_pause(claim: Claim, now: datetime) -> list[list[str]]:
    """Return the claim's pauses with the open one, if any, ending today."""
    today = local_date(claim.office, now).isoformat()
    return [pause if len(pause) == 2 else [pause[0], today] for pause in claim.clock_pauses]
