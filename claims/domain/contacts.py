"""Changing a registered contact at the counter: why people ask for it, and what an officer has to have seen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContactReason:
    """Why a contact is replaced; NEEDS_TEXT asks the officer for a sentence."""

    code: str
    label: str
    needs_text: bool = False


CONTACT_REASONS = (
    ContactReason("TIDAK_BISA_DIBUKA", "Email lama tidak bisa dibuka lagi"),
    ContactReason("NOMOR_GANTI", "Nomor HP sudah ganti"),
    ContactReason("SALAH_CATAT", "Kontak tercatat salah"),
    ContactReason("BELUM_ADA", "Belum ada kontak terdaftar"),
    ContactReason("LAINNYA", "Hal lain", needs_text=True),
)
IDENTITY_CHECKS = {
    "ktp_asli": "KTP asli sudah saya lihat dan pegang",
    "wajah": "Wajah cocok dengan foto di KTP",
    "data": "Nama, NIK, dan tanggal lahir cocok dengan data peserta",
}
"""What each of the two officers ticks: every one of them, or nothing is changed."""


def contact_reason(code: str) -> ContactReason:
    """Return the reason with a code; raise LookupError for any other."""
    for reason in CONTACT_REASONS:
        if reason.code == code:
            return reason
    raise LookupError(code)
