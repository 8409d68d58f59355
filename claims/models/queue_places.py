"""Places in slots and numbers in lanes: the two counts that never go wrong, whoever presses at once."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.domain.queueing import Slot
from claims.models.office import Office
from claims.models.queue_office import LANES, OfficeService


class LaneDay(models.Model):
    """The last number that was drawn in one lane of an office on one day: numbers run from 1 without a gap."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    day = models.DateField()
    lane = models.CharField(max_length=1, choices=LANES)
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_count_per_lane_and_day", fields=["office", "day", "lane"])]

    def __str__(self) -> str:
        return f"{self.lane} {self.day} {self.last_number}"


class SlotDay(models.Model):
    """One slot of a service on one date: how many places it has and how many are taken or held for the waiting list.

    Made from the quota of the weekday when the first place is asked for. The database itself never lets TAKEN pass CAPACITY.
    """

    service = models.ForeignKey(OfficeService, models.PROTECT, related_name="slot_days", verbose_name="layanan")
    day = models.DateField("tanggal")
    starts_at = models.TimeField("mulai")
    ends_at = models.TimeField("selesai")
    capacity = models.PositiveSmallIntegerField("tempat")
    taken = models.PositiveSmallIntegerField("terisi", default=0)
    closed_at = models.DateTimeField("ditutup", null=True)
    """Since when nobody may take a place: the office moved those who had one."""

    class Meta:
        ordering = ["day", "starts_at"]
        constraints = [
            models.UniqueConstraint(name="one_row_per_slot_and_day", fields=["service", "day", "starts_at"]),
            models.CheckConstraint(name="slot_never_oversold", condition=Q(taken__lte=F("capacity"))),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.slot}"

    @property
    def slot(self) -> Slot:
        """Return the piece of the day."""
        return Slot(self.starts_at, self.ends_at)

    @property
    def free(self) -> int:
        """Return how many places are left."""
        return 0 if self.closed_at else self.capacity - self.taken


class SlotMove(models.Model):
    """An office moved the people of a slot: never without a reason, counted in the report."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="slot_moves", verbose_name="kantor")
    place = models.ForeignKey(SlotDay, models.PROTECT, related_name="moves", verbose_name="jam")
    reason = models.CharField("alasan", max_length=200)
    at = models.DateTimeField("saat")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="oleh")

    class Meta:
        verbose_name = "pemindahan jadwal"
        verbose_name_plural = "pemindahan jadwal"
        ordering = ["-at"]
        indexes = [models.Index(fields=["office", "at"], name="slot_move_by_office")]
        constraints = [models.CheckConstraint(name="move_says_why", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.place}"
