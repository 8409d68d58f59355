"""The form that cancels a claim."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jht_portal.lib.crispy import portal_helper


class CancelForm(forms.Form):
    """One box to tick, so that nobody cancels by a slip of the thumb."""

    yakin = forms.BooleanField(
        label=_("Ya, batalkan klaim ini. Saya tahu urutan saya hilang."),
        error_messages={"required": _("Centang kotak ini bila Anda memang ingin membatalkan.")},
    )
    versi = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, draft: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if draft:
            self.fields["yakin"].label = _("Ya, hapus draf ini dengan semua isian dan fotonya.")
            self.fields["yakin"].error_messages["required"] = _("Centang kotak ini bila Anda memang ingin menghapus draf.")
        self.helper = portal_helper(_("Hapus draf") if draft else _("Batalkan klaim"), css="measure", summary=False)
        self.helper.inputs[0].field_classes = "btn btn-danger"
