"""The outbox: messages written with the step that causes them, sent later by the worker."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q

from claims.models.channel_state import ChannelState
from claims.models.claim import Claim
from claims.models.event import ClaimEvent
from claims.models.office import Office
from jht_portal.lib.fields import BlindIndexField, SealedTextField
from participants.models import Participant

CODES = frozenset({"sign_in_code", "contact_code", "own_code", "queue_code", "counter_code"})
"""Kinds of messages that carry a one-time code: late they are worth nothing, and soon they are forgotten."""


ABOUT_A_NUMBER = frozenset({"queue_booked", "queue_cancelled", "queue_offer", "queue_reminder", "queue_moved", "queue_near"})
"""Kinds of messages about a queue number: they belong to no claim, and go with the name on the number."""
WAITING = ("queued", "sending")
CONFIRMED_CHANNELS = ("sms", "whatsapp")
"""Channels whose providers may tell that a message has arrived; a mail server only tells when it has not."""
UNCONFIRMED = Q(channel__in=CONFIRMED_CHANNELS, state="sent", fell_back_at__isnull=True, next_channels__isnull=False)
"""What was handed over, has not arrived that we know, and could go another way."""


class NotificationQuerySet(models.QuerySet):
    """What is to be sent."""

    def waiting(self) -> "NotificationQuerySet":
        """Keep what is on its way, leased to a worker or not."""
        return self.filter(state__in=WAITING)

    def unconfirmed(self) -> "NotificationQuerySet":
        """Keep what was handed over, has not arrived that we know, and could go another way."""
        return self.filter(UNCONFIRMED)

    def codes(self) -> "NotificationQuerySet":
        """Keep one-time codes."""
        return self.filter(priority=Notification.CODE)

    def due(self, now: datetime) -> "NotificationQuerySet":
        """Keep what a worker may send at NOW, most urgent first.

        Not what is leased, what somebody must telephone, what a paused channel holds, nor what follows an earlier
        message of the same claim to the same address that is still on its way, unless it is urgent.
        """
        paused = ChannelState.objects.exclude(paused_at=None).values("channel")
        sendable = self.waiting().filter(next_try_at__lte=now).exclude(channel="telephone").exclude(channel__in=paused)
        in_turn = Q(priority__lte=Notification.URGENT) | ~Exists(_earlier())
        return sendable.filter(in_turn).order_by("priority", "next_try_at", "id")


def _earlier() -> NotificationQuerySet:
    """Return what the same claim tells the same address on the same channel before a row of the outer query."""
    same = {name: OuterRef(name) for name in ("claim", "channel", "address_index")}
    return Notification.objects.waiting().filter(**same, created_at__lt=OuterRef("created_at"))


class Notification(models.Model):
    """One message to one address on one channel. State only moves forward."""

    STATES = (
        ("queued", "Menunggu"),
        ("sending", "Sedang dikirim"),
        ("sent", "Terkirim"),
        ("delivered", "Sampai"),
        ("failed", "Gagal"),
        ("void", "Tanpa penerima"),
        ("dropped", "Digantikan"),
    )
    CHANNELS = (("email", "Email"), ("sms", "SMS"), ("whatsapp", "WhatsApp"), ("telephone", "Telepon"))
    CODE, URGENT, NORMAL = 0, 1, 5
    """A one-time code, which has a lane of its own; what neither night nor an earlier message holds back; the rest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=120, unique=True)
    """"cause:notice:channel:hash of address": the same notice is never queued twice."""
    claim = models.ForeignKey(Claim, models.CASCADE, null=True, related_name="notifications", verbose_name="klaim")
    event = models.ForeignKey(ClaimEvent, models.CASCADE, null=True, related_name="notifications", verbose_name="peristiwa")
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="notifications", verbose_name="peserta")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+", verbose_name="kantor")
    """Whose officers see whether it went out; empty where it is no office's, as with codes for signing in."""
    kind = models.CharField("jenis", max_length=30)
    channel = models.CharField("saluran", max_length=10, choices=CHANNELS, default="email")
    recipient = SealedTextField("alamat")
    address_index = BlindIndexField(source="recipient", purpose="address", null=True)
    subject = SealedTextField("judul", blank=True)
    body = SealedTextField("isi")
    language = models.CharField("bahasa", max_length=2, null=True)
    next_channels = SealedTextField(null=True)
    """What is sent instead when this does not arrive: a list in JSON of channel, address, subject and body."""
    instead_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="replacements", verbose_name="menggantikan")
    priority = models.PositiveSmallIntegerField(default=NORMAL)
    state = models.CharField("keadaan", max_length=10, choices=STATES, default="queued")
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    next_try_at = models.DateTimeField("dicoba")
    last_error = models.CharField("kesalahan", max_length=200, blank=True)
    created_at = models.DateTimeField("dibuat")
    sent_at = models.DateTimeField("terkirim", null=True)
    delivered_at = models.DateTimeField("sampai", null=True)
    read_at = models.DateTimeField("dibaca", null=True)
    fell_back_at = models.DateTimeField("dialihkan", null=True)
    """When the next channel took over."""
    provider_id = models.CharField("nomor penyedia", max_length=100, null=True, db_index=True)
    """What the provider calls it: reports on its way name this."""

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "pesan"
        verbose_name_plural = "pesan"
        indexes = [
            models.Index(fields=["state", "priority", "next_try_at"], name="notification_due"),
            models.Index(fields=["office", "state", "-created_at"], name="notification_by_office"),
            models.Index(fields=["priority", "next_try_at", "id"], name="notification_waiting", condition=Q(state__in=WAITING)),
            # Nothing reads this one: a code for nobody enters as many indexes as one that is sent (safety.md A3).
            models.Index(fields=["priority", "next_try_at", "id"], name="notification_nobody", condition=Q(state="void")),
            models.Index(fields=["sent_at"], name="notification_unconfirmed", condition=UNCONFIRMED),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel}"


class Heartbeat(models.Model):
    """The last sign of life of a background worker."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
