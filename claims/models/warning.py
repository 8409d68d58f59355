"""What an officer wrote beside a warning, and the accounts that a claim had before."""

import uuid

from django.conf import settings
from django.db import models

from claims.models.claim import Claim
from jht_portal.lib.fields import SealedTextField


class WarningNote(models.Model):
    """An officer looked into one warning of a claim and says what was found. Rows are added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="warning_notes", verbose_name="klaim")
    code = models.CharField("peringatan", max_length=20)
    finding = models.BinaryField(max_length=16)
    """Keyed hash of what the warning said: another finding needs another look."""
    note = SealedTextField("hasil pemeriksaan")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="petugas")
    at = models.DateTimeField("saat")

    class Meta:
        verbose_name = "catatan peringatan"
        verbose_name_plural = "catatan peringatan"
        indexes = [models.Index(fields=["claim", "at"], name="warning_note_by_claim")]

    def __str__(self) -> str:
        return f"{self.code} {self.at:%Y-%m-%d}"


class AccountChange(models.Model):
    """The account of a claim before the participant named another one. Rows are added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="account_changes", verbose_name="klaim")
    at = models.DateTimeField("saat")
    bank_code = models.CharField("bank sebelumnya", max_length=20)
    account_number = SealedTextField("rekening sebelumnya", blank=True)

    class Meta:
        verbose_name = "perubahan rekening"
        verbose_name_plural = "perubahan rekening"
        indexes = [models.Index(fields=["claim", "at"], name="account_change_by_claim")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
