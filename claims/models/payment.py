"""Payment batches: what goes to the bank together, each claim as an order with a key of its own, and what came back."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.models.office import Office
from jht_portal.lib.fields import SealedTextField


def _officer(words: str, **options: object) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=words, **options)


class BatchState(models.TextChoices):
    """Where a batch stands; EARLIER ones were paid before two people had to release a batch."""

    OPEN = "open", "Sedang disusun"
    PROPOSED = "proposed", "Menunggu rilis"
    RELEASED = "released", "Dirilis, berkas belum diambil"
    SENT = "sent", "Berkas diambil, menunggu hasil bank"
    SETTLED = "settled", "Selesai"
    DISSOLVED = "dissolved", "Dibongkar"
    EARLIER = "earlier", "Sebelum rilis dua orang"


BATCH_TONES = {BatchState.PROPOSED: "act", BatchState.RELEASED: "now", BatchState.SENT: "now", BatchState.SETTLED: "ok"}
"""How the tag of a state looks; the others are idle."""
AT_BANK = (BatchState.RELEASED, BatchState.SENT)
"""States in which money is on its way."""


class PaymentBatch(models.Model):
    """A list of approved claims that one officer draws up and another releases to the bank."""

    reference = models.CharField("nomor", max_length=20, unique=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="batches", verbose_name="kantor")
    state = models.CharField("keadaan", max_length=10, choices=BatchState, default=BatchState.OPEN)
    version = models.PositiveIntegerField("versi", default=0)
    """Grows with every change: a page opened on an older version is refused."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="disusun oleh")
    created_at = models.DateTimeField("dibuat")
    proposed_at = models.DateTimeField("diajukan", null=True)
    returned_note = models.CharField("alasan dikembalikan", max_length=300, blank=True)
    released_by = _officer("dirilis oleh")
    released_at = models.DateTimeField("dirilis", null=True)
    ended_at = models.DateTimeField("selesai", null=True)

    class Meta:
        verbose_name = "daftar bayar"
        verbose_name_plural = "daftar bayar"
        indexes = [models.Index(fields=["office", "state", "-created_at"], name="batch_by_state")]
        constraints = [
            models.UniqueConstraint(name="one_open_batch_per_officer", fields=["office", "created_by"], condition=Q(state=BatchState.OPEN)),
            models.CheckConstraint(name="releaser_did_not_draw_up", condition=Q(released_by=None) | ~Q(released_by=F("created_by"))),
            models.CheckConstraint(
                name="released_batch_has_releaser",
                condition=~Q(state__in=[BatchState.RELEASED, BatchState.SENT, BatchState.SETTLED]) | Q(released_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def tone(self) -> str:
        """Return how the tag of its state looks."""
        return BATCH_TONES.get(self.state, "")


class OrderState(models.TextChoices):
    """Where one claim of a batch stands."""

    WAITING = "waiting", "Menunggu rilis"
    DROPPED = "dropped", "Tidak ikut"
    PAYING = "paying", "Sedang ditransfer"
    PAID = "paid", "Dibayar"
    FAILED = "failed", "Transfer gagal"


class PaymentOrder(models.Model):
    """One try to pay one claim. What the bank is told is written down at release, so that every copy of a file is the same."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="orders", verbose_name="daftar bayar")
    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="orders", verbose_name="klaim")
    key = models.CharField("kunci", max_length=24, unique=True)
    """Claim number and try: it goes to the bank and comes back, and is never used again."""
    state = models.CharField("keadaan", max_length=10, choices=OrderState, default=OrderState.WAITING)
    left_because = models.CharField("alasan tidak ikut", max_length=300, blank=True)
    claim_version = models.PositiveIntegerField("versi klaim")
    gross_amount = models.BigIntegerField("jumlah kotor")
    tax_amount = models.BigIntegerField("pajak")
    bank_code = models.CharField("kode bank", max_length=20)
    bank_name = models.CharField("nama bank", max_length=60, blank=True)
    account_number = SealedTextField("nomor rekening", null=True)
    account_name = SealedTextField("nama pemilik rekening", null=True)
    verifier, approver = _officer("verifikator"), _officer("penyetuju")
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="disusun oleh")
    released_by = _officer("dirilis oleh")
    created_at = models.DateTimeField("masuk daftar")
    ended_at = models.DateTimeField("hasil dicatat", null=True)
    bank_reference = models.CharField("referensi bank", max_length=40, blank=True)
    return_code = models.CharField("kode retur", max_length=30, blank=True)

    class Meta:
        verbose_name = "perintah bayar"
        verbose_name_plural = "perintah bayar"
        constraints = [
            models.UniqueConstraint(
                name="one_live_order_per_claim", fields=["claim"], condition=Q(state__in=[OrderState.WAITING, OrderState.PAYING])
            ),
            models.CheckConstraint(name="order_pays_something", condition=Q(gross_amount__gt=F("tax_amount")) & Q(tax_amount__gte=0)),
            models.CheckConstraint(
                name="sent_order_was_released",
                condition=Q(state__in=[OrderState.WAITING, OrderState.DROPPED]) | Q(released_by__isnull=False),
            ),
            models.CheckConstraint(
                name="preparer_played_no_other_part",
                condition=~Q(prepared_by=F("verifier")) & ~Q(prepared_by=F("approver")),
            ),
            models.CheckConstraint(
                name="releaser_played_no_other_part",
                condition=~Q(released_by=F("prepared_by")) & ~Q(released_by=F("verifier")) & ~Q(released_by=F("approver")),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def net_amount(self) -> int:
        """Return what the bank transfers, in whole rupiah."""
        return self.gross_amount - self.tax_amount


class BankFile(models.Model):
    """One time that somebody took the file of a batch for the bank."""

    KINDS = (("csv", "CSV"), ("xlsx", "XLSX"))

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="files", verbose_name="daftar bayar")
    kind = models.CharField("bentuk", max_length=4, choices=KINDS)
    fingerprint = models.CharField("sidik", max_length=64)
    """What stands in the row of totals: the same for every copy of the batch, on paper too."""
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="diambil oleh")
    taken_at = models.DateTimeField("diambil")

    class Meta:
        verbose_name = "berkas bank"
        verbose_name_plural = "berkas bank"
        ordering = ["taken_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.taken_at:%Y-%m-%d}"


class ResultFile(models.Model):
    """What the bank sent back about a batch. The file itself is not kept: its rows are, and a fingerprint of it."""

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="results", verbose_name="daftar bayar")
    sha256 = models.CharField("sidik", max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="diunggah oleh")
    uploaded_at = models.DateTimeField("diunggah")
    confirmed_by = _officer("dicatat oleh")
    confirmed_at = models.DateTimeField("dicatat", null=True)

    class Meta:
        verbose_name = "berkas hasil"
        verbose_name_plural = "berkas hasil"
        ordering = ["uploaded_at", "pk"]
        constraints = [models.UniqueConstraint(name="one_result_file_once", fields=["batch", "sha256"])]

    def __str__(self) -> str:
        return self.sha256[:8]


class RowState(models.TextChoices):
    """What became of one row of a result file."""

    WAITING = "waiting", "Belum dicatat"
    RECORDED = "recorded", "Dicatat"
    KNOWN = "known", "Sudah tercatat"
    REVIEW = "review", "Perlu ditinjau"
    RESOLVED = "resolved", "Sudah ditinjau"


class ResultRow(models.Model):
    """One row of a result file: what the bank says of one key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(ResultFile, models.CASCADE, related_name="rows", verbose_name="berkas hasil")
    line = models.PositiveIntegerField("baris")
    key = models.CharField("kunci", max_length=40)
    order = models.ForeignKey(PaymentOrder, models.PROTECT, null=True, related_name="+", verbose_name="perintah bayar")
    succeeded = models.BooleanField("berhasil")
    bank_reference = models.CharField("referensi bank", max_length=40, blank=True)
    return_code = models.CharField("kode retur", max_length=30, blank=True)
    booked_on = models.DateField("tanggal")
    amount = models.BigIntegerField("jumlah")
    state = models.CharField("keadaan", max_length=10, choices=RowState, default=RowState.WAITING)
    problem = models.CharField("yang tidak cocok", max_length=20, blank=True)
    resolved_by = _officer("ditinjau oleh")
    resolved_at = models.DateTimeField("ditinjau", null=True)
    resolution = SealedTextField("hasil tinjauan", null=True)

    class Meta:
        verbose_name = "baris hasil"
        verbose_name_plural = "baris hasil"
        ordering = ["line"]
        constraints = [models.UniqueConstraint(name="one_result_row_per_line", fields=["file", "line"])]

    def __str__(self) -> str:
        return f"{self.line} {self.key}"
