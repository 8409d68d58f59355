"""One-time codes, and the list of sign-ins that a participant can read."""

import uuid

from django.db import models

from participants.models.participant import Participant


class OneTimeCode(models.Model):
    """A six-digit code sent to the registered contact. Only its keyed hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="codes")
    attempt = models.UUIDField(db_index=True)
    """The sign-in attempt; a resend adds a code to the same attempt, and all share five tries."""
    code_hash = models.BinaryField(max_length=16)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Kode {str(self.pk)[:8]}"


class SignIn(models.Model):
    """One successful sign-in: when, and with what kind of device."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField()
    device = models.CharField(max_length=80)
    session_key = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["participant", "-at"], name="sign_in_by_participant")]

    def __str__(self) -> str:
        return f"Masuk {self.at:%Y-%m-%d %H:%M}"
