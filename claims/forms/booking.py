"""What a visitor chooses and says on the way to a queue number."""

from collections.abc import Iterable, Sequence

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from claims.domain.numbers import parse_booking_code
from claims.domain.queueing import SERVICE_LABELS
from claims.forms.fields import NameField, NumberField
from jht_portal.lib.crispy import SubmitButton, portal_helper
from jht_portal.lib.wording import say
from participants.domain.identifiers import IdentifierError, parse_phone
from participants.forms.signing_in import CodeForm

TILES = "components/choice_tiles.html"
CHANNEL_LABELS = {"sms": "SMS", "whatsapp": "WhatsApp"}


class WhereForm(forms.Form):
    """A province and a purpose, in the address."""

    def __init__(self, *args: object, provinces: Iterable[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provinsi"] = forms.ChoiceField(
            label=_("Provinsi"),
            choices=[(province, province) for province in provinces],
            error_messages={"required": _("Pilih provinsi."), "invalid_choice": _("Belum ada kantor di provinsi ini. Pilih yang lain.")},
        )
        self.fields["layanan"] = forms.ChoiceField(
            label=_("Keperluan"),
            choices=[(service.value, say(label)) for service, label in SERVICE_LABELS.items()],
            error_messages={"required": _("Pilih keperluan."), "invalid_choice": _("Pilih keperluan dari daftar.")},
        )
        self.helper = portal_helper(_("Lihat tempat kosong"), icon="search", css="measure", summary=False)
        self.helper.form_method, self.helper.disable_csrf = "get", True


class OfficeForm(forms.Form):
    """The office and the purpose that an address names, as written there."""

    kantor = forms.SlugField()
    layanan = forms.ChoiceField(choices=SERVICE_LABELS.items())


class CodeBoxForm(forms.Form):
    """The code of a number or of a place in the waiting list."""

    kode = forms.CharField(
        label=_("Kode booking atau kode daftar tunggu"),
        max_length=40,
        help_text=_("12 huruf dan angka, ada di tiket dan pesan kami."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Kode belum diisi."), "max_length": _("Ini terlalu panjang. Kode punya 12 huruf dan angka.")},
    )

    def __init__(self, *args: object, action: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = portal_helper("", action=action, css="measure", summary=False)
        self.helper.inputs = []
        self.helper.layout = Layout("kode", SubmitButton(_("Buka nomor saya"), css="btn-second"))

    def clean_kode(self) -> str:
        try:
            return parse_booking_code(self.cleaned_data["kode"])
        except IdentifierError as error:
            raise forms.ValidationError(say(error.message), code=error.code) from error


class VisitForm(forms.Form):
    """The lane, and for which of the own claims."""

    prioritas = forms.BooleanField(
        label=_("Jalur prioritas"), required=False, help_text=_("Untuk ibu hamil, lansia, orang sakit, dan penyandang disabilitas.")
    )

    def __init__(self, *args: object, claims: Sequence[tuple[str, str]] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if claims:
            self.fields["klaim"] = forms.ChoiceField(
                label=_("Untuk klaim yang mana?"), choices=[("", _("Tanpa nomor klaim")), *claims], required=False
            )
        self.order_fields(["klaim", "prioritas"])


class WaitForm(VisitForm):
    """Who joins the waiting list of a full day."""

    def __init__(self, *args: object, action: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = portal_helper(_("Masuk daftar tunggu"), action=action, css="measure", summary=False)


class SlotForm(VisitForm):
    """The hour, the lane, and for whose claim."""

    def __init__(
        self,
        *args: object,
        slots: Sequence[tuple[str, SafeString]],
        full: frozenset[str],
        legend: str = "",
        submit: str = "",
        lane: bool = True,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jam"] = forms.ChoiceField(
            label=legend,
            choices=slots,
            widget=SlotTiles(full),
            error_messages={"required": _("Pilih jam."), "invalid_choice": _("Jam ini tidak ada. Pilih jam lain.")},
        )
        self.order_fields(["jam"])
        if not lane:
            del self.fields["prioritas"]
        self.helper = portal_helper(submit or _("Ambil nomor"), css="measure", summary=False)
        rest = [name for name in ("klaim", "prioritas") if name in self.fields]
        self.helper.layout = Layout(Field("jam", template=TILES, wrapper_class="choice-slots"), *rest)


class SlotTiles(forms.RadioSelect):
    """Radios of which the full ones cannot be chosen."""

    def __init__(self, full: frozenset[str]) -> None:
        super().__init__()
        self.full = full

    def create_option(self, name: str, value: object, *args: object, **kwargs: object) -> dict[str, object]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.full:
            option["attrs"]["disabled"] = True
        return option


class WhoForm(forms.Form):
    """Who comes, where nobody is signed in: the name that stands on the ticket, and a phone to prove."""

    nama = NameField(
        label=_("Nama"),
        help_text=_("Seperti di KTP. Nomor antrian atas nama ini dan tidak bisa dialihkan."),
        error_messages={"required": _("Nama belum diisi.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    telepon = NumberField(
        parse_phone,
        label=_("Nomor HP"),
        help_text=_("Kami kirim kode 6 angka ke nomor ini. Contoh: 0812 3456 7890."),
        error_messages={"required": _("Nomor HP belum diisi. Contoh: 0812 3456 7890.")},
    )

    def __init__(self, *args: object, channels: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["saluran"] = forms.ChoiceField(
            label=_("Kirim kode lewat"),
            choices=[(channel, CHANNEL_LABELS[channel]) for channel in channels],
            initial=channels[0] if channels else None,
            widget=forms.RadioSelect,
            error_messages={"required": _("Pilih SMS atau WhatsApp."), "invalid_choice": _("Pilih SMS atau WhatsApp.")},
        )
        self.helper = portal_helper(_("Kirim kode"), icon="key", css="measure", summary=False)


class ProofCodeForm(CodeForm):
    """The six digits that came to the phone."""

    helper = portal_helper(_("Buktikan nomor HP"), icon="check", css="measure", summary=False)


class OwnPhoneForm(forms.Form):
    """The phone that a number was taken with: who knows it may change the number."""

    telepon = NumberField(
        parse_phone,
        label=_("Nomor HP"),
        help_text=_("Nomor yang dipakai saat mengambil nomor antrian ini."),
        error_messages={"required": _("Nomor HP belum diisi. Contoh: 0812 3456 7890.")},
    )
    helper = portal_helper(_("Buka pengaturan"), icon="key", css="measure", summary=False)


class GiveBackForm(forms.Form):
    """One box to tick, so that nobody gives a number back by a slip of the thumb."""

    yakin = forms.BooleanField(
        label=_("Ya, batalkan. Tempatnya untuk orang lain."),
        error_messages={"required": _("Centang kotak ini bila Anda memang ingin membatalkan.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = portal_helper(_("Batalkan nomor"), css="measure", summary=False)
        self.helper.inputs[0].field_classes = "btn btn-danger"
