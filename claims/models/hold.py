"""Claims that stand still because the participant said: this was not me."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.claim import Claim
from jht_portal.lib.fields import SealedTextField


class ClaimHold(models.Model):
    """One time that a claim was held. While CLEARED_AT is empty no step towards payment is taken; the database refuses it too."""

    SOURCES = (
        ("code", "Kode ke kontak terdaftar"),
        ("signed_in", "Peserta yang sedang masuk"),
        ("undone", "Kontak lama dikembalikan"),
        ("officer", "Kepala kantor"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="holds", verbose_name="klaim")
    at = models.DateTimeField("saat")
    source = models.CharField("lewat", max_length=10, choices=SOURCES)
    cleared_at = models.DateTimeField("dilepas", null=True)
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="dilepas oleh")
    reason = SealedTextField("alasan dilepas", blank=True)

    class Meta:
        verbose_name = "klaim ditahan"
        verbose_name_plural = "klaim ditahan"
        indexes = [models.Index(fields=["claim", "-at"], name="hold_by_claim")]
        constraints = [
            models.UniqueConstraint(name="one_open_hold_per_claim", fields=["claim"], condition=Q(cleared_at=None)),
            models.CheckConstraint(
                name="hold_is_cleared_by_somebody",
                condition=Q(cleared_at=None, cleared_by=None) | Q(cleared_at__isnull=False, cleared_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.at:%Y-%m-%d}"
