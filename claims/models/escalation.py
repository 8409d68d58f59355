"""Late claims that were handed to the head of the office, and what the head did about them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.claim import Claim
from jht_portal.lib.fields import SealedTextField


class Escalation(models.Model):
    """One time that a claim passed its day; it is settled when the claim is paid, closed or waits for the participant."""

    REASONS = (("bayar", "Lewat batas bayar"), ("periksa", "Lewat batas, belum selesai diperiksa"))

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="escalations", verbose_name="klaim")
    at = models.DateTimeField("saat")
    reason = models.CharField("sebab", max_length=10, choices=REASONS)
    due_on = models.DateField("batas")
    told_at = models.DateTimeField("kepala kantor diberi tahu", null=True)
    """Since when it stands on the dashboard of somebody who heads the office; empty while the office has no head."""
    settled_at = models.DateTimeField("selesai", null=True)

    class Meta:
        verbose_name = "klaim terlambat"
        verbose_name_plural = "klaim terlambat"
        constraints = [models.UniqueConstraint(name="one_open_escalation_per_claim", fields=["claim"], condition=Q(settled_at=None))]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.due_on}"


class FollowUp(models.Model):
    """What the head of the office did about a late claim. Rows are added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    escalation = models.ForeignKey(Escalation, models.CASCADE, related_name="follow_ups", verbose_name="klaim terlambat")
    at = models.DateTimeField("saat")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="oleh")
    note = SealedTextField("tindak lanjut")

    class Meta:
        verbose_name = "tindak lanjut"
        verbose_name_plural = "tindak lanjut"
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.escalation_id} {self.at:%Y-%m-%d}"
