"""Words of messages that officers wrote in place of the shipped ones: plain text with a few known places to fill.

A message carries no NIK, no amount, no account and no way to sign in (product.md section 5); whoever writes one is told so.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from claims.domain.message_words_english import IN_ENGLISH
from claims.domain.message_words_queue import ABOUT_NUMBERS
from claims.domain.message_words_short import IN_SHORT
from claims.domain.reasons import PERMENAKER_4_2022_FROM
from claims.domain.shelves import Shelf

EMAIL, SMS, WHATSAPP = "email", "sms", "whatsapp"
CHANNELS: Mapping[str, str] = {EMAIL: "E-mail", SMS: "SMS", WHATSAPP: "WhatsApp"}
INDONESIAN, ENGLISH = "id", "en"
LANGUAGES: Mapping[str, str] = {INDONESIAN: "Bahasa Indonesia", ENGLISH: "Bahasa Inggris"}
LONGEST: Mapping[str, int] = {EMAIL: 2000, SMS: 200, WHATSAPP: 1000}
"""Letters of a text, by channel; greeting, number and code come on top, and an SMS of two parts has about 300."""
LONGEST_SUBJECT = 90
EMPTY = "Isi pesan masih kosong. Tulis isinya, atau kembalikan ke bawaan."


@dataclass(frozen=True, slots=True)
class MessageWords:
    """One text that is sent instead of the shipped one, in its newest version; greeting and standing sentences stay around it."""

    notice: str
    channel: str
    language: str
    subject: str
    body: str
    valid_from: date = PERMENAKER_4_2022_FROM
    valid_to: date | None = None


MESSAGE_SHELF: Shelf[MessageWords] = Shelf(())

_EVERYWHERE: Mapping[str, str] = {
    "nama": "nama depan penerima",
    "situs": "alamat portal untuk diketik",
    "nama_kantor": "nama penyelenggara portal",
    "jam_layanan": "jam layanan",
    "telepon": "telepon kantor",
}
_CLAIM: Mapping[str, str] = _EVERYWHERE | {
    "nomor_klaim": "nomor klaim yang disamarkan",
    "kode_cek": "kode cek pesan",
    "saat": "hari dan jam kejadian",
}
_DUE: Mapping[str, str] = _CLAIM | {"batas_bayar": "hari terakhir pembayaran"}
_DOCUMENTS: Mapping[str, str] = _CLAIM | {
    "daftar_dokumen": "dokumen yang perlu diganti dengan alasannya",
    "jumlah_dokumen": "banyaknya dokumen",
    "batas_perbaikan": "hari terakhir perbaikan",
    "sisa_hari": "sisa hari",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A message in words: when it goes out, what may be filled in, what must be, and the text to begin from."""

    label: str
    places: Mapping[str, str]
    needed: tuple[str, ...]
    subject: str
    body: str


# Messages that carry a code are not among them: nobody who keeps texts may change what people are told about codes.
NOTICES: Mapping[str, Notice] = {
    "claim_received": Notice(
        "Klaim diterima",
        _CLAIM,
        (),
        "Klaim JHT Anda kami terima",
        "Klaim JHT Anda kami terima pada {saat}. Anda tidak perlu melakukan apa-apa sekarang.\n\n"
        "Bukan Anda yang mengajukan klaim ini? Ketik {situs}/bukan-saya di peramban dan isi kode cek pesan ini: klaimnya kami tahan. "
        "Atau telepon {telepon}.",
    ),
    "correction_requested": Notice(
        "Dokumen perlu diganti",
        _DOCUMENTS,
        ("daftar_dokumen", "batas_perbaikan"),
        "Dokumen klaim JHT perlu diganti",
        "Petugas sudah memeriksa klaim Anda. Ada {jumlah_dokumen} dokumen yang perlu diganti, paling lambat {batas_perbaikan}.\n\n"
        "{daftar_dokumen}\n\nKetik {situs} di peramban, pilih Masuk, lalu kirim gantinya. Tempat Anda di antrean tetap.",
    ),
    "correction_reminder": Notice(
        "Pengingat perbaikan",
        _DOCUMENTS,
        ("daftar_dokumen", "batas_perbaikan"),
        "Pengingat: dokumen klaim JHT perlu diganti",
        "Kami masih menunggu perbaikan dari Anda. Batasnya {batas_perbaikan}; sesudah itu klaim ditutup.\n\n"
        "{daftar_dokumen}\n\nKetik {situs} di peramban, pilih Masuk, lalu kirim perbaikannya.",
    ),
    "correction_received": Notice(
        "Perbaikan diterima",
        _CLAIM,
        (),
        "Perbaikan klaim JHT Anda kami terima",
        "Perbaikan Anda kami terima pada {saat}. Petugas melanjutkan pemeriksaan. Anda tidak perlu melakukan apa-apa sekarang.",
    ),
    "complete_and_correct": Notice(
        "Lengkap dan benar",
        _DUE,
        (),
        "Dokumen klaim JHT Anda lengkap dan benar",
        "Dokumen Anda lengkap dan benar. Klaim menunggu persetujuan dan dibayar paling lambat {batas_bayar}.",
    ),
    "approved": Notice(
        "Disetujui",
        _DUE,
        (),
        "Klaim JHT Anda disetujui",
        "Klaim Anda disetujui. Kami menyiapkan transfer ke rekening Anda, paling lambat {batas_bayar}.",
    ),
    "rejected": Notice(
        "Tidak dapat dibayarkan",
        _CLAIM,
        (),
        "Klaim JHT Anda tidak dapat dibayarkan",
        "Klaim ini tidak dapat dibayarkan. Ketik {situs} di peramban, pilih Masuk, lalu baca surat alasannya dan cara mengajukan lagi.",
    ),
    "paid": Notice(
        "Sudah dibayar",
        _CLAIM,
        (),
        "Klaim JHT Anda sudah dibayar",
        "Bank sudah mentransfer uang klaim Anda. Periksa rekening Anda. Uang belum masuk? Telepon {telepon}.",
    ),
    "payment_failed": Notice(
        "Transfer ditolak bank",
        _CLAIM,
        (),
        "Transfer klaim JHT ditolak bank",
        "Bank menolak transfer klaim Anda. Uang Anda tetap aman. Ketik {situs} di peramban, pilih Masuk, lalu perbaiki rekening.",
    ),
    "account_changed": Notice(
        "Rekening diubah",
        _CLAIM,
        ("telepon",),
        "Rekening klaim JHT Anda diubah",
        "Rekening untuk pembayaran klaim Anda diubah pada {saat}.\n\nBukan Anda yang mengubah? Segera telepon {telepon}.",
    ),
    "cancelled": Notice(
        "Dibatalkan",
        _CLAIM,
        ("telepon",),
        "Klaim JHT Anda dibatalkan",
        "Klaim ini dibatalkan pada {saat}. Anda boleh mengajukan lagi kapan saja.\n\n"
        "Bukan Anda yang membatalkan? Segera telepon {telepon}.",
    ),
    "expired": Notice(
        "Waktu sudah lewat",
        _CLAIM,
        (),
        "Waktu klaim JHT Anda sudah lewat",
        "Waktu melengkapi klaim ini sudah lewat, jadi klaim kami tutup. Anda boleh mengajukan lagi kapan saja.",
    ),
    "reopened": Notice(
        "Dibuka kembali",
        _CLAIM,
        (),
        "Klaim JHT Anda dibuka kembali",
        "Kepala kantor membuka kembali klaim Anda. Petugas lain memeriksanya. Anda tidak perlu melakukan apa-apa sekarang.",
    ),
    "draft_expiring": Notice(
        "Draf akan ditutup",
        _CLAIM | {"tanggal_tutup": "hari draf ditutup"},
        ("tanggal_tutup",),
        "Draf klaim JHT Anda akan ditutup",
        "Draf klaim Anda belum dikirim dan akan ditutup pada {tanggal_tutup}. Sesudah itu isian dan fotonya dihapus. "
        "Ketik {situs} di peramban, pilih Masuk, lalu lanjutkan. Semua isian masih tersimpan.",
    ),
} | {
    notice: Notice(label, _EVERYWHERE | places, needed, subject, body)
    for notice, (label, places, needed, subject, body) in ABOUT_NUMBERS.items()
}

PLACE = re.compile(r"\{([a-z_]*)\}")
LINK = re.compile(r"https?:|www\.|/masuk|/petugas|[\w-]\.(?:com|net|org|info|id|co|ly|me|io|app|link|site|online|xyz)\b", re.IGNORECASE)
"""An address of ours to sign in, and any address of another site: a telephone makes a link of it."""
MONEY_OR_NUMBER = re.compile(
    r"\b(?:Rp|IDR)\s?\.?\s?\d|\brupiah\b|\d\s?(?:ribu|rb|juta|jt|mili?ar)\b|\b\d{1,3}(?:[.,]\d{3})+(?!\d)|(?:\d[\s.-]?){9}", re.IGNORECASE
)
"""An amount, with its currency or written as one, and nine digits or more: a day has eight, and so have the hours from eight to four."""
PRIVATE = re.compile(r"nik|kpj|kk|npwp|jumlah_uang|nominal|saldo|pajak|rekening|bank|ibu|alamat_rumah", re.IGNORECASE)


def first_text(notice: str, language: str, channel: str = EMAIL) -> tuple[str, str]:
    """Return subject and body to begin from in LANGUAGE, the short text where CHANNEL is short."""
    if channel == SMS:
        return "", IN_SHORT[notice][language == ENGLISH]
    return IN_ENGLISH[notice] if language == ENGLISH else (NOTICES[notice].subject, NOTICES[notice].body)


def find_words(notice: str, channel: str, language: str = INDONESIAN) -> MessageWords | None:
    """Return the officers' text for a message on a channel; None where the shipped one is sent."""
    wanted = (notice, channel, language)
    return next((row for row in MESSAGE_SHELF.rows if (row.notice, row.channel, row.language) == wanted), None)


def fill(text: str, values: Callable[[str], str]) -> str:
    """Return TEXT with every place filled by what VALUES gives for its name."""
    return PLACE.sub(lambda place: values(place[1]), text)


def faults_of(notice: str, channel: str, subject: str, body: str) -> Iterator[tuple[str, str]]:
    """Yield what keeps a text from being sent, as (part, sentence); part is "subject" or "body"."""
    known = NOTICES[notice]
    for part, text in (("subject", subject), ("body", body)):
        yield from ((part, sentence) for sentence in _faults(text, known.places))
    if missing := [name for name in known.needed if f"{{{name}}}" not in body]:
        yield "body", f"Isi pesan harus memuat {_listed(missing)}."
    if not body.strip():
        yield "body", EMPTY
    if len(body) > LONGEST[channel]:
        yield "body", f"Isi pesan {len(body)} huruf. Untuk {CHANNELS[channel]} paling panjang {LONGEST[channel]} huruf."
    if channel == EMAIL and not subject.strip():
        yield "subject", "E-mail perlu judul. Tulis satu baris."
    if len(subject) > LONGEST_SUBJECT:
        yield "subject", f"Judul {len(subject)} huruf. Paling panjang {LONGEST_SUBJECT} huruf."


def _faults(text: str, places: Mapping[str, str]) -> Iterator[str]:
    unknown = [name for name in PLACE.findall(text) if name not in places]
    if any(PRIVATE.search(name) for name in unknown):
        yield "Pesan tidak boleh memuat NIK, jumlah uang, atau rekening. Hapus isian itu."
    elif unknown:
        yield f"Isian {_listed(unknown)} tidak dikenal untuk pesan ini. Pakai yang ada di daftar."
    if set("{}") & set(PLACE.sub("", text)):
        yield "Kurung kurawal hanya untuk isian dari daftar, misalnya {nama}."
    if LINK.search(text):
        yield "Pesan tidak boleh memuat tautan. Minta orang mengetik {situs} di peramban."
    if MONEY_OR_NUMBER.search(text):
        yield "Pesan tidak boleh memuat jumlah uang atau nomor panjang. Untuk telepon kantor pakai {telepon}."


def _listed(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in dict.fromkeys(names))
