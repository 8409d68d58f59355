"""A day as people type it."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

FIRST = date(1900, 1, 1)
MOST_YEARS_AHEAD = 10
WRONG = _("Tulis tanggal seperti 31-12-2026, atau pilih dari kalender.")
TOO_EARLY = _("Tahun ini terlalu lama. Periksa lagi.")
TOO_FAR = _("Tahun ini terlalu jauh. Periksa lagi.")
NOT_YET = _("Tanggal ini belum tiba. Periksa lagi.")


def _missing(label: str) -> str:
    return gettext("Isi %(what)s.") % {"what": f"{label[0].lower()}{label[1:]}"}


class DayField(forms.DateField):
    """One day of a life: the phone's own calendar, or typed as 31-12-2026; PAST where it must have come by today."""

    def __init__(self, *, label: str | Promise, past: bool = False, **kwargs: object) -> None:
        self.past = past
        super().__init__(
            label=label,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y"],
            error_messages={"required": _missing(str(label)), "invalid": WRONG},
            **kwargs,
        )

    def clean(self, value: object) -> date | None:
        day = super().clean(value)
        if day and (words := self._unlikely(day, timezone.localdate())):
            raise forms.ValidationError(words, code="unlikely")
        return day

    def _unlikely(self, day: date, today: date) -> str:
        """Say why DAY cannot be meant; nothing where it can."""
        if day < FIRST:
            return TOO_EARLY
        if self.past and day > today:
            return NOT_YET
        return TOO_FAR if day.year > today.year + MOST_YEARS_AHEAD else ""
