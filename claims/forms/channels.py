"""Why a channel is paused."""

from django import forms


class PauseForm(forms.Form):
    """One sentence that colleagues read."""

    alasan = forms.CharField(
        label="Alasan",
        max_length=200,
        help_text="Dibaca semua petugas, misalnya: penyedia SMS terganggu sejak pukul 9.",
        error_messages={"required": "Tulis alasan jeda."},
    )
