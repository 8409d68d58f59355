"""Money on a membership: contributions, returns, withdrawals, in whole rupiah."""

from django.db import models

from participants.models.membership import Membership


class LedgerQuerySet(models.QuerySet):
    """Sums over ledger entries."""

    def balance(self) -> int:
        """Return the sum of the entries in whole rupiah (withdrawals are stored negative)."""
        return self.aggregate(total=models.Sum("amount"))["total"] or 0


class LedgerEntry(models.Model):
    """One booking. AMOUNT is whole rupiah, negative for a withdrawal."""

    KINDS = (
        ("iuran_pemberi_kerja", "Iuran pemberi kerja"),
        ("iuran_pekerja", "Iuran pekerja"),
        ("iuran_mandiri", "Iuran mandiri"),
        ("hasil_pengembangan", "Hasil pengembangan"),
        ("penarikan", "Penarikan"),
    )

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="ledger", verbose_name="kepesertaan")
    booked_on = models.DateField("tanggal")
    kind = models.CharField("jenis", max_length=20, choices=KINDS)
    amount = models.BigIntegerField("jumlah")
    description = models.CharField("keterangan", max_length=200, blank=True)
    row_key = models.BinaryField(max_length=16, unique=True, editable=False)
    """Hash of the imported row, so that a file loaded twice books once."""

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = "mutasi"
        verbose_name_plural = "mutasi"
        indexes = [models.Index(fields=["membership", "booked_on"], name="ledger_by_membership_and_day")]
        constraints = [
            models.CheckConstraint(
                name="ledger_sign_fits_kind",
                condition=models.Q(kind="penarikan", amount__lte=0) | (~models.Q(kind="penarikan") & models.Q(amount__gte=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.booked_on}"
