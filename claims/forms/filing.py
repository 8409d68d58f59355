"""Forms of the wizard: account and contact, office, declaration. Its first step has its own module."""

from collections.abc import Iterable

from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from claims.forms.fields import TOO_LONG, NameField, NumberField, two_lines
from claims.models import Office
from jht_portal.lib.crispy import guarded, portal_helper
from jht_portal.lib.wording import say
from participants.domain.banks import BANK_HELP, BANKS
from participants.domain.identifiers import parse_account_number, parse_npwp, parse_phone


class DataForm(forms.Form):
    """How to reach the claimant and where the money goes."""

    email = forms.EmailField(
        label=_("Email"),
        help_text=_("Kabar klaim kami kirim ke sini."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            **TOO_LONG,
            "required": _("Email belum diisi."),
            "invalid": _("Alamat email belum lengkap. Contoh: nama@contoh.id."),
        },
    )
    phone = NumberField(
        parse_phone,
        label=_("Nomor HP"),
        help_text=_("Nomor yang aktif. Contoh: 0812 3456 7890."),
        error_messages={"required": _("Nomor HP belum diisi. Contoh: 0812 3456 7890.")},
    )
    bank_code = forms.ChoiceField(
        label=_("Bank"),
        help_text=_(BANK_HELP),
        choices=lambda: [("", _("Pilih bank")), *((code, say(name)) for code, name in BANKS)],
        error_messages={"required": _("Pilih bank Anda."), "invalid_choice": _("Pilih bank dari daftar.")},
    )
    account_number = NumberField(
        parse_account_number,
        label=_("Nomor rekening"),
        help_text=_("Angka saja, lihat di buku rekening."),
        error_messages={"required": _("Nomor rekening belum diisi.")},
    )
    account_name = NameField(
        label=_("Nama pemilik rekening"),
        help_text=_("Persis seperti di buku rekening."),
        error_messages={"required": _("Nama pemilik rekening belum diisi.")},
    )
    tax_number = NumberField(
        parse_npwp,
        label="NPWP",
        help_text=_("Diminta bila saldo lebih dari Rp50 juta atau pernah klaim sebagian. Belum punya? Kosongkan."),
        required=False,
    )
    tax_warning_read = forms.BooleanField(
        label=_("Saya sudah membaca dan mengerti perbandingan pajak ini."),
        error_messages={"required": _("Baca perbandingan pajak, lalu centang di sini.")},
    )

    def __init__(self, *args: object, asks_tax_number: bool, warned_of: str | None, **kwargs: object) -> None:
        """WARNED_OF is the mark of the tax comparison that the page shows now, None where it shows none."""
        super().__init__(*args, **kwargs)
        self.warned_of = warned_of
        if not asks_tax_number:
            del self.fields["tax_number"]
        if warned_of is None:
            del self.fields["tax_warning_read"]
        self.helper = guarded(portal_helper(_("Simpan dan lanjutkan"), css="measure", summary=False))
        self.helper.layout = Layout(*self.fields, HTML('<input type="hidden" name="dilihat" value="{{ tax_notice.mark }}">'))

    def clean_tax_warning_read(self) -> bool:
        """Take the tick only for the figures that were on the page when it was set."""
        if self.data.get("dilihat") != self.warned_of:
            raise forms.ValidationError(_("Angka pajak berubah sejak halaman dibuka. Baca sekali lagi, lalu centang."), code="changed")
        return self.cleaned_data["tax_warning_read"]

    @property
    def payout(self) -> dict[str, str]:
        """What was typed, without the tick."""
        return {name: value for name, value in self.cleaned_data.items() if name != "tax_warning_read"}


class OfficeForm(forms.Form):
    """Which office handles the claim."""

    def __init__(self, *args: object, offices: Iterable[Office], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.by_code = {office.code: office for office in offices}
        self.fields["kantor"] = forms.ChoiceField(
            label=_("Kantor mana yang menangani klaim Anda?"),
            choices=_by_province(self.by_code.values()),
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Pilih satu kantor."),
                "invalid_choice": _("Kantor ini tidak menerima klaim. Pilih kantor lain."),
            },
        )
        self.helper = guarded(portal_helper(_("Simpan dan lanjutkan"), css="measure", summary=False))

    @property
    def office(self) -> Office:
        return self.by_code[self.cleaned_data["kantor"]]


def _by_province(offices: Iterable[Office]) -> list[tuple[str, list[tuple[str, SafeString]]]]:
    groups: dict[str, list[tuple[str, SafeString]]] = {}
    for office in offices:
        groups.setdefault(office.province, []).append((office.code, two_lines(office.name, office.address)))
    return list(groups.items())


DECLARATIONS = {
    True: _("Saya menyatakan semua data dan dokumen ini benar, dan saya ahli waris yang berhak."),
    False: _("Saya menyatakan semua data dan dokumen ini benar, dan rekening itu atas nama saya."),
}
"""For an heir, and for the participant."""


class DeclarationForm(forms.Form):
    """The claimant's word; beside it the page's context gives ``mark``, what was on the page when the word was given."""

    pernyataan = forms.BooleanField(error_messages={"required": _("Centang pernyataan ini lebih dulu.")})

    def __init__(self, *args: object, is_heir: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pernyataan"].label = DECLARATIONS[is_heir]
        self.helper = guarded(portal_helper(_("Kirim klaim"), icon="check", css="measure", summary=False))
        self.helper.layout = Layout(HTML('<input type="hidden" name="versi" value="{{ mark }}">'), "pernyataan")
