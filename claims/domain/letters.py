"""Letters that a participant hands to an employer, with gaps to fill in by hand: what blocks a claim is often the employer's to mend.

An exit that was not reported and data that do not agree are among the most frequent causes of refusal (domain.md 5.2, nos. 4 and 5).
Arrears of the employer block nothing (domain.md 1.2).
"""

from dataclasses import dataclass

GAP = "……………………………………"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: when to USE it, its SUBJECT, what it asks in PARAGRAPHS, and what comes with it."""

    code: str
    title: str
    use: str
    subject: str
    paragraphs: tuple[str, ...]
    enclosures: tuple[str, ...]


REPORT_EXIT = Letter(
    "lapor-berhenti",
    "Minta perusahaan melaporkan bahwa Anda sudah berhenti",
    "Anda sudah berhenti bekerja, tetapi kepesertaan masih tercatat aktif.",
    "Permintaan melaporkan berakhirnya hubungan kerja",
    (
        f"Saya sudah berhenti bekerja di perusahaan ini pada tanggal {GAP}",
        "Di data BPJS Ketenagakerjaan kepesertaan saya masih tercatat aktif, sehingga Jaminan Hari Tua saya belum bisa diklaim.",
        "Saya meminta perusahaan melaporkan tanggal berhenti saya kepada BPJS Ketenagakerjaan, dan memberi saya bukti laporannya.",
        "Tunggakan iuran, bila ada, tidak menghalangi laporan ini dan tidak menghalangi klaim saya.",
    ),
    ("Fotokopi KTP", "Fotokopi kartu peserta"),
)
ASK_FOR_PROOF = Letter(
    "surat-keterangan",
    "Minta surat keterangan berhenti bekerja",
    "Anda mengundurkan diri atau terkena PHK, dan belum punya surat dari perusahaan.",
    "Permintaan surat keterangan berhenti bekerja",
    (
        f"Saya bekerja di perusahaan ini sampai tanggal {GAP}",
        "Untuk klaim Jaminan Hari Tua saya memerlukan surat keterangan berhenti bekerja dari perusahaan.",
        "Surat itu memuat nama dan NIK saya, tanggal mulai, tanggal dan sebab berhenti, tanggal surat, tanda tangan, dan cap perusahaan.",
        "Masa tunggu satu bulan dihitung dari surat itu, karena itu saya memintanya secepatnya.",
    ),
    ("Fotokopi KTP",),
)
CORRECT_DATA = Letter(
    "data-keliru",
    "Minta perusahaan memperbaiki data kepesertaan",
    "Nama, NIK, atau tanggal lahir di data kepesertaan berbeda dengan KTP.",
    "Permintaan perbaikan data kepesertaan",
    (
        "Data kepesertaan saya di BPJS Ketenagakerjaan berbeda dengan KTP saya.",
        f"Yang tercatat: {GAP}{GAP}",
        f"Yang benar menurut KTP: {GAP}{GAP}",
        "Saya meminta perusahaan mengajukan perbaikan data itu, dan memberi saya bukti pengajuannya.",
    ),
    ("Fotokopi KTP", "Fotokopi Kartu Keluarga", "Fotokopi kartu peserta"),
)

LETTERS = (REPORT_EXIT, ASK_FOR_PROOF, CORRECT_DATA)


def find_letter(code: str) -> Letter:
    """Return the letter with a code; raise KeyError for any other."""
    return {letter.code: letter for letter in LETTERS}[code]
