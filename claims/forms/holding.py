"""What the head of an office writes who lets a held claim go on."""

from django import forms

MAX_REASON = 500


class ClearForm(forms.Form):
    """Why the claim goes on."""

    alasan = forms.CharField(
        label="Alasan dilepas",
        max_length=MAX_REASON,
        help_text="Apa yang diperiksa, siapa yang dihubungi, dan mengapa klaim boleh jalan lagi. Hanya dibaca petugas.",
        error_messages={
            "required": "Tulis alasannya. Tanpa itu klaim tetap ditahan.",
            "max_length": f"Terlalu panjang. Paling banyak {MAX_REASON} huruf.",
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )
