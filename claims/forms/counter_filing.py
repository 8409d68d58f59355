"""What an officer fills in to file with somebody at the counter."""

from django import forms

from claims.forms.contacts import QUIET, ProofForm
from claims.forms.fields import TOO_LONG, NumberField
from participants.domain.identifiers import parse_phone


class AskParticipantForm(forms.Form):
    """To which registered contact the code goes."""

    kind = forms.ChoiceField(
        label="Kirim kode ke",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Pilih kontak yang bisa dibuka peserta sekarang.",
            "invalid_choice": "Pilih kontak yang bisa dibuka peserta sekarang.",
        },
    )

    def __init__(self, *args: object, kinds: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds


class AskHeirForm(forms.Form):
    """The heir's own address, and what the officer has seen; a phone only where codes go out BY_PHONE."""

    phone = NumberField(parse_phone, label="Nomor HP ahli waris", required=False)
    email = forms.EmailField(
        label="Email ahli waris",
        required=False,
        max_length=254,
        help_text="Isi salah satu. Kode dikirim ke sana, ahli waris membacakannya.",
        widget=forms.EmailInput(attrs=QUIET),
        error_messages=TOO_LONG | {"required": "Isi email ahli waris.", "invalid": "Alamat email belum lengkap. Contoh: nama@contoh.id."},
    )
    checks = forms.MultipleChoiceField(
        label="Yang sudah Anda periksa sendiri",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Centang semua pemeriksaan. Tanpa itu pengajuan ahli waris tidak dimulai."},
    )

    def __init__(self, *args: object, checks: dict[str, str], by_phone: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checks"].choices = list(checks.items())
        if not by_phone:
            del self.fields["phone"]
            self.fields["email"].required = True
            self.fields["email"].help_text = "Kode dikirim ke sana, ahli waris membacakannya."

    def clean(self) -> dict:
        found = super().clean()
        if not (found.get("phone") or found.get("email") or {"phone", "email"} & set(self.errors)):
            self.add_error("phone", forms.ValidationError("Isi nomor HP atau email ahli waris.", code="required"))
        return found

    @property
    def address(self) -> tuple[str, str]:
        """Return kind and address: the telephone where there is one."""
        phone = self.cleaned_data.get("phone")
        return ("phone", phone) if phone else ("email", self.cleaned_data["email"])


class CounterCodeForm(ProofForm):
    """The six digits that the person reads out."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kode"].help_text = "Dibacakan orang di depan Anda dari pesan kami. Berlaku 15 menit."
