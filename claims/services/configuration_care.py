"""What Admin Konfigurasi should look at first: parts that do not work, officers who cannot work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from claims.domain.workflow import OFFICER_ROLES, Role
from claims.services.configuration_checks import CHECKS, quick_codes, try_out
from claims.services.configuration_outcome import State


@dataclass(frozen=True)
class Concern:
    """One thing to look at: what is wrong, what to do, and the name of the page where it is done."""

    title: str
    sentence: str
    todo: str
    page: str
    is_broken: bool = False


CHECKERS = frozenset({Role.CONFIGURATOR, Role.HEAD})
"""Who may look how the installation stands."""
PAGES = {"hari-libur": "admin:claims_holiday_changelist", "saluran": "admin:channels"}
CONFIGURATION = "admin:configuration"
OFFICERS = "admin:auth_user_changelist"


def concerns(now: datetime) -> list[Concern]:
    """Return what needs care now, what does not work at all first; nothing where all is well."""
    return sorted([*_parts(now), *_people()], key=lambda concern: not concern.is_broken)


def _parts(now: datetime) -> Iterator[Concern]:
    for code, outcome in try_out(quick_codes(), now).items():
        if outcome.state is not State.OK:
            page = PAGES.get(code, CONFIGURATION)
            yield Concern(CHECKS[code].label, outcome.sentence, outcome.todo, page, outcome.state is State.BROKEN)


def _people() -> Iterator[Concern]:
    active = User.objects.filter(is_active=True, is_staff=True, is_superuser=False)
    if roleless := active.exclude(groups__name__in=OFFICER_ROLES).count():
        yield Concern("Petugas", f"{roleless} akun petugas belum punya peran.", "Beri peran, atau matikan akunnya.", OFFICERS)
    homeless = active.filter(groups__name__in=set(OFFICER_ROLES) - {Role.CONFIGURATOR}, officer=None).distinct().count()
    if homeless:
        yield Concern("Petugas", f"{homeless} petugas belum ditempatkan di kantor.", "Pilih tempat kerjanya.", OFFICERS)
