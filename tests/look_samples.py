"""Invented content for the pages that show every component."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace as Sample
from zoneinfo import ZoneInfo

ZONE = "Asia/Jakarta"
WIB = ZoneInfo(ZONE)
RECEIVED = datetime(2026, 11, 17, 9, 14, tzinfo=WIB)
REVIEWED = datetime(2026, 11, 18, 8, 32, tzinfo=WIB)
DUE = date(2026, 11, 24)
NAMES = {
    "agenda": "Agenda Klaim",
    "penetapan": "Penetapan Klaim",
    "persetujuan": "Persetujuan Klaim",
    "pembayaran": "Pembayaran Klaim",
    "selesai": "Selesai",
}


def stages(*states: str) -> list[Sample]:
    """Make the five stages in these states; a stage that was reached has a moment."""
    reached = {"done", "now", "paid", "end"}
    return [
        Sample(code=code, name=name, state=state, at=RECEIVED + timedelta(days=i) if state in reached else None)
        for i, ((code, name), state) in enumerate(zip(NAMES.items(), states, strict=True))
    ]


JOURNEYS = [
    stages("done", "now", "next", "next", "next"),
    stages("done", "done", "done", "now", "next"),
    stages("done", "done", "done", "done", "paid"),
    stages("done", "done", "done", "skipped", "end"),
]
STATUSES = [
    Sample(
        kind="", tag="Sedang diperiksa", headline="Dokumen Anda sedang diperiksa.", advice="Anda tidak perlu melakukan apa-apa sekarang."
    ),
    Sample(
        kind="act",
        tag="Perlu tindakan Anda",
        headline="Bank menolak transfer.",
        advice="Perbaiki nomor rekening, uang Anda tetap aman di sini.",
    ),
    Sample(kind="ok", tag="Sudah dibayar", headline="Klaim Anda sudah dibayar.", advice="Ditransfer Senin, 23 November 2026, 14.20 WIB."),
    Sample(
        kind="bad", tag="Tidak dapat dibayarkan", headline="Klaim ini belum bisa dibayarkan.", advice="Masuk untuk membaca surat alasan."
    ),
]
TAGS = [
    ("now", "Sedang diperiksa", ""),
    ("ok", "Diterima", ""),
    ("act", "Sebaiknya diganti", ""),
    ("bad", "Ditolak: buram", ""),
    ("now", "Belum ada", "dot"),
    ("bad", "Lewat batas", "alert"),
    ("", "Tidak punya", "edit"),
    ("", "Draf, belum dikirim", ""),
]
DAYS = [
    Sample(date=date(2026, 11, day), state=state) for day, state in [(18, "past"), (19, "past"), (20, "today"), (23, "next"), (24, "next")]
]
CLOCKS = [
    Sample(state="running", due=DUE, days=DAYS, sentence="Hari ini hari kerja ke-3 dari 5."),
    Sample(state="late", due=DUE, sentence="Kepala kantor sudah diberi tahu dan menindaklanjuti hari ini.", url="/bantuan/"),
    Sample(state="paused", sentence="Hitungan mulai lagi saat dokumen pengganti tiba."),
    Sample(state="waiting", sentence="Hitungan mulai saat dokumen Anda lengkap dan benar."),
    Sample(state="met", due=DUE, sentence="Dibayar Senin, 23 November 2026, hari kerja ke-4 dari 5."),
]
TODOS = [
    Sample(text="Tidak ada. Bila ada yang kurang, kami kirim pesan ke surel Anda."),
    Sample(text="Cukup kirim yang diminta. Urutan Anda tidak hilang.", url="/masuk/", button="Ganti dokumen", icon="key"),
]
LOG = [
    Sample(at=REVIEWED, text="Petugas mulai memeriksa dokumen Anda."),
    Sample(at=RECEIVED, text="Klaim Anda kami terima. Tanda terima sudah dikirim kepada Anda."),
]
FACTS = [("Nomor klaim", "JHT-26-7KQ2-M9XD"), ("KPJ", "1657 XXXX 029")]
PAIRS = [("Jumlah klaim", "Rp38.640.215"), ("Pajak (PPh 21)", "Rp0")]
ANSWERS = [
    Sample(label="Nama", value="Siti Aminah", url=""),
    Sample(label="Alamat", value="Jalan Contoh 5\nKelurahan Rekaan, Kecamatan Percontohan, Kota Bandung 40123", url="/masuk/"),
    Sample(label="Surel", value="siti.aminah.yang.panjang.sekali@surel-percontohan.example", url="/masuk/"),
    Sample(label="NPWP", value="", url="/masuk/"),
]
SLOTS = [
    Sample(
        code="kartu_peserta",
        state="uploaded",
        name="Kartu peserta",
        note="Diisi dari kartu digital Anda.",
        url="/a/",
        tag_kind="ok",
        tag="Sudah ada",
    ),
    Sample(
        code="kk",
        state="uploaded",
        name="Kartu Keluarga",
        note="Tulisan di foto agak buram.",
        url="/b/",
        tag_kind="act",
        tag="Sebaiknya diganti",
    ),
    Sample(
        code="surat_keterangan",
        state="unavailable",
        name="Surat keterangan berhenti bekerja dari perusahaan",
        note="Anda menulis: perusahaan sudah tutup. Petugas akan menilai.",
        url="/c/",
        tag_kind="",
        tag="Tidak punya",
        icon="edit",
    ),
    Sample(
        code="foto", state="empty", name="Foto diri", note="Wajah terlihat utuh.", url="/d/", tag_kind="now", tag="Belum ada", icon="dot"
    ),
]
CLAIM_LIST = [
    Sample(
        number="JHT-26-7KQ2-M9XD",
        state="correction_requested",
        stage="penetapan",
        name="KPJ 1657 XXXX 037",
        note="Penetapan Klaim, sejak 19 November 2026. Kantor Bandung Timur.",
        url="/e/",
        tag_kind="act",
        tag="Perlu tindakan Anda",
    ),
    Sample(
        number="JHT-24-3ZB8-K1FA",
        state="paid",
        stage="selesai",
        name="KPJ 1657 XXXX 011",
        note="Selesai, 6 Maret 2024. Kantor Cimahi.",
        url="/f/",
        tag_kind="ok",
        tag="Sudah dibayar",
    ),
]
EXAMPLES = [
    Sample(
        image="img/rekening-baik.svg", alt="Satu halaman utuh, terang, semua tulisan terbaca.", label="Baik: utuh dan terbaca", good=True
    ),
    Sample(image="img/rekening-terpotong.svg", alt="Sisi kanan halaman tidak ikut terfoto.", label="Terpotong", good=False),
    Sample(image="img/rekening-buram.svg", alt="Tulisan kabur dan tidak terbaca.", label="Buram", good=False),
    Sample(image="img/rekening-gelap.svg", alt="Foto gelap dengan pantulan lampu.", label="Gelap atau silau", good=False),
]
FILE = Sample(
    name="buku-rekening-halaman-depan-yang-bernama-sangat-panjang-sekali.jpg",
    size=1_258_291,
    at=RECEIVED,
    image="/static/img/rekening-terpotong.svg",
    url="/g/",
    note="Masih tersimpan, tidak berubah.",
    tag_kind="act",
    tag="Tampak terpotong",
)
DOORS = [
    Sample(url="/h/", icon="doc", name="Ajukan Klaim", line="Isi data dan unggah dokumen, boleh dicicil."),
    Sample(url="/i/", icon="check", name="Cek syarat saya", line="Bisa klaim sekarang atau belum?"),
    Sample(url="/j/", icon="user", name="Klaim saya", line="Lanjutkan draf atau lihat rincian."),
    Sample(url="/k/", icon="help", name="Bantuan", line="Jawaban singkat dan nomor telepon kantor."),
]
LINKS = [
    Sample(url="/l/", icon="print", text="Cetak halaman ini"),
    Sample(url="/m/", icon="down", text="Unduh PDF"),
    Sample(url="/n/", icon="help", text="Tanya atau adukan"),
]
ACTIONS = [Sample(url="/o/", text="Lanjut: buku rekening"), Sample(url="/p/", text="Simpan, lanjutkan nanti")]

EVERYTHING = {
    "zone": ZONE,
    "statuses": STATUSES,
    "tags": TAGS,
    "journeys": JOURNEYS,
    "clocks": CLOCKS,
    "todos": TODOS,
    "log": LOG,
    "facts": FACTS,
    "pairs": PAIRS,
    "total": ("Anda terima", "Rp38.640.215"),
    "answers": ANSWERS,
    "slots": SLOTS,
    "claim_list": CLAIM_LIST,
    "examples": EXAMPLES,
    "file": FILE,
    "doors": DOORS,
    "links": LINKS,
    "actions": ACTIONS,
    "printed_at": datetime(2026, 11, 20, 10, 5, tzinfo=WIB),
    "check_url": "portal.example/cek",
    "check_code": "7KQ2-M9XD",
}
