"""What officers fill in at the counter: whom to look up, which contact is new, and what the second officer heard."""

from django import forms

from claims.domain.contacts import CONTACT_REASONS, IDENTITY_CHECKS
from claims.forms.fields import TOO_LONG, NumberField
from participants.domain.identifiers import IdentifierError, Kpj, Nik, normalise_number, parse_kpj_or_nik, parse_phone

MAX_NOTE = 500
NOTHING_NEW = "Isi email baru, nomor HP baru, atau keduanya."
TEXT_NEEDED = "Hal lain perlu penjelasan. Tulis satu kalimat."
QUIET = {"autocomplete": "off", "spellcheck": "false"}


class FindPersonForm(forms.Form):
    """One whole number; part of one finds nobody."""

    nomor = forms.CharField(
        label="KPJ atau NIK",
        max_length=40,
        help_text="KPJ 11 angka atau NIK 16 angka, dari kartu di depan Anda.",
        error_messages={"required": "Nomor belum diisi. Tulis KPJ (11 angka) atau NIK (16 angka).", "max_length": "Ini terlalu panjang."},
        widget=forms.TextInput(attrs=QUIET | {"inputmode": "numeric"}),
    )

    def clean_nomor(self) -> Kpj | Nik:
        try:
            return parse_kpj_or_nik(self.cleaned_data["nomor"])
        except IdentifierError as error:
            raise forms.ValidationError(error.message, code=error.code) from error


class SeenForm(forms.Form):
    """New contacts, and what the officer has seen with own eyes."""

    email = forms.EmailField(
        label="Email baru",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs=QUIET),
        error_messages=TOO_LONG | {"invalid": "Alamat email belum lengkap. Contoh: nama@contoh.id."},
    )
    phone = NumberField(parse_phone, label="Nomor HP baru", required=False)
    checks = forms.MultipleChoiceField(
        label="Yang sudah Anda periksa sendiri",
        choices=list(IDENTITY_CHECKS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Centang semua pemeriksaan identitas. Tanpa itu kontak tidak boleh diganti."},
    )


class ContactForm(SeenForm):
    """What a participant asks for."""

    field_order = ("email", "phone", "reason", "note", "checks")
    reason = forms.ChoiceField(
        label="Alasan",
        choices=[("", "Pilih alasan"), *((reason.code, reason.label) for reason in CONTACT_REASONS)],
        error_messages={"required": "Pilih alasan."},
    )
    note = forms.CharField(label="Penjelasan", required=False, max_length=MAX_NOTE, help_text="Perlu diisi untuk hal lain.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = "Kami kirim kode ke email ini; peserta membacakannya kepada Anda. Kosong berarti tetap."
        self.fields["phone"].help_text = "Kosong berarti tetap."

    def clean(self) -> dict:
        found = super().clean()
        wrong = {"email", "phone"} & set(self.errors)
        if not (found.get("email") or found.get("phone") or wrong):
            self.add_error("email", forms.ValidationError(NOTHING_NEW, code="required"))
        if found.get("reason") in {reason.code for reason in CONTACT_REASONS if reason.needs_text} and not found.get("note"):
            self.add_error("note", forms.ValidationError(TEXT_NEEDED, code="required"))
        return found


class RetypeForm(SeenForm):
    """The second officer types the new contact from the person's mouth; what the first one typed is not shown."""

    def __init__(self, *args: object, asks_email: bool, asks_phone: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, is_asked in (("email", asks_email), ("phone", asks_phone)):
            if is_asked:
                self.fields[name].required = True
                self.fields[name].help_text = "Tanyakan kepada peserta, lalu ketik sendiri."
                self.fields[name].error_messages["required"] = "Ketik kontak baru yang disebut peserta."
            else:
                del self.fields[name]


class ProofForm(forms.Form):
    """The six digits that the person reads out."""

    kode = forms.CharField(
        label="Kode 6 angka",
        max_length=20,
        help_text="Dibacakan peserta dari email barunya. Berlaku 15 menit.",
        error_messages={"required": "Kode belum diisi.", "max_length": "Ini terlalu panjang. Kode punya 6 angka."},
        widget=forms.TextInput(attrs=QUIET | {"inputmode": "numeric"}),
    )

    def clean_kode(self) -> str:
        code = normalise_number(self.cleaned_data["kode"])
        if not (code.isascii() and code.isdigit() and len(code) == 6):
            raise forms.ValidationError("Kode punya 6 angka. Periksa lagi.", code="length")
        return code
