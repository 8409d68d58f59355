"""Check codes on paper and in messages, answered at /cek/<code>/."""

from django.db import models

from claims.models.claim import Claim


class IssuedCode(models.Model):
    """One print-out, receipt or message of ours, with the state at that moment."""

    KINDS = (
        ("status", "Lembar status klaim"),
        ("receipt", "Tanda terima klaim"),
        ("result", "Surat hasil klaim"),
        ("form", "Formulir pencairan (F5)"),
        ("card", "Kartu digital"),
        ("message", "Pesan kepada peserta"),
    )

    code = models.CharField("kode", max_length=9, unique=True)
    kind = models.CharField("jenis", max_length=10, choices=KINDS)
    claim = models.ForeignKey(Claim, models.CASCADE, null=True, related_name="issued_codes", verbose_name="klaim")
    status = models.CharField("status saat itu", max_length=24, blank=True)
    issued_at = models.DateTimeField("dibuat")

    class Meta:
        verbose_name = "kode periksa"
        verbose_name_plural = "kode periksa"

    def __str__(self) -> str:
        return self.code
