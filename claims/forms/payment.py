"""What an officer fills in around a payment batch."""

from django import forms

from participants.domain.banks import BANKS

MAX_RESULT_BYTES = 2 * 1024 * 1024
MAX_NOTE = 300


class DrawFilterForm(forms.Form):
    """Which approved claims to show: a bank, and how near the legal day is."""

    DUE = (("", "Semua batas"), ("lewat", "Lewat batas"), ("hari_ini", "Sampai hari ini"), ("besok", "Sampai besok"))

    bank = forms.ChoiceField(label="Bank", required=False, choices=[("", "Semua bank"), *BANKS])
    batas = forms.ChoiceField(label="Batas", required=False, choices=DUE)


class NoteForm(forms.Form):
    """Why, in a sentence for a colleague."""

    versi = forms.IntegerField(required=False, widget=forms.HiddenInput)
    catatan = forms.CharField(
        max_length=MAX_NOTE,
        required=False,
        error_messages={"max_length": f"Alasan paling panjang {MAX_NOTE} huruf. Singkatkan, lalu kirim lagi."},
    )


class ResultFileForm(forms.Form):
    """The bank's answer, judged by its size before anybody opens it."""

    berkas = forms.FileField(
        label="Berkas hasil dari bank",
        allow_empty_file=True,
        error_messages={"required": "Belum ada berkas yang dipilih.", "invalid": "Belum ada berkas yang dipilih."},
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )

    def clean_berkas(self) -> object:
        file = self.cleaned_data["berkas"]
        if not file.size:
            raise forms.ValidationError("Berkas ini kosong.")
        if file.size > MAX_RESULT_BYTES:
            raise forms.ValidationError(f"Berkas lebih besar dari {MAX_RESULT_BYTES // 1024 // 1024} MB. Bagi menjadi beberapa berkas.")
        return file
