"""The call list: messages that an officer tells by telephone, their outcomes, and when to try again.

A row of the outbox on the channel "telephone" waits here and not with the worker; its state moves as any other's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from claims.models import Call, Notification
from claims.services import access_notes, auditing
from claims.services.composing import addressee
from claims.services.falling_back import fall_back
from claims.services.officers import PEOPLE_FINDERS, Desk
from claims.services.resending import kind_words
from participants.domain.channels import TELEPHONE
from participants.domain.identifiers import mask_name, mask_phone

UNANSWERED_TRIES = 3
"""Nobody is rung more often without an answer; then the message has failed, and the next channel takes over."""
NEXT_TRY = timedelta(hours=2)
OPENED = "telepon"
NO_ANSWER, WRONG_NUMBER = "telephone: unanswered", "telephone: wrong number"


class CalledMeanwhile(Exception):
    """A colleague wrote down an outcome since the page was seen, or the message went another way."""


@dataclass(frozen=True)
class CallLine:
    """One call as the list shows it: whom and about what, masked; when, and what came of the last try."""

    message: Notification
    name: str
    phone: str
    about: str
    is_due: bool
    tries: int
    last: Call | None


@dataclass(frozen=True)
class Opened:
    """Whom to ask for, and the number to dial."""

    name: str
    phone: str


def may_call(desk: Desk) -> bool:
    """Tell whether the officer tells people by telephone."""
    return desk.finds_people


def waiting_calls(desk: Desk) -> QuerySet[Notification]:
    """Return the calls that wait at the officer's own office, the next one first."""
    if not may_call(desk):
        return Notification.objects.none()
    waiting = Notification.objects.filter(channel=TELEPHONE, state="queued", office=desk.office)
    return waiting.select_related("claim__participant", "participant", "office").prefetch_related("calls").order_by("next_try_at", "id")


def line_of(message: Notification, now: datetime) -> CallLine:
    """Return a call as the list shows it."""
    calls = list(message.calls.all())
    name, last = name_of(message), calls[-1] if calls else None
    masked = mask_name(name) if name else "Tanpa nama"
    return CallLine(message, masked, mask_phone(message.recipient), kind_words(message.kind), message.next_try_at <= now, len(calls), last)


def name_of(message: Notification) -> str:
    """Return the name of who is told; empty where only a number is known."""
    if message.claim:
        return addressee(message.claim)
    return message.participant.name if message.participant else ""


def open_call(message: Notification, desk: Desk, *, now: datetime) -> Opened:
    """Note that the officer sees name and number, then open them."""
    access_notes.note("field", [OPENED], now=now, claim=message.claim, person=message.participant, office=desk.office, user=desk.user)
    return Opened(name_of(message), message.recipient)


@transaction.atomic
def write_outcome(message: Notification, outcome: str, again_at: datetime | None, *, seen: int, desk: Desk, now: datetime) -> Notification:
    """Write down what came of a call; SEEN is how many calls the page showed. Raises CalledMeanwhile.

    A message told is delivered; a wrong number, or three calls without an answer, is a failure and lets the next channel take over.
    """
    row = waiting_calls(desk).select_for_update(of=("self",)).filter(pk=message.pk).first()
    if row is None or row.calls.count() != seen:
        raise CalledMeanwhile
    role = next(iter(sorted(PEOPLE_FINDERS & desk.roles)))
    told = {"what": f"message {row.pk}", "details": {"outcome": outcome, "tries": seen + 1}}
    auditing.record("telephoned", now=now, user=desk.user, role=role, claim=row.claim, office=row.office, **told)
    Call.objects.create(message=row, at=now, user=desk.user, outcome=outcome, again_at=again_at)
    WHAT_FOLLOWS[outcome](row, again_at, now)
    return row


def _reached(row: Notification, again_at: datetime | None, now: datetime) -> None:
    _move(row, state="delivered", attempts=row.attempts + 1, sent_at=now, delivered_at=now, last_error="", next_channels=None)


def _unanswered(row: Notification, again_at: datetime | None, now: datetime) -> None:
    if row.attempts + 1 >= UNANSWERED_TRIES:
        _close(row, NO_ANSWER, now)
    else:
        _move(row, attempts=row.attempts + 1, next_try_at=next_try(row, now))


def _wrong_number(row: Notification, again_at: datetime | None, now: datetime) -> None:
    _close(row, WRONG_NUMBER, now)


def _later(row: Notification, again_at: datetime | None, now: datetime) -> None:
    _move(row, next_try_at=again_at)


WHAT_FOLLOWS = {Call.REACHED: _reached, Call.UNANSWERED: _unanswered, Call.WRONG_NUMBER: _wrong_number, Call.LATER: _later}


def _close(row: Notification, error: str, now: datetime) -> None:
    _move(row, state="failed", attempts=row.attempts + 1, last_error=error)
    fall_back(row, now)


def _move(row: Notification, **columns: object) -> None:
    Notification.objects.filter(pk=row.pk, state="queued").update(**columns)


def next_try(row: Notification, now: datetime) -> datetime:
    """Return when to ring again: two hours later, and not at night at the office."""
    later = (now + NEXT_TRY).astimezone(ZoneInfo(row.office.timezone))
    return settings.QUIET_HOURS.until(later) or later
