"""Calls that officers made because a message goes by telephone."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.notification import Notification


class Call(models.Model):
    """One try to reach somebody, and what came of it. Rows are added, never changed."""

    REACHED, UNANSWERED, WRONG_NUMBER, LATER = "reached", "unanswered", "wrong", "later"
    OUTCOMES = (
        (REACHED, "Tersambung, pesan disampaikan"),
        (UNANSWERED, "Tidak diangkat"),
        (LATER, "Minta ditelepon lagi"),
        (WRONG_NUMBER, "Nomor salah"),
    )

    message = models.ForeignKey(Notification, models.CASCADE, related_name="calls", verbose_name="pesan")
    at = models.DateTimeField("saat")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="petugas")
    outcome = models.CharField("hasil", max_length=10, choices=OUTCOMES)
    again_at = models.DateTimeField("ditelepon lagi", null=True)

    class Meta:
        verbose_name = "panggilan"
        verbose_name_plural = "panggilan"
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(name="call_again_has_its_time", condition=~Q(outcome="later") | Q(again_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.at:%Y-%m-%d}"
