"""What a participant fills in about the own contacts: a new one, the code that proves it, and where messages go first."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.forms.fields import TOO_LONG, NumberField
from jht_portal.lib.crispy import portal_helper
from participants.domain.channels import EMAIL, LANGUAGES, SMS, TELEPHONE, WHATSAPP
from participants.domain.identifiers import parse_phone
from participants.forms.signing_in import CodeForm

CHANNEL_LABELS = {EMAIL: _("Email"), WHATSAPP: _("WhatsApp"), SMS: _("SMS"), TELEPHONE: _("Telepon dari petugas")}
MUTED = "0"
NOBODY_REACHED = _("Nyalakan paling sedikit satu saluran yang punya alamat. Tanpa itu kabar klaim tidak sampai.")
TWICE = _("%(channel)s: urutan ini sudah dipakai. Pilih urutan lain.")


class NewContactForm(forms.Form):
    """One new contact: an e-mail address or a mobile number."""

    def __init__(self, *args: object, kind: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["baru"] = _email_field() if kind == "email" else _phone_field()
        self.helper = portal_helper(gettext("Kirim kode"), icon="key", css="measure", summary=False)

    def clean_baru(self) -> str:
        return self.cleaned_data["baru"].lower()


def _email_field() -> forms.EmailField:
    return forms.EmailField(
        label=_("Email baru"),
        help_text=_("Kami kirim kode 6 angka ke email ini."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages=TOO_LONG
        | {"required": _("Email belum diisi."), "invalid": _("Alamat email belum lengkap. Contoh: nama@contoh.id.")},
    )


def _phone_field() -> NumberField:
    return NumberField(
        parse_phone,
        label=_("Nomor HP baru"),
        help_text=_("Kami kirim kode 6 angka lewat SMS. Contoh: 0812 3456 7890."),
        error_messages={"required": _("Nomor HP belum diisi. Contoh: 0812 3456 7890.")},
    )


class ProofCodeForm(CodeForm):
    """The six digits that were sent to an address, on the page where they are asked for; BUTTON says what they do."""

    def __init__(self, *args: object, button: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = portal_helper(button, icon="check", css="measure", summary=False)


class ChannelsForm(forms.Form):
    """The place of every channel, or that it stays silent, and the language of messages.

    CHANNELS come as they stand, best first, each with whether it is muted.
    """

    def __init__(self, *args: object, channels: Sequence[tuple[str, bool]], language: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [code for code, _ in channels]
        places = [(str(place), gettext("Dicoba ke-%(place)d") % {"place": place}) for place in range(1, len(channels) + 1)]
        for place, (code, muted) in enumerate(channels, 1):
            self.fields[f"urutan_{code}"] = forms.ChoiceField(
                label=CHANNEL_LABELS[code],
                choices=[*places, (MUTED, gettext("Jangan dipakai"))],
                initial=MUTED if muted else str(place),
                error_messages={"required": gettext("Pilih urutan.")},
            )
        self.fields["bahasa"] = forms.ChoiceField(
            label=gettext("Bahasa pesan"),
            choices=LANGUAGES,
            initial=language,
            widget=forms.RadioSelect,
            error_messages={"required": gettext("Pilih bahasa.")},
        )
        self.helper = portal_helper(gettext("Simpan"), icon="check", css="measure", summary=False)

    def clean(self) -> dict:
        found = super().clean()
        given = [found.get(f"urutan_{code}") for code in self.codes]
        twice = [code for place, code in enumerate(self.codes) if given[place] not in (None, MUTED) and given[place] in given[:place]]
        for code in twice:
            self.add_error(f"urutan_{code}", forms.ValidationError(TWICE % {"channel": CHANNEL_LABELS[code]}, code="twice"))
        return found

    @property
    def order(self) -> list[str]:
        """Return the channels, best first, the silent ones last."""
        return sorted(self.codes, key=lambda code: (code in self.muted, int(self.cleaned_data[f"urutan_{code}"])))

    @property
    def muted(self) -> set[str]:
        return {code for code in self.codes if self.cleaned_data[f"urutan_{code}"] == MUTED}
