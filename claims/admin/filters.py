"""Filters of the work queue. Each is closed: a value that is not offered changes nothing."""

from datetime import timedelta

from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from claims.domain.reasons import REASONS
from claims.domain.workflow import CLOSED, OPEN, WAITING_FOR_PARTICIPANT, ClaimStatus, Role
from claims.labels import STATUS_WORDING
from claims.models import Claim
from claims.officer_site import desk_at
from claims.services.deadlines import local_date
from claims.services.work_queue import WORK_OF

GROUPS = {
    "berjalan": ("Semua yang berjalan", OPEN),
    "pemeriksaan": ("Menunggu pemeriksaan", frozenset(WORK_OF[Role.VERIFIER])),
    "persetujuan": ("Menunggu persetujuan", frozenset(WORK_OF[Role.APPROVER])),
    "pembayaran": ("Pembayaran", frozenset(WORK_OF[Role.PAYER])),
    "peserta": ("Menunggu peserta", WAITING_FOR_PARTICIPANT),
    "selesai": ("Sudah selesai", CLOSED),
    "semua": ("Semua", OPEN | CLOSED),
}
SOON_DAYS = 2


class GroupFilter(SimpleListFilter):
    """Which claims at all; without a choice those that are running."""

    title = "antrean"
    parameter_name = "antrean"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(code, label) for code, (label, _) in GROUPS.items()]

    def value(self) -> str:
        chosen = super().value()
        return chosen if chosen in GROUPS else "berjalan"

    def choices(self, changelist: object) -> list[dict]:
        return list(super().choices(changelist))[1:]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        return queryset.filter(status__in=sorted(GROUPS[self.value()][1]))


class StatusFilter(SimpleListFilter):
    """One status."""

    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(status.value, wording.officer) for status, wording in STATUS_WORDING.items() if status != ClaimStatus.DRAFT]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        return queryset.filter(status=self.value()) if self.value() in set(ClaimStatus) else queryset


class ReasonFilter(SimpleListFilter):
    """One reason for claiming."""

    title = "sebab klaim"
    parameter_name = "sebab"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(reason.code, reason.label) for reason in REASONS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        return queryset.filter(reason=self.value()) if self.value() else queryset


class HolderFilter(SimpleListFilter):
    """Who has the claim in hand."""

    title = "pemegang"
    parameter_name = "pemegang"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("saya", "Saya"), ("rekan", "Rekan"), ("tidak_ada", "Belum ada")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        conditions = {"saya": Q(holder=request.user), "rekan": ~Q(holder=None) & ~Q(holder=request.user), "tidak_ada": Q(holder=None)}
        return queryset.filter(conditions[self.value()]) if self.value() in conditions else queryset


class DeadlineFilter(SimpleListFilter):
    """How near the legal day is, in the office's own calendar."""

    title = "batas"
    parameter_name = "batas"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("lewat", "Sudah lewat"), ("hari_ini", "Hari ini"), ("dekat", f"Sampai {SOON_DAYS} hari lagi"), ("diam", "Tidak dihitung")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        today = local_date(desk_at(request).office, timezone.now())
        conditions = {
            "lewat": Q(due_on__lt=today, status__in=sorted(OPEN)),
            "hari_ini": Q(due_on=today),
            "dekat": Q(due_on__range=(today, today + timedelta(days=SOON_DAYS))),
            "diam": Q(due_on=None),
        }
        return queryset.filter(conditions[self.value()]) if self.value() in conditions else queryset
