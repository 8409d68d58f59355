"""Who is signed in as a participant: one id and one moment in the session, nothing else."""

import time
import uuid
from dataclasses import asdict, dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY as AUTH_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

KEY, SEEN, COUNTER = "peserta", "peserta_terlihat", "loket"
COUNTER_SECONDS = 45 * 60
"""How long an officer may file with a participant who proved to be there."""
TOUCH_SECONDS = 60


@dataclass(frozen=True)
class CounterStay:
    """An officer files with a participant at the counter: who, until when (seconds), and for which REASON alone (empty: any)."""

    officer: str
    until: int
    reason: str


def signed_in_id(request: HttpRequest) -> uuid.UUID | None:
    """Return the signed-in participant's id; None for nobody, or after the idle time (then the session ends)."""
    if not was_signed_in(request):
        return None
    now = int(time.time())
    seen = request.session.get(SEEN, 0)
    if now - seen > settings.PARTICIPANT_IDLE_SECONDS or _counter_is_over(request, now):
        sign_out(request)
        return None
    if now - seen > TOUCH_SECONDS:
        request.session[SEEN] = now
    return uuid.UUID(request.session[KEY])


def was_signed_in(request: HttpRequest) -> bool:
    """Tell whether somebody signed in with this session, be it too long ago."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and KEY in request.session


def sign_in(request: HttpRequest, participant_id: uuid.UUID) -> str:
    """Bind the session to the participant under a new session key, and return that key."""
    request.session.cycle_key()
    request.session[KEY] = str(participant_id)
    request.session[SEEN] = int(time.time())
    return request.session.session_key


def sit_at_counter(request: HttpRequest, participant_id: uuid.UUID, *, reason: str) -> str:
    """Let the officer of this session file for a participant, and nothing else; return the session's new key."""
    key = sign_in(request, participant_id)
    stay = CounterStay(request.session[AUTH_KEY], int(time.time()) + COUNTER_SECONDS, reason)
    request.session[COUNTER] = asdict(stay)
    return key


def counter_stay(request: HttpRequest) -> CounterStay | None:
    """Return the stay at the counter that this session is; None for a participant's own."""
    kept = request.session.get(COUNTER) if was_signed_in(request) else None
    return CounterStay(**kept) if kept else None


def _counter_is_over(request: HttpRequest, now: int) -> bool:
    """Tell whether a stay at the counter has ended: by time, or because its officer is not signed in any more."""
    stay = counter_stay(request)
    return stay is not None and (now > stay.until or request.session.get(AUTH_KEY) != stay.officer)


def sign_out(request: HttpRequest) -> None:
    """End the participant's stay at once; an officer signed in with the same browser stays, under a new session key."""
    for name in (KEY, SEEN, COUNTER):
        request.session.pop(name, None)
    if AUTH_KEY in request.session:
        request.session.cycle_key()
    else:
        request.session.flush()


def is_open(session_key: str) -> bool:
    """Tell whether somebody is signed in with the session of that key and not idle too long."""
    data = _session(session_key).load()
    return KEY in data and int(time.time()) - data.get(SEEN, 0) <= settings.PARTICIPANT_IDLE_SECONDS


def end(session_key: str) -> None:
    """End another session at once, on whatever device it is."""
    _session(session_key).delete()


def forget_expired() -> None:
    """Delete what is left of sessions that have ended by themselves."""
    _store().clear_expired()


def _session(session_key: str) -> SessionBase:
    return _store()(session_key)


def _store() -> type[SessionBase]:
    return import_module(settings.SESSION_ENGINE).SessionStore
