"""What an officer fills in at the desk for one document."""

from collections.abc import Sequence

from django import forms

from claims.domain.return_reasons import ReturnReason

VERDICTS = (("terima", "Terima"), ("tolak", "Tolak"))
MISSING_VERDICTS = (("tidak_perlu", "Tidak perlu"), ("tetap_perlu", "Tetap perlu"))
MAX_NOTE = 500
TEXT_NEEDED = "Hal lain perlu penjelasan. Tulis satu kalimat untuk peserta."


class JudgeForm(forms.Form):
    """A verdict on one document with coded reasons, and the data that agree with it. Without a verdict only the ticks count."""

    versi = forms.IntegerField(widget=forms.HiddenInput)
    putusan = forms.ChoiceField(choices=VERDICTS, required=False)
    alasan = forms.MultipleChoiceField(required=False)
    catatan = forms.CharField(
        required=False, max_length=MAX_NOTE, widget=forms.Textarea(attrs={"rows": 2}), label="Penjelasan untuk peserta"
    )
    cocok = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: object, reasons: Sequence[ReturnReason], ticks: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.needing_text = {reason.code for reason in reasons if reason.needs_text}
        self.fields["alasan"].choices = [(reason.code, reason.short) for reason in reasons]
        self.fields["cocok"].choices = [(tick, tick) for tick in ticks]

    def clean(self) -> dict:
        found = super().clean()
        if found.get("putusan") != "tolak":
            return found
        if not found.get("alasan") and "alasan" not in self.errors:
            self.add_error("alasan", forms.ValidationError("Pilih paling sedikit satu alasan.", code="required"))
        if self.needing_text & set(found.get("alasan", [])) and not found.get("catatan"):
            self.add_error("catatan", forms.ValidationError(TEXT_NEEDED, code="required"))
        return found


class MissingForm(forms.Form):
    """Whether a paper that the participant cannot get is needed all the same."""

    versi = forms.IntegerField(widget=forms.HiddenInput)
    putusan = forms.ChoiceField(choices=MISSING_VERDICTS, error_messages={"required": "Pilih Tidak perlu atau Tetap perlu."})
    catatan = forms.CharField(label="Alasan", max_length=MAX_NOTE, error_messages={"required": "Tulis alasannya."})
    cocok = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: object, ticks: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cocok"].choices = [(tick, tick) for tick in ticks]
