"""Queue numbers: who comes with one, what happened to it, and the proof of a phone number before it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.domain.queueing import ticket_number
from claims.domain.ticket_life import ACTIVE, STATE_LABELS, TicketState
from claims.models.claim import Claim
from claims.models.office import Office
from claims.models.queue_office import LANES, SERVICES, Counter
from claims.models.queue_places import SlotDay, SlotMove
from jht_portal.lib.fields import BlindIndexField, SealedTextField
from participants.domain.channels import CHANNELS
from participants.models import Participant

IS_ACTIVE = Q(state__in=sorted(ACTIVE))
AT_COUNTER = (TicketState.CALLED.value, TicketState.SERVING.value)
PATHS = [(channel, channel) for channel in CHANNELS]


class Visitor(models.Model):
    """Who comes: a participant, or somebody who proved a phone number. Names and contacts are sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="+", verbose_name="peserta")
    name = SealedTextField("nama", blank=True)
    phone = SealedTextField("telepon", blank=True)
    phone_index = BlindIndexField(source="phone", purpose="phone", null=True, db_index=True)
    email = SealedTextField("email", blank=True)
    channel = models.CharField("saluran", max_length=10, choices=PATHS, blank=True)
    """On which channel the visitor is told; empty where nobody can be reached (a walk-in without a phone)."""
    forgotten_at = models.DateTimeField("dilupakan", null=True)
    """When name and contacts were emptied (``services.forgetting.forget_visitors``); what the report counts stays."""

    class Meta:
        abstract = True


class Ticket(Visitor):
    """One number of one lane on one day. STATE is written by ``claims.services.ticket_steps`` only."""

    code = models.CharField("kode booking", max_length=14, unique=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="tickets", verbose_name="kantor")
    day = models.DateField("tanggal")
    lane = models.CharField("jalur", max_length=1, choices=LANES)
    number = models.PositiveIntegerField("nomor")
    service = models.CharField("layanan", max_length=12, choices=SERVICES)
    place = models.ForeignKey(SlotDay, models.PROTECT, null=True, related_name="tickets", verbose_name="jam")
    """The place that the ticket holds, kept when it is given back; empty for a walk-in."""
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, related_name="tickets", verbose_name="klaim")
    state = models.CharField("keadaan", max_length=10, choices=[(state.value, label) for state, label in STATE_LABELS.items()])
    version = models.PositiveIntegerField("versi", default=1)
    counter = models.ForeignKey(Counter, models.PROTECT, null=True, related_name="tickets", verbose_name="loket")
    """The counter that called it last."""
    sent_to = models.ForeignKey(Counter, models.PROTECT, null=True, related_name="+", verbose_name="diteruskan ke")
    """The counter that alone may call it, where a colleague sent the visitor there."""
    replaces = models.OneToOneField("self", models.SET_NULL, null=True, related_name="replaced_by", verbose_name="pengganti dari")
    issued_at = models.DateTimeField("diambil")
    checked_in_at = models.DateTimeField("datang", null=True)
    called_at = models.DateTimeField("dipanggil", null=True)
    served_at = models.DateTimeField("mulai dilayani", null=True)
    finished_at = models.DateTimeField("selesai", null=True)
    reminded_at = models.DateTimeField("diingatkan", null=True)

    class Meta:
        verbose_name = "nomor antrian"
        verbose_name_plural = "nomor antrian"
        ordering = ["day", "lane", "number"]
        indexes = [
            models.Index(fields=["office", "day", "state", "lane", "number"], name="ticket_of_the_day"),
            models.Index(fields=["day", "state"], name="ticket_by_day"),
            models.Index(fields=["day"], name="ticket_remembered", condition=Q(forgotten_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(name="one_ticket_per_number", fields=["office", "day", "lane", "number"]),
            models.CheckConstraint(name="ticket_numbers_begin_at_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="ticket_state_is_known", condition=Q(state__in=[state.value for state in TicketState])),
            models.UniqueConstraint(name="one_ticket_at_a_counter", fields=["counter"], condition=Q(state__in=AT_COUNTER)),
            models.UniqueConstraint(
                name="one_ticket_per_participant", fields=["participant", "service"], condition=IS_ACTIVE & Q(participant__isnull=False)
            ),
            models.UniqueConstraint(
                name="one_ticket_per_phone",
                fields=["phone_index", "service"],
                condition=IS_ACTIVE & Q(participant__isnull=True, phone_index__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the number as it stands on paper and on the wall: B-014."""
        return ticket_number(self.lane, self.number)


class TicketEvent(models.Model):
    """One step that a ticket took: rows are only added. NUMBER is the ticket's version after it."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="events", verbose_name="nomor antrian")
    number = models.PositiveIntegerField("urutan")
    at = models.DateTimeField("saat")
    step = models.CharField("langkah", max_length=12)
    old_state = models.CharField("dari", max_length=10, blank=True)
    new_state = models.CharField("ke", max_length=10)
    role = models.CharField("sebagai", max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="oleh")
    counter = models.ForeignKey(Counter, models.PROTECT, null=True, related_name="+", verbose_name="loket")
    note = models.CharField("alasan", max_length=200, blank=True)
    """Why the office did so; never a person's data."""

    class Meta:
        verbose_name = "peristiwa antrian"
        verbose_name_plural = "peristiwa antrian"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(name="one_event_per_ticket_step", fields=["ticket", "number"])]
        indexes = [models.Index(fields=["at"], name="ticket_event_by_moment")]

    def __str__(self) -> str:
        return f"{self.number}. {self.step}"


class MovedTicket(models.Model):
    """One ticket that an office moved, with the places that were offered instead; the first one is kept for the visitor."""

    move = models.ForeignKey(SlotMove, models.PROTECT, related_name="tickets", verbose_name="pemindahan")
    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="moved_by_office", verbose_name="nomor antrian")
    """The new ticket."""
    alternatives = models.JSONField("pilihan", default=list)
    """Keys of SlotDay, the kept one first."""
    chosen_at = models.DateTimeField("dipilih", null=True)

    class Meta:
        verbose_name = "nomor yang dipindah"
        verbose_name_plural = "nomor yang dipindah"

    def __str__(self) -> str:
        return str(self.ticket)


class ContactProof(models.Model):
    """Somebody without a sign-in who proves a phone number with a code; kept for a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = SealedTextField("nama")
    phone = SealedTextField("telepon")
    phone_index = BlindIndexField(source="phone", purpose="phone")
    channel = models.CharField("saluran", max_length=10, choices=PATHS)
    code_hash = models.BinaryField(max_length=16)
    tries = models.PositiveSmallIntegerField("percobaan", default=0)
    started_at = models.DateTimeField("mulai")
    proved_at = models.DateTimeField("terbukti", null=True)

    class Meta:
        indexes = [models.Index(fields=["started_at"], name="contact_proof_by_age")]

    def __str__(self) -> str:
        return f"Bukti kontak {str(self.pk)[:8]}"
