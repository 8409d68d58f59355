"""What is looked for in the audit."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

PORTAL = "portal"
"""What belongs to no office, among the offices."""
Choice = tuple[str | int, str]
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2999, 12, 31)
"""Days outside have no midnight in every time zone."""
OUT_OF_REACH = "Tanggal ini tidak ada di jejak audit. Isi tahun 2000 atau sesudahnya."


def day(label: str) -> forms.DateField:
    """Make the first or the last day of a period."""
    bounds = [MinValueValidator(FIRST_DAY, OUT_OF_REACH), MaxValueValidator(LAST_DAY, OUT_OF_REACH)]
    return forms.DateField(label=label, required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), validators=bounds)


class AuditFilterForm(forms.Form):
    """Office, kind, officer and period; a period that ends before it begins is told beside its end."""

    kantor = forms.ChoiceField(label="Kantor")
    jenis = forms.ChoiceField(label="Jenis", required=False)
    petugas = forms.ChoiceField(label="Petugas", required=False)
    dari = day("Dari")
    sampai = day("Sampai")

    def __init__(self, data: dict | None, *, offices: Sequence[Choice], kinds: Sequence[Choice], officers: Sequence[Choice]) -> None:
        super().__init__(data)
        self.fields["kantor"].choices = offices
        self.fields["jenis"].choices = [("", "Semua jenis"), *kinds]
        self.fields["petugas"].choices = [("", "Semua petugas"), *officers]

    def clean(self) -> dict:
        said = super().clean()
        if said.get("dari") and said.get("sampai") and said["sampai"] < said["dari"]:
            self.add_error("sampai", "Tanggal akhir sebelum tanggal awal. Tukar keduanya.")
        return said
