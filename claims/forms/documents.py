"""Forms of a document slot."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from claims.models import Document
from jht_portal.lib.crispy import SubmitButton, guarded, portal_helper
from jht_portal.lib.wording import say

ACCEPT = "image/*,.heic,.heif,application/pdf"
MAX_FILES_AT_ONCE = 6
NEWS = {
    "data-preparing": _("Menyiapkan foto."),
    "data-shrunken": _("Diperkecil: {}."),
    "data-sent": _("Terkirim {}%."),
    "data-checking": _("Sedang diperiksa."),
    "data-broken": _("Sambungan terputus, foto belum terkirim. Pilihan Anda masih ada: tekan tombol unggah lagi."),
}
"""What static/js/unggah.js says while it uploads."""


class SeveralFilesInput(forms.ClearableFileInput):
    """One native file field that takes several photos: phones offer camera and gallery by themselves."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Any number of files; each is judged by what cleans it, here only that there is one."""

    widget = SeveralFilesInput

    def clean(self, data: object, initial: object = None) -> list:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFilesField, self).clean(item, initial) for item in files or [None]]


class DocumentForm(forms.Form):
    """Files for one slot, in place of what is stored or after it."""

    berkas = SeveralFilesField(
        label=_("Pilih foto atau PDF"),
        help_text=_("Dari kamera atau galeri. JPG, PNG, WebP, HEIC, atau PDF, paling besar 6\u00a0MB. Boleh beberapa foto sekaligus."),
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": _("Belum ada foto yang dipilih. Pilih satu foto atau PDF.")},
    )
    cara = forms.ChoiceField(choices=(("ganti", "ganti"), ("tambah", "tambah")), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, has_pages: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["berkas"].widget.attrs |= {"accept": ACCEPT, "multiple": True}
        self.helper = portal_helper(_("Ganti dengan foto ini") if has_pages else _("Unggah foto ini"), css="measure unggah", summary=False)
        self.helper.attrs |= NEWS
        self.helper.layout = Layout("berkas")
        if has_pages:
            self.fields["berkas"].label = _("Foto baru")
            self.helper.inputs[0].field_classes = "btn btn-second"  # The page leads on to the next document.
            self.helper.add_input(SubmitButton(_("Tambah sebagai halaman berikut"), css="btn-second", name="cara", value="tambah"))

    def clean_berkas(self) -> list:
        files = self.cleaned_data["berkas"]
        if len(files) > MAX_FILES_AT_ONCE:
            words = _("Pilih paling banyak %(most)d foto sekali unggah.")
            raise forms.ValidationError(words, code="too_many_files", params={"most": MAX_FILES_AT_ONCE})
        return files

    @property
    def replaces(self) -> bool:
        """Whether the new files stand in place of the stored ones (the default)."""
        return self.cleaned_data["cara"] != "tambah"


class MissingPaperForm(forms.Form):
    """Why a paper cannot be handed in."""

    alasan = forms.ChoiceField(
        label=_("Mengapa dokumen ini tidak ada?"),
        choices=lambda: [(code, say(label)) for code, label in Document.UNAVAILABLE_REASONS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih salah satu alasan.")},
    )
    penjelasan = forms.CharField(
        label=_("Ceritakan singkat"),
        help_text=_("Misalnya: perusahaan sudah tutup tahun 2024."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tulis satu kalimat supaya petugas bisa menilai."), "max_length": _("Paling panjang 300 huruf.")},
    )

    def __init__(self, *args: object, action: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper: FormHelper = guarded(portal_helper(_("Simpan alasan ini"), css="measure", action=action, summary=False))
        self.helper.inputs[0].field_classes = "btn btn-second"
