"""Which card and which year a page about one's own money shows."""

from collections.abc import Mapping, Sequence

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jht_portal.lib.crispy import SubmitButton
from participants.domain.identifiers import mask_kpj
from participants.models import Membership

ALL = "semua"
"""In the address: every card, every year; also what is meant where nothing is said."""


def _choice(label: str | Promise, choices: list[tuple[str, str | Promise]], wrong: str | Promise) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, error_messages={"invalid_choice": wrong, "required": wrong})


class CardForm(forms.Form):
    """One card or all together: a choice that stands in the address and changes nothing."""

    def __init__(self, asked: Mapping[str, str], *, cards: Sequence[Membership]) -> None:
        super().__init__({name: asked.get(name) or ALL for name in ("kartu", "tahun")})
        named = [(str(card.pk), f"KPJ {mask_kpj(card.kpj)}") for card in cards]
        if len(cards) > 1:
            self.fields["kartu"] = _choice(_("Kartu"), [(ALL, _("Semua KPJ")), *named], _("Pilih satu kartu Anda."))
        self.helper = FormHelper()
        self.helper.form_method, self.helper.form_class = "get", "choose"
        self.helper.attrs, self.helper.summary = {"novalidate": ""}, False
        self.arrange()

    def arrange(self) -> None:
        """Lay out the fields before the button."""
        self.helper.layout = Layout(*self.fields, SubmitButton(_("Tampilkan"), css="btn-second"))


class StatementForm(CardForm):
    """A card, and a year of those in which something was booked."""

    def __init__(self, asked: Mapping[str, str], *, cards: Sequence[Membership], years: Sequence[int]) -> None:
        super().__init__(asked, cards=cards)
        choices = [(ALL, _("Semua tahun")), *((str(year), str(year)) for year in sorted(years, reverse=True))]
        self.fields["tahun"] = _choice(_("Tahun"), choices, _("Tidak ada catatan pada tahun itu. Pilih tahun dari daftar."))
        self.arrange()

    @property
    def year(self) -> int | None:
        """The year that was chosen; None for all, or where the choice was none."""
        chosen = self.cleaned_data["tahun"] if self.is_valid() else ALL
        return None if chosen == ALL else int(chosen)
