"""The audit: what every officer, participant and the portal itself did, in chains that show when a row was touched."""

import uuid

from django.conf import settings
from django.db import models

from jht_portal.lib.fields import BlindIndexField, SealedTextField


class AuditChain(models.Model):
    """The end of one chain: how long it is, and the seal of its last entry (``claims.domain.audit`` names the chains)."""

    name = models.CharField(max_length=40, primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    seal = models.BinaryField(max_length=32, default=bytes(32))

    def __str__(self) -> str:
        return f"{self.name} {self.length}"


class AuditEntry(models.Model):
    """One thing done. Rows are added, never changed; no foreign key, so that nothing deleted elsewhere takes one along."""

    chain = models.CharField("rangkaian", max_length=40)
    number = models.PositiveBigIntegerField("urutan")
    at = models.DateTimeField("saat")
    kind = models.CharField("jenis", max_length=20)
    user_id = models.BigIntegerField("petugas", null=True)
    role = models.CharField("sebagai", max_length=20, blank=True)
    office_id = models.BigIntegerField("kantor", null=True)
    claim_id = models.UUIDField("klaim", null=True)
    person_id = models.UUIDField("peserta", null=True)
    object = models.CharField("objek", max_length=120, blank=True)
    """What it was done to, in codes: "kk v2 p1", "holiday 2026-12-25"."""
    details = models.JSONField("rincian", default=dict)
    """Codes and values of settings, never personal data."""
    event_id = models.UUIDField("peristiwa", null=True, unique=True)
    access_id = models.BigIntegerField("catatan akses", null=True, unique=True)
    digest = models.BinaryField(max_length=32, null=True)
    """Keyed hash of the event or of the line of the access log that this entry vouches for."""
    seal = models.BinaryField(max_length=32)
    """Keyed hash over this row and the seal before it."""

    class Meta:
        verbose_name = "jejak audit"
        verbose_name_plural = "jejak audit"
        constraints = [models.UniqueConstraint(name="one_audit_entry_per_number", fields=["chain", "number"])]
        indexes = [
            models.Index(fields=["office_id", "-at", "-id"], name="audit_by_office"),
            models.Index(fields=["claim_id", "-at"], name="audit_by_claim"),
            models.Index(fields=["person_id", "-at"], name="audit_by_person"),
            models.Index(fields=["user_id", "-at"], name="audit_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"


class OfficerIdentity(models.Model):
    """Which citizen an account belongs to, so that nobody handles a claim of their own. It is never shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="identity", verbose_name="akun")
    nik = SealedTextField("NIK")
    nik_index = BlindIndexField(source="nik", purpose="nik", unique=True)
    """Unique: one person has one account."""

    class Meta:
        verbose_name = "identitas petugas"
        verbose_name_plural = "identitas petugas"

    def __str__(self) -> str:
        return f"Identitas {str(self.pk)[:8]}"
