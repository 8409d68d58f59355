"""Who has a claim open at the desk."""

from datetime import datetime

from django.conf import settings
from django.db import models

from claims.models.claim import Claim
from claims.models.event import ClaimEvent


class VisitQuerySet(models.QuerySet):
    """Visits by whether they last."""

    def lasting(self, now: datetime) -> "VisitQuerySet":
        return self.filter(until__gt=now)

    def lost(self) -> "VisitQuerySet":
        return self.filter(lost_to__isnull=False)


class Visit(models.Model):
    """One officer's look at one claim: SINCE it was opened, SEEN_AT the last sign of life, UNTIL when it counts as open."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="visits", verbose_name="klaim")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="petugas")
    since = models.DateTimeField("dibuka")
    seen_at = models.DateTimeField("terakhir terlihat")
    until = models.DateTimeField("dianggap terbuka sampai")
    lost_to = models.ForeignKey(ClaimEvent, models.CASCADE, null=True, related_name="+", verbose_name="diambil alih")
    """The take-over by which the officer lost the claim, until the officer was told."""

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = "kunjungan meja"
        verbose_name_plural = "kunjungan meja"
        constraints = [models.UniqueConstraint(name="one_visit_per_officer", fields=["claim", "user"])]
        indexes = [
            models.Index(name="visit_by_end", fields=["until"]),
            models.Index(name="visit_lost", fields=["user"], condition=models.Q(lost_to__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.claim_id}"
