"""Which office's figures to show."""

from collections.abc import Sequence

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from claims.models import Office
from jht_portal.lib.crispy import SubmitButton

ALL = "semua"


class PerformanceForm(forms.Form):
    """One choice, in the address: it can be sent to others and changes nothing."""

    kantor = forms.ChoiceField(
        label=_("Kantor"),
        error_messages={"invalid_choice": _("Kantor itu tidak ada dalam daftar. Pilih lagi."), "required": _("Pilih kantor.")},
    )

    def __init__(self, *args: object, offices: Sequence[Office], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {office.code: office for office in offices}
        self.fields["kantor"].choices = [(ALL, _("Semua kantor")), *((code, office.name) for code, office in self.offices.items())]
        self.helper = FormHelper()
        self.helper.form_method, self.helper.form_class = "get", "choose"
        self.helper.attrs, self.helper.summary = {"novalidate": ""}, False
        self.helper.layout = Layout("kantor", SubmitButton(_("Tampilkan"), css="btn-second"))

    @property
    def office(self) -> Office | None:
        """Return the office that was chosen, None for all of them."""
        return self.offices.get(self.cleaned_data["kantor"]) if self.is_valid() else None
