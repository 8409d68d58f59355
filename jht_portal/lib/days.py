"""A day as people type it."""

from django import forms

WRONG = "Tulis tanggal seperti 31-12-2026, atau pilih dari kalender."


class DayField(forms.DateField):
    """One day: the phone's own calendar, or typed as 31-12-2026."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y"],
            error_messages={"required": "Isi tanggalnya.", "invalid": WRONG},
            **kwargs,
        )
