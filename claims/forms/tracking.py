"""The tracking box."""

from crispy_forms.layout import Layout
from django import forms
from django.template import Context
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from claims.domain.numbers import ClaimNumber, parse_tracked_number
from jht_portal.lib.crispy import SubmitButton, portal_helper
from jht_portal.lib.wording import say
from participants.domain.identifiers import IdentifierError, Kpj, Nik


class NumberHelp:
    """Where to find one's number, inside the box."""

    def render(self, form: forms.Form, context: Context, **kwargs: object) -> str:
        return render_to_string("components/number_help.html")


class TrackingForm(forms.Form):
    """One number: KPJ, NIK or claim number, told apart by their shape."""

    nomor = forms.CharField(
        label="KPJ",
        help_text=_("Nomor peserta (KPJ, 11 digit), NIK (16 digit), atau nomor klaim"),
        max_length=80,
        error_messages={
            "required": _("Nomor belum diisi. Tulis KPJ (11 angka) atau NIK (16 angka)."),
            "max_length": _("Ini terlalu panjang. KPJ punya 11 angka, NIK punya 16."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def __init__(self, *args: object, css: str = "track track--line", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = portal_helper("", action="/tracking/", css=css, summary=False)
        self.helper.inputs = []
        self.helper.layout = Layout("nomor", SubmitButton(_("Lacak Klaim Saya"), icon="search"), NumberHelp())

    def clean_nomor(self) -> Kpj | Nik | ClaimNumber:
        try:
            return parse_tracked_number(self.cleaned_data["nomor"])
        except IdentifierError as error:
            raise forms.ValidationError(say(error.message), code=error.code) from error
