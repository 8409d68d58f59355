"""What an officer fills in to move many claims at once."""

from collections.abc import Sequence

from django import forms

MAX_NOTE = 1000


class BulkForm(forms.Form):
    """The fields that one step asks for: VERIFIERS to spread the claims over, and why."""

    def __init__(self, *args: object, asks: frozenset[str], verifiers: Sequence[tuple[int, str]] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "verifikator" in asks:
            self.fields["verifikator"] = forms.TypedMultipleChoiceField(
                label="Bagikan merata kepada",
                coerce=int,
                choices=verifiers,
                widget=forms.CheckboxSelectMultiple,
                error_messages={
                    "required": "Pilih paling sedikit satu verifikator.",
                    "invalid_choice": "Salah satu verifikator tidak ada lagi di daftar. Pilih lagi.",
                    "invalid_list": "Pilih paling sedikit satu verifikator.",
                },
            )
        if "catatan" in asks:
            self.fields["catatan"] = forms.CharField(
                label="Alasan dilepas",
                max_length=MAX_NOTE,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": "Tulis alasannya."},
            )
