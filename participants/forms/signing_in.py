"""What a person types to sign in."""

from collections.abc import Callable, Mapping, Sequence

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jht_portal.lib.crispy import SubmitButton, portal_helper
from jht_portal.lib.wording import say
from participants.domain.identifiers import IdentifierError, normalise_number, parse_kpj, parse_nik

DIGITS = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}


def quiet_helper(text: str, *, icon: str, name: str) -> FormHelper:
    """Make the helper of a form that is one button of the second kind, which sends NAME."""
    helper = FormHelper()
    helper.attrs = {"novalidate": ""}
    helper.summary = False
    helper.add_input(SubmitButton(text, icon=icon, css="btn-second", name=name, value="1"))
    return helper


class SignInForm(forms.Form):
    """The two numbers that name a person; a code proves that it is this person."""

    kpj = forms.CharField(
        label="KPJ",
        max_length=40,
        help_text=_("Nomor peserta, 11 angka. Ada di kartu peserta atau slip iuran."),
        error_messages={"required": _("KPJ belum diisi."), "max_length": _("Ini terlalu panjang. KPJ punya 11 angka.")},
        widget=forms.TextInput(attrs=DIGITS),
    )
    nik = forms.CharField(
        label="NIK",
        max_length=40,
        help_text=_("16 angka di KTP, baris paling atas."),
        error_messages={"required": _("NIK belum diisi."), "max_length": _("Ini terlalu panjang. NIK punya 16 angka.")},
        widget=forms.TextInput(attrs=DIGITS),
    )
    next = forms.Field(required=False, widget=forms.HiddenInput)
    helper = portal_helper(_("Kirim kode"), icon="key", css="measure")

    def clean_kpj(self) -> str:
        return _parsed(parse_kpj, self.cleaned_data["kpj"])

    def clean_nik(self) -> str:
        return _parsed(parse_nik, self.cleaned_data["nik"])


class CodeForm(forms.Form):
    """The six digits from the message; spaces do not matter."""

    kode = forms.CharField(
        label=_("Kode 6 angka"),
        max_length=20,
        help_text=_("Berlaku 15 menit. Boleh ditulis dengan spasi."),
        error_messages={"required": _("Kode belum diisi."), "max_length": _("Ini terlalu panjang. Kode punya 6 angka.")},
        widget=forms.TextInput(attrs=DIGITS | {"autocomplete": "one-time-code"}),
    )
    helper = portal_helper(_("Masuk"), icon="key", css="measure")

    def clean_kode(self) -> str:
        code = normalise_number(self.cleaned_data["kode"])
        if not (code.isascii() and code.isdigit()):
            raise forms.ValidationError(_("Ada huruf atau tanda lain. Kode hanya berisi angka."), code="not_digits")
        if len(code) != 6:
            words = ngettext("Ada %(count)d angka. Kode punya 6.", "Ada %(count)d angka. Kode punya 6.", len(code))
            raise forms.ValidationError(words, code="length", params={"count": len(code)})
        return code


class ResendForm(forms.Form):
    """Asks for another code, on the channel whose button is pressed; every visitor is offered the same ones."""

    NAME = "lagi"
    TEXTS = {"whatsapp": _("Kirim lewat WhatsApp"), "sms": _("Kirim lewat SMS")}

    def __init__(self, channels: Sequence[str] = ()) -> None:
        super().__init__()
        self.helper = quiet_helper(_("Kirim kode lagi"), icon="turn", name=self.NAME)
        for channel in channels:
            self.helper.add_input(SubmitButton(self.TEXTS[channel], css="btn-second", name=self.NAME, value=channel))

    @classmethod
    def wanted(cls, sent: Mapping[str, str]) -> str:
        """Return the channel that was pressed; empty where any will do."""
        return sent.get(cls.NAME, "") if sent.get(cls.NAME) in cls.TEXTS else ""


class SignOutForm(forms.Form):
    """Asks once more, where somebody came to the address by itself."""

    helper = portal_helper(_("Keluar"), icon="out")


class EndSignInForm(forms.Form):
    """Ends one of the person's own sign-ins."""

    masuk = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    helper = quiet_helper(_("Keluarkan perangkat"), icon="out", name="akhiri")


def _parsed(parse: Callable[[str], object], typed: str) -> str:
    try:
        return parse(typed).value
    except IdentifierError as error:
        raise forms.ValidationError(say(error.message), code=error.code) from error
