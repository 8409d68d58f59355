"""The officers' door."""

from django.contrib.admin.forms import AdminAuthenticationForm


class OfficerLoginForm(AdminAuthenticationForm):
    """Name and password; every refusal reads the same (safety row A2)."""

    error_messages = AdminAuthenticationForm.error_messages | {
        "invalid_login": "Nama pengguna atau kata sandi belum cocok. Perhatikan huruf besar dan kecil."
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Nama pengguna"
        self.fields["password"].label = "Kata sandi"
