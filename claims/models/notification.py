"""The outbox: messages written with the step that causes them, sent later by the worker."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from claims.models.claim import Claim
from claims.models.event import ClaimEvent
from jht_portal.lib.fields import SealedTextField
from participants.models import Participant


class NotificationQuerySet(models.QuerySet):
    """What is to be sent."""

    def due(self, now: datetime) -> "NotificationQuerySet":
        """Keep what waits and is not leased to a worker at NOW, most urgent first."""
        return self.filter(Q(state="queued") | Q(state="sending"), next_try_at__lte=now).order_by("priority", "next_try_at", "id")


class Notification(models.Model):
    """One message to one address on one channel. State only moves forward."""

    STATES = (
        ("queued", "Menunggu"),
        ("sending", "Sedang dikirim"),
        ("sent", "Terkirim"),
        ("delivered", "Sampai"),
        ("failed", "Gagal"),
        ("void", "Tanpa penerima"),
    )
    CHANNELS = (("email", "Email"), ("sms", "SMS"), ("whatsapp", "WhatsApp"), ("telephone", "Telepon"))
    URGENT, NORMAL = 0, 5

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=120, unique=True)
    """"event:channel:hash of address": the same notice is never queued twice."""
    claim = models.ForeignKey(Claim, models.CASCADE, null=True, related_name="notifications", verbose_name="klaim")
    event = models.ForeignKey(ClaimEvent, models.CASCADE, null=True, related_name="notifications", verbose_name="peristiwa")
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="notifications", verbose_name="peserta")
    kind = models.CharField("jenis", max_length=30)
    channel = models.CharField("saluran", max_length=10, choices=CHANNELS, default="email")
    recipient = SealedTextField("alamat")
    subject = SealedTextField("judul", blank=True)
    body = SealedTextField("isi")
    priority = models.PositiveSmallIntegerField(default=NORMAL)
    state = models.CharField("keadaan", max_length=10, choices=STATES, default="queued")
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    next_try_at = models.DateTimeField("dicoba")
    last_error = models.CharField("kesalahan", max_length=200, blank=True)
    created_at = models.DateTimeField("dibuat")
    sent_at = models.DateTimeField("terkirim", null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "pesan"
        verbose_name_plural = "pesan"
        indexes = [models.Index(fields=["state", "priority", "next_try_at"], name="notification_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel}"


class Heartbeat(models.Model):
    """The last sign of life of a background worker."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
