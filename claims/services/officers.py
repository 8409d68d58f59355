"""Who sits at the desk: the roles and the office of a signed-in officer."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser, User
from django.db.models import Exists, OuterRef, Q, QuerySet

from claims.domain.workflow import OFFICER_ROLES, Role
from claims.models import Claim, Office, Officer, Visit
from claims.services.guards import Actor

CLAIM_READERS = frozenset(set(OFFICER_ROLES) - {Role.CONFIGURATOR})
"""Who may open claims of the own office; Admin Konfigurasi may not."""
BATCH_READERS = frozenset({Role.PAYER, Role.HEAD, Role.AUDITOR})
OVERSEERS = frozenset({Role.HEAD, Role.AUDITOR})
"""Who sees what colleagues opened."""
PEOPLE_FINDERS = frozenset({Role.COUNTER, Role.HEAD})
"""Who serves people at the counter: looks one up by number, and changes a registered contact with a colleague."""
QUEUE_READERS = frozenset({Role.COUNTER, Role.HEAD, Role.AUDITOR})
QUEUE_WORKERS = frozenset({Role.COUNTER, Role.HEAD})
"""Who sees, and who serves, the queue of the own office."""
WORKERS = frozenset({Role.VERIFIER, Role.APPROVER, Role.PAYER})
"""Who moves claims on."""
NO_ROLES: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Desk:
    """One officer with what it takes to act: roles, and the office (None: no claims are within reach).

    OTHERS are offices whose claims the officer may look at, and no more. HAS_NEWS: a colleague took a claim over.
    """

    user: AbstractBaseUser
    roles: frozenset[Role] = NO_ROLES
    office: Office | None = None
    others: tuple[Office, ...] = ()
    has_news: bool = False

    @property
    def actor(self) -> Actor:
        """Return the officer as the one who takes a step."""
        return Actor(self.roles, self.user)

    @property
    def may_read_claims(self) -> bool:
        return self.office is not None and bool(self.roles & CLAIM_READERS)

    @property
    def offices(self) -> tuple[Office, ...]:
        """Return the offices within reach, the own one first."""
        return (self.office, *self.others) if self.office else ()

    def acts_on(self, claim: Claim) -> bool:
        """Tell whether CLAIM is one of the own office: only those may be acted on."""
        return self.office is not None and claim.office_id == self.office.pk

    @property
    def sees_batches(self) -> bool:
        """Tell whether payment batches of the own office are the officer's to look at."""
        return self.office is not None and bool(self.roles & BATCH_READERS)

    @property
    def finds_people(self) -> bool:
        """Tell whether the officer may look a participant up by number at the counter."""
        return self.office is not None and bool(self.roles & PEOPLE_FINDERS)

    @property
    def sees_queue(self) -> bool:
        """Tell whether the officer may look at the queue of the own office."""
        return self.office is not None and bool(self.roles & QUEUE_READERS)

    @property
    def works_queue(self) -> bool:
        """Tell whether the officer may serve at a counter of the own office."""
        return self.office is not None and bool(self.roles & QUEUE_WORKERS)

    @property
    def oversees(self) -> bool:
        return bool(self.roles & OVERSEERS)

    @cached_property
    def colleagues(self) -> dict[str, str]:
        """Return the names of those whose work an overseer may look at, by the number of the account; one query."""
        found = sorted((shown_name(user), str(user.pk)) for user in workers_of(self.offices)) if self.oversees and self.office else []
        return {code: name for name, code in found}


def desk_of(user: AbstractBaseUser) -> Desk:
    """Return the desk of USER: roles are the groups, nothing else gives one (a superuser has none)."""
    if not (user.is_authenticated and user.is_active and user.is_staff):
        return Desk(user)
    groups = user.groups.values_list("name", flat=True)
    own, others = offices_of(user)
    roles = frozenset(Role(name) for name in groups if name in OFFICER_ROLES)
    return Desk(user, roles, own, others, has_news=own is not None and own.has_news)


def offices_of(user: AbstractBaseUser) -> tuple[Office | None, tuple[Office, ...]]:
    """Return the own office of USER, with whether there is news for USER, and the others within reach: one query."""
    officer = Officer.objects.filter(user=user)
    others = Officer.other_offices.through.objects.filter(officer__user=user)
    within = Q(pk__in=officer.values("office")) | Q(pk__in=others.values("office"))
    news = Visit.objects.lost().filter(user=user)
    found = Office.objects.filter(within).annotate(is_own=Exists(officer.filter(office=OuterRef("pk"))), has_news=Exists(news))
    own = next((office for office in found if office.is_own), None)
    return own, tuple(office for office in found if not office.is_own)


def workers_of(offices: Collection[Office]) -> QuerySet[User]:
    """Return the active officers of OFFICES who move claims on."""
    return User.objects.filter(is_active=True, groups__name__in=WORKERS, officer__office__in=offices).distinct()


def verifiers_of(office: Office) -> list[User]:
    """Return the active verifiers of an office, by name."""
    found = User.objects.filter(is_active=True, groups__name=Role.VERIFIER, officer__office=office)
    return sorted(found, key=shown_name)


def shown_name(user: AbstractBaseUser) -> str:
    """Return a colleague's name as the desk shows it."""
    return user.get_full_name() or user.get_username()
