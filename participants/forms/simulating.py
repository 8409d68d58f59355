"""What a projection of the savings starts from. It is posted and stored nowhere: a birth date has no place in an address."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from jht_portal.lib.amounts import PercentField, RupiahField
from jht_portal.lib.crispy import portal_helper
from jht_portal.lib.days import DayField
from participants.domain.outlook import Plan, monthly_contribution, pension_day
from participants.domain.tax import Payment

MOST_WAGE, MOST_BALANCE, MOST_PERCENT = 1_000_000_000, 100_000_000_000, 15
SEGMENTS = (
    ("PU", _("Penerima upah (5,7%)")),
    ("BPU", _("Bukan penerima upah (2%)")),
    ("PMI", _("Pekerja migran")),
)


class SimulationForm(forms.Form):
    """Birth date, wage, balance and return; for a participant filled in from the own record, and free to change."""

    lahir = DayField(label=_("Tanggal lahir"), past=True)
    segmen = forms.ChoiceField(
        label=_("Jenis kepesertaan"),
        choices=SEGMENTS,
        error_messages={"invalid_choice": _("Pilih jenis kepesertaan."), "required": _("Pilih jenis kepesertaan.")},
    )
    upah = RupiahField(
        label=_("Upah atau penghasilan sebulan"),
        help_text=_("Dalam rupiah. Pekerja migran: tulis iuran sebulan. Sudah tidak bekerja? Tulis 0."),
        missing=_("Tulis upah sebulan. Sudah tidak bekerja? Tulis 0."),
        most=MOST_WAGE,
    )
    saldo = RupiahField(
        label=_("Saldo JHT sekarang"),
        help_text=_("Dalam rupiah. Baru mulai? Tulis 0."),
        missing=_("Tulis saldo sekarang. Baru mulai? Tulis 0."),
        most=MOST_BALANCE,
    )
    hasil = PercentField(
        label=_("Hasil pengembangan setahun, dalam persen"),
        help_text=_("Umumnya dihitung dengan 5. Angka sebenarnya berubah tiap tahun."),
        missing=_("Tulis persen, misalnya 5."),
        most=MOST_PERCENT,
    )
    npwp = forms.BooleanField(label=_("Saya punya NPWP"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = portal_helper(_("Hitung"), icon="calc", css="measure", summary=False)

    def ask_again(self) -> None:
        """Step back behind the answer: the button is no longer the page's main one."""
        self.helper.inputs[0].value, self.helper.inputs[0].field_classes = _("Hitung lagi"), "btn btn-second"

    def plan(self, today: date, earlier: list[Payment]) -> Plan:
        """Return what was typed as the start of a projection; EARLIER are payments of the same savings."""
        said = self.cleaned_data
        return Plan(
            starts_on=today,
            pension_on=pension_day(said["lahir"]),
            opening=said["saldo"],
            monthly=monthly_contribution(said["upah"], said["segmen"]),
            annual_return=said["hasil"],
            has_tax_number=said["npwp"],
            earlier_payments=earlier,
        )
