"""A new registered contact on its way: proposed at the counter by one officer, confirmed by another."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.models.office import Office
from jht_portal.lib.fields import SealedTextField
from participants.models import Participant


class ContactProposal(models.Model):
    """What a participant asked for at the counter. It counts only once a second officer confirmed it (STATE done)."""

    STATES = (("waiting", "Menunggu"), ("done", "Berlaku"), ("refused", "Dibatalkan"), ("lapsed", "Lewat waktu"))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="contact_proposals", verbose_name="peserta")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    state = models.CharField("keadaan", max_length=7, choices=STATES, default="waiting")
    email = SealedTextField("email baru", blank=True)
    phone = SealedTextField("nomor HP baru", blank=True)
    """New values are forgotten when the proposal ends; empty ones stay as they are registered."""
    reason = models.CharField("alasan", max_length=20)
    note = SealedTextField("penjelasan", blank=True)
    checks = models.JSONField("yang diperiksa", default=list)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="diusulkan oleh")
    proposed_at = models.DateTimeField("diusulkan")
    needs_code = models.BooleanField("email baru perlu dibuktikan", default=False)
    code_hash = models.BinaryField(max_length=16, null=True)
    code_ends_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    proved_at = models.DateTimeField("email baru terbukti", null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="diputus oleh")
    decided_at = models.DateTimeField("diputus", null=True)

    class Meta:
        verbose_name = "usul kontak baru"
        verbose_name_plural = "usul kontak baru"
        indexes = [models.Index(fields=["office", "state", "proposed_at"], name="contact_proposal_by_office")]
        constraints = [
            models.UniqueConstraint(name="one_waiting_contact_per_person", fields=["participant"], condition=Q(state="waiting")),
            models.CheckConstraint(
                name="contact_confirmed_by_another",
                condition=~Q(state="done") | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
            models.CheckConstraint(
                name="contact_email_was_proved", condition=~Q(state="done") | Q(needs_code=False) | Q(proved_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"Usul kontak {str(self.pk)[:8]}"
