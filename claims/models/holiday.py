"""Days that are not working days."""

from django.db import models

from jht_portal.lib.formats import long_date


class Holiday(models.Model):
    """A national holiday or joint leave (cuti bersama), as decreed each year."""

    KINDS = (("nasional", "Libur nasional"), ("cuti_bersama", "Cuti bersama"))

    day = models.DateField("tanggal", unique=True)
    name = models.CharField("nama", max_length=120)
    kind = models.CharField("jenis", max_length=12, choices=KINDS)

    class Meta:
        verbose_name = "hari libur"
        verbose_name_plural = "hari libur"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.name}, {long_date(self.day)}"
