"""What is typed at a kiosk and at the counters."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from claims.domain.numbers import parse_booking_code
from claims.domain.queueing import LANE_LABELS, SERVICE_LABELS, Lane, parse_ticket_number
from participants.domain.identifiers import IdentifierError

SHORT = 8
"""Letters of the longest ticket number as it is typed; whatever is longer is a code."""


def code_in(text: str) -> str:
    """Return the booking code that was typed, or that a scanner read from the QR as a whole address. Raises ValidationError."""
    typed = text.partition("://")[2].partition("?")[0].rstrip("/").rpartition("/")[2] if "://" in text else text
    try:
        return parse_booking_code(typed)
    except IdentifierError as error:
        raise ValidationError(str(error)) from error


class CodeForm(forms.Form):
    """A booking code, typed or scanned."""

    kode = forms.CharField(
        label=_("Kode booking"),
        max_length=200,
        error_messages={"required": _("Pindai atau ketik kode booking Anda.")},
    )

    def clean_kode(self) -> str:
        return code_in(self.cleaned_data["kode"])


class KioskCodeForm(forms.Form):
    """The code that lets a machine in."""

    kode_mesin = forms.CharField(label=_("Kode mesin"), max_length=40, error_messages={"required": _("Ketik kode mesin.")})

    def clean_kode_mesin(self) -> str:
        return code_in(self.cleaned_data["kode_mesin"])


class KioskForm(forms.Form):
    """A machine of the office."""

    nama = forms.CharField(
        label="Nama mesin",
        help_text="Supaya mudah dikenali. Contoh: Pintu masuk",
        max_length=40,
        error_messages={"required": "Tulis nama mesin.", "max_length": "Terlalu panjang. Paling banyak 40 huruf."},
    )


class ArrivalForm(forms.Form):
    """A booking code or a number of today, at the counter."""

    kode = forms.CharField(
        label="Kode booking atau nomor antrian",
        help_text="Pindai QR, atau ketik. Contoh: B-014",
        max_length=200,
        error_messages={"required": "Pindai atau ketik kode booking, atau ketik nomor antrian."},
    )

    @property
    def is_number(self) -> bool:
        """Tell whether a ticket number was typed."""
        return len(self.cleaned_data["kode"]) <= SHORT

    def clean_kode(self) -> str:
        typed = " ".join(self.cleaned_data["kode"].split())
        if len(typed) > SHORT:
            return code_in(typed)
        try:
            parse_ticket_number(typed)
        except ValueError as error:
            raise ValidationError("Nomor antrian ditulis huruf dan angka, misalnya B-014.") from error
        return typed


class WalkInForm(forms.Form):
    """What somebody comes for who has no number, and in which lane."""

    layanan = forms.ChoiceField(
        label="Layanan", error_messages={"required": "Pilih layanan.", "invalid_choice": "Pilih layanan dari daftar."}
    )
    jalur = forms.ChoiceField(
        label="Jalur",
        choices=[(lane.value, LANE_LABELS[lane]) for lane in (Lane.WALK_IN, Lane.PRIORITY)],
        error_messages={"required": "Pilih jalur.", "invalid_choice": "Pilih jalur dari daftar."},
    )

    def __init__(self, *args: object, services: Iterable[str], **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["layanan"].choices = [(code, SERVICE_LABELS[code]) for code in services]


class TransferForm(forms.Form):
    """Where a visitor is sent on: for which service, to which counter (none: whichever calls next)."""

    layanan = forms.ChoiceField(
        label="Layanan", error_messages={"required": "Pilih layanan.", "invalid_choice": "Pilih layanan dari daftar."}
    )
    loket = forms.TypedChoiceField(
        label="Loket", coerce=int, empty_value=None, required=False, error_messages={"invalid_choice": "Pilih loket dari daftar."}
    )

    def __init__(self, *args: object, services: Iterable[str], counters: Iterable[tuple[int, str]], **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["layanan"].choices = [(code, SERVICE_LABELS[code]) for code in services]
        self.fields["loket"].choices = [("", "Loket mana saja"), *counters]
