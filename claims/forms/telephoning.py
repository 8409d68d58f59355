"""What an officer writes down after a call."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms

from claims.models import Call

MOMENT = "%Y-%m-%dT%H:%M"
LATEST = timedelta(days=14)


class CallForm(forms.Form):
    """The outcome, and when to ring again where the person asked for it, in the office's own time."""

    hasil = forms.ChoiceField(
        label="Hasil telepon",
        choices=Call.OUTCOMES,
        widget=forms.RadioSelect({"class": "form-check-input"}),
        error_messages={"required": "Pilih hasil telepon.", "invalid_choice": "Pilih hasil telepon dari daftar."},
    )
    lagi = forms.CharField(
        label="Telepon lagi pada",
        required=False,
        max_length=20,
        widget=forms.DateTimeInput({"type": "datetime-local"}),
        help_text="Diisi bila peserta minta ditelepon lagi, paling lama 14 hari lagi.",
    )

    def __init__(self, *args: object, zone: str, now: datetime, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.now = ZoneInfo(zone), now

    def clean(self) -> dict:
        found = super().clean()
        found["saat"] = self._moment(found.get("lagi", "")) if found.get("hasil") == Call.LATER else None
        return found

    def _moment(self, typed: str) -> datetime | None:
        """Return when to ring again; what cannot be is told beside the field."""
        try:
            moment = datetime.strptime(typed, MOMENT).replace(tzinfo=self.zone)
        except ValueError:
            self.add_error("lagi", "Tulis hari dan jam peserta minta ditelepon lagi.")
            return None
        if not self.now < moment <= self.now + LATEST:
            self.add_error("lagi", "Pilih waktu sesudah sekarang, paling lama 14 hari lagi.")
        return moment
