"""The officers' door and the account behind it."""

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm

CODE = {"inputmode": "text", "autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"}


class OfficerLoginForm(AdminAuthenticationForm):
    """Name and password; every refusal reads the same (safety row A2)."""

    error_messages = AdminAuthenticationForm.error_messages | {
        "invalid_login": "Nama pengguna atau kata sandi belum cocok. Perhatikan huruf besar dan kecil."
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Nama pengguna"
        self.fields["password"].label = "Kata sandi"
        for name, missing in (("username", "Nama pengguna belum diisi."), ("password", "Kata sandi belum diisi.")):
            self.fields[name].error_messages = self.fields[name].error_messages | {"required": missing}


class OfficerCodeForm(forms.Form):
    """Six digits of an app, or a recovery code; spaces, dashes and capitals do not matter."""

    kode = forms.CharField(
        label="Kode dari aplikasi, atau kode cadangan",
        max_length=40,
        error_messages={"required": "Kode belum diisi.", "max_length": "Ini terlalu panjang. Kode punya 6 angka."},
        widget=forms.TextInput(attrs=CODE),
    )

    def clean_kode(self) -> str:
        return "".join(self.cleaned_data["kode"].split()).replace("-", "").lower()


class AppCodeForm(OfficerCodeForm):
    """The first code of an app that is being set up."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kode"].label = "Kode 6 angka yang tampil di aplikasi"
        self.fields["kode"].widget.attrs["inputmode"] = "numeric"

    def clean_kode(self) -> str:
        code = super().clean_kode()
        if not (len(code) == 6 and code.isascii() and code.isdecimal()):
            raise forms.ValidationError("Kode punya 6 angka. Salin yang tampil di aplikasi sekarang.", code="six_digits")
        return code


class DeviceNameForm(forms.Form):
    """What an officer calls a device."""

    nama = forms.CharField(
        label="Nama",
        max_length=60,
        error_messages={"required": "Nama belum diisi.", "max_length": "Ini terlalu panjang. Paling banyak 60 huruf."},
    )


class ProofForm(forms.Form):
    """The password, or a code, to prove once more who sits here."""

    bukti = forms.CharField(
        label="Kata sandi",
        max_length=200,
        strip=False,
        error_messages={"required": "Kata sandi belum diisi.", "max_length": "Ini terlalu panjang."},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
