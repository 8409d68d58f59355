"""What a participant asks to have corrected, and what an officer answers."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.domain.data_requests import FIELDS, OUTCOMES
from claims.models import Office
from jht_portal.lib.crispy import guarded, portal_helper

LONGEST = 500


class DataRequestForm(forms.Form):
    """What is wrong, how it should be, and which office looks into it."""

    tentang = forms.ChoiceField(label=_("Data mana yang salah?"), error_messages={"required": _("Pilih data yang salah.")})
    permintaan = forms.CharField(
        label=_("Seharusnya bagaimana?"),
        help_text=_("Tulis yang benar, dan dokumen apa yang membuktikannya. Contoh: nama di KTP saya Siti Aminah, bukan Siti Amina."),
        max_length=LONGEST,
        error_messages={"required": _("Tulis yang benar."), "max_length": _("Terlalu panjang. Paling banyak 500 huruf.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    kantor = forms.ChoiceField(label=_("Kantor yang memeriksa"), error_messages={"required": _("Pilih satu kantor.")})

    def __init__(self, *args: object, offices: Iterable[Office], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.by_code = {office.code: office for office in offices}
        self.fields["tentang"].choices = [("", gettext("Pilih data")), *((code, gettext(label)) for code, label in FIELDS)]
        self.fields["kantor"].choices = [("", gettext("Pilih kantor")), *((code, office.name) for code, office in self.by_code.items())]
        self.helper = guarded(portal_helper(gettext("Kirim permintaan"), icon="edit", css="measure", summary=False))

    @property
    def office(self) -> Office:
        return self.by_code[self.cleaned_data["kantor"]]


class AnswerForm(forms.Form):
    """What came of it, in words that the participant reads."""

    hasil = forms.ChoiceField(label="Hasil", choices=OUTCOMES[1:], widget=forms.RadioSelect, error_messages={"required": "Pilih hasilnya."})
    jawaban = forms.CharField(
        label="Jawaban untuk peserta",
        max_length=LONGEST,
        help_text="Peserta membaca kalimat ini. Bila tidak diubah, tulis alasannya; bila diteruskan, tulis ke mana dan kapan selesai.",
        error_messages={"required": "Tulis jawabannya.", "max_length": "Terlalu panjang. Paling banyak 500 huruf."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
