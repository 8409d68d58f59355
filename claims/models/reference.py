"""Rules that officers keep: dated rows, the words of messages, sample pictures, and a stamp that tells when one changed."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.domain.documents import POLICIES, Requirement
from claims.domain.limits import KINDS, Limit
from claims.domain.message_words import CHANNELS, LANGUAGES, LONGEST_SUBJECT, NOTICES
from claims.domain.papers import KREDIT, PAPERS, PASPOR, TUNAI
from claims.domain.return_reasons import Fixer

POLICY_CHOICES = [(policy.code, policy.label) for policy in POLICIES]
SLOT_LABELS = {slot.value: paper.label for slot, paper in PAPERS.items()}
SEGMENT_CHOICES = (("PU", "Penerima upah (PU)"), ("BPU", "Bukan penerima upah (BPU)"), ("PMI", "Pekerja migran (PMI)"))
SITUATION_CHOICES = (
    ("", "Biasa"),
    (TUNAI, "Rumah dibeli tunai"),
    (KREDIT, "Rumah dibeli dengan kredit"),
    (PASPOR, "Paspor sebagai ganti KTP"),
)
REQUIREMENT_CHOICES = (
    (Requirement.WAJIB.value, "Wajib"),
    (Requirement.BERSYARAT.value, "Bila berlaku"),
    (Requirement.PENDUKUNG.value, "Bila ada"),
)
FIXER_CHOICES = (
    (Fixer.PESERTA.value, "Peserta"),
    (Fixer.PERUSAHAAN.value, "Perusahaan"),
    (Fixer.BANK.value, "Bank"),
    (Fixer.DUKCAPIL.value, "Dukcapil"),
)


ENDS_TOO_EARLY = "Hari terakhir harus sama dengan hari pertama atau sesudahnya."


def dated(*key: str, name: str) -> list[models.BaseConstraint]:
    """Return what the database itself holds of a dated rule: no two rows of one KEY begin together, none ends before it begins."""
    ends_late = Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
    return [
        models.UniqueConstraint(name=f"one_{name}_per_first_day", fields=[*key, "valid_from"]),
        models.CheckConstraint(name=f"{name}_ends_after_it_begins", condition=ends_late, violation_error_message=ENDS_TOO_EARLY),
    ]


class DatedRule(models.Model):
    """A rule with its days. KEY names what two rows of one rule share; a row that has been in force changes only its end."""

    KEY: tuple[str, ...] = ("code",)

    valid_from = models.DateField("berlaku mulai")
    valid_to = models.DateField("berlaku sampai", null=True, blank=True, help_text="Kosong: berlaku terus.")

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Tell whether the rule is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class ReasonRule(DatedRule):
    """A reason for a claim, as it stands from a day on."""

    code = models.CharField("kode", max_length=20)
    position = models.PositiveSmallIntegerField("urutan", default=99)
    label = models.CharField("nama resmi", max_length=80)
    summary = models.CharField("untuk siapa", max_length=200, help_text="Satu kalimat untuk peserta, diakhiri titik.")
    article = models.CharField("dasar hukum", max_length=120)
    share_percent = models.PositiveSmallIntegerField("bagian saldo (persen)", default=100)
    event_date_label = models.CharField("tanggal yang ditanyakan", max_length=60, blank=True, help_text="Kosong: tidak ada tanggal.")
    waiting_months = models.PositiveSmallIntegerField("masa tunggu, bulan", default=0)
    waiting_days = models.PositiveSmallIntegerField("masa tunggu, hari", default=0)
    waiting_from_next_month = models.BooleanField("mulai tanggal 1 bulan berikutnya", default=False)
    segments = models.JSONField("segmen", default=list)
    needs_inactive_membership = models.BooleanField("kepesertaan harus sudah berhenti", default=False)

    class Meta:
        verbose_name = "sebab klaim"
        verbose_name_plural = "sebab klaim"
        ordering = ["position", "code", "valid_from"]
        constraints = dated("code", name="reason")

    def __str__(self) -> str:
        return self.label


class RequirementRule(DatedRule):
    """How much a paper is needed for a reason under a policy."""

    KEY = ("policy", "reason", "slot")

    policy = models.CharField("aturan", max_length=20, choices=POLICY_CHOICES)
    reason = models.CharField("sebab klaim", max_length=20)
    slot = models.CharField("dokumen", max_length=30)
    requirement = models.CharField("keperluan", max_length=10, choices=REQUIREMENT_CHOICES)

    class Meta:
        verbose_name = "dokumen per sebab"
        verbose_name_plural = "dokumen per sebab"
        ordering = ["reason", "policy", "pk"]
        constraints = dated("policy", "reason", "slot", name="requirement")

    def __str__(self) -> str:
        return f"{SLOT_LABELS.get(self.slot, self.slot)}, {self.reason}"


class PaperRule(DatedRule):
    """What a paper is called, which papers count, and a line of help: for all reasons, or for one."""

    KEY = ("reason", "slot", "situation")

    slot = models.CharField("dokumen", max_length=30)
    reason = models.CharField("sebab klaim", max_length=20, blank=True, help_text="Kosong: untuk semua sebab.")
    situation = models.CharField("keadaan", max_length=10, choices=SITUATION_CHOICES, blank=True)
    label = models.CharField("nama dokumen", max_length=60)
    what_counts = models.TextField("yang diterima", max_length=800, help_text="Satu jenis per baris. Peserta cukup mengirim salah satu.")
    hint = models.CharField("petunjuk", max_length=200, help_text="Satu kalimat untuk peserta, diakhiri titik.")

    class Meta:
        verbose_name = "nama dan petunjuk dokumen"
        verbose_name_plural = "nama dan petunjuk dokumen"
        ordering = ["reason", "pk"]
        constraints = dated("reason", "slot", "situation", name="paper")

    def __str__(self) -> str:
        return self.label


class CodedReasonRule(DatedRule):
    """Why a document goes back, why a claim cannot be paid, why a bank refused: a code with words for the participant."""

    DOCUMENT, REJECTION, BANK = "dokumen", "penolakan", "retur"
    KINDS = ((DOCUMENT, "Dokumen dikembalikan"), (REJECTION, "Klaim ditolak"), (BANK, "Transfer ditolak bank"))
    KEY = ("kind", "code")

    kind = models.CharField("untuk", max_length=10, choices=KINDS)
    code = models.CharField("kode", max_length=30)
    position = models.PositiveSmallIntegerField("urutan", default=99)
    short = models.CharField("yang salah", max_length=60, help_text="Beberapa kata, tanpa titik.")
    advice = models.CharField("yang harus dilakukan", max_length=250, help_text="Fakta dulu, lalu tindakan. Kalimat lengkap.")
    needs_text = models.BooleanField("petugas harus menulis penjelasan", default=False)
    fixer = models.CharField("yang memperbaiki", max_length=12, choices=FIXER_CHOICES, default=Fixer.PESERTA.value)
    slots = models.JSONField("dokumen", default=list, blank=True)

    class Meta:
        verbose_name = "alasan berkode"
        verbose_name_plural = "alasan berkode"
        ordering = ["kind", "position", "code", "valid_from"]
        constraints = dated("kind", "code", name="coded_reason")

    def __str__(self) -> str:
        return self.short


class LimitRule(DatedRule):
    """The value of one limit."""

    code = models.CharField("batas", max_length=30)
    value = models.PositiveBigIntegerField("nilai")

    class Meta:
        verbose_name = "batas"
        verbose_name_plural = "batas"
        ordering = ["code", "-valid_from"]
        constraints = dated("code", name="limit")

    def __str__(self) -> str:
        return KINDS[Limit(self.code)].label if self.code in KINDS else self.code


class SamplePicture(models.Model):
    """A picture of a good document, or of the mistake that a coded reason names. Rebuilt by the cleaner, for everybody to see."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("kode", max_length=30)
    is_good = models.BooleanField("contoh yang benar")
    content = models.BinaryField("gambar")
    uploaded_at = models.DateTimeField("diunggah")

    class Meta:
        verbose_name = "gambar contoh"
        verbose_name_plural = "gambar contoh"
        constraints = [models.UniqueConstraint(name="one_sample_picture_of_a_kind", fields=["code", "is_good"])]

    def __str__(self) -> str:
        return f"{self.code} {'benar' if self.is_good else 'salah'}"


class MessageText(models.Model):
    """One version of a message in officers' words; the newest counts. Versions are added, never changed."""

    notice = models.CharField("pesan", max_length=30)
    channel = models.CharField("saluran", max_length=10, choices=list(CHANNELS.items()))
    language = models.CharField("bahasa", max_length=2, choices=list(LANGUAGES.items()), default="id")
    version = models.PositiveIntegerField("versi")
    shipped = models.BooleanField("kembali ke bawaan", default=False)
    """From this version on the text that ships is sent again."""
    subject = models.CharField("judul", max_length=LONGEST_SUBJECT, blank=True)
    body = models.TextField("isi", max_length=2000, blank=True)
    created_at = models.DateTimeField("dibuat")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="oleh")

    class Meta:
        verbose_name = "teks pesan"
        verbose_name_plural = "teks pesan"
        ordering = ["notice", "channel", "-version"]
        constraints = [models.UniqueConstraint(name="one_message_text_per_version", fields=["notice", "channel", "language", "version"])]

    def __str__(self) -> str:
        return f"{NOTICES[self.notice].label if self.notice in NOTICES else self.notice}, {self.get_channel_display()}"


class RulesStamp(models.Model):
    """The one row that grows with every change of a rule: a process that sees another number reads the rules again."""

    number = models.PositiveBigIntegerField(default=0)
    recounted = models.PositiveBigIntegerField(default=0)
    """The number under which the deadlines of open claims were counted last."""

    def __str__(self) -> str:
        return str(self.number)
