"""Sign-in attempts with their one-time codes, and the list of sign-ins that a participant can read."""

import uuid

from django.db import models

from participants.models.participant import Participant


class SignInAttempt(models.Model):
    """One try to sign in. It exists for numbers that name nobody too, so that nothing tells them apart."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="sign_in_attempts")
    started_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    """Codes typed so far, right or wrong; all codes of the attempt share one allowance."""
    completed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["started_at"], name="sign_in_attempt_by_age")]

    def __str__(self) -> str:
        return f"Percobaan masuk {str(self.pk)[:8]}"


class OneTimeCode(models.Model):
    """A six-digit code sent to the registered contact. Only its keyed hash is kept; a resend adds another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.ForeignKey(SignInAttempt, models.CASCADE, related_name="codes")
    code_hash = models.BinaryField(max_length=16)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

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
