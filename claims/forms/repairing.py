"""Forms of a repair: the account that was refused."""

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.forms.fields import NameField, NumberField
from jht_portal.lib.crispy import guarded, portal_helper
from jht_portal.lib.wording import say
from participants.domain.banks import BANK_HELP, BANKS
from participants.domain.identifiers import parse_account_number


class AccountForm(forms.Form):
    """The bank account to pay to. It must belong to the claimant."""

    bank = forms.ChoiceField(
        label=_("Bank"),
        help_text=_(BANK_HELP),
        choices=lambda: [("", _("Pilih bank")), *((code, say(name)) for code, name in BANKS)],
        error_messages={"required": _("Pilih bank Anda."), "invalid_choice": _("Pilih bank dari daftar.")},
    )
    nomor_rekening = NumberField(
        parse_account_number,
        label=_("Nomor rekening"),
        help_text=_("Angka saja, seperti di buku rekening."),
        error_messages={"required": _("Tulis nomor rekening Anda.")},
    )
    nama_rekening = NameField(
        label=_("Nama pemilik rekening"),
        help_text=_("Harus sama dengan nama Anda. Salin dari buku rekening."),
        error_messages={"required": _("Tulis nama seperti di buku rekening.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = guarded(portal_helper(_("Simpan rekening ini"), css="measure", summary=False))
