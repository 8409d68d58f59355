"""Forms of the wizard's first step: which card and why, then the facts of the event."""

from collections.abc import Container, Iterable, Sequence
from datetime import date
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.domain.heirs import HEIR_REASON
from claims.domain.reasons import Reason
from claims.forms import heirs
from claims.forms.fields import NameField, NumberField, two_lines
from claims.models import Claim
from jht_portal.lib.crispy import guarded, portal_helper
from jht_portal.lib.days import DayField
from jht_portal.lib.formats import short_date
from jht_portal.lib.wording import say, shown
from participants.domain.identifiers import mask_kpj, normalise_number, parse_nik
from participants.models import Membership

PENSION_AGES = (40, 70)


def membership_line(membership: Membership) -> str:
    """Say where and when a membership was earned, and whether it is still active."""
    employer = membership.employer.name if membership.employer else say(membership.get_segment_display())
    facts = {"employer": employer, "start": membership.started_on.year, "end": membership.ended_on and membership.ended_on.year}
    return (
        gettext("%(employer)s, %(start)d–sekarang, masih aktif")
        if membership.is_active(timezone.localdate())
        else gettext("%(employer)s, %(start)d–%(end)d, tidak aktif")
    ) % facts


class MembershipField(forms.ChoiceField):
    """One of a person's own KPJ, shown masked; the number itself, typed in any spacing, is taken too."""

    def __init__(self, memberships: Sequence[Membership], running: Container[UUID], **kwargs: object) -> None:
        self.by_key = {str(membership.pk): membership for membership in memberships}
        self.keys_by_kpj = {membership.kpj: key for key, membership in self.by_key.items()}
        super().__init__(choices=[(key, self._label(m, m.pk in running)) for key, m in self.by_key.items()], **kwargs)

    def _label(self, membership: Membership, is_running: bool) -> SafeString:
        line = membership_line(membership)
        return two_lines(mask_kpj(membership.kpj), gettext("%(card)s. Klaimnya sedang berjalan.") % {"card": line} if is_running else line)

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
            label=_("Kartu (KPJ) mana yang diklaim?"),
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Pilih kartu (KPJ) yang diklaim."),
                "invalid_choice": _("Kartu (KPJ) ini bukan milik Anda. Pilih dari daftar."),
            },
        )
        self.fields["sebab"] = forms.ChoiceField(
            label=_("Apa sebab klaim Anda?"),
            choices=[(reason.code, two_lines(shown(reason.label), shown(reason.summary))) for reason in reasons],
            widget=forms.RadioSelect,
            error_messages={"required": _("Pilih sebab klaim."), "invalid_choice": _("Sebab ini tidak ada di daftar. Pilih salah satu.")},
        )
        self.helper = guarded(portal_helper(_("Lanjutkan"), css="measure", summary=False))


class FactsForm(forms.Form):
    """What one reason needs to know: a date, an age, a purpose, or who the heirs are. No field where it needs nothing."""

    def __init__(self, *args: object, reason: Reason, membership: Membership, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
        for name, field in fact_fields(reason).items():
            self.fields[name] = field
        self.helper = guarded(portal_helper(_("Lanjutkan"), css="measure", summary=False))
        if self.asks_for_others:
            self.initial |= heirs.known_answers(self.initial.get("other_heirs"))
            self.helper.layout = heirs.layout([name for name in self.fields if name not in heirs.ROW_FIELDS])

    @property
    def asks_for_others(self) -> bool:
        """Tell whether the form asks who else shares the right."""
        return heirs.SHARED in self.fields

    @property
    def stated(self) -> dict[str, object]:
        """Return what was stated, by the columns of a claim."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in (heirs.SHARED, *heirs.ROW_FIELDS)}
        return said | ({"other_heirs": heirs.written_answers(self.cleaned_data)} if self.asks_for_others else {})

    def clean(self) -> dict[str, object]:
        found = super().clean()
        if self.asks_for_others:
            for name, error in heirs.faults(found, self.errors):
                self.add_error(name, error)
        return found

    def clean_event_on(self) -> date:
        event_on = self.cleaned_data["event_on"]
        if event_on < self.membership.started_on:
            words = _("Tanggal ini sebelum kepesertaan mulai (%(day)s). Periksa tahunnya.")
            raise forms.ValidationError(words, code="before_membership", params={"day": short_date(self.membership.started_on)})
        return event_on


def fact_fields(reason: Reason) -> dict[str, forms.Field]:
    """Return the fields that REASON asks for, named like the columns of a claim."""
    own = {"USIA_PKB": _pension_fields, "SEBAGIAN_30": _housing_fields, HEIR_REASON: _heir_fields}.get(reason.code, dict)()
    return (
        {
            "event_on": DayField(
                label=say(reason.event_date_label), past=reason.event_is_past, help_text=_("Seperti di surat atau bukti Anda.")
            )
        }
        if reason.event_date_label
        else {}
    ) | own


def _pension_fields() -> dict[str, forms.Field]:
    low, high = PENSION_AGES
    wrong = gettext("Tulis usia dalam tahun, antara %(low)d dan %(high)d.") % {"low": low, "high": high}
    return {
        "pension_age": forms.IntegerField(
            label=_("Usia pensiun di perusahaan Anda"),
            help_text=_("Tertulis di perjanjian kerja, peraturan perusahaan, atau PKB. Contoh: 55."),
            min_value=low,
            max_value=high,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            error_messages={"required": wrong, "invalid": wrong, "min_value": wrong, "max_value": wrong},
        )
    }


def _housing_fields() -> dict[str, forms.Field]:
    return {
        "housing": forms.ChoiceField(
            label=_("Rumah dibayar dengan apa?"),
            choices=[(code, say(label)) for code, label in Claim.HOUSING],
            widget=forms.RadioSelect,
            error_messages={"required": _("Pilih tunai atau kredit.")},
        )
    }


def _heir_fields() -> dict[str, forms.Field]:
    return {
        "heir_name": NameField(
            label=_("Nama ahli waris"),
            help_text=_("Nama Anda, seperti di KTP."),
            error_messages={"required": _("Nama ahli waris belum diisi.")},
        ),
        "heir_nik": NumberField(
            parse_nik,
            label=_("NIK ahli waris"),
            help_text=_("16 angka, di KTP Anda."),
            error_messages={"required": _("NIK ahli waris belum diisi.")},
        ),
        "heir_relation": forms.ChoiceField(
            label=_("Anda siapa bagi peserta yang meninggal?"),
            choices=[(code, say(label)) for code, label in Claim.RELATIONS],
            widget=forms.RadioSelect,
            error_messages={"required": _("Pilih hubungan Anda dengan peserta.")},
        ),
        **heirs.fields(),
    }
