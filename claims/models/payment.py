"""Payment batches: what goes to the bank together."""

from django.conf import settings
from django.db import models

from claims.models.office import Office


class PaymentBatch(models.Model):
    """A list of approved claims that one officer sends to the bank."""

    reference = models.CharField("nomor", max_length=20, unique=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="batches", verbose_name="kantor")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dibuat oleh")
    created_at = models.DateTimeField("dibuat")

    class Meta:
        verbose_name = "daftar bayar"
        verbose_name_plural = "daftar bayar"

    def __str__(self) -> str:
        return self.reference
