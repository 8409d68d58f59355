"""Check codes on paper and in messages, answered at /cek/<code>/."""

from django.db import models

from claims.models.claim import Claim
from participants.models import Participant


class IssuedCode(models.Model):
    """One print-out, receipt or message of ours, with the state at that moment."""

    KINDS = (
        ("status", "Lembar status klaim"),
        ("receipt", "Tanda terima klaim"),
        ("result", "Surat hasil klaim"),
        ("form", "Formulir pencairan (F5)"),
        ("card", "Kartu digital"),
        ("savings", "Rincian saldo JHT (RSJHT)"),
        ("message", "Pesan kepada peserta"),
    )

    code = models.CharField("kode", max_length=9, unique=True)
    kind = models.CharField("jenis", max_length=10, choices=KINDS)
    notice = models.CharField("pesan", max_length=30, null=True)
    """Which message carries it."""
    claim = models.ForeignKey(Claim, models.CASCADE, null=True, related_name="issued_codes", verbose_name="klaim")
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="issued_codes", verbose_name="peserta")
    """Whose own paper it is, where it is about no claim: a card, a statement, a message about the person alone."""
    about = models.CharField("tentang", max_length=60, null=True)
    """Which card and year such a paper is about: the key of a membership, never its number."""
    status = models.CharField("status saat itu", max_length=24, blank=True)
    issued_at = models.DateTimeField("dibuat")

    class Meta:
        verbose_name = "kode periksa"
        verbose_name_plural = "kode periksa"
        indexes = [models.Index(fields=["notice", "issued_at"], name="issued_code_by_message")]

    def __str__(self) -> str:
        return self.code
