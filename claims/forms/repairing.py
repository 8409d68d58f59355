"""Forms of a repair: the account that was refused."""

from django import forms

from claims.forms.fields import NameField, NumberField
from jht_portal.lib.crispy import portal_helper
from participants.domain.banks import BANK_HELP, BANKS
from participants.domain.identifiers import parse_account_number


class AccountForm(forms.Form):
    """The bank account to pay to. It must belong to the claimant."""

    bank = forms.ChoiceField(
        label="Bank",
        help_text=BANK_HELP,
        choices=[("", "Pilih bank"), *BANKS],
        error_messages={"required": "Pilih bank Anda.", "invalid_choice": "Pilih bank dari daftar."},
    )
    nomor_rekening = NumberField(
        parse_account_number,
        label="Nomor rekening",
        help_text="Angka saja, seperti di buku rekening.",
        error_messages={"required": "Tulis nomor rekening Anda."},
    )
    nama_rekening = NameField(
        label="Nama pemilik rekening",
        help_text="Harus sama dengan nama Anda. Salin dari buku rekening.",
        error_messages={"required": "Tulis nama seperti di buku rekening."},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = portal_helper("Simpan rekening ini", css="measure", summary=False)
