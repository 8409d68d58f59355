"""Views of the work list: ready-made ones for each role, and those that officers keep under a name."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from claims.domain.workflow import Role
from claims.models import SavedView
from claims.services.listing import Question, asked, codes
from claims.services.officers import CLAIM_READERS, Desk

MOST_VIEWS = 12
"""Views that one officer keeps: more than fit above the list are found by nobody."""
CHECKERS, DECIDERS = frozenset({Role.VERIFIER, Role.HEAD}), frozenset({Role.APPROVER, Role.HEAD})
READY_MADE: tuple[tuple[str, frozenset[Role], dict[str, str]], ...] = (
    ("Yang berjalan", CLAIM_READERS, {}),
    ("Milik saya", frozenset({Role.VERIFIER}), {"pemegang": "saya"}),
    ("Belum dipegang", CHECKERS, {"antrean": "pemeriksaan", "pemegang": "tidak_ada"}),
    ("Perbaikan masuk", CHECKERS | {Role.COUNTER}, {"antrean": "perbaikan_masuk"}),
    ("Menunggu peserta", frozenset({Role.COUNTER, Role.HEAD}), {"antrean": "peserta"}),
    ("Menunggu persetujuan", DECIDERS, {"antrean": "persetujuan"}),
    ("Akan dibayar", frozenset({Role.PAYER, Role.HEAD}), {"antrean": "pembayaran"}),
    ("Batas besok", CHECKERS | DECIDERS, {"batas": "besok"}),
    ("Lewat batas", CLAIM_READERS, {"batas": "lewat"}),
)


class ViewRefused(Exception):
    """The view cannot be kept so; the message is a sentence for the officer."""


@dataclass(frozen=True)
class Tab:
    """One view above the list: its name, the parameters that lead to it, and whether it is the one shown."""

    name: str
    query: dict[str, str]
    is_shown: bool = False
    view: SavedView | None = None


@dataclass(frozen=True)
class Tabs:
    """What stands above the list; KEPT tells that the question shown is one of them."""

    tabs: list[Tab] = field(default_factory=list)

    @property
    def kept(self) -> bool:
        return any(tab.is_shown for tab in self.tabs)


def tabs_for(desk: Desk, shown: Question, now: datetime) -> Tabs:
    """Return the views of the officer's roles, then the own and the shared ones, in one query."""
    ready = [Tab(name, query) for name, roles, query in READY_MADE if desk.roles & roles]
    kept = [Tab(view.name, codes(asked(view.question, desk, now).question), view=view) for view in views_of(desk)]
    query = None if shown.find else codes(shown)
    return Tabs([Tab(tab.name, tab.query, tab.query == query, tab.view) for tab in [*ready, *kept]])


def views_of(desk: Desk) -> QuerySet[SavedView]:
    """Return the views that the officer keeps, then those that a Kepala shares with the office."""
    return SavedView.objects.filter(Q(owner=desk.user.pk) | Q(shared_with=desk.office)).order_by("shared_with", "created_at", "pk")


def own_views(desk: Desk) -> QuerySet[SavedView]:
    """Return the views that the officer may rename, share and delete."""
    return SavedView.objects.filter(owner=desk.user.pk).order_by("created_at", "pk")


def keep(name: str, question: Question, desk: Desk, *, now: datetime) -> SavedView:
    """Keep a question under a name; what was searched for is left out. Raises ViewRefused."""
    if own_views(desk).count() >= MOST_VIEWS:
        raise ViewRefused(f"Anda sudah menyimpan {MOST_VIEWS} tampilan. Hapus satu lebih dulu.")
    view = SavedView(owner=desk.user, name=_named(name), question=codes(question), created_at=now)
    return _saved(view)


def rename(view: SavedView, name: str) -> SavedView:
    """Give a view another name; raises ViewRefused."""
    view.name = _named(name)
    return _saved(view)


def share(view: SavedView, desk: Desk, shared: bool) -> SavedView:
    """Show a Kepala's view to the whole office, or no longer; raises ViewRefused for anybody else."""
    if Role.HEAD not in desk.roles:
        raise ViewRefused("Hanya kepala kantor yang membagikan tampilan.")
    view.shared_with = desk.office if shared else None
    return _saved(view)


def _named(name: str) -> str:
    name = " ".join(name.replace("\0", " ").split())
    limit = SavedView._meta.get_field("name").max_length
    if not name:
        raise ViewRefused("Beri nama tampilan ini.")
    if len(name) > limit:
        raise ViewRefused(f"Nama paling panjang {limit} huruf.")
    return name


def _saved(view: SavedView) -> SavedView:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise ViewRefused("Anda sudah punya tampilan dengan nama itu. Pakai nama lain.") from error
    return view
