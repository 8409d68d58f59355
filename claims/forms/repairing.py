"""Forms of a repair: the account that was refused."""

from django import forms

from jht_portal.lib.crispy import portal_helper
from participants.domain.banks import BANKS
from participants.domain.identifiers import IdentifierError, parse_account_number


class AccountForm(forms.Form):
    """The bank account to pay to. It must belong to the claimant."""

    bank = forms.ChoiceField(
        label="Bank",
        choices=[("", "Pilih bank"), *BANKS],
        error_messages={"required": "Pilih bank Anda.", "invalid_choice": "Pilih bank dari daftar."},
    )
    nomor_rekening = forms.CharField(
        label="Nomor rekening",
        help_text="Angka saja, seperti di buku rekening.",
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Tulis nomor rekening Anda."},
    )
    nama_rekening = forms.CharField(
        label="Nama pemilik rekening",
        help_text="Harus sama dengan nama Anda. Salin dari buku rekening.",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Tulis nama seperti di buku rekening."},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = portal_helper("Simpan rekening ini", css="measure", summary=False)

    def clean_nomor_rekening(self) -> str:
        try:
            return parse_account_number(self.cleaned_data["nomor_rekening"])
        except IdentifierError as error:
            raise forms.ValidationError(error.message, code=error.code) from error
