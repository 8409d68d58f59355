"""A sample picture for a coded reason."""

from django import forms


class SampleForm(forms.Form):
    """One picture; what it is, the cleaner judges."""

    gambar = forms.FileField(
        label="Gambar",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={"required": "Belum ada gambar yang dipilih."},
    )
