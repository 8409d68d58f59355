"""Forms of the wizard: which card and why, the facts of the event, account and contact, office, declaration."""

from collections.abc import Callable, Container, Iterable, Sequence
from datetime import date
from uuid import UUID

from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims.domain.reasons import Reason
from claims.models import Claim, Office
from jht_portal.lib.crispy import portal_helper
from jht_portal.lib.formats import short_date
from participants.domain.banks import BANKS
from participants.domain.identifiers import (
    IdentifierError,
    Nik,
    mask_kpj,
    normalise_number,
    parse_account_number,
    parse_nik,
    parse_npwp,
    parse_phone,
)
from participants.models import Membership

DATE_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y"]
PENSION_AGES = (40, 70)
TOO_LONG = {"max_length": "Ini terlalu panjang. Paling banyak %(limit_value)d huruf."}
MOST_YEARS_AHEAD = 10


def two_lines(name: str, line: str) -> SafeString:
    """Label an option with its name and a quieter line below."""
    return format_html('<b>{}</b><br><span class="soft">{}</span>', name, line)


def membership_line(membership: Membership) -> str:
    """Say where and when a membership was earned, and whether it is still active."""
    employer = membership.employer.name if membership.employer else membership.get_segment_display()
    until = membership.ended_on.year if membership.ended_on else "sekarang"
    status = "tidak aktif" if membership.ended_on else "masih aktif"
    return f"{employer}, {membership.started_on.year}–{until}, {status}"


class MembershipField(forms.ChoiceField):
    """One of a person's own KPJ, shown masked; the number itself, typed in any spacing, is taken too."""

    def __init__(self, memberships: Sequence[Membership], running: Container[UUID], **kwargs: object) -> None:
        self.by_key = {str(membership.pk): membership for membership in memberships}
        self.keys_by_kpj = {membership.kpj: key for key, membership in self.by_key.items()}
        super().__init__(choices=[(key, self._label(m, m.pk in running)) for key, m in self.by_key.items()], **kwargs)

    def _label(self, membership: Membership, is_running: bool) -> SafeString:
        line = membership_line(membership)
        return two_lines(mask_kpj(membership.kpj), f"{line}. Klaimnya sedang berjalan." if is_running else line)

    def to_python(self, value: object) -> str:
        text = super().to_python(value)
        return self.keys_by_kpj.get(normalise_number(text), text)

    def clean(self, value: object) -> Membership:
        return self.by_key[super().clean(value)]


class StartForm(forms.Form):
    """Which card, and why; RUNNING are the cards with a claim on its way."""

    def __init__(
        self,
        *args: object,
        memberships: Sequence[Membership],
        reasons: Iterable[Reason],
        running: Container[UUID] = (),
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kpj"] = MembershipField(
            memberships,
            running,
            label="Kartu (KPJ) mana yang diklaim?",
            widget=forms.RadioSelect,
            error_messages={
                "required": "Pilih kartu (KPJ) yang diklaim.",
                "invalid_choice": "Kartu (KPJ) ini bukan milik Anda. Pilih dari daftar.",
            },
        )
        self.fields["sebab"] = forms.ChoiceField(
            label="Apa sebab klaim Anda?",
            choices=[(reason.code, two_lines(reason.label, reason.summary)) for reason in reasons],
            widget=forms.RadioSelect,
            error_messages={"required": "Pilih sebab klaim.", "invalid_choice": "Sebab ini tidak ada di daftar. Pilih salah satu."},
        )
        self.helper = portal_helper("Lanjutkan", css="measure", summary=False)


class NumberField(forms.CharField):
    """A number that names something, typed in any spacing; PARSE judges it. One that may be empty stays empty."""

    def __init__(self, parse: Callable[[str], Nik | str], *, error_messages: dict[str, str] | None = None, **kwargs: object) -> None:
        self.parse = parse
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(max_length=60, widget=widget, error_messages=TOO_LONG | (error_messages or {}), **kwargs)

    def clean(self, value: object) -> str:
        text = super().clean(value)
        try:
            parsed = self.parse(text) if text else ""
        except IdentifierError as error:
            raise forms.ValidationError(error.message, code=error.code) from error
        return parsed.value if isinstance(parsed, Nik) else parsed


class NameField(forms.CharField):
    """A person's name on one line, in any script."""

    def __init__(self, *, error_messages: dict[str, str], **kwargs: object) -> None:
        super().__init__(max_length=100, error_messages=TOO_LONG | error_messages, **kwargs)

    def to_python(self, value: object) -> str:
        text = " ".join(super().to_python(value).split())
        return "".join(char for char in text if char.isprintable())


def _date_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="Seperti di surat atau bukti Anda.",
        error_messages={"required": f"{label} belum diisi.", "invalid": "Tanggal ini tidak terbaca. Contoh: 30-06-2026."},
    )


class FactsForm(forms.Form):
    """What one reason needs to know: a date, an age, a purpose, or who the heir is. No field where it needs nothing."""

    def __init__(self, *args: object, reason: Reason, membership: Membership, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.reason, self.membership, self.today = reason, membership, today
        for name, field in fact_fields(reason).items():
            self.fields[name] = field
        self.helper = portal_helper("Lanjutkan", css="measure", summary=False)

    def clean_event_on(self) -> date:
        event_on = self.cleaned_data["event_on"]
        if event_on < self.membership.started_on:
            words = f"Tanggal ini sebelum kepesertaan mulai ({short_date(self.membership.started_on)}). Periksa tahunnya."
            raise forms.ValidationError(words, code="before_membership")
        if event_on > self.today and self.reason.code == "MENINGGAL":
            raise forms.ValidationError("Tanggal ini belum tiba. Periksa lagi.", code="not_yet")
        if event_on.year > self.today.year + MOST_YEARS_AHEAD:
            raise forms.ValidationError("Tahun ini terlalu jauh. Periksa lagi.", code="too_far")
        return event_on


def fact_fields(reason: Reason) -> dict[str, forms.Field]:
    """Return the fields that REASON asks for, named like the columns of a claim."""
    own = {"USIA_PKB": _pension_fields, "SEBAGIAN_30": _housing_fields, "MENINGGAL": _heir_fields}.get(reason.code, dict)()
    return ({"event_on": _date_field(reason.event_date_label)} if reason.event_date_label else {}) | own


def _pension_fields() -> dict[str, forms.Field]:
    low, high = PENSION_AGES
    wrong = f"Tulis usia dalam tahun, antara {low} dan {high}."
    return {
        "pension_age": forms.IntegerField(
            label="Usia pensiun di perusahaan Anda",
            help_text="Tertulis di perjanjian kerja, peraturan perusahaan, atau PKB. Contoh: 55.",
            min_value=low,
            max_value=high,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            error_messages={"required": wrong, "invalid": wrong, "min_value": wrong, "max_value": wrong},
        )
    }


def _housing_fields() -> dict[str, forms.Field]:
    return {
        "housing": forms.ChoiceField(
            label="Rumah dibayar dengan apa?",
            choices=Claim.HOUSING,
            widget=forms.RadioSelect,
            error_messages={"required": "Pilih tunai atau kredit."},
        )
    }


def _heir_fields() -> dict[str, forms.Field]:
    return {
        "heir_name": NameField(
            label="Nama ahli waris",
            help_text="Nama Anda, seperti di KTP.",
            error_messages={"required": "Nama ahli waris belum diisi."},
        ),
        "heir_nik": NumberField(
            parse_nik,
            label="NIK ahli waris",
            help_text="16 angka, di KTP Anda.",
            error_messages={"required": "NIK ahli waris belum diisi."},
        ),
        "heir_relation": forms.ChoiceField(
            label="Anda siapa bagi peserta yang meninggal?",
            choices=Claim.RELATIONS,
            widget=forms.RadioSelect,
            error_messages={"required": "Pilih hubungan Anda dengan peserta."},
        ),
    }


class DataForm(forms.Form):
    """How to reach the claimant and where the money goes."""

    email = forms.EmailField(
        label="Email",
        help_text="Kabar klaim kami kirim ke sini.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Email belum diisi.", "invalid": "Alamat email belum lengkap. Contoh: nama@contoh.id."},
    )
    phone = NumberField(
        parse_phone,
        label="Nomor HP",
        help_text="Nomor yang aktif. Contoh: 0812 3456 7890.",
        error_messages={"required": "Nomor HP belum diisi. Contoh: 0812 3456 7890."},
    )
    bank_code = forms.ChoiceField(
        label="Bank",
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
