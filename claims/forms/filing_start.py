"""Forms of the wizard's first step: which card and why, then the facts of the event."""

from collections.abc import Container, Iterable, Sequence
from datetime import date
from uuid import UUID

from django import forms
from django.utils.safestring import SafeString

from claims.domain.reasons import Reason
from claims.forms.fields import NameField, NumberField, two_lines
from claims.models import Claim
from jht_portal.lib.crispy import portal_helper
from jht_portal.lib.days import DayField
from jht_portal.lib.formats import short_date
from participants.domain.identifiers import mask_kpj, normalise_number, parse_nik
from participants.models import Membership

PENSION_AGES = (40, 70)


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


class FactsForm(forms.Form):
    """What one reason needs to know: a date, an age, a purpose, or who the heir is. No field where it needs nothing."""

    def __init__(self, *args: object, reason: Reason, membership: Membership, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
        for name, field in fact_fields(reason).items():
            self.fields[name] = field
        self.helper = portal_helper("Lanjutkan", css="measure", summary=False)

    def clean_event_on(self) -> date:
        event_on = self.cleaned_data["event_on"]
        if event_on < self.membership.started_on:
            words = f"Tanggal ini sebelum kepesertaan mulai ({short_date(self.membership.started_on)}). Periksa tahunnya."
            raise forms.ValidationError(words, code="before_membership")
        return event_on


def fact_fields(reason: Reason) -> dict[str, forms.Field]:
    """Return the fields that REASON asks for, named like the columns of a claim."""
    own = {"USIA_PKB": _pension_fields, "SEBAGIAN_30": _housing_fields, "MENINGGAL": _heir_fields}.get(reason.code, dict)()
    return (
        {"event_on": DayField(label=reason.event_date_label, past=reason.event_is_past, help_text="Seperti di surat atau bukti Anda.")}
        if reason.event_date_label
        else {}
    ) | own


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
