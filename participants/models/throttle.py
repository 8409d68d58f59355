"""The counters of the rate limiter; only jht_portal/lib/throttle.py reads and writes them."""

from django.db import models

from jht_portal.lib.crypto import INDEX_BYTES


class ThrottleCounter(models.Model):
    """How often something was done within the window that is now open."""

    key = models.BinaryField(primary_key=True, max_length=INDEX_BYTES)
    count = models.PositiveIntegerField()
    expires = models.BigIntegerField(help_text="End of the window, in milliseconds since 1970.")

    class Meta:
        db_table = "throttle"
        verbose_name = "penghitung batas"
        verbose_name_plural = "penghitung batas"

    def __str__(self) -> str:
        return str(self.count)
