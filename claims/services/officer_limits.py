"""How often an officer's name, code and browser may be tried. Counted before it is looked at, whether the name exists or not.

A browser in which the officer has signed in before has tries of its own: who guesses elsewhere locks nobody out of it.
"""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from jht_portal.lib.throttle import Allowance, Budget, forget, hit_all

QUARTER, DAY = 15 * 60, 86400
TRIES_PER_NAME, TRIES_PER_NAME_AND_DAY = 10, 50
FAILURES_PER_ADDRESS = 50
CODES_PER_OFFICER, CODES_PER_OFFICER_AND_DAY = 5, 20


def folded(username: str) -> str:
    """Return a typed name as it is counted and looked up; PostgreSQL takes no NUL."""
    return username.replace("\0", "").strip().casefold()


def count_password(username: str, *, address: str, browser: str) -> Allowance:
    """Count one try for a name from a known BROWSER (its number), or from anywhere else."""
    if browser:
        return hit_all(_passwords_here(username, browser))
    by_quarter, by_day = _passwords(username)
    return _count(by_day, [by_quarter, *_failures(address, cost=0)])


def count_failure(address: str) -> None:
    """Count a wrong name or password for the network that it came from; many officers share one."""
    hit_all(_failures(address))


def count_code(user: AbstractBaseUser, *, browser: str) -> Allowance:
    """Count one code for an officer whose password was right."""
    if browser:
        return hit_all(_codes_here(user, browser))
    by_quarter, by_day = _codes(user)
    return _count(by_day, [by_quarter])


def forget_codes(user: AbstractBaseUser, *, browser: str) -> None:
    """Begin anew: a code was right."""
    forget(_codes_here(user, browser) if browser else _codes(user))


def count_proof(user: AbstractBaseUser) -> Allowance:
    """Count a try of an officer at the desk to prove once more who sits there."""
    return hit_all(_proofs(user))


def forget_proofs(user: AbstractBaseUser) -> None:
    """Begin anew: the proof was right."""
    forget(_proofs(user))


def is_first_refusal(username: str, *, now: datetime) -> bool:
    """Tell whether this lock-out of a name is not written down yet; it is asked once for each refusal."""
    return hit_all([Budget("petugas-terkunci", folded(username), 1, QUARTER)], now=now).allowed


def lock(user: AbstractBaseUser) -> Allowance:
    """Tell whether the officer may be tried from unknown browsers now, and if not, in how many seconds."""
    return hit_all([*_passwords(user.get_username(), cost=0), *_codes(user, cost=0)])


def unlock(user: AbstractBaseUser) -> None:
    """Let the officer be tried again from anywhere."""
    forget([*_passwords(user.get_username()), *_codes(user)])


def _count(by_day: Budget, sooner: list[Budget]) -> Allowance:
    """Count for the day only what was not refused sooner: who hammers a locked name does not lock it for the day."""
    allowance = hit_all(sooner)
    return hit_all([by_day]) if allowance.allowed else allowance


def _passwords(username: str, cost: int = 1) -> list[Budget]:
    name = folded(username)
    return [
        Budget("petugas-nama", name, TRIES_PER_NAME, QUARTER, cost),
        Budget("petugas-nama", name, TRIES_PER_NAME_AND_DAY, DAY, cost),
    ]


def _passwords_here(username: str, browser: str) -> list[Budget]:
    return [Budget("petugas-dikenal", f"{browser}:{folded(username)}", TRIES_PER_NAME, QUARTER)]


def _failures(address: str, cost: int = 1) -> list[Budget]:
    return [Budget("petugas-alamat", address, FAILURES_PER_ADDRESS, QUARTER, cost)]


def _codes(user: AbstractBaseUser, cost: int = 1) -> list[Budget]:
    return [
        Budget("petugas-kode", str(user.pk), CODES_PER_OFFICER, QUARTER, cost),
        Budget("petugas-kode", str(user.pk), CODES_PER_OFFICER_AND_DAY, DAY, cost),
    ]


def _codes_here(user: AbstractBaseUser, browser: str) -> list[Budget]:
    return [Budget("petugas-kode-dikenal", f"{browser}:{user.pk}", CODES_PER_OFFICER, QUARTER)]


def _proofs(user: AbstractBaseUser) -> list[Budget]:
    return [Budget("petugas-bukti", str(user.pk), CODES_PER_OFFICER, QUARTER)]
