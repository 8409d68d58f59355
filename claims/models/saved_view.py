"""Filters of the work list that an officer keeps under a name."""

from django.conf import settings
from django.db import models

from claims.models.office import Office


class SavedView(models.Model):
    """A question to the work list, as its codes: never a number or a name of a person."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", verbose_name="pemilik")
    name = models.CharField("nama", max_length=30)
    question = models.JSONField("saringan", default=dict)
    shared_with = models.ForeignKey(Office, models.CASCADE, null=True, related_name="+", verbose_name="dibagikan ke kantor")
    created_at = models.DateTimeField("dibuat")

    class Meta:
        verbose_name = "tampilan"
        verbose_name_plural = "tampilan"
        constraints = [models.UniqueConstraint(name="one_view_per_name", fields=["owner", "name"])]

    def __str__(self) -> str:
        return self.name
