"""The kinds of audit entries in words, filed as whoever looks through them asks for them."""

from typing import NamedTuple


class Group(NamedTuple):
    """Kinds that are asked for together: LABEL on the page, WORDS of each kind."""

    label: str
    words: dict[str, str]


GROUPS: dict[str, Group] = {
    "langkah": Group("Langkah klaim", {"step": "", "erased": "Klaim demo ditarik kembali"}),
    "periksa": Group(
        "Pemeriksaan dan kontak",
        {
            "verdict": "Putusan dokumen",
            "ticks": "Data dicocokkan",
            "warning_checked": "Peringatan diperiksa",
            "contact_proposed": "Mengusulkan kontak baru",
            "contact_proved": "Membuktikan email baru dengan kode",
            "contact_changed": "Menyetujui kontak baru",
            "contact_refused": "Menolak kontak baru",
            "own_contact_changed": "Peserta mengganti kontak sendiri",
            "email_confirmed": "Peserta memastikan email",
            "counter_asked": "Mengirim kode pengajuan di loket",
            "counter_begun": "Memulai pengajuan di loket",
            "contact_undone": "Kontak lama dikembalikan lewat bukan saya",
            "data_asked": "Peserta meminta perbaikan data",
            "data_answered": "Menjawab permintaan perbaikan data",
            "claim_held": "Klaim ditahan atas laporan peserta",
            "claim_cleared": "Melepas tahanan klaim",
            "resend": "Mengirim ulang pesan",
            "telephoned": "Menelepon peserta",
            "follow_up": "Menindaklanjuti klaim terlambat",
            "queue_step": "Melayani nomor antrian",
            "queue_shift": "Menjaga loket",
            "queue_kiosk": "Mengatur mesin antrian",
            "queue_move": "Memindahkan jadwal antrian",
        },
    ),
    "baca": Group(
        "Data dibuka",
        {
            "open": "Membuka meja klaim",
            "read": "Membuka dokumen",
            "reveal": "Menampilkan data",
            "print": "Mencetak",
            "search": "Mencari peserta",
        },
    ),
    "keluar": Group("Ekspor", {"export": "Mengekspor", "bank_file": "Mengunduh berkas bank"}),
    "bayar": Group(
        "Daftar bayar",
        {
            "batch_proposed": "Mengusulkan daftar bayar",
            "batch_returned": "Mengembalikan daftar bayar",
            "batch_dissolved": "Membubarkan daftar bayar",
            "batch_released": "Merilis daftar bayar",
            "result_file": "Mengunggah berkas hasil bank",
            "result_confirmed": "Mencatat berkas hasil bank",
            "result_discarded": "Membuang berkas hasil bank",
            "result_resolved": "Menyelesaikan baris hasil bank",
        },
    ),
    "masuk": Group(
        "Masuk dan keamanan akun",
        {
            "sign_in": "Masuk",
            "sign_out": "Keluar",
            "sign_in_locked": "Terkunci karena terlalu sering salah",
            "unlocked": "Membuka kunci akun",
            "device_added": "Memasang langkah kedua",
            "device_removed": "Menghapus langkah kedua",
            "second_step_reset": "Mengatur ulang langkah kedua",
            "recovery_used": "Memakai kode cadangan",
            "recovery_renewed": "Membuat kode cadangan baru",
            "password_changed": "Mengganti kata sandi sendiri",
            "password_set": "Menyetel kata sandi rekan",
        },
    ),
    "atur": Group("Pengaturan", {"configuration": "Mengubah pengaturan", "account": "Mengubah akun petugas", "import": "Mengimpor"}),
}
WORDS: dict[str, str] = {kind: words for group in GROUPS.values() for kind, words in group.words.items()}
VERDICTS = {"accepted": "diterima", "rejected": "ditolak", "waived": "tidak perlu", "insisted": "tetap diminta"}
ACTS = {"added": "ditambah", "removed": "dihapus"}
HOW = {
    "kata_sandi": "kata sandi saja",
    "passkey": "passkey",
    "kode": "kode dari aplikasi",
    "cadangan": "kode cadangan",
    "idle": "lama tanpa kegiatan",
    "long": "sudah 12 jam",
    "half": "langkah kedua belum selesai",
    "elsewhere": "dari perangkat lain",
    "everywhere": "di semua perangkat",
}
"""How somebody came in, or why the portal let them out."""
NAMES = {
    "kind": "bentuk",
    "outcome": "hasil",
    "orders": "perintah bayar",
    "started": "mulai dibayar",
    "dropped": "keluar dari daftar",
    "rows": "baris",
    "line": "baris",
    "hits": "ditemukan",
    "offices": "kantor",
    "words": "kata",
    "version": "versi",
    "number": "langkah ke",
}
"""What the details of an entry are called."""
CONTACTS = {"email": "email", "phone": "nomor HP"}
UNTOLD = frozenset({"sha256", "act", "sealed"})
"""Details that serve comparing, not reading."""
