"""The questions of the eligibility check: only those that the reason's rules look at."""

from collections.abc import Callable
from datetime import date

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.domain.eligibility import Facts
from claims.domain.reasons import ANY_SEGMENT, Reason
from claims.forms.filing_start import PENSION_AGES
from jht_portal.lib.crispy import portal_helper
from jht_portal.lib.days import DayField
from jht_portal.lib.wording import say

YES_NO = (("ya", _("Ya")), ("tidak", _("Tidak")))
SEGMENTS = (("PU", _("Bekerja pada pemberi kerja")), ("BPU", _("Bekerja atau berusaha sendiri")), ("PMI", _("Pekerja migran")))


def _choice(label: str, missing: str, choices: tuple[tuple[str, str], ...] = YES_NO, help_text: str = "") -> forms.ChoiceField:
    messages = {"required": missing, "invalid_choice": missing}
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, help_text=help_text, error_messages=messages)


def _years() -> forms.IntegerField:
    low, high = PENSION_AGES
    wrong = gettext("Tulis usia pensiun dalam tahun, antara %(low)d dan %(high)d.") % {"low": low, "high": high}
    return forms.IntegerField(
        label=_("Usia pensiun di PKB atau peraturan perusahaan"),
        help_text=_("Dalam tahun. Contoh: 55."),
        min_value=low,
        max_value=high,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": wrong, "invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


ASKS_BIRTH_DATE = ("USIA_56", "USIA_PKB", "CACAT_TOTAL_TETAP")
Question = tuple[str, Callable[[Reason], bool], Callable[[Reason], forms.Field]]
QUESTIONS: tuple[Question, ...] = (
    ("tanggal_lahir", lambda r: r.code in ASKS_BIRTH_DATE, lambda r: DayField(label=_("Tanggal lahir"), past=True)),
    ("usia_pensiun", lambda r: r.code == "USIA_PKB", lambda r: _years()),
    ("segmen", lambda r: r.segments != ANY_SEGMENT, lambda r: _choice(_("Jenis kepesertaan"), _("Pilih jenis kepesertaan."), SEGMENTS)),
    ("kejadian", lambda r: bool(r.event_date_label), lambda r: DayField(label=say(r.event_date_label), past=r.event_is_past)),
    (
        "masih_aktif",
        lambda r: r.needs_inactive_membership,
        lambda r: _choice(
            _("Apakah kepesertaan Anda masih tercatat aktif?"),
            _("Jawab apakah kepesertaan masih aktif."),
            help_text=_("Setelah masuk, kami periksa sendiri dari data kami."),
        ),
    ),
    (
        "mulai",
        lambda r: r.is_partial,
        lambda r: DayField(label=_("Tanggal pertama menjadi peserta"), past=True, help_text=_("Dari semua kartu Anda, yang paling awal.")),
    ),
    (
        "pernah_sebagian",
        lambda r: r.is_partial,
        lambda r: _choice(_("Pernah mengambil klaim sebagian 10% atau 30%?"), _("Jawab apakah pernah mengambil klaim sebagian.")),
    ),
    (
        "warga_asing",
        lambda r: r.code == "TINGGALKAN_RI",
        lambda r: _choice(_("Apakah Anda warga negara asing?"), _("Jawab apakah Anda warga negara asing.")),
    ),
    (
        "ahli_waris",
        lambda r: r.code == "MENINGGAL",
        lambda r: _choice(_("Apakah Anda ahli waris peserta itu?"), _("Jawab apakah Anda ahli waris.")),
    ),
)


class EligibilityForm(forms.Form):
    """The facts that one reason needs, as the visitor states them; nothing is stored."""

    def __init__(self, reason: Reason, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.reason = reason
        for name, applies, make in QUESTIONS:
            if applies(reason):
                self.fields[name] = make(reason)
        self.helper = portal_helper(_("Cek sekarang"), icon="check", css="measure", summary=False)

    def ask_again(self) -> None:
        """Step back behind the answer: the button is no longer the page's main one."""
        self.helper.inputs[0].value, self.helper.inputs[0].field_classes = _("Cek lagi"), "btn btn-second"

    def facts(self, today: date) -> Facts:
        """Return the answers as the rules read them; a closed membership counts as ended by its event, or yesterday."""
        said = self.cleaned_data.get
        event = said("kejadian")
        ended = None if said("masih_aktif") == "ya" else min(event, today) if event else today
        return Facts(
            birth_date=said("tanggal_lahir"),
            segment=said("segmen") or min(self.reason.segments),
            ended_on=ended,
            first_membership_on=said("mulai"),
            event_date=event,
            is_foreigner=said("warga_asing") == "ya",
            earlier_partial_claim=said("pernah_sebagian") == "ya",
            pension_age=said("usia_pensiun"),
            is_heir=said("ahli_waris") == "ya",
        )
