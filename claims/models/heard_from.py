"""Who wrote to us on WhatsApp lately: within a day they may be answered in free words."""

from django.db import models


class HeardFrom(models.Model):
    """A phone number, as its keyed hash, and when it last wrote. Rows are forgotten after two days."""

    address_index = models.BinaryField(max_length=16, primary_key=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
