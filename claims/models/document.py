"""Documents of a claim: a slot, its versions, and the pages of each version."""

import uuid

from django.conf import settings
from django.db import models

from claims.domain.documents import UNAVAILABLE_LABELS
from claims.models.claim import Claim
from jht_portal.lib.fields import SealedTextField


class SlotState(models.TextChoices):
    """What the slot says of itself (``data-slot-state``)."""

    EMPTY = "empty", "Belum ada"
    UPLOADED = "uploaded", "Sudah ada"
    UNAVAILABLE = "unavailable", "Tidak punya"
    ACCEPTED = "accepted", "Diterima"
    REJECTED = "rejected", "Perlu diganti"
    REPLACED = "replaced", "Sudah diganti"
    WAIVED = "waived", "Tidak perlu"
    INSISTED = "insisted", "Tetap diperlukan"


FILLED = (SlotState.UPLOADED, SlotState.UNAVAILABLE, SlotState.ACCEPTED, SlotState.REPLACED, SlotState.WAIVED)
DECIDED_GOOD = (SlotState.ACCEPTED, SlotState.WAIVED)
ASKED_AGAIN = (SlotState.REJECTED, SlotState.INSISTED)


class Document(models.Model):
    """One slot of a claim. REQUIRED is fixed by the rules in force when the draft was made or its facts changed."""

    UNAVAILABLE_REASONS = tuple((reason.value, label) for reason, label in UNAVAILABLE_LABELS.items())

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="documents", verbose_name="klaim")
    slot = models.CharField("dokumen", max_length=30)
    position = models.PositiveSmallIntegerField("urutan")
    required = models.BooleanField("wajib", default=True)
    state = models.CharField("keadaan", max_length=12, choices=SlotState.choices, default=SlotState.EMPTY)
    unavailable_reason = models.CharField("alasan tidak ada", max_length=20, choices=UNAVAILABLE_REASONS, blank=True)
    unavailable_note = SealedTextField("penjelasan", blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="diputus oleh")
    """Who waived or insisted on a paper that the participant cannot get; versions carry their own judge."""
    decided_at = models.DateTimeField("diputus", null=True)
    decision_note = SealedTextField("catatan petugas", blank=True, null=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    class Meta:
        verbose_name = "dokumen"
        verbose_name_plural = "dokumen"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="one_document_per_slot", fields=["claim", "slot"]),
            models.CheckConstraint(name="document_state_is_known", condition=models.Q(state__in=SlotState.values)),
        ]

    def __str__(self) -> str:
        return self.slot

    @property
    def is_repaired(self) -> bool:
        """Tell whether the correction that is open is about this slot: asked for anew, or answered since.

        Nobody asks for a correction before every required paper was decided, so what is only explained now was explained since.
        """
        return self.state in (*ASKED_AGAIN, SlotState.REPLACED) or (self.required and self.state == SlotState.UNAVAILABLE)


class DocumentVersion(models.Model):
    """What was handed in for a slot at one time. Sealed when sent, never overwritten, judged once."""

    VERDICTS = (("", "Belum diputus"), ("accepted", "Diterima"), ("rejected", "Ditolak"))
    SOURCES = (("upload", "Unggahan"), ("digital_card", "Kartu digital portal"), ("counter", "Loket"), ("earlier", "Klaim sebelumnya"))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="versions", verbose_name="dokumen")
    number = models.PositiveSmallIntegerField("versi")
    source = models.CharField("asal", max_length=12, choices=SOURCES, default="upload")
    created_at = models.DateTimeField("dibuat")
    sent_at = models.DateTimeField("tiba", null=True)
    """When it reached the office with the claim or a correction; before that its pages may still change."""
    verdict = models.CharField("putusan", max_length=8, choices=VERDICTS, blank=True)
    reasons = models.JSONField("alasan", default=list)
    note = SealedTextField("catatan", blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="diputus oleh")
    judged_at = models.DateTimeField("diputus", null=True)

    class Meta:
        verbose_name = "versi dokumen"
        verbose_name_plural = "versi dokumen"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(name="one_row_per_version", fields=["document", "number"])]

    def __str__(self) -> str:
        return f"{self.document.slot} v{self.number}"


class DocumentPage(models.Model):
    """One cleaned file of a version: a photo, or a PDF with PAGE_COUNT pages. Bytes stand in the private store."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="pages", verbose_name="versi")
    position = models.PositiveSmallIntegerField("urutan")
    storage_key = models.CharField(max_length=80)
    thumbnail_key = models.CharField(max_length=80, blank=True)
    content_type = models.CharField("jenis", max_length=20, choices=(("image/jpeg", "JPG"), ("application/pdf", "PDF")))
    size = models.PositiveIntegerField("ukuran (bita)")
    page_count = models.PositiveSmallIntegerField("halaman", default=1)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    original_name = SealedTextField("nama berkas", blank=True)
    original_size = models.PositiveIntegerField("ukuran asli (bita)")
    original_sha256 = models.BinaryField(max_length=32)
    sha256 = models.BinaryField(max_length=32)
    hint = models.CharField("petunjuk", max_length=20, blank=True)
    """What a machine noticed (blurred, dark): advice for the participant, never a verdict."""
    created_at = models.DateTimeField("diunggah")

    class Meta:
        verbose_name = "halaman"
        verbose_name_plural = "halaman"
        ordering = ["position", "created_at"]
        indexes = [models.Index(fields=["original_sha256"], name="page_by_original")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.position}"
