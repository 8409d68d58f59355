"""Who sits at the desk: the roles and the office of a signed-in officer."""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, User

from claims.domain.workflow import OFFICER_ROLES, Role
from claims.models import Office, Officer
from claims.services.guards import Actor

CLAIM_READERS = frozenset(set(OFFICER_ROLES) - {Role.CONFIGURATOR})
"""Who may open claims of the own office; Admin Konfigurasi may not."""
OVERSEERS = frozenset({Role.HEAD, Role.AUDITOR})
"""Who sees what colleagues opened."""
NO_ROLES: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Desk:
    """One officer with what it takes to act: roles, and the office (None: no claims are within reach)."""

    user: AbstractBaseUser
    roles: frozenset[Role] = NO_ROLES
    office: Office | None = None

    @property
    def actor(self) -> Actor:
        """Return the officer as the one who takes a step."""
        return Actor(self.roles, self.user)

    @property
    def may_read_claims(self) -> bool:
        return self.office is not None and bool(self.roles & CLAIM_READERS)

    @property
    def oversees(self) -> bool:
        return bool(self.roles & OVERSEERS)


def desk_of(user: AbstractBaseUser) -> Desk:
    """Return the desk of USER: roles are the groups, nothing else gives one (a superuser has none)."""
    if not (user.is_authenticated and user.is_active and user.is_staff):
        return Desk(user)
    groups = user.groups.values_list("name", flat=True)
    officer = Officer.objects.filter(user=user).select_related("office").first()
    return Desk(user, frozenset(Role(name) for name in groups if name in OFFICER_ROLES), officer.office if officer else None)


def verifiers_of(office: Office) -> list[User]:
    """Return the active verifiers of an office, by name."""
    found = User.objects.filter(is_active=True, groups__name=Role.VERIFIER, officer__office=office)
    return sorted(found, key=shown_name)


def shown_name(user: AbstractBaseUser) -> str:
    """Return a colleague's name as the desk shows it."""
    return user.get_full_name() or user.get_username()
