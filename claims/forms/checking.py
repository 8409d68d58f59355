"""The code on our paper."""

from django import forms

from claims.domain.numbers import parse_check_code
from jht_portal.lib.crispy import portal_helper
from participants.domain.identifiers import IdentifierError


class CheckForm(forms.Form):
    """One code of eight letters and digits, however it is typed."""

    kode = forms.CharField(
        label="Kode di lembar atau pesan",
        help_text="Delapan huruf dan angka, misalnya 7KQ2-M9XD",
        max_length=40,
        error_messages={
            "required": "Kode belum diisi. Kode ada di samping gambar kotak-kotak.",
            "max_length": "Ini terlalu panjang. Kode cek punya 8 huruf dan angka.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    helper = portal_helper("Periksa kode", icon="shield", action="/cek/", css="track track--line", summary=False)

    def clean_kode(self) -> str:
        try:
            return parse_check_code(self.cleaned_data["kode"])
        except IdentifierError as error:
            raise forms.ValidationError(error.message, code=error.code) from error
