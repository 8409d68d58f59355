"""Figures of offices, counted once from what happened, so that no page has to count a year of claims."""

from django.db import models

from claims.models.office import Office


class Figures(models.Model):
    """What an office did in a span of time. Amounts are whole rupiah."""

    filed = models.PositiveIntegerField("masuk", default=0)
    reopened = models.PositiveIntegerField("dibuka kembali", default=0)
    returned = models.PositiveIntegerField("perbaikan diminta", default=0)
    approved = models.PositiveIntegerField("disetujui", default=0)
    rejected = models.PositiveIntegerField("ditolak", default=0)
    paid = models.PositiveIntegerField("dibayar", default=0)
    cancelled = models.PositiveIntegerField("dibatalkan", default=0)
    expired = models.PositiveIntegerField("kedaluwarsa", default=0)
    paid_in_time = models.PositiveIntegerField("dibayar dalam 5 hari kerja", default=0)
    ended_after_return = models.PositiveIntegerField("pernah diperbaiki", default=0)
    """Of the paid and rejected claims those whose participant was asked for a correction before."""
    days_to_pay = models.JSONField("hari kerja sampai dibayar", default=dict)
    """How many claims were paid on which legal working day: {"3": 12}."""
    return_reasons = models.JSONField("alasan perbaikan", default=dict)
    """How often each coded reason sent a document back: {"BURAM": 4}."""
    gross_amount = models.BigIntegerField("jumlah kotor", default=0)
    tax_amount = models.BigIntegerField("pajak", default=0)

    class Meta:
        abstract = True


class OfficeDay(Figures):
    """One day of an office in the office's own time zone; a day on which nothing happened has no row."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="days", verbose_name="kantor")
    day = models.DateField("tanggal")
    computed_at = models.DateTimeField("dihitung")

    class Meta:
        verbose_name = "angka harian"
        verbose_name_plural = "angka harian"
        constraints = [models.UniqueConstraint(name="one_row_per_office_and_day", fields=["office", "day"])]
        indexes = [models.Index(fields=["day"], name="office_day_by_day")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.day}"


class OfficeMonth(Figures):
    """The days of one month added up; MONTH is its first day."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="months", verbose_name="kantor")
    month = models.DateField("bulan")

    class Meta:
        verbose_name = "angka bulanan"
        verbose_name_plural = "angka bulanan"
        constraints = [models.UniqueConstraint(name="one_row_per_office_and_month", fields=["office", "month"])]
        indexes = [models.Index(fields=["month"], name="office_month_by_month")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.month:%Y-%m}"
