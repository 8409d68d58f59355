"""What participants ask to have corrected in their data, and what the office answered."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.domain.data_requests import FIELDS, OUTCOMES
from claims.models.office import Office
from jht_portal.lib.fields import SealedTextField
from participants.models import Participant


class DataRequest(models.Model):
    """One request to correct one thing; answered once, with an outcome and a sentence that the participant reads."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="data_requests", verbose_name="peserta")
    office = models.ForeignKey(Office, models.PROTECT, related_name="data_requests", verbose_name="kantor")
    field = models.CharField("tentang", max_length=20, choices=FIELDS)
    wish = SealedTextField("permintaan")
    asked_at = models.DateTimeField("diminta")
    due_at = models.DateTimeField("batas jawab")
    outcome = models.CharField("hasil", max_length=10, choices=OUTCOMES, blank=True)
    answer = SealedTextField("jawaban", blank=True)
    answered_at = models.DateTimeField("dijawab", null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="dijawab oleh")

    class Meta:
        verbose_name = "permintaan perbaikan data"
        verbose_name_plural = "permintaan perbaikan data"
        indexes = [models.Index(fields=["office", "answered_at", "due_at"], name="data_request_by_office")]
        constraints = [
            models.UniqueConstraint(name="one_open_request_per_field", fields=["participant", "field"], condition=Q(answered_at=None)),
            models.CheckConstraint(
                name="data_request_is_answered_whole",
                condition=Q(answered_at=None, answered_by=None, outcome="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Permintaan {str(self.pk)[:8]}"
