"""A person and the employers they worked for."""

import uuid

from django.db import models

from jht_portal.lib.fields import BlindIndexField, SealedDateField, SealedTextField
from participants.domain.addresses import normalise_address
from participants.domain.channels import LANGUAGES


class AddressIndexField(BlindIndexField):
    """The keyed hash of an address in its one spelling; NULL where the address says too little to compare."""

    def normalised(self, text: str) -> str:
        return normalise_address(text)


class Participant(models.Model):
    """One person (peserta), known by NIK. Everything that tells who it is, is sealed."""

    SEXES = (("L", "Laki-laki"), ("P", "Perempuan"))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nik = SealedTextField("NIK")
    nik_index = BlindIndexField(source="nik", purpose="nik", unique=True)
    name = SealedTextField("nama")
    birth_date = SealedDateField("tanggal lahir")
    sex = models.CharField("jenis kelamin", max_length=1, choices=SEXES)
    mother_name = SealedTextField("nama ibu kandung", blank=True)
    phone = SealedTextField("telepon", blank=True)
    phone_index = BlindIndexField(source="phone", purpose="phone", null=True, db_index=True)
    email = SealedTextField("email", blank=True)
    email_confirmed_at = models.DateTimeField("email dipastikan", null=True, blank=True)
    """When the person last showed that mail to this address is read; emptied with another address."""
    language = models.CharField("bahasa pesan", max_length=2, choices=LANGUAGES, null=True, blank=True)
    """Empty while the person chose none: ``participants.domain.channels`` tells which one it is then."""
    address = SealedTextField("alamat", blank=True)
    address_index = AddressIndexField(source="address", purpose="address", null=True, db_index=True)
    family_card_number = SealedTextField("nomor KK", blank=True)
    tax_number = SealedTextField("NPWP", blank=True)
    is_foreigner = models.BooleanField("warga negara asing", default=False)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    class Meta:
        verbose_name = "peserta"
        verbose_name_plural = "peserta"
        indexes = [models.Index(fields=["updated_at"], name="participant_changed")]

    def __str__(self) -> str:
        return f"Peserta {str(self.pk)[:8]}"


class Employer(models.Model):
    """A company (pemberi kerja) with its registration number (NPP)."""

    npp = models.CharField("NPP", max_length=20, unique=True)
    name = models.CharField("nama", max_length=200)

    class Meta:
        verbose_name = "pemberi kerja"
        verbose_name_plural = "pemberi kerja"

    def __str__(self) -> str:
        return self.name
