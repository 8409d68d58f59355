"""How an office receives people: its services, opening hours, quotas, closures and counters. Kept by officers."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from claims.domain.queueing import LANE_LABELS, SERVICE_LABELS, Lane, Slot
from claims.models.office import Office
from jht_portal.lib.formats import DAYS, short_date

WEEKDAYS = tuple(enumerate(DAYS))
SERVICES = [(service.value, label) for service, label in SERVICE_LABELS.items()]
LANES = [(lane.value, label) for lane, label in LANE_LABELS.items()]
MOST_PLACES = 200


class OfficeService(models.Model):
    """A service that an office gives by number."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="services", verbose_name="kantor")
    service = models.CharField("layanan", max_length=12, choices=SERVICES)
    is_open = models.BooleanField("menerima antrian", default=True)

    class Meta:
        verbose_name = "layanan kantor"
        verbose_name_plural = "layanan kantor"
        ordering = ["office", "service"]
        constraints = [models.UniqueConstraint(name="one_row_per_office_service", fields=["office", "service"])]

    def __str__(self) -> str:
        return f"{self.get_service_display()}, {self.office}"


class OpeningHours(models.Model):
    """When an office is open on one day of the week, in its own time. A day without a row is a closed day."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="opening_hours", verbose_name="kantor")
    weekday = models.PositiveSmallIntegerField("hari", choices=WEEKDAYS)
    opens_at = models.TimeField("buka")
    closes_at = models.TimeField("tutup")

    class Meta:
        verbose_name = "jam buka"
        verbose_name_plural = "jam buka"
        ordering = ["office", "weekday"]
        constraints = [
            models.UniqueConstraint(name="one_row_of_hours_per_weekday", fields=["office", "weekday"]),
            models.CheckConstraint(name="hours_last", condition=Q(opens_at__lt=F("closes_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {Slot(self.opens_at, self.closes_at)}, {self.office}"


class SlotQuota(models.Model):
    """How many numbers a slot has on one day of the week for one service."""

    service = models.ForeignKey(OfficeService, models.PROTECT, related_name="quotas", verbose_name="layanan")
    weekday = models.PositiveSmallIntegerField("hari", choices=WEEKDAYS)
    starts_at = models.TimeField("mulai")
    ends_at = models.TimeField("selesai")
    capacity = models.PositiveSmallIntegerField("tempat", validators=[MinValueValidator(0), MaxValueValidator(MOST_PLACES)])

    class Meta:
        verbose_name = "kuota jam"
        verbose_name_plural = "kuota jam"
        ordering = ["service", "weekday", "starts_at"]
        constraints = [
            models.UniqueConstraint(name="one_quota_per_slot", fields=["service", "weekday", "starts_at"]),
            models.CheckConstraint(name="slot_lasts", condition=Q(starts_at__lt=F("ends_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.slot}, {self.service}"

    @property
    def slot(self) -> Slot:
        """Return the piece of the day."""
        return Slot(self.starts_at, self.ends_at)


class Closure(models.Model):
    """Days on which one office is closed though others work: a move, a flood, a local election."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="closures", verbose_name="kantor")
    first_on = models.DateField("dari tanggal")
    last_on = models.DateField("sampai tanggal")
    reason = models.CharField("alasan", max_length=120)

    class Meta:
        verbose_name = "hari tutup kantor"
        verbose_name_plural = "hari tutup kantor"
        ordering = ["-first_on", "office"]
        constraints = [models.CheckConstraint(name="closure_lasts", condition=Q(first_on__lte=F("last_on")))]

    def __str__(self) -> str:
        return f"{self.office}, {short_date(self.first_on)} sampai {short_date(self.last_on)}"


def every_lane() -> list[str]:
    """Return the lanes that a counter calls from unless somebody narrows them."""
    return [lane.value for lane in Lane]


class Counter(models.Model):
    """A counter (loket) where people are served. SERVICES empty: all that the office gives."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="counters", verbose_name="kantor")
    number = models.PositiveSmallIntegerField("nomor loket", validators=[MinValueValidator(1), MaxValueValidator(99)])
    services = models.JSONField("layanan", default=list, blank=True)
    lanes = models.JSONField("jalur", default=every_lane)
    is_open = models.BooleanField("dipakai", default=True)

    class Meta:
        verbose_name = "loket"
        verbose_name_plural = "loket"
        ordering = ["office", "number"]
        constraints = [models.UniqueConstraint(name="one_counter_per_number", fields=["office", "number"])]

    def __str__(self) -> str:
        return f"Loket {self.number}"
