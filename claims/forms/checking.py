"""The code on our paper."""

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.domain.numbers import parse_check_code
from jht_portal.lib.crispy import portal_helper
from jht_portal.lib.wording import say
from participants.domain.identifiers import IdentifierError


class CheckForm(forms.Form):
    """One code of eight letters and digits, however it is typed."""

    kode = forms.CharField(
        label=_("Kode di lembar atau pesan"),
        help_text=_("Delapan huruf dan angka, misalnya 7KQ2-M9XD"),
        max_length=40,
        error_messages={
            "required": _("Kode belum diisi. Kode ada di samping gambar kotak-kotak."),
            "max_length": _("Ini terlalu panjang. Kode cek punya 8 huruf dan angka."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    helper = portal_helper(_("Periksa kode"), icon="shield", action="/cek/", css="track track--line", summary=False)

    def clean_kode(self) -> str:
        try:
            return parse_check_code(self.cleaned_data["kode"])
        except IdentifierError as error:
            raise forms.ValidationError(say(error.message), code=error.code) from error
