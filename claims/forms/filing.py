"""Forms of the wizard: account and contact, office, declaration. Its first step has its own module."""

from collections.abc import Iterable

from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils.safestring import SafeString

from claims.forms.fields import TOO_LONG, NameField, NumberField, two_lines
from claims.models import Office
from jht_portal.lib.crispy import portal_helper
from participants.domain.banks import BANK_HELP, BANKS
from participants.domain.identifiers import parse_account_number, parse_npwp, parse_phone


class DataForm(forms.Form):
    """How to reach the claimant and where the money goes."""

    email = forms.EmailField(
        label="Email",
        help_text="Kabar klaim kami kirim ke sini.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=TOO_LONG | {"required": "Email belum diisi.", "invalid": "Alamat email belum lengkap. Contoh: nama@contoh.id."},
    )
    phone = NumberField(
        parse_phone,
        label="Nomor HP",
        help_text="Nomor yang aktif. Contoh: 0812 3456 7890.",
        error_messages={"required": "Nomor HP belum diisi. Contoh: 0812 3456 7890."},
    )
    bank_code = forms.ChoiceField(
        label="Bank",
        help_text=BANK_HELP,
        choices=[("", "Pilih bank"), *BANKS],
        error_messages={"required": "Pilih bank Anda.", "invalid_choice": "Pilih bank dari daftar."},
    )
    account_number = NumberField(
        parse_account_number,
        label="Nomor rekening",
        help_text="Angka saja, lihat di buku rekening.",
        error_messages={"required": "Nomor rekening belum diisi."},
    )
    account_name = NameField(
        label="Nama pemilik rekening",
        help_text="Persis seperti di buku rekening.",
        error_messages={"required": "Nama pemilik rekening belum diisi."},
    )
    tax_number = NumberField(
        parse_npwp,
        label="NPWP",
        help_text="Diminta bila saldo lebih dari Rp50 juta atau pernah klaim sebagian. Belum punya? Kosongkan.",
        required=False,
    )
    tax_warning_read = forms.BooleanField(
        label="Saya sudah membaca dan mengerti perbandingan pajak ini.",
        error_messages={"required": "Baca perbandingan pajak, lalu centang di sini."},
    )

    def __init__(self, *args: object, asks_tax_number: bool, warns_of_tax: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not asks_tax_number:
            del self.fields["tax_number"]
        if not warns_of_tax:
            del self.fields["tax_warning_read"]
        self.helper = portal_helper("Simpan dan lanjutkan", css="measure", summary=False)


class OfficeForm(forms.Form):
    """Which office handles the claim."""

    def __init__(self, *args: object, offices: Iterable[Office], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.by_code = {office.code: office for office in offices}
        self.fields["kantor"] = forms.ChoiceField(
            label="Kantor mana yang menangani klaim Anda?",
            choices=_by_province(self.by_code.values()),
            widget=forms.RadioSelect,
            error_messages={"required": "Pilih satu kantor.", "invalid_choice": "Kantor ini tidak menerima klaim. Pilih kantor lain."},
        )
        self.helper = portal_helper("Simpan dan lanjutkan", css="measure", summary=False)

    @property
    def office(self) -> Office:
        return self.by_code[self.cleaned_data["kantor"]]


def _by_province(offices: Iterable[Office]) -> list[tuple[str, list[tuple[str, SafeString]]]]:
    groups: dict[str, list[tuple[str, SafeString]]] = {}
    for office in offices:
        groups.setdefault(office.province, []).append((office.code, two_lines(office.name, office.address)))
    return list(groups.items())


class DeclarationForm(forms.Form):
    """The claimant's word; beside it the page's context gives ``mark``, what was on the page when the word was given."""

    pernyataan = forms.BooleanField(error_messages={"required": "Centang pernyataan ini lebih dulu."})

    def __init__(self, *args: object, is_heir: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        owner = "saya ahli waris yang berhak" if is_heir else "rekening itu atas nama saya"
        self.fields["pernyataan"].label = f"Saya menyatakan semua data dan dokumen ini benar, dan {owner}."
        self.helper = portal_helper("Kirim klaim", icon="check", css="measure", summary=False)
        self.helper.layout = Layout(HTML('<input type="hidden" name="versi" value="{{ mark }}">'), "pernyataan")
