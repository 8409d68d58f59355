"""Whether a channel may be used at this moment."""

from django.conf import settings
from django.db import models

from participants.domain.channels import CHANNELS


class ChannelState(models.Model):
    """A channel that was paused, and by whom; one without a row was never paused. What waits for it stays in the outbox."""

    channel = models.CharField("saluran", max_length=10, primary_key=True, choices=[(channel, channel) for channel in CHANNELS])
    paused_at = models.DateTimeField("dijeda", null=True)
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="oleh")
    reason = models.CharField("alasan", max_length=200, blank=True)

    class Meta:
        verbose_name = "saluran"
        verbose_name_plural = "saluran"
        constraints = [models.CheckConstraint(name="paused_channel_is_known", condition=models.Q(channel__in=CHANNELS))]

    def __str__(self) -> str:
        return self.channel
