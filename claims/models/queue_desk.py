"""Who works a counter, and the kiosks that an office let draw numbers."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.office import Office
from claims.models.queue_office import Counter
from claims.models.ticket import Ticket


class CounterShift(models.Model):
    """An officer at a counter, since when; ENDED_AT empty while it lasts."""

    counter = models.ForeignKey(Counter, models.PROTECT, related_name="shifts", verbose_name="loket")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="petugas")
    began_at = models.DateTimeField("mulai")
    ended_at = models.DateTimeField("selesai", null=True)

    class Meta:
        verbose_name = "jaga loket"
        verbose_name_plural = "jaga loket"
        ordering = ["-began_at"]
        constraints = [
            models.UniqueConstraint(name="one_officer_at_a_counter", fields=["counter"], condition=Q(ended_at=None)),
            models.UniqueConstraint(name="one_counter_an_officer", fields=["user"], condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.counter}, {self.user}"


class KioskDevice(models.Model):
    """A machine that may draw numbers at an office: let in with a code that is used once, known again by a key of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="kiosks", verbose_name="kantor")
    label = models.CharField("nama perangkat", max_length=40)
    code_hash = models.BinaryField("kode sekali pakai", max_length=16, null=True)
    code_until = models.DateTimeField("kode berlaku sampai", null=True)
    key_hash = models.BinaryField("kunci perangkat", max_length=16, null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dibuat oleh")
    made_at = models.DateTimeField("dibuat")
    opened_at = models.DateTimeField("dipasang", null=True)
    revoked_at = models.DateTimeField("dicabut", null=True)

    class Meta:
        verbose_name = "mesin antrian"
        verbose_name_plural = "mesin antrian"
        ordering = ["office", "made_at"]

    def __str__(self) -> str:
        return self.label


class KioskPress(models.Model):
    """One press at a kiosk, known by the key that its page had: pressed again, it gives the same number."""

    key = models.UUIDField(primary_key=True)
    device = models.ForeignKey(KioskDevice, models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="kiosk_press_by_age")]

    def __str__(self) -> str:
        return str(self.key)
