"""The figures that each role works by, each with the list that counts the same.

A figure is a condition on claims and the query of the work list that keeps just those claims; a test holds the two together.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, Q
from django.urls import reverse

from claims.domain.deadlines import LEGAL_WORKING_DAYS, add_working_days
from claims.domain.ticket_life import TicketState
from claims.domain.workflow import OPEN, WAITING_FOR_PARTICIPANT, ClaimStatus, Role
from claims.models import BatchState, Claim, Office
from claims.services import plots
from claims.services.work_queue import WORK_OF

S = ClaimStatus
LIST, MESSAGES = "admin:claims_claim_changelist", "admin:claims_notification_changelist"


@dataclass(frozen=True)
class Sight:
    """Whose dashboard, of which office, on which day of that office."""

    user: AbstractBaseUser
    office: Office
    today: date


@dataclass(frozen=True)
class Tile:
    """A figure: what counts, and the query of the list that shows it. TAG stands beside it where it is not zero."""

    label: str
    query: Mapping[str, str]
    condition: Callable[[Sight], Q]
    tag: tuple[str, str] = ("", "")
    page: str = LIST


def _status(*wanted: ClaimStatus) -> Callable[[Sight], Q]:
    return lambda sight: Q(status__in=wanted)


def _due(days: int) -> Callable[[Sight], Q]:
    return lambda sight: Q(due_on=sight.today + timedelta(days=days))


def _late(*wanted: ClaimStatus) -> Callable[[Sight], Q]:
    return lambda sight: Q(due_on__lt=sight.today, status__in=wanted or OPEN)


TODAY_TAG, LATE_TAG = ("act", "Hari ini"), ("bad", "Kerjakan dulu")
TILES: dict[str, Tile] = {
    "late": Tile("Lewat batas 5 hari kerja", {"batas": "lewat"}, _late(), LATE_TAG),
    "today": Tile("Batas hari ini", {"batas": "hari_ini"}, _due(0), TODAY_TAG),
    "tomorrow": Tile("Batas besok", {"batas": "besok"}, _due(1)),
    "mine": Tile("Saya periksa", {"status": S.IN_REVIEW, "pemegang": "saya"}, lambda sight: Q(holder=sight.user, status=S.IN_REVIEW)),
    "unassigned": Tile(
        "Belum dipegang",
        {"antrean": "pemeriksaan", "pemegang": "tidak_ada"},
        lambda sight: Q(status__in=WORK_OF[Role.VERIFIER], holder=None),
    ),
    "corrected": Tile("Perbaikan masuk", {"antrean": "perbaikan_masuk"}, _status(S.CORRECTED)),
    "participant": Tile("Menunggu peserta", {"antrean": "peserta"}, _status(*WAITING_FOR_PARTICIPANT)),
    "approval": Tile("Menunggu persetujuan", {"antrean": "persetujuan"}, _status(S.AWAITING_APPROVAL)),
    "approval_late": Tile("Persetujuan lewat batas", {"antrean": "persetujuan", "batas": "lewat"}, _late(S.AWAITING_APPROVAL), LATE_TAG),
    "payment": Tile("Pembayaran", {"antrean": "pembayaran"}, _status(*WORK_OF[Role.PAYER])),
    "payment_late": Tile("Pembayaran lewat batas", {"antrean": "pembayaran", "batas": "lewat"}, _late(*WORK_OF[Role.PAYER]), LATE_TAG),
    "approved": Tile("Disetujui, belum dibayar", {"status": S.APPROVED}, _status(S.APPROVED)),
    "paying": Tile("Sedang ditransfer", {"status": S.PAYING}, _status(S.PAYING)),
    "refused": Tile("Transfer ditolak bank", {"status": S.PAYMENT_FAILED}, _status(S.PAYMENT_FAILED)),
    "running": Tile("Semua yang berjalan", {"antrean": "berjalan"}, lambda sight: Q()),
}
"""Of open claims."""
BATCHES = Tile(
    "Daftar bayar menunggu rilis",
    {"state__exact": BatchState.PROPOSED},
    lambda sight: Q(state=BatchState.PROPOSED),
    page="admin:claims_paymentbatch_changelist",
)
"""Counted among batches, for those who see them."""
FAILED = Tile(
    "Pesan gagal terkirim", {"keadaan": "failed"}, lambda sight: Q(state="failed", fell_back_at=None), ("bad", "Perlu tindakan"), MESSAGES
)
"""Counted among messages, not among claims."""
QUEUE = Tile(
    "Menunggu di ruang tunggu",
    {"keadaan": "menunggu"},
    lambda sight: Q(day=sight.today, state=TicketState.CHECKED_IN),
    page="admin:queue",
)
"""Counted among queue numbers, for those who see them."""
OWN_OFFICE = frozenset({"batches", "queue"})
"""Figures of the own office alone: their lists know no other."""
STRIP_OF: dict[Role, tuple[str, ...]] = {
    Role.HEAD: ("late", "today", "tomorrow", "unassigned", "approval", "messages"),
    Role.VERIFIER: ("late", "today", "mine", "corrected", "unassigned", "participant"),
    Role.APPROVER: ("approval_late", "approval", "late", "today", "tomorrow", "payment"),
    Role.PAYER: ("payment_late", "approved", "batches", "paying", "refused", "late"),
    Role.COUNTER: ("queue", "late", "today", "participant", "corrected", "messages"),
    Role.AUDITOR: ("late", "running", "participant", "approval", "payment", "messages"),
}
"""What each role sees first, at most six; every other figure stands in a table below. With several roles the first one leads."""


@dataclass(frozen=True)
class Figure:
    """A tile that was counted."""

    code: str
    tile: Tile
    count: int
    office: str = ""

    @property
    def address(self) -> str:
        """Return the list that shows what was counted; where several offices are within reach, of the counted one."""
        office = {"kantor": self.office} if self.office and self.code not in OWN_OFFICE else {}
        return reverse(self.tile.page, query={**self.tile.query, **office})


def strip_of(roles: Collection[Role]) -> tuple[str, ...]:
    """Return the codes of the figures that stand first for ROLES: those of the first role that has any."""
    return next((codes for role, codes in STRIP_OF.items() if role in roles), ())


def count_tiles(sight: Sight, days_off: Collection[date]) -> tuple[dict[str, Figure], dict[str, int]]:
    """Count every figure of claims and their ages, in one query."""
    bins = age_bins(sight.today, days_off)
    wanted = {code: tile.condition(sight) for code, tile in TILES.items()} | {f"age_{n}": q for n, q in enumerate(bins.values())}
    counts = {name: Count("pk", filter=condition) for name, condition in wanted.items()}
    found = Claim.objects.filter(office=sight.office, status__in=OPEN).aggregate(**counts)
    figures = {code: Figure(code, tile, found[code]) for code, tile in TILES.items()}
    return figures, {label: found[f"age_{n}"] for n, label in enumerate(bins)}


def age_bins(today: date, days_off: Collection[date]) -> dict[str, Q]:
    """Return a condition for each working day that a claim can be old, told from its legal day; oldest first."""
    ends = [add_working_days(today, ahead, days_off) for ahead in range(LEGAL_WORKING_DAYS)]
    bins = {plots.LATE: Q(due_on__lt=today), f"Hari kerja {LEGAL_WORKING_DAYS}": Q(due_on=today)}
    for ahead in range(1, LEGAL_WORKING_DAYS):
        bins[f"Hari kerja {LEGAL_WORKING_DAYS - ahead}"] = Q(due_on__gt=ends[ahead - 1], due_on__lte=ends[ahead])
    return bins | {"Baru tiba": Q(due_on__gt=ends[-1]), plots.PAUSED: Q(due_on=None)}
