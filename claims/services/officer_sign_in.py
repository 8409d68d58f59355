"""Officers come in and go out: the list of their sign-ins, the end of sessions elsewhere, and what they are told about their account."""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.contrib.auth.models import AbstractBaseUser, User
from django.db import transaction

from claims.models import Office, OfficerNotice, OfficerSignIn
from claims.services import auditing, officer_limits, second_factor
from claims.services.second_factor import Factor
from jht_portal.lib import sessions

SHOWN = 20
KEPT = timedelta(days=365)
"""How long a sign-in is listed."""
RESET, UNLOCKED, REKEYED = "second_step_reset", "unlocked", "password_set"


@transaction.atomic
def record(user: AbstractBaseUser, *, factor: Factor, session_key: str, device: str, address: str, now: datetime) -> OfficerSignIn:
    """Write a complete sign-in into the officer's list and the audit; a used recovery code too."""
    audit("sign_in", user, what=factor, now=now)
    if factor == Factor.RECOVERY:
        audit("recovery_used", user, now=now)
    return OfficerSignIn.objects.create(
        user=user, at=now, device=device[:80], address=masked_address(address), factor=factor, session_key=session_key
    )


def recent(user: AbstractBaseUser) -> list[OfficerSignIn]:
    """Return the officer's latest sign-ins, newest first."""
    return list(OfficerSignIn.objects.filter(user=user).order_by("-at", "-pk")[:SHOWN])


def file_under(row_id: int, session_key: str) -> bool:
    """Note the new key of a session; False where it was ended from elsewhere meanwhile."""
    return bool(OfficerSignIn.objects.filter(pk=row_id, ended_at=None).update(session_key=session_key))


@transaction.atomic
def sign_out(user: AbstractBaseUser, row_id: int | None, *, now: datetime, why: str = "") -> None:
    """Note the end of a session: pressed by the officer, or WHY the portal ended it."""
    OfficerSignIn.objects.filter(pk=row_id, ended_at=None).update(ended_at=now)
    audit("sign_out", user, what=why, now=now)


def end_others(user: AbstractBaseUser, *, now: datetime, keep: int | None = None) -> int:
    """End every session of the officer but the sign-in to KEEP; return how many there were."""
    open_rows = OfficerSignIn.objects.filter(user=user, ended_at=None).exclude(pk=keep)
    keys = list(open_rows.values_list("session_key", flat=True))
    open_rows.update(ended_at=now)
    for key in keys:
        sessions.end(key)
    return len(keys)


# --- Locks


def note_lock(username: str, *, now: datetime) -> None:
    """Write into the audit, once a quarter of an hour, that a name is locked; also for names that nobody has (safety A3)."""
    user = User.objects.filter(username__iexact=officer_limits.folded(username)).first()
    if officer_limits.is_first_refusal(username, now=now):
        audit("sign_in_locked", user, now=now)


@transaction.atomic
def unlock(user: User, *, by: AbstractBaseUser, now: datetime) -> None:
    """Let a colleague be tried again, tell them, and write who did it."""
    officer_limits.unlock(user)
    tell(user, UNLOCKED, now=now)
    audit("unlocked", by, about=user, now=now)


# --- What a colleague did to an account


@transaction.atomic
def reset_second_step(user: User, *, by: AbstractBaseUser | None, now: datetime) -> None:
    """Take a colleague's devices and codes away, end the sessions, tell them, and write who did it (None: the operator)."""
    second_factor.remove_all(user)
    end_others(user, now=now)
    officer_limits.unlock(user)
    tell(user, RESET, now=now)
    audit("second_step_reset", by, about=user, now=now)


@transaction.atomic
def password_was_set(user: User, *, by: AbstractBaseUser, now: datetime, keep: int | None = None) -> None:
    """End the sessions that the old password opened, but the sign-in to KEEP; tell the officer if a colleague set the new one."""
    end_others(user, now=now, keep=keep)
    if user == by:
        audit("password_changed", user, now=now)
    else:
        tell(user, REKEYED, now=now)


def tell(user: AbstractBaseUser, kind: str, *, now: datetime) -> None:
    """Leave a notice for the officer's next sign-in."""
    OfficerNotice.objects.create(user=user, kind=kind, at=now)


def take_notices(user: AbstractBaseUser) -> list[OfficerNotice]:
    """Return what the officer has to be told, once."""
    notices = list(OfficerNotice.objects.filter(user=user).order_by("at", "pk"))
    if notices:
        OfficerNotice.objects.filter(pk__in=[notice.pk for notice in notices]).delete()
    return notices


def sweep(now: datetime) -> int:
    """Forget sign-ins older than a year."""
    return OfficerSignIn.objects.filter(at__lt=now - KEPT).delete()[0]


# --- Parts


def audit(kind: str, user: AbstractBaseUser | None, *, now: datetime, what: str = "", about: User | None = None, **details: object) -> None:
    """Write one line of the audit into the chain of the officer's office, or of the account that it is ABOUT."""
    concerned = about or user
    said = f"user {about.pk}" if about else what
    auditing.record(kind, now=now, user=user, office=office_of(concerned), what=said, details=details)


def office_of(user: AbstractBaseUser | None) -> Office | None:
    """Return where an officer works; None for whoever is placed nowhere, and for nobody."""
    return Office.objects.filter(officers__user=user).first() if user else None


def masked_address(address: str) -> str:
    """Return the network of an address, so that an officer recognises it: 192.0.2.x."""
    try:
        found = ip_address(address.partition("/")[0])
    except ValueError:
        return ""
    if found.version == 4:
        return address.rpartition(".")[0] + ".x"
    return f"{ip_network((found, 48), strict=False).network_address}…"
