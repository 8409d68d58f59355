"""What Admin Konfigurasi writes for a message."""

from django import forms

from claims.domain.message_words import EMAIL, EMPTY, LONGEST, LONGEST_SUBJECT, NOTICES, faults_of


class MessageTextForm(forms.Form):
    """Subject and text of one message on one channel, judged by its places and by what no message may say."""

    judul = forms.CharField(label="Judul", max_length=LONGEST_SUBJECT, required=False)
    isi = forms.CharField(
        label="Isi",
        strip=True,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 70}),
        error_messages={"required": EMPTY},
    )

    def __init__(self, *args: object, notice: str, channel: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.notice, self.channel = notice, channel
        added = "Salam, nomor klaim, dan kalimat" if "nomor_klaim" in NOTICES[notice].places else "Salam dan kalimat"
        self.fields["isi"].help_text = f"Paling panjang {LONGEST[channel]} huruf. {added} tetap ditambahkan sendiri."
        if channel != EMAIL:
            del self.fields["judul"]

    def clean(self) -> dict[str, str]:
        found = super().clean()
        if "isi" in found:
            for part, sentence in faults_of(self.notice, self.channel, found.get("judul", ""), found["isi"]):
                self.add_error("judul" if part == "subject" and "judul" in self.fields else "isi", sentence)
        return found
