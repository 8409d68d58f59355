"""An officer's session: half open after the password, open after the second step, over when its time is.

A half-open session is nobody's: it only remembers whose password was right, for ten minutes. So no page of the desk has to
know about second steps in order to refuse. An open one ends after half an hour without a page and after twelve hours in any case.
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 12 * 3600
HELD_SECONDS = 10 * 60
TOUCH_SECONDS = 60

SEEN, SINCE, FRESH, ROW, HELD = "petugas_terlihat", "petugas_sejak", "petugas_segar", "petugas_masuk", "petugas_setengah"

IDLE, LONG, HALF = "idle", "long", "half"
"""Why a session was ended: nobody was there, it was too old, it had no second step."""


@dataclass(frozen=True)
class Held:
    """Whose password was right, the fingerprint of that password, and the page to go to afterwards."""

    user_id: int
    fingerprint: str
    wanted: str


# --- The open session


def enter(request: HttpRequest, user: AbstractBaseUser) -> None:
    """Open a session for the officer under a new key; nothing of a half-open one is left."""
    request.session.pop(HELD, None)
    login(request, user)
    now = int(time.time())
    request.session.update({SEEN: now, SINCE: now, FRESH: now})
    request.session.save()  # Whoever came after somebody else in this browser has no key before.


def end_if_over(request: HttpRequest) -> str:
    """Log the officer out if the time is over or the second step is missing, and return why; else remember this page."""
    if not request.user.is_authenticated:
        return ""
    if settings.SECOND_FACTOR_REQUIRED and not request.user.is_verified():
        logout(request)
        return HALF
    why = _over(request, int(time.time()))
    if why:
        logout(request)
    return why


def _over(request: HttpRequest, now: int) -> str:
    session = request.session
    seen = session.get(SEEN, now)
    if now - seen > IDLE_SECONDS:
        return IDLE
    if now - session.get(SINCE, now) > LONGEST_SECONDS:
        return LONG
    if SEEN not in session or now - seen > TOUCH_SECONDS:
        session[SEEN] = now
        session.setdefault(SINCE, now)
    return ""


def leave(request: HttpRequest) -> None:
    """End this session at once."""
    logout(request)


# --- The half-open session


def hold(request: HttpRequest, user: AbstractBaseUser, wanted: str) -> None:
    """Remember under a new key whose password was right; this opens no page of the desk."""
    request.session.cycle_key()
    request.session[HELD] = [user.pk, user.get_session_auth_hash(), wanted, int(time.time()) + HELD_SECONDS]


def held(request: HttpRequest) -> Held | None:
    """Return whose password was right within the last ten minutes."""
    user_id, fingerprint, wanted, until = request.session.get(HELD) or (0, "", "", 0)
    return Held(user_id, fingerprint, wanted) if until > time.time() else None


def let_go(request: HttpRequest) -> None:
    """Forget the half-open session."""
    request.session.pop(HELD, None)


# --- Freshness: who sits here proved it a short while ago


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether the officer proved who sits here lately. A weighty act asks this and prolongs it."""
    now = int(time.time())
    since = request.session.setdefault(FRESH, 0 if settings.SECOND_FACTOR_REQUIRED else now)
    fresh = now - since <= settings.FRESH_SIGN_IN_SECONDS
    if fresh and now - since > TOUCH_SECONDS:
        request.session[FRESH] = now
    return fresh


def refresh(request: HttpRequest) -> None:
    """Note that the officer has just proved who sits here."""
    request.session[FRESH] = int(time.time())


# --- The row that lists this session among the officer's sign-ins


def note_row(request: HttpRequest, row_id: int) -> None:
    """Remember which sign-in this session is, and the key that it is filed under."""
    request.session[ROW] = [row_id, request.session.session_key]


def row_of(request: HttpRequest) -> int | None:
    """Return which sign-in this session is; None for one that was not opened at the door."""
    return request.session.get(ROW, [None])[0]


def has_moved(request: HttpRequest) -> bool:
    """Tell whether the session has another key than the one it is filed under."""
    row = request.session.get(ROW)
    return bool(row) and row[1] != request.session.session_key
