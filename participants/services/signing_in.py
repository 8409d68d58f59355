"""Signing in with KPJ and NIK, then a six-digit code sent to the registered contact.

For numbers that name nobody the same rows are written and the same work is done, so that neither the
answer nor its time tells who is a participant (safety.md A2, A3).
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from jht_portal.lib.crypto import blind_index
from jht_portal.lib.fields import Sealed
from participants.models import OneTimeCode, Participant, SignIn, SignInAttempt

CODE_LIFE = timedelta(minutes=15)
TRIES = 5
KEPT = timedelta(days=1)
"""How long an attempt is remembered after it began."""
STAND_IN = (("name", "Peserta"), ("phone", "+6280000000000"), ("email", "peserta@contoh.invalid"))
READ = ("id", "name", "phone", "email", "language")
"""In the order of the columns."""
SHOWN = 20
"""Sign-ins that the participant's list shows."""


class SignInRefused(Exception):
    """The code does not open the door; each kind has its own words at the edge."""


class CodeWrong(SignInRefused):
    """Not the code of this attempt; LEFT more may be typed."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left


class CodeExpired(SignInRefused):
    """The right code, later than 15 minutes after it was made."""


class CodeUsed(SignInRefused):
    """The right code, for the second time."""


class AttemptOver(SignInRefused):
    """Five codes were typed, or the attempt is too old; only a new attempt helps."""


@dataclass(frozen=True)
class FreshCode:
    """Six digits just made, for the one message that may carry them; PARTICIPANT is a stand-in where there is NOBODY."""

    id: UUID
    attempt: UUID
    digits: str
    participant: Participant
    nobody: bool

    def __repr__(self) -> str:
        return f"FreshCode({self.id})"


@transaction.atomic
def begin(kpj: str, nik: str, *, now: datetime) -> FreshCode:
    """Start an attempt for the person who has both numbers, and make its first code."""
    named = Participant.objects.filter(nik_index=blind_index(nik, "nik"), memberships__kpj_index=blind_index(kpj, "kpj"))
    person, is_known = _read(named)
    attempt = SignInAttempt.objects.create(participant_id=person.pk if is_known else None, started_at=now)
    return _fresh_code(attempt, person, is_known, now)


@transaction.atomic
def renew(attempt_id: UUID, *, now: datetime) -> FreshCode:
    """Make another code for an attempt that is still open; earlier ones stay valid. Raises AttemptOver."""
    attempt = SignInAttempt.objects.filter(pk=attempt_id, completed_at=None, tries__lt=TRIES, started_at__gt=now - KEPT).first()
    if attempt is None:
        raise AttemptOver
    key = attempt.participant_id or attempt.pk  # Of nobody: a key that finds nobody, looked for in the same way.
    return _fresh_code(attempt, *_read(Participant.objects.filter(pk=key)), now)


def redeem(attempt_id: UUID, digits: str, *, now: datetime) -> UUID:
    """Return the id of the participant whom DIGITS let in, once; raise a SignInRefused otherwise.

    Every call counts as a try before the code is looked at, so that parallel guesses share the five as well.
    """
    counted = SignInAttempt.objects.filter(pk=attempt_id, tries__lt=TRIES, started_at__gt=now - KEPT).update(tries=F("tries") + 1)
    if not counted:
        raise AttemptOver
    attempt = SignInAttempt.objects.get(pk=attempt_id)
    code = attempt.codes.filter(code_hash=_code_hash(attempt_id, digits)).first()
    if code is None or attempt.participant_id is None:
        raise CodeWrong(TRIES - attempt.tries)
    if code.expires_at <= now:
        raise CodeExpired
    if not SignInAttempt.objects.filter(pk=attempt_id, completed_at=None).update(completed_at=now):
        raise CodeUsed
    return attempt.participant_id


def record(participant_id: UUID, *, session_key: str, device: str, now: datetime) -> None:
    """Remember a sign-in for the list that the participant can read."""
    SignIn.objects.create(participant_id=participant_id, at=now, device=device[:80], session_key=session_key)


def recent(participant_id: UUID) -> list[SignIn]:
    """Return the latest sign-ins, newest first."""
    return list(SignIn.objects.filter(participant=participant_id).order_by("-at")[:SHOWN])


def end(participant_id: UUID, sign_in_id: int, *, now: datetime) -> str | None:
    """Mark one of the participant's own sign-ins as ended; return its session key, None when there is none to end."""
    sign_in = SignIn.objects.filter(pk=sign_in_id, participant=participant_id).first()
    return sign_in and _end(sign_in, now)


def end_session(session_key: str, *, now: datetime) -> None:
    """Mark the sign-in of a session as ended."""
    SignIn.objects.filter(session_key=session_key, ended_at=None).update(ended_at=now)


def end_all(participant_id: UUID, *, now: datetime, but: str = "") -> list[str]:
    """Mark every sign-in of the participant as ended, BUT the session of one key, and close begun attempts; return the keys to end."""
    SignInAttempt.objects.filter(participant=participant_id, completed_at=None).update(completed_at=now)
    open_ones = SignIn.objects.filter(participant=participant_id, ended_at=None).exclude(session_key=but)
    keys = list(open_ones.values_list("session_key", flat=True))
    open_ones.update(ended_at=now)
    return keys


def sweep(now: datetime) -> int:
    """Forget attempts older than a day with their codes; return how many there were."""
    return SignInAttempt.objects.filter(started_at__lte=now - KEPT).delete()[1].get("participants.SignInAttempt", 0)


def _end(sign_in: SignIn, now: datetime) -> str:
    end_session(sign_in.session_key, now=now)
    return sign_in.session_key


def _read(named: QuerySet[Participant]) -> tuple[Participant, bool]:
    """Return who is NAMED and True, or a stand-in and False, made in the same way so that it takes as long."""
    row = next(iter(named.values_list(*READ)[:1]), None)
    return Participant.from_db(None, READ, row or _stand_in()), row is not None


def _fresh_code(attempt: SignInAttempt, person: Participant, is_known: bool, now: datetime) -> FreshCode:
    digits = f"{secrets.randbelow(10**6):06d}"
    code = OneTimeCode.objects.create(attempt=attempt, code_hash=_code_hash(attempt.pk, digits), created_at=now, expires_at=now + CODE_LIFE)
    has_contact = bool(person.email or person.phone)  # Asked of the stand-in too: opening a sealed field takes its time.
    return FreshCode(code.pk, attempt.pk, digits, person, nobody=not (is_known and has_contact))


def _code_hash(attempt_id: UUID, digits: str) -> bytes:
    return blind_index(f"{attempt_id}:{digits}", "one_time_code")


def _stand_in() -> tuple[object, ...]:
    """Return the columns of somebody who does not exist, as a query gives those of a stored person."""
    key, *sealed = _stand_in_row()
    return (UUID(key), *map(Sealed, sealed), None)


@cache
def _stand_in_row() -> tuple[str | bytes, ...]:
    """Return the stand-in as a database would: the key as text, then what is sealed to it."""
    somebody = Participant()
    return (somebody.pk.hex, *(bytes(Participant._meta.get_field(name).sealed(text, somebody)) for name, text in STAND_IN))
