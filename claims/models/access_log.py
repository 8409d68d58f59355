"""Who read what: documents, revealed fields, exports."""

from django.conf import settings
from django.db import models

from claims.models.claim import Claim
from participants.models import Participant


class AccessLog(models.Model):
    """One reading of personal data. Rows are added, never changed."""

    KINDS = (("document", "Dokumen dibuka"), ("field", "Data dibuka"), ("print", "Dicetak"), ("export", "Diekspor"))

    at = models.DateTimeField("saat")
    kind = models.CharField("jenis", max_length=10, choices=KINDS)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, related_name="access_log", verbose_name="klaim")
    participant = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="access_log", verbose_name="data peserta")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="petugas")
    by_participant = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="+", verbose_name="oleh peserta")
    object = models.CharField("objek", max_length=80)
    """What was read, in codes: "kk v2 p1", "nik"."""

    class Meta:
        verbose_name = "catatan akses"
        verbose_name_plural = "catatan akses"
        indexes = [
            models.Index(fields=["claim", "-at"], name="access_by_claim"),
            models.Index(fields=["user", "-at"], name="access_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object}"
