"""The claim: one request for the JHT of one membership."""

import uuid
from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.domain.heirs import OtherHeir, read
from claims.domain.workflow import LIVE, OPEN, STAGE_OF, ClaimStatus, Stage
from claims.labels import STATUS_WORDING
from claims.models.office import Office
from claims.models.payment import PaymentBatch
from jht_portal.lib.fields import BlindIndexField, SealedTextField
from participants.models import Membership, Participant

PARTIAL_REASONS = ("SEBAGIAN_10", "SEBAGIAN_30")
IS_OPEN, IS_SENT = Q(status__in=sorted(OPEN)), Q(submitted_at__isnull=False)
IN_LINE, NEWEST = ("queue_on", "submitted_at", "id"), ("-submitted_at", "-id")
ASKED_FOR = ("status", "reason", "due_on", "holder")
LIST_INDEXES = (
    models.Index(fields=["office", *IN_LINE, *ASKED_FOR], name="claim_list_open", condition=IS_OPEN),
    models.Index(fields=[*IN_LINE, "office", *ASKED_FOR], name="claim_list_open_wide", condition=IS_OPEN),
    models.Index(fields=["office", *NEWEST, *ASKED_FOR], name="claim_list_newest", condition=IS_SENT),
    models.Index(fields=[*NEWEST, "office", *ASKED_FOR], name="claim_list_newest_wide", condition=IS_SENT),
)
"""The work list in order, for one office and for several, with what is filtered by: which claims stand on a page, and how
many there are, is read off an index alone, however long the list is."""


class ClaimQuerySet(models.QuerySet):
    """Questions about claims, in the words of the trade."""

    def drafts(self) -> "ClaimQuerySet":
        """Keep what was not sent yet."""
        return self.filter(status=ClaimStatus.DRAFT)

    def open(self) -> "ClaimQuerySet":
        """Keep what was sent and is not closed."""
        return self.filter(status__in=OPEN)

    def sent(self) -> "ClaimQuerySet":
        """Keep what the public may track: everything that was sent once."""
        return self.exclude(submitted_at=None)

    def of_office(self, office: Office) -> "ClaimQuerySet":
        """Keep the claims of OFFICE."""
        return self.filter(office=office)

    def of_offices(self, offices: Collection[Office]) -> "ClaimQuerySet":
        """Keep the claims of OFFICES."""
        return self.filter(office__in=[office.pk for office in offices])

    def waiting_for_officer(self) -> "ClaimQuerySet":
        """Keep what a verifier may take, oldest legal deadline first."""
        return self.filter(status__in=(ClaimStatus.SUBMITTED, ClaimStatus.CORRECTED)).order_by("queue_on", "submitted_at", "id")


class Claim(models.Model):
    """One claim. STATUS is written by ``claims.services.workflow`` only; money is whole rupiah."""

    RELATIONS = (
        ("janda_duda", "Istri atau suami"),
        ("anak", "Anak"),
        ("orang_tua", "Orang tua"),
        ("cucu", "Cucu"),
        ("kakek_nenek", "Kakek atau nenek"),
        ("saudara", "Saudara kandung"),
        ("mertua", "Mertua"),
        ("wasiat", "Orang yang ditunjuk dalam wasiat"),
    )
    HOUSING = (("tunai", "Membeli rumah tunai"), ("kredit", "Uang muka rumah lewat kredit bank"))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("nomor klaim", max_length=16, unique=True)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="claims", verbose_name="peserta")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="claims", verbose_name="kepesertaan")
    reason = models.CharField("sebab klaim", max_length=20)
    policy = models.CharField("aturan dokumen", max_length=20)
    status = models.CharField(
        "status", max_length=24, default=ClaimStatus.DRAFT, choices=[(s.value, w.officer) for s, w in STATUS_WORDING.items()]
    )
    version = models.PositiveIntegerField("versi", default=0)
    """Grows by one with every step: a form opened on an older version is refused."""
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="claims", verbose_name="kantor")

    # What the claimant states
    event_on = models.DateField("tanggal kejadian", null=True)
    pension_age = models.PositiveSmallIntegerField("usia pensiun menurut PKB", null=True)
    housing = models.CharField("tujuan perumahan", max_length=10, choices=HOUSING, blank=True)
    email = SealedTextField("email", blank=True)
    phone = SealedTextField("telepon", blank=True)
    phone_index = BlindIndexField(source="phone", purpose="phone", null=True, db_index=True)
    bank_code = models.CharField("bank", max_length=20, blank=True)
    account_number = SealedTextField("nomor rekening", blank=True)
    account_index = BlindIndexField(source="account_number", purpose="account", null=True, db_index=True)
    account_name = SealedTextField("nama pemilik rekening", blank=True)
    account_confirmed = models.BooleanField("rekening dibetulkan peserta", default=False)
    """Since the bank or an officer refused it, the participant wrote or confirmed the account."""
    tax_number = SealedTextField("NPWP", blank=True)
    heir_name = SealedTextField("nama ahli waris", blank=True)
    heir_nik = SealedTextField("NIK ahli waris", blank=True)
    heir_nik_index = BlindIndexField(source="heir_nik", purpose="nik", null=True)
    heir_relation = models.CharField("hubungan ahli waris", max_length=12, choices=RELATIONS, blank=True)
    other_heirs = SealedTextField("ahli waris lain", null=True)
    """Who shares the right with the heir, as ``claims.domain.heirs`` writes them; empty until somebody was asked."""
    data_saved_at = models.DateTimeField("data diisi", null=True)
    tax_warning_read_at = models.DateTimeField("peringatan pajak dibaca", null=True)
    tax_warning = models.JSONField("peringatan pajak", null=True)
    """The comparison word for word as it was confirmed (claims.services.tax_notice)."""

    # Sending, the clock and the end
    review_note = models.CharField("perlu telaah karena", max_length=300, blank=True)
    declared_at = models.DateTimeField("pernyataan", null=True)
    submitted_at = models.DateTimeField("dikirim", null=True)
    last_arrival_at = models.DateTimeField("dokumen terakhir tiba", null=True)
    complete_at = models.DateTimeField("lengkap dan benar sejak", null=True)
    clock_pauses = models.JSONField("jeda hitungan", default=list)
    """[[from, to], …] ISO dates in which the clock stood still after completeness."""
    due_on = models.DateField("batas bayar", null=True)
    """Legal last day, or the day that would hold if the file proves complete; empty while the participant must act."""
    queue_on = models.DateField("tempat di antrean", null=True)
    """The first provisional deadline: a correction keeps the claim's place in line."""
    correction_due_on = models.DateField("batas perbaikan", null=True)
    closed_at = models.DateTimeField("ditutup", null=True)

    # Officers: no one holds two of the three offices
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="pemegang")
    held_since = models.DateTimeField("dipegang sejak", null=True)
    verifier = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="verifikator")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="penyetuju")
    payer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="petugas bayar")
    data_ticks = models.JSONField("data dicocokkan", default=list)
    proposal = models.CharField("usul", max_length=10, blank=True, choices=(("bayar", "Bayar"), ("tolak", "Tolak")))
    rejection_codes = models.JSONField("alasan penolakan", default=list)
    rejection_note = SealedTextField("penjelasan penolakan", blank=True)

    # Money
    gross_amount = models.BigIntegerField("jumlah kotor", null=True)
    tax_amount = models.BigIntegerField("pajak", null=True)
    tax_basis = models.CharField("dasar pajak", max_length=20, blank=True)
    approved_account_index = models.BinaryField("rekening saat disetujui", max_length=16, null=True)
    batch = models.ForeignKey(PaymentBatch, models.PROTECT, null=True, related_name="claims", verbose_name="daftar bayar")
    bank_reference = models.CharField("referensi bank", max_length=40, null=True, unique=True)
    bank_return_code = models.CharField("kode retur bank", max_length=30, blank=True)

    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = "klaim"
        verbose_name_plural = "klaim"
        indexes = [
            models.Index(fields=["office", "status", "queue_on", "submitted_at"], name="claim_work_queue"),
            models.Index(fields=["status", "updated_at"], name="claim_by_status"),
            *LIST_INDEXES,
            models.Index(fields=["office", "due_on", "queue_on", "id"], name="claim_by_legal_day", condition=IS_OPEN),
        ]
        constraints = [
            models.CheckConstraint(name="claim_status_is_known", condition=Q(status__in=[s.value for s in ClaimStatus])),
            models.UniqueConstraint(name="one_live_claim_per_membership", fields=["membership"], condition=Q(status__in=sorted(LIVE))),
            models.UniqueConstraint(
                name="one_partial_claim_per_lifetime",
                fields=["participant"],
                condition=Q(reason__in=PARTIAL_REASONS, status__in=sorted(OPEN | {ClaimStatus.PAID})),
            ),
            models.CheckConstraint(
                name="approver_did_not_verify", condition=Q(verifier=None) | Q(approver=None) | ~Q(verifier=F("approver"))
            ),
            models.CheckConstraint(name="payer_did_not_approve", condition=Q(payer=None) | Q(approver=None) | ~Q(payer=F("approver"))),
            models.CheckConstraint(name="payer_did_not_verify", condition=Q(payer=None) | Q(verifier=None) | ~Q(payer=F("verifier"))),
            models.CheckConstraint(name="sent_claim_has_place", condition=Q(submitted_at=None) | Q(queue_on__isnull=False)),
            models.CheckConstraint(name="sent_claim_has_office", condition=Q(submitted_at=None) | Q(office__isnull=False)),
            models.CheckConstraint(
                name="paid_claim_has_reference", condition=~Q(status=ClaimStatus.PAID) | Q(bank_reference__isnull=False)
            ),
            models.CheckConstraint(name="review_has_holder", condition=~Q(status=ClaimStatus.IN_REVIEW) | Q(holder__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stage(self) -> Stage | None:
        """Return the public stage, None for a draft."""
        return STAGE_OF[ClaimStatus(self.status)]

    @property
    def is_partial(self) -> bool:
        """Tell whether this is a 10 % or 30 % claim (PP 46/2015 art 22)."""
        return self.reason in PARTIAL_REASONS

    @property
    def co_heirs(self) -> tuple[OtherHeir, ...]:
        """Return the other heirs by name and relation, in the order in which they were written."""
        return read(self.other_heirs)

    @property
    def net_amount(self) -> int | None:
        """Return what the bank transfers, in whole rupiah."""
        return None if self.gross_amount is None or self.tax_amount is None else self.gross_amount - self.tax_amount
