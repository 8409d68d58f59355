"""What an officer writes beside the warnings of a claim."""

from collections.abc import Sequence

from django import forms

MAX_NOTE = 500
PREFIX = "catatan_"


class WarningsForm(forms.Form):
    """One sentence a warning; what stays empty is not written."""

    def __init__(self, *args: object, codes: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for code in codes:
            self.fields[f"{PREFIX}{code}"] = forms.CharField(
                label="Hasil pemeriksaan Anda",
                required=False,
                max_length=MAX_NOTE,
                error_messages={"max_length": f"Terlalu panjang. Paling banyak {MAX_NOTE} huruf."},
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def notes(self) -> dict[str, str]:
        """Return what was written, by code of the warning."""
        return {name.removeprefix(PREFIX): text for name, text in self.cleaned_data.items() if text}
