"""Coded reasons: why a document goes back, why a claim cannot be paid, why a bank refused. Source: product.md section 4.

Every code carries the words for the participant: a short text, then what to do now. ``needs_text`` asks the officer
for a sentence of his own.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from claims.domain.papers import Slot
from claims.domain.reasons import PERMENAKER_4_2022_FROM
from claims.domain.shelves import Shelf, day_of_rules


class Fixer(StrEnum):
    """Who can put the matter right."""

    PESERTA = "peserta"
    PERUSAHAAN = "perusahaan"
    BANK = "bank"
    DUKCAPIL = "dukcapil"


@dataclass(frozen=True, slots=True)
class CodedReason:
    """A reason with a code: what is wrong in a few words, and what the participant does now; with the days of its words."""

    code: str
    short: str
    advice: str
    needs_text: bool = False
    valid_from: date = PERMENAKER_4_2022_FROM
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnReason(CodedReason):
    """A reason to send one document back: which slots it can concern, who must put it right, pictures of a good and a bad one."""

    slots: frozenset[Slot]
    fixer: Fixer = Fixer.PESERTA
    good_picture: str = ""
    bad_picture: str = ""


ANY_SLOT = frozenset(Slot)
ACCOUNT = frozenset({Slot.BUKU_REKENING})
LETTER = frozenset({Slot.SURAT_KETERANGAN})
FORM = frozenset({Slot.FORMULIR})
PHOTO = frozenset({Slot.FOTO})
IDENTITY = frozenset({Slot.KARTU_PESERTA, Slot.KTP, Slot.KK, Slot.SURAT_KETERANGAN, Slot.FORMULIR, Slot.NPWP, Slot.SURAT_AHLI_WARIS})
CITIZEN_DATA = frozenset({Slot.KARTU_PESERTA, Slot.KTP, Slot.KK, Slot.FORMULIR, Slot.SURAT_AHLI_WARIS})
EXPIRING = frozenset({Slot.KTP, Slot.KK, Slot.SURAT_KETERANGAN, Slot.STANDING_INSTRUCTION})
CONSENT = frozenset({Slot.PERSETUJUAN_AHLI_WARIS})
SEVERAL_PAGES = ANY_SLOT - PHOTO - {Slot.KARTU_PESERTA}

RETURN_REASONS: tuple[ReturnReason, ...] = (
    ReturnReason(
        "BURAM",
        "Foto buram",
        "Tulisan tidak terbaca. Letakkan dokumen di meja, tahan ponsel, lalu foto ulang di tempat terang.",
        slots=ANY_SLOT,
    ),
    ReturnReason(
        "TERPOTONG",
        "Foto terpotong",
        "Sebagian dokumen tidak masuk foto. Foto ulang satu halaman utuh dengan keempat sudutnya.",
        slots=ANY_SLOT,
    ),
    ReturnReason(
        "GELAP",
        "Foto gelap atau silau",
        "Tulisan tertutup bayangan atau pantulan. Foto ulang dekat jendela tanpa lampu kilat.",
        slots=ANY_SLOT,
    ),
    ReturnReason(
        "SALAH_JENIS",
        "Dokumen lain",
        "Yang terkirim bukan dokumen untuk bagian ini. Lihat daftar dokumen yang berlaku, lalu unggah yang sesuai.",
        slots=ANY_SLOT,
    ),
    ReturnReason(
        "HALAMAN_KURANG",
        "Halaman kurang",
        "Belum semua halaman terkirim. Unggah semua halaman dalam satu dokumen.",
        slots=SEVERAL_PAGES,
    ),
    ReturnReason(
        "KEDALUWARSA",
        "Masa berlaku habis",
        "Dokumen sudah tidak berlaku. Unggah dokumen yang masih berlaku.",
        slots=EXPIRING,
    ),
    ReturnReason(
        "FOTO_TIDAK_SESUAI",
        "Foto diri belum sesuai",
        "Wajah belum terlihat jelas dari depan. Foto ulang di tempat terang, tanpa topi, masker, dan kacamata hitam.",
        slots=PHOTO,
    ),
    ReturnReason(
        "FORMULIR_BELUM_TTD",
        "Formulir belum ditandatangani",
        "Tanda tangan belum ada di formulir. Tanda tangani, foto semua halaman, lalu unggah lagi.",
        slots=FORM,
    ),
    ReturnReason(
        "REKENING_NAMA_BEDA",
        "Nama di rekening berbeda",
        "Rekening harus atas nama Anda sendiri. Unggah buku rekening lain, atau minta bank memperbaiki nama.",
        slots=ACCOUNT,
    ),
    ReturnReason(
        "REKENING_TIDAK_AKTIF",
        "Rekening tidak aktif",
        "Bank mencatat rekening ini tidak aktif. Aktifkan di bank, atau pakai rekening lain atas nama Anda.",
        slots=ACCOUNT,
        fixer=Fixer.BANK,
    ),
    ReturnReason(
        "NAMA_BEDA",
        "Nama berbeda dari data kami",
        "Nama di dokumen berbeda dari data peserta. Unggah dokumen yang namanya sama, atau surat keterangan beda nama dari kelurahan.",
        slots=IDENTITY,
    ),
    ReturnReason(
        "NIK_BEDA",
        "NIK berbeda dari data kami",
        "NIK di dokumen berbeda dari data peserta. Periksa NIK di Dukcapil, lalu unggah dokumen yang benar.",
        slots=CITIZEN_DATA,
        fixer=Fixer.DUKCAPIL,
    ),
    ReturnReason(
        "TGL_LAHIR_BEDA",
        "Tanggal lahir berbeda dari data kami",
        "Tanggal lahir di dokumen berbeda dari data peserta. Periksa di Dukcapil, lalu unggah dokumen yang benar.",
        slots=CITIZEN_DATA,
        fixer=Fixer.DUKCAPIL,
    ),
    ReturnReason(
        "PAKLARING_TANPA_TTD_CAP",
        "Surat tanpa tanda tangan atau cap",
        "Surat belum ada tanda tangan atau cap. Minta penerbitnya melengkapi, lalu unggah lagi.",
        slots=LETTER,
        fixer=Fixer.PERUSAHAAN,
    ),
    ReturnReason(
        "PAKLARING_TANGGAL_BEDA",
        "Tanggal di surat berbeda",
        "Tanggal di surat berbeda dari data kepesertaan. Minta perusahaan memperbaiki surat atau laporannya.",
        slots=LETTER,
        fixer=Fixer.PERUSAHAAN,
    ),
    ReturnReason(
        "MASIH_AKTIF",
        "Kepesertaan masih aktif",
        "Perusahaan belum melaporkan Anda berhenti. Minta bagian personalia melaporkannya, lalu kirim lagi.",
        slots=LETTER,
        fixer=Fixer.PERUSAHAAN,
    ),
    ReturnReason(
        "BELUM_SATU_BULAN",
        "Belum lewat satu bulan",
        "Masa tunggu satu bulan sejak surat terbit belum lewat. Kirim lagi sesudah satu bulan lewat.",
        slots=LETTER,
    ),
    ReturnReason(
        "BELUM_SEMUA_TTD",
        "Tanda tangan ahli waris belum lengkap",
        "Belum semua ahli waris menandatangani. Minta tanda tangan yang kurang, foto semua halaman, lalu unggah lagi.",
        slots=CONSENT,
    ),
    ReturnReason(
        "LAINNYA",
        "Hal lain",
        "Baca penjelasan petugas, lalu unggah lagi.",
        needs_text=True,
        slots=ANY_SLOT,
    ),
)

REJECTION_REASONS: tuple[CodedReason, ...] = (
    CodedReason(
        "MASIH_AKTIF",
        "Kepesertaan masih aktif",
        "Anda masih tercatat bekerja. Minta perusahaan melaporkan Anda berhenti, lalu ajukan klaim baru.",
    ),
    CodedReason(
        "BELUM_SATU_BULAN",
        "Belum lewat satu bulan",
        "Masa tunggu satu bulan belum lewat. Ajukan klaim baru sesudah masa tunggu.",
    ),
    CodedReason(
        "USIA_BELUM_CUKUP",
        "Usia belum cukup",
        "Usia untuk sebab klaim ini belum tercapai. Periksa tanggalnya di halaman cek kelayakan.",
    ),
    CodedReason(
        "BELUM_10_TAHUN",
        "Belum 10 tahun menjadi peserta",
        "Klaim sebagian perlu kepesertaan paling sedikit 10 tahun. Periksa tanggalnya di halaman cek kelayakan.",
    ),
    CodedReason(
        "SUDAH_KLAIM_SEBAGIAN",
        "Sudah pernah klaim sebagian",
        "Klaim sebagian hanya sekali seumur hidup. Sisa saldo bisa diambil saat klaim penuh.",
    ),
    CodedReason(
        "BUKAN_AHLI_WARIS",
        "Hak waris belum terbukti",
        "Dokumen belum membuktikan Anda ahli waris yang berhak. Mintalah surat keterangan ahli waris dari kelurahan atau pengadilan.",
    ),
    CodedReason(
        "SEBAB_TIDAK_TERBUKTI",
        "Sebab klaim belum terbukti",
        "Dokumen tidak cocok dengan sebab klaim yang dipilih. Ajukan klaim baru dengan sebab yang sesuai.",
    ),
    CodedReason(
        "SUDAH_DIBAYAR",
        "Saldo sudah dibayarkan",
        "Saldo kartu ini sudah pernah dibayarkan. Hubungi kantor bila Anda tidak menerimanya.",
    ),
    CodedReason("LAINNYA", "Hal lain", "Baca penjelasan petugas di surat keputusan.", needs_text=True),
)

BANK_RETURNS: tuple[CodedReason, ...] = (
    CodedReason(
        "REKENING_TIDAK_AKTIF",
        "Rekening tidak aktif",
        "Bank mengembalikan uang karena rekening tidak aktif. Aktifkan di bank, atau tulis rekening lain atas nama Anda.",
    ),
    CodedReason(
        "REKENING_TIDAK_DITEMUKAN",
        "Nomor rekening tidak ditemukan",
        "Bank tidak menemukan nomor rekening itu. Periksa nomornya di buku rekening, lalu tulis lagi.",
    ),
    CodedReason(
        "NAMA_TIDAK_COCOK",
        "Nama pemilik rekening tidak cocok",
        "Nama pemilik rekening berbeda dari nama penerima. Tulis rekening atas nama Anda sendiri.",
    ),
    CodedReason(
        "LAINNYA",
        "Transfer dikembalikan bank",
        "Bank mengembalikan uang. Baca penjelasan petugas, lalu periksa rekening Anda.",
        needs_text=True,
    ),
)


RETURN_SHELF: Shelf[ReturnReason] = Shelf(RETURN_REASONS)
REJECTION_SHELF: Shelf[CodedReason] = Shelf(REJECTION_REASONS)
BANK_SHELF: Shelf[CodedReason] = Shelf(BANK_RETURNS)
Coded = TypeVar("Coded", bound=CodedReason)


def return_reasons_for(slot: str) -> tuple[ReturnReason, ...]:
    """Return the reasons for which a document in a slot can be sent back today, the general ones first."""
    return tuple(reason for reason in RETURN_SHELF.on(day_of_rules()) if slot in reason.slots)


def rejection_reasons() -> tuple[CodedReason, ...]:
    """Return the reasons for which a claim can be rejected today."""
    return tuple(REJECTION_SHELF.on(day_of_rules()))


def bank_returns() -> tuple[CodedReason, ...]:
    """Return the reasons that a bank can give today."""
    return tuple(BANK_SHELF.on(day_of_rules()))


def find_return_reason(code: str, on: date | None = None) -> ReturnReason:
    """Return the reason to send a document back that has a code, in the words of a day; raise KeyError when there is none."""
    return _in_words_of(RETURN_SHELF, code, on)


def find_rejection_reason(code: str, on: date | None = None) -> CodedReason:
    """Return the reason to reject a claim that has a code, in the words of a day; raise KeyError when there is none."""
    return _in_words_of(REJECTION_SHELF, code, on)


def find_bank_return(code: str, on: date | None = None) -> CodedReason:
    """Return the reason of a refused transfer that has a code, in the words of a day; raise KeyError when there is none."""
    return _in_words_of(BANK_SHELF, code, on)


def _in_words_of(shelf: Shelf[Coded], code: str, on: date | None) -> Coded:
    """Return the last words that had begun by a day: a code that is no longer given still means what it meant."""
    known = sorted((row for row in shelf.rows if row.code == code), key=lambda row: row.valid_from)
    if not known:
        raise KeyError(code)
    begun = [row for row in known if row.valid_from <= (on or day_of_rules())]
    return begun[-1] if begun else known[0]
