"""What an officer says before a list leaves the house."""

from collections.abc import Mapping

from django import forms


class ExportForm(forms.Form):
    """The kind of file, and what it is for."""

    bentuk = forms.ChoiceField(label="Bentuk berkas", widget=forms.RadioSelect)
    untuk = forms.ChoiceField(
        label="Untuk apa",
        help_text="Tercatat bersama nama Anda dan jumlah baris.",
        error_messages={"required": "Pilih untuk apa daftar ini.", "invalid_choice": "Pilih untuk apa daftar ini."},
    )

    def __init__(self, *args: object, formats: Mapping[str, str], purposes: Mapping[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bentuk"].choices = list(formats.items())
        self.fields["bentuk"].initial = next(iter(formats))
        self.fields["bentuk"].error_messages |= {"required": "Pilih bentuk berkas.", "invalid_choice": "Pilih bentuk berkas."}
        self.fields["untuk"].choices = [("", "Pilih …"), *purposes.items()]
