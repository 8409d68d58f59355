"""What happened to a claim: audit trail, timeline and cause of messages in one."""

import uuid

from django.conf import settings
from django.db import models

from claims.models.claim import Claim
from jht_portal.lib.fields import SealedTextField


class ClaimEvent(models.Model):
    """One step taken. NUMBER is the claim's version after it: one row a step, no gap."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="events", verbose_name="klaim")
    number = models.PositiveIntegerField("urutan")
    at = models.DateTimeField("saat")
    step = models.CharField("langkah", max_length=20)
    old_status = models.CharField("dari", max_length=24)
    new_status = models.CharField("ke", max_length=24)
    role = models.CharField("sebagai", max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="oleh")
    details = models.JSONField("rincian", default=dict)
    """Codes only, never personal data: {"slots": {"kk": ["BURAM"]}}."""
    note = SealedTextField("catatan", blank=True)

    class Meta:
        verbose_name = "peristiwa"
        verbose_name_plural = "peristiwa"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(name="one_event_per_step", fields=["claim", "number"])]
        indexes = [
            models.Index(fields=["at"], name="event_by_moment"),
            models.Index(fields=["actor", "at"], name="event_by_actor"),
            models.Index(fields=["at"], name="event_released_by_system", condition=models.Q(step="release", role="Sistem")),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.step}"
