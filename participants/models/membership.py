"""Memberships: one KPJ each, several a person."""

import uuid
from datetime import date

from django.db import models

from jht_portal.lib.fields import BlindIndexField, SealedTextField
from participants.models.participant import Employer, Participant


class MembershipQuerySet(models.QuerySet):
    """Questions about memberships."""

    def active(self) -> "MembershipQuerySet":
        """Keep those that the employer has not reported as ended."""
        return self.filter(ended_on=None, merged_into=None)


class Membership(models.Model):
    """One KPJ: a stretch of work with one employer, or of self-employment."""

    SEGMENTS = (("PU", "Penerima Upah"), ("BPU", "Bukan Penerima Upah"), ("PMI", "Pekerja Migran Indonesia"))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="memberships", verbose_name="peserta")
    kpj = SealedTextField("KPJ")
    kpj_index = BlindIndexField(source="kpj", purpose="kpj", unique=True)
    segment = models.CharField("segmen", max_length=3, choices=SEGMENTS)
    employer = models.ForeignKey(Employer, models.PROTECT, null=True, blank=True, verbose_name="pemberi kerja")
    started_on = models.DateField("mulai")
    ended_on = models.DateField("berhenti", null=True, blank=True)
    end_reason = models.CharField("sebab berhenti", max_length=40, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from", verbose_name="digabung ke")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "kepesertaan"
        verbose_name_plural = "kepesertaan"
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_it_starts", condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("started_on"))
            ),
            models.CheckConstraint(name="membership_segment_is_known", condition=models.Q(segment__in=["PU", "BPU", "PMI"])),
        ]

    def __str__(self) -> str:
        return f"Kepesertaan {str(self.pk)[:8]}"

    def is_active(self, on: date) -> bool:
        """Tell whether the work goes on on a day; a reported end may still lie ahead."""
        return self.ended_on is None or self.ended_on > on
