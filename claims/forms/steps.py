"""What an officer fills in to take a legal step: one form, its fields chosen by the step."""

from collections.abc import Callable, Sequence

from django import forms

from claims.domain.return_reasons import bank_returns
from claims.domain.return_reasons import rejection_reasons as known_rejections
from claims.domain.workflow import Step

MAX_NOTE = 1000


def note(label: str, help_text: str = "") -> Callable[[], forms.Field]:
    """Make a text for colleagues or participant; whether it is needed is the guard's to say."""
    return lambda: forms.CharField(
        label=label, help_text=help_text, required=False, max_length=MAX_NOTE, widget=forms.Textarea(attrs={"rows": 3})
    )


def assignee() -> forms.Field:
    return forms.TypedChoiceField(label="Verifikator", required=False, empty_value=None, coerce=int)


def rejection_reasons() -> forms.Field:
    return forms.MultipleChoiceField(
        label="Alasan penolakan",
        required=False,
        choices=[(reason.code, f"{reason.short}. {reason.advice}") for reason in known_rejections()],
        widget=forms.CheckboxSelectMultiple,
    )


def bank_reference() -> forms.Field:
    return forms.CharField(
        label="Nomor referensi bank", help_text="Tulis persis seperti di bukti transfer.", max_length=40, required=False, strip=True
    )


def return_code() -> forms.Field:
    return forms.ChoiceField(
        label="Alasan bank menolak",
        required=False,
        choices=[(reason.code, f"{reason.short}. {reason.advice}") for reason in bank_returns()],
        widget=forms.RadioSelect,
    )


FIELDS: dict[Step, dict[str, Callable[[], forms.Field]]] = {
    Step.RELEASE: {"catatan": note("Alasan dilepas", "Dibaca rekan yang mengambil sesudah Anda.")},
    Step.TAKE_OVER: {"catatan": note("Alasan diambil alih", "Dibaca rekan yang memegang klaim ini, dan masuk ke riwayat.")},
    Step.PROPOSE_PAYMENT: {"catatan": note("Catatan untuk penyetuju")},
    Step.PROPOSE_REJECTION: {
        "alasan": rejection_reasons,
        "catatan": note("Penjelasan untuk peserta", "Masuk ke surat keputusan bila penyetuju setuju."),
    },
    Step.CHALLENGE: {"catatan": note("Yang perlu diperiksa ulang", "Dibaca verifikator.")},
    Step.APPROVE: {"catatan": note("Catatan")},
    Step.REJECT: {"catatan": note("Catatan untuk arsip")},
    Step.CONFIRM_PAYMENT: {"referensi": bank_reference},
    Step.FAIL_PAYMENT: {"kode_retur": return_code, "catatan": note("Penjelasan untuk peserta", "Perlu diisi untuk alasan lain.")},
    Step.CANCEL: {"catatan": note("Alasan dibatalkan", "Peserta membaca alasan ini di halaman klaimnya.")},
    Step.REOPEN: {"verifikator": assignee, "catatan": note("Alasan dibuka kembali", "Masuk ke riwayat klaim.")},
}
FOR_ANOTHER: dict[Step, dict[str, Callable[[], forms.Field]]] = {
    Step.TAKE: {"verifikator": assignee},
    Step.TAKE_OVER: {"verifikator": assignee},
}
"""Fields of a step that the officer takes for a colleague."""


class StepForm(forms.Form):
    """One step; VERSI is the claim's version that the officer saw."""

    versi = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, step: Step, for_another: bool, verifiers: Sequence[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        fields = FIELDS.get(step, {}) | (FOR_ANOTHER.get(step, {}) if for_another else {})
        for name, make in fields.items():
            self.fields[name] = make()
        if "verifikator" in self.fields:
            self.fields["verifikator"].choices = [("", "Pilih verifikator"), *verifiers]
