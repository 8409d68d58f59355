"""What a participant's registered contact was before, and on which channels the person is told."""

import uuid

from django.conf import settings
from django.db import models

from jht_portal.lib.fields import SealedTextField
from participants.domain.channels import CHANNELS
from participants.models.participant import Participant


class ContactChange(models.Model):
    """One registered contact replaced: when, by whom, and what it was before. Rows are added, never changed."""

    KINDS = (("email", "Email"), ("phone", "Nomor HP"))
    SOURCES = (("participant", "Peserta"), ("officer", "Petugas"), ("import", "Impor data"), ("undone", "Dikembalikan"))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="contact_changes", verbose_name="peserta")
    kind = models.CharField("kontak", max_length=5, choices=KINDS)
    at = models.DateTimeField("saat")
    source = models.CharField("oleh", max_length=11, choices=SOURCES)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="petugas")
    old_value = SealedTextField("sebelumnya", blank=True)

    class Meta:
        verbose_name = "perubahan kontak"
        verbose_name_plural = "perubahan kontak"
        indexes = [models.Index(fields=["participant", "-at"], name="contact_change_by_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class ChannelChoice(models.Model):
    """Where a participant wants a channel to stand: RANK 1 is tried first; a muted one is never used.

    A person without rows has chosen nothing: ``participants.domain.channels`` tells the order then.
    """

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="channel_choices", verbose_name="peserta")
    channel = models.CharField("saluran", max_length=10, choices=[(channel, channel) for channel in CHANNELS])
    rank = models.PositiveSmallIntegerField("urutan")
    muted = models.BooleanField("dimatikan", default=False)

    class Meta:
        verbose_name = "pilihan saluran"
        verbose_name_plural = "pilihan saluran"
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(name="one_choice_per_channel", fields=["participant", "channel"]),
            models.UniqueConstraint(name="one_channel_per_rank", fields=["participant", "rank"]),
            models.CheckConstraint(name="channel_is_known", condition=models.Q(channel__in=CHANNELS)),
        ]

    def __str__(self) -> str:
        return f"{self.rank} {self.channel}"
