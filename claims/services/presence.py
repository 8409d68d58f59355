"""Who has a claim open at this moment, and what an officer missed meanwhile.

A page alone counts as open for ten minutes: without a script nobody knows when it was closed. The desk's script gives a
sign of life every minute, as long as the officer touches mouse or keys; then a visit ends two minutes after the last one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser

from claims.models import Claim, Visit
from claims.services.officers import shown_name

OF_A_PAGE = timedelta(minutes=10)
OF_A_SIGN = timedelta(minutes=2)
RENEWED_AFTER = timedelta(seconds=30)
"""A page that follows another one sooner writes nothing."""
KEPT = timedelta(days=1)
LOST = "Klaim {number} diambil alih oleh {name}: “{reason}”"


@dataclass(frozen=True)
class Presence:
    """A colleague who has the claim open: since how many whole minutes, and whether the claim is in the colleague's hands."""

    name: str
    minutes: int
    holds: bool


@dataclass(frozen=True)
class Company:
    """Who else has the claim open, and when its holder, who has not, was seen last (None: holder is here, or never was)."""

    others: tuple[Presence, ...]
    holder_seen_at: datetime | None = None

    @property
    def holder(self) -> Presence | None:
        return next((other for other in self.others if other.holds), None)

    @property
    def onlookers(self) -> tuple[Presence, ...]:
        return tuple(other for other in self.others if not other.holds)


def arrive(claim: Claim, user: AbstractBaseUser, *, now: datetime) -> tuple[bool, Company]:
    """Note that USER opened a page of CLAIM; return whether a new visit begins with it, and the company."""
    visits = _visits(claim)
    own = next((visit for visit in visits if visit.user_id == user.pk), None)
    begins = own is None or own.until <= now
    if begins or own.seen_at <= now - RENEWED_AFTER:
        _write(claim, user, since=now if begins else own.since, now=now, until=now + OF_A_PAGE)
    return begins, _company(claim, user, visits, now)


def renew(claim: Claim, user: AbstractBaseUser, *, now: datetime) -> Company:
    """Note a sign of life of USER at CLAIM and return the company."""
    visits = _visits(claim)
    own = next((visit for visit in visits if visit.user_id == user.pk), None)
    since = own.since if own and own.until > now else now
    _write(claim, user, since=since, now=now, until=now + OF_A_SIGN)
    return _company(claim, user, visits, now)


def _visits(claim: Claim) -> list[Visit]:
    return list(claim.visits.select_related("user").order_by("since"))


def _write(claim: Claim, user: AbstractBaseUser, *, since: datetime, now: datetime, until: datetime) -> None:
    visit = Visit(claim=claim, user=user, since=since, seen_at=now, until=until)
    Visit.objects.bulk_create([visit], update_conflicts=True, unique_fields=["claim", "user"], update_fields=["since", "seen_at", "until"])


def _company(claim: Claim, user: AbstractBaseUser, visits: Iterable[Visit], now: datetime) -> Company:
    theirs = [visit for visit in visits if visit.user_id != user.pk]
    here = tuple(_presence(visit, claim, now) for visit in theirs if visit.until > now)
    away = next((visit.seen_at for visit in theirs if visit.user_id == claim.holder_id and visit.until <= now), None)
    return Company(here, away)


def _presence(visit: Visit, claim: Claim, now: datetime) -> Presence:
    return Presence(shown_name(visit.user), int((now - visit.since).total_seconds()) // 60, visit.user_id == claim.holder_id)


def tell_losses(user: AbstractBaseUser) -> list[str]:
    """Return a sentence for every claim that a colleague took over from USER and that was not told yet; then it is told."""
    lost = list(Visit.objects.lost().filter(user=user).select_related("claim", "lost_to__actor").order_by("lost_to__at"))
    Visit.objects.filter(pk__in=[visit.pk for visit in lost]).update(lost_to=None)
    return [_loss(visit) for visit in lost]


def _loss(visit: Visit) -> str:
    event = visit.lost_to
    return LOST.format(number=visit.claim.number, name=shown_name(event.actor), reason=event.note)


def sweep_visits(now: datetime) -> int:
    """Forget visits that ended a day ago, except those whose officer has something to be told; return how many."""
    return Visit.objects.filter(until__lt=now - KEPT, lost_to=None).delete()[0]
