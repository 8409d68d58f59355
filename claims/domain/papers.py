"""The papers themselves: what each slot is called, which papers count, and one line of help. Source: domain.md 1.3."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from claims.domain.reasons import PERMENAKER_4_2022_FROM
from claims.domain.shelves import Shelf


class Slot(StrEnum):
    """A place for one paper; the first seven are the public list, in its order."""

    KARTU_PESERTA = "kartu_peserta"
    KTP = "ktp"
    KK = "kk"
    SURAT_KETERANGAN = "surat_keterangan"
    BUKU_REKENING = "buku_rekening"
    FORMULIR = "formulir"
    FOTO = "foto"
    NPWP = "npwp"
    SURAT_AHLI_WARIS = "surat_ahli_waris"
    PENDUKUNG_AHLI_WARIS = "pendukung_ahli_waris"
    STANDING_INSTRUCTION = "standing_instruction"
    PERSETUJUAN_AHLI_WARIS = "persetujuan_ahli_waris"


@dataclass(frozen=True, slots=True)
class Paper:
    """What a person reads beside a slot: its name, the papers that count (any one of them) and one line of help."""

    label: str
    what_counts: tuple[str, ...]
    hint: str


PAPERS: Mapping[Slot, Paper] = {
    Slot.KARTU_PESERTA: Paper(
        "Kartu peserta",
        ("Kartu peserta (KPJ)", "Kartu digital"),
        "Bisa diisi dengan kartu digital Anda.",
    ),
    Slot.KTP: Paper(
        "KTP",
        ("KTP elektronik",),
        "Seluruh kartu masuk foto dan tulisannya terbaca.",
    ),
    Slot.KK: Paper(
        "Kartu Keluarga",
        ("Kartu Keluarga (KK)",),
        "Satu halaman utuh, nomor KK dan nama Anda terbaca.",
    ),
    Slot.SURAT_KETERANGAN: Paper(
        "Surat keterangan kerja",
        ("Surat keterangan dari perusahaan",),
        "Bertanda tangan dan bercap perusahaan.",
    ),
    Slot.BUKU_REKENING: Paper(
        "Buku rekening",
        ("Halaman depan buku rekening",),
        "Halaman depan yang ada nama dan nomor rekening.",
    ),
    Slot.FORMULIR: Paper(
        "Formulir pencairan",
        ("Formulir F5 yang sudah ditandatangani",),
        "Unduh yang sudah terisi, tanda tangani, lalu foto.",
    ),
    Slot.FOTO: Paper(
        "Foto diri",
        ("Foto wajah terbaru dari depan",),
        "Wajah dari depan, terang, tanpa topi dan masker.",
    ),
    Slot.NPWP: Paper(
        "NPWP",
        ("Kartu NPWP", "NPWP elektronik"),
        "Diminta bila saldo lebih dari Rp50 juta atau Anda pernah klaim sebagian.",
    ),
    Slot.SURAT_AHLI_WARIS: Paper(
        "Surat keterangan ahli waris",
        ("Surat keterangan ahli waris dari pejabat berwenang", "Penetapan pengadilan", "Surat dari kedutaan, untuk warga negara asing"),
        "Memuat nama semua ahli waris.",
    ),
    Slot.PENDUKUNG_AHLI_WARIS: Paper(
        "Dokumen pendukung ahli waris",
        ("Akta kelahiran anak", "Penetapan wali", "Surat wasiat", "Surat psikiater bila dibayarkan kepada pengampu"),
        "Hanya bila ahli waris anak, diwakili wali atau pengampu, atau ditunjuk dalam wasiat.",
    ),
    Slot.STANDING_INSTRUCTION: Paper(
        "Surat standing instruction",
        ("Salinan standing instruction dari bank",),
        "Perintah tertulis kepada bank untuk memindahkan uang ke kredit rumah. Hanya bila rumah dibeli dengan kredit bank.",
    ),
    Slot.PERSETUJUAN_AHLI_WARIS: Paper(
        "Surat persetujuan ahli waris",
        ("Surat persetujuan yang ditandatangani semua ahli waris lain",),
        "Hanya bila ada ahli waris lain yang ikut berhak. Setiap ahli waris menandatangani di samping namanya.",
    ),
}

_CASH_DEEDS = ("Perjanjian Pengikatan Jual Beli (PPJB)", "Akta Jual Beli (AJB)")
_LOAN_PAPERS = ("Perjanjian kredit rumah", "Surat penawaran kredit dari bank")
_HOUSE_HINT = "Nama di surat sama dengan nama Anda."

PAPERS_BY_REASON: Mapping[tuple[str, Slot], Paper] = {
    ("USIA_56", Slot.SURAT_KETERANGAN): Paper(
        "Surat keterangan kerja",
        ("Surat keterangan pensiun", "Surat keterangan dari perusahaan"),
        "Bertanda tangan dan bercap perusahaan.",
    ),
    ("USIA_PKB", Slot.SURAT_KETERANGAN): Paper(
        "Bukti usia pensiun",
        ("Halaman PKB atau peraturan perusahaan tentang usia pensiun", "Perjanjian kerja", "Surat keterangan pensiun"),
        "Halaman yang memuat usia pensiun dan nama perusahaan.",
    ),
    ("PKWT", Slot.SURAT_KETERANGAN): Paper(
        "Bukti kontrak berakhir",
        ("Salinan kontrak yang memuat tanggal berakhir", "Surat keterangan dari perusahaan"),
        "Nama Anda dan tanggal berakhir terbaca.",
    ),
    ("BPU_BERHENTI", Slot.SURAT_KETERANGAN): Paper(
        "Surat pernyataan berhenti usaha",
        ("Surat pernyataan Anda sendiri",),
        "Tulis tanggal berhenti, lalu tanda tangani.",
    ),
    ("RESIGN", Slot.SURAT_KETERANGAN): Paper(
        "Surat keterangan pengunduran diri",
        ("Surat keterangan pengunduran diri dari perusahaan", "Surat pengalaman kerja (paklaring)"),
        "Bertanda tangan dan bercap perusahaan, tanggal berhenti terbaca.",
    ),
    ("PHK", Slot.SURAT_KETERANGAN): Paper(
        "Bukti PHK",
        (
            "Tanda terima laporan PHK dari dinas tenaga kerja",
            "Surat laporan PHK dari perusahaan",
            "Surat pemberitahuan PHK dan pernyataan Anda tidak menolak PHK",
            "Perjanjian bersama yang sudah ditandatangani",
            "Petikan atau putusan Pengadilan Hubungan Industrial (PHI)",
        ),
        "Cukup salah satu. Tanggal PHK harus terbaca.",
    ),
    ("TINGGALKAN_RI", Slot.SURAT_KETERANGAN): Paper(
        "Surat pernyataan tidak bekerja lagi di Indonesia",
        ("Surat pernyataan tidak bekerja lagi di Indonesia", "Surat pernyataan bermeterai dan bukti pindah kewarganegaraan, untuk WNI"),
        "Tulis rencana atau tanggal berangkat, lalu tanda tangani.",
    ),
    ("CACAT_TOTAL_TETAP", Slot.SURAT_KETERANGAN): Paper(
        "Surat keterangan dokter",
        ("Surat dokter yang memeriksa", "Surat dokter penasihat"),
        "Menyatakan cacat total tetap, ada tanggal dan tanda tangan dokter.",
    ),
    ("MENINGGAL", Slot.KARTU_PESERTA): Paper(
        "Kartu peserta",
        ("Kartu peserta (KPJ) milik yang meninggal", "Kartu digital"),
        "Kartu milik peserta yang meninggal.",
    ),
    ("MENINGGAL", Slot.KTP): Paper(
        "KTP ahli waris",
        ("KTP elektronik ahli waris", "Paspor ahli waris"),
        "KTP Anda sebagai ahli waris, bukan milik yang meninggal.",
    ),
    ("MENINGGAL", Slot.KK): Paper(
        "Kartu Keluarga",
        ("Kartu Keluarga (KK) yang memuat peserta dan ahli waris",),
        "Satu halaman utuh, hubungan keluarga terbaca.",
    ),
    ("MENINGGAL", Slot.SURAT_KETERANGAN): Paper(
        "Surat kematian",
        ("Akta kematian", "Surat keterangan kematian"),
        "Nama dan tanggal meninggal terbaca.",
    ),
    ("MENINGGAL", Slot.BUKU_REKENING): Paper(
        "Buku rekening ahli waris",
        ("Halaman depan buku rekening ahli waris",),
        "Halaman depan yang ada nama ahli waris dan nomor rekening.",
    ),
    ("MENINGGAL", Slot.FORMULIR): Paper(
        "Formulir pencairan",
        ("Formulir F4 yang sudah ditandatangani ahli waris",),
        "Unduh yang sudah terisi, tanda tangani, lalu foto.",
    ),
    ("MENINGGAL", Slot.FOTO): Paper(
        "Foto ahli waris",
        ("Foto wajah terbaru ahli waris dari depan",),
        "Wajah dari depan, terang, tanpa topi dan masker.",
    ),
    ("SEBAGIAN_10", Slot.SURAT_KETERANGAN): Paper(
        "Surat keterangan kerja",
        ("Surat keterangan masih aktif bekerja", "Surat keterangan berhenti bekerja"),
        "Bertanda tangan dan bercap perusahaan.",
    ),
    ("SEBAGIAN_30", Slot.SURAT_KETERANGAN): Paper(
        "Surat rumah",
        (*(f"{deed}, untuk pembelian tunai" for deed in _CASH_DEEDS), *(f"{paper}, untuk pembelian kredit" for paper in _LOAN_PAPERS)),
        _HOUSE_HINT,
    ),
    ("SEBAGIAN_30/tunai", Slot.SURAT_KETERANGAN): Paper("Surat jual beli rumah", _CASH_DEEDS, _HOUSE_HINT),
    ("SEBAGIAN_30/kredit", Slot.SURAT_KETERANGAN): Paper("Surat kredit rumah", _LOAN_PAPERS, _HOUSE_HINT),
    ("SEBAGIAN_30/kredit", Slot.BUKU_REKENING): Paper(
        "Buku rekening",
        ("Halaman depan buku rekening di bank pemberi kredit",),
        "Rekening Anda di bank yang memberi kredit rumah.",
    ),
}

PASSPORT: Mapping[str, Paper] = {
    "": Paper("Paspor", ("Paspor",), "Halaman yang ada foto dan nomor paspor."),
    "MENINGGAL": Paper("Paspor ahli waris", ("Paspor ahli waris",), "Halaman yang ada foto dan nomor paspor Anda."),
}

TUNAI, KREDIT, PASPOR = "tunai", "kredit", "paspor"
"""Situations in which a slot takes another paper: how a house is paid for, and a passport in place of the card."""


@dataclass(frozen=True, slots=True)
class PaperWords:
    """The words of one slot, for one reason or ("") for all, in one situation or ("") in any other, with their days."""

    slot: Slot
    reason: str
    situation: str
    paper: Paper
    valid_from: date = PERMENAKER_4_2022_FROM
    valid_to: date | None = None


def _shipped_words() -> tuple[PaperWords, ...]:
    general = [PaperWords(slot, "", "", paper) for slot, paper in PAPERS.items()]
    by_reason = [PaperWords(slot, *_parted(key), paper) for (key, slot), paper in PAPERS_BY_REASON.items()]
    return (*general, *by_reason, *(PaperWords(Slot.KTP, reason, PASPOR, paper) for reason, paper in PASSPORT.items()))


def _parted(key: str) -> tuple[str, str]:
    reason, _, situation = key.partition("/")
    return reason, situation


PAPER_WORDS: tuple[PaperWords, ...] = _shipped_words()
WORDS_SHELF: Shelf[PaperWords] = Shelf(PAPER_WORDS)

Words = Mapping[tuple[Slot, str, str], Paper]


def words_on(day: date) -> Words:
    """Return the words in force on a day by slot, reason and situation."""
    return {(row.slot, row.reason, row.situation): row.paper for row in WORDS_SHELF.on(day)}


def find_paper(words: Words, slot: Slot, reason: str, situation: str = "") -> Paper:
    """Return the words that fit best: those of the situation before the plain ones, the reason's own before everybody's.

    Raises KeyError for a slot that nobody has words for.
    """
    special = ((reason, situation), ("", situation)) if situation else ()
    return words[next((slot, *key) for key in (*special, (reason, ""), ("", "")) if (slot, *key) in words or not any(key))]
