"""How long each kind of data stays, as the code keeps it: what sweeps it stands beside every line (tests hold them together)."""

from datetime import timedelta
from typing import NamedTuple

VISITORS_KEPT = timedelta(days=30)
"""How long after the day of a queue number its name, contacts and messages stay. No law names a time for them: the
portal's own, as long as the figures of the channels look back and /cek/ knows of a code."""


class Kept(NamedTuple):
    """What is kept, for how long in words; {draft_days} is a limit that Admin Konfigurasi sets, {visitor_days} is ours."""

    what: str
    how_long: str


KEPT: tuple[Kept, ...] = (
    Kept(
        "Draf yang tidak dikirim",
        "Ditutup sesudah {draft_days} hari tidak disentuh. Isian dan fotonya dihapus saat itu juga; nomor dan langkahnya tinggal.",
    ),
    Kept(
        "Klaim yang sudah dikirim, dokumen, dan riwayatnya", "Selama aturan arsip kantor mewajibkannya. Portal tidak menghapusnya sendiri."
    ),
    Kept("Kode sekali pakai dan pesan yang memuatnya", "Satu hari."),
    Kept("Pesan lain yang kami kirim", "Selama klaimnya disimpan."),
    Kept(
        "Nama, kontak, dan pesan nomor antrian",
        "Nama dan kontak {visitor_days} hari sesudah harinya, pesan {visitor_days} hari sesudah ditulis. Nomor, kantor, jam, dan "
        "keperluannya tinggal untuk laporan antrian; bila Anda masuk dengan KPJ, juga di data Anda.",
    ),
    Kept("Kontak yang sudah diganti", "Selama data kepesertaan disimpan, supaya penggantian bisa diperiksa dan dikembalikan."),
    Kept("Daftar perangkat yang masuk", "Selama data kepesertaan disimpan; Anda melihat 20 yang terbaru."),
    Kept("Catatan siapa membuka data Anda", "Selama klaimnya disimpan. Catatan ini tidak bisa diubah atau dihapus siapa pun."),
    Kept("Hitungan percobaan dari satu alamat internet", "Paling lama satu hari, hanya sebagai sidik, tanpa alamatnya."),
    Kept("Kuki masuk", "Berakhir bila lama tidak ada kegiatan, saat Anda keluar, atau saat kontak diganti."),
)
