"""What an officer signs in with besides a password, and when it was done. Passkeys and recovery codes are django-otp's own rows."""

import hmac

from django.conf import settings
from django.db import models
from django_otp.plugins.otp_totp.models import TOTPDevice


class AuthenticatorApp(TOTPDevice):
    """An app that shows six digits every half minute.

    The column ``key`` holds a seed. The secret that the app knows needs INDEX_KEY too, so a stolen dump makes no codes.
    """

    class Meta:
        proxy = True

    @property
    def bin_key(self) -> bytes:
        return hmac.digest(settings.INDEX_KEY, b"authenticator:" + bytes.fromhex(self.key), "sha256")[:20]


class OfficerSignIn(models.Model):
    """One complete sign-in: when, from where (masked), with what kind of browser, and by which second step."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="officer_sign_ins")
    at = models.DateTimeField()
    device = models.CharField(max_length=80)
    address = models.CharField(max_length=40)
    factor = models.CharField(max_length=20)
    session_key = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-at"], name="officer_sign_in_by_user")]

    def __str__(self) -> str:
        return f"Masuk {self.at:%Y-%m-%d %H:%M}"


class OfficerNotice(models.Model):
    """Something done to an account by somebody else, told to its officer at the next sign-in."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="officer_notices")
    at = models.DateTimeField()
    kind = models.CharField(max_length=30)

    def __str__(self) -> str:
        return self.kind
