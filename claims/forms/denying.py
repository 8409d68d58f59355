"""What a person fills in who says "bukan saya"."""

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.domain.numbers import parse_check_code
from jht_portal.lib.crispy import portal_helper
from participants.domain.identifiers import IdentifierError


class MessageCodeForm(forms.Form):
    """The check code that stands in our message."""

    kode = forms.CharField(
        label=_("Kode cek di pesan kami"),
        help_text=_("Delapan huruf dan angka di bagian bawah pesan, misalnya 7KQ2-M9XD."),
        max_length=40,
        error_messages={
            "required": _("Kode cek belum diisi. Kode ada di bagian bawah pesan kami."),
            "max_length": _("Ini terlalu panjang. Kode cek punya 8 huruf dan angka."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    helper = portal_helper(_("Lanjutkan"), icon="shield", css="measure", summary=False)

    def clean_kode(self) -> str:
        try:
            return parse_check_code(self.cleaned_data["kode"])
        except IdentifierError as error:
            raise forms.ValidationError(error.message, code=error.code) from error


class DenyForm(forms.Form):
    """One box to tick, so that nobody holds a claim by a slip of the thumb."""

    yakin = forms.BooleanField(
        label=_("Ya, bukan saya yang mengajukan klaim ini. Tahan sampai kepala kantor memeriksanya."),
        error_messages={"required": _("Centang kotak ini bila memang bukan Anda yang mengajukan.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = portal_helper(_("Tahan klaim ini"), css="measure", summary=False)
        self.helper.inputs[0].field_classes = "btn btn-danger"
