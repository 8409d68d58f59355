"""The form that cancels a claim."""

from django import forms

from jht_portal.lib.crispy import portal_helper


class CancelForm(forms.Form):
    """One box to tick, so that nobody cancels by a slip of the thumb."""

    yakin = forms.BooleanField(
        label="Ya, batalkan klaim ini. Saya tahu harus mengajukan lagi dari awal.",
        error_messages={"required": "Centang kotak ini bila Anda memang ingin membatalkan."},
    )
    versi = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, draft: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if draft:
            self.fields["yakin"].label = "Ya, hapus draf ini dengan semua isian dan fotonya."
            self.fields["yakin"].error_messages["required"] = "Centang kotak ini bila Anda memang ingin menghapus draf."
        self.helper = portal_helper("Hapus draf" if draft else "Batalkan klaim", css="measure", summary=False)
        self.helper.inputs[0].field_classes = "btn btn-danger"
