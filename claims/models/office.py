"""Offices and the officers who work there."""

from django.conf import settings
from django.db import models


class Office(models.Model):
    """A branch that handles claims, in its own time zone."""

    ZONES = (("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT"))

    code = models.SlugField("kode", max_length=20, unique=True)
    name = models.CharField("nama", max_length=100)
    province = models.CharField("provinsi", max_length=60)
    address = models.CharField("alamat", max_length=200)
    phone = models.CharField("telepon", max_length=30, blank=True)
    timezone = models.CharField("zona waktu", max_length=20, choices=ZONES, default="Asia/Jakarta")
    is_open = models.BooleanField("menerima klaim", default=True)

    class Meta:
        verbose_name = "kantor"
        verbose_name_plural = "kantor"
        ordering = ["province", "name"]

    def __str__(self) -> str:
        return self.name


class Officer(models.Model):
    """The office of a user of the desk. Roles are the user's groups."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="officer", verbose_name="pengguna")
    office = models.ForeignKey(Office, models.PROTECT, related_name="officers", verbose_name="kantor")
    other_offices = models.ManyToManyField(Office, blank=True, related_name="visitors", verbose_name="kantor lain yang boleh dilihat")
    """Looked at, never acted for: every step is taken by officers of the claim's own office."""

    class Meta:
        verbose_name = "petugas"
        verbose_name_plural = "petugas"

    def __str__(self) -> str:
        return str(self.user)
