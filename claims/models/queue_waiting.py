"""The waiting list of a day: who waits for a place, in which order, and what was offered until when."""

from django.db import models
from django.db.models import Q

from claims.models.claim import Claim
from claims.models.queue_office import SERVICES, OfficeService
from claims.models.queue_places import SlotDay
from claims.models.ticket import Ticket, Visitor

WAITS = ("waiting", "offered")


class WaitingLine(models.Model):
    """The waiting list of a service on one day. Its row is the lock under which places are given on."""

    service = models.ForeignKey(OfficeService, models.PROTECT, related_name="waiting_lines", verbose_name="layanan")
    day = models.DateField("tanggal")
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_waiting_line_per_day", fields=["service", "day"])]

    def __str__(self) -> str:
        return f"{self.day} {self.last_number}"


class WaitingEntry(Visitor):
    """Somebody who waits for a place on a day, in the order of coming. NUMBER never changes."""

    STATES = (
        ("waiting", "Menunggu tempat"),
        ("offered", "Ada tempat untuk Anda"),
        ("taken", "Tempat diambil"),
        ("lapsed", "Waktu memilih habis"),
        ("left", "Keluar dari daftar"),
        ("over", "Harinya sudah lewat"),
    )

    code = models.CharField("kode", max_length=14, unique=True)
    line = models.ForeignKey(WaitingLine, models.PROTECT, related_name="entries", verbose_name="daftar tunggu")
    number = models.PositiveIntegerField("urutan")
    service = models.CharField("layanan", max_length=12, choices=SERVICES)
    is_priority = models.BooleanField("jalur prioritas", default=False)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, related_name="+", verbose_name="klaim")
    state = models.CharField("keadaan", max_length=8, choices=STATES, default="waiting")
    place = models.ForeignKey(SlotDay, models.PROTECT, null=True, related_name="offers", verbose_name="tempat yang ditawarkan")
    held_until = models.DateTimeField("disimpan sampai", null=True)
    joined_at = models.DateTimeField("masuk daftar")
    ticket = models.OneToOneField(Ticket, models.SET_NULL, null=True, related_name="waited_as", verbose_name="nomor antrian")

    class Meta:
        verbose_name = "daftar tunggu"
        verbose_name_plural = "daftar tunggu"
        ordering = ["line", "number"]
        indexes = [
            models.Index(fields=["state", "held_until"], name="waiting_entry_held"),
            models.Index(fields=["joined_at"], name="waiting_entry_remembered", condition=Q(forgotten_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(name="one_entry_per_number", fields=["line", "number"]),
            models.CheckConstraint(
                name="offer_has_place_and_end", condition=~Q(state="offered") | Q(place__isnull=False, held_until__isnull=False)
            ),
            models.UniqueConstraint(
                name="one_wait_per_participant", fields=["participant", "service"], condition=Q(state__in=WAITS, participant__isnull=False)
            ),
            models.UniqueConstraint(
                name="one_wait_per_phone",
                fields=["phone_index", "service"],
                condition=Q(state__in=WAITS, participant__isnull=True, phone_index__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Urutan {self.number}"
