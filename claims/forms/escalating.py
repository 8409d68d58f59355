"""What the head of an office writes about a late claim."""

from django import forms

MAX_NOTE = 500


class FollowUpForm(forms.Form):
    """One sentence or two."""

    catatan = forms.CharField(
        label="Tindak lanjut",
        max_length=MAX_NOTE,
        help_text="Apa yang sudah diatur, siapa yang mengerjakan, kapan selesai. Hanya dibaca petugas.",
        error_messages={
            "required": "Tulis apa yang sudah diatur.",
            "max_length": f"Terlalu panjang. Paling banyak {MAX_NOTE} huruf.",
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )
