"""The participants' guide, chapter by chapter: one text for /bantuan/panduan/ and for docs/panduan/peserta.md.

``**bold**`` is for what stands on the screen: buttons, links, fields. The pictures are taken by ``make screenshots``, which
writes the page of docs/ as well.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chapter:
    """One thing to do: its STEPS in order, a PICTURE (static/img/panduan/<picture>.webp) and what it SHOWS, what to know in NOTE."""

    code: str
    title: str
    steps: tuple[str, ...]
    picture: str
    shows: str
    note: str

    @property
    def image(self) -> str:
        """Where the picture lies among the static files."""
        return f"img/panduan/{self.picture}.webp"


CHAPTERS = (
    Chapter(
        "lacak",
        "Melacak klaim",
        (
            "Buka halaman pertama. Ketik KPJ, NIK, atau nomor klaim.",
            "Tekan **Lacak Klaim Saya**.",
            "Baca kalimat paling atas: sampai di mana klaim Anda, dan apakah Anda perlu melakukan sesuatu.",
        ),
        "peserta-lacak",
        "Hasil lacak: dokumen sedang diperiksa, tahap kedua dari lima",
        "Siapa pun yang tahu nomornya hanya melihat tahap, tanggal, dan kantor. Nama, uang, dan dokumen baru tampil sesudah masuk.",
    ),
    Chapter(
        "masuk",
        "Masuk",
        (
            "Tekan **Masuk**, lalu isi KPJ dan NIK.",
            "Ketik enam angka yang kami kirim ke kontak terdaftar Anda. Tidak ada kata sandi yang perlu diingat.",
        ),
        "peserta-kode",
        "Halaman kode masuk: satu isian untuk enam angka",
        "Jangan beri tahu kode itu kepada siapa pun, juga kepada orang yang mengaku petugas.",
    ),
    Chapter(
        "ajukan",
        "Mengajukan klaim",
        (
            "Tekan **Ajukan Klaim**, pilih kartu dan sebab klaim. Belum bisa? Halaman itu menulis sebabnya dan mulai kapan bisa.",
            "Isi kontak dan rekening atas nama Anda sendiri.",
            "Unggah dokumennya satu per satu dari ponsel. Setiap dokumen tersimpan begitu terkirim.",
            "Pilih kantor, periksa semuanya, centang pernyataan, lalu tekan **Kirim klaim**.",
            "Simpan tanda terimanya. Nomor klaim ada di sana.",
        ),
        "peserta-dokumen",
        "Daftar dokumen: tiap baris menulis apa yang kurang atau sudah ada",
        "Boleh berhenti di tengah jalan. Draf menunggu Anda, juga di perangkat lain.",
    ),
    Chapter(
        "perbaiki",
        "Memperbaiki dokumen yang ditolak",
        (
            "Pesan kami menyebut semua yang perlu diganti, sekaligus. Masuk, lalu buka klaim Anda.",
            "Tekan **Ganti dokumen**. Setiap dokumen menulis sebabnya, dengan contoh yang baik dan yang keliru.",
            "Unggah gantinya, lalu tekan **Kirim perbaikan**. Urutan klaim Anda tetap.",
        ),
        "peserta-perbaikan",
        "Halaman perbaikan: dua dokumen yang perlu diganti, dengan sebabnya",
        "Lewat batas waktu, klaim ditutup dan uang tetap di saldo Anda. Anda boleh mengajukan lagi.",
    ),
    Chapter(
        "saldo",
        "Melihat saldo dan menghitung ke depan",
        (
            "Masuk, lalu buka **Jaminan Hari Tua**.",
            "**Cek Saldo** menulis saldo tiap kartu, **RSJHT (Rincian Saldo)** iurannya bulan demi bulan.",
            "**Simulasi** menghitung saldo pada usia 56 dan pajaknya, juga bila Anda mengambil 10% sekarang.",
        ),
        "peserta-saldo",
        "Halaman saldo: jumlah semua kartu, lalu iuran pemberi kerja, iuran Anda, dan hasil pengembangan",
        "Simulasi bisa dipakai tanpa masuk. Hasilnya perkiraan, bukan janji.",
    ),
    Chapter(
        "antrian",
        "Mengambil nomor antrian",
        (
            "Buka **Nomor Antrian**, pilih provinsi dan keperluan, lalu tekan **Lihat tempat kosong**.",
            "Pilih kantor, hari, dan jam. Penuh? Masuk daftar tunggu; urutan Anda tertulis dan tidak bisa didahului.",
            "Simpan kode booking. Dengan kode itu Anda melihat, mengganti, atau membatalkan nomor.",
        ),
        "peserta-antrian",
        "Halaman nomor antrian: kantor-kantor satu provinsi dengan tempat kosongnya",
        "Gratis, satu nomor untuk satu orang dan satu keperluan. Nomor tidak bisa dialihkan.",
    ),
    Chapter(
        "bukan-saya",
        "Bila klaim atau perubahan itu bukan dari Anda",
        (
            "Pesan kami membawa kode cek. Ketik alamat yang tertulis di pesan (berakhiran bukan-saya), lalu isi kodenya.",
            "Buktikan dengan kode yang kami kirim ke kontak terdaftar Anda.",
            "Klaimnya kami tahan. Kepala kantor memeriksa, dan uang tidak dikirim sebelum itu.",
        ),
        "peserta-bukan-saya",
        "Halaman bukan saya: satu isian untuk kode cek dari pesan",
        "Tidak punya pesannya lagi? Masuk, buka klaimnya, lalu pilih **Bukan saya yang mengajukan**.",
    ),
    Chapter(
        "sinyal",
        "Bila sinyal lemah",
        (
            "Foto diperkecil di ponsel sebelum dikirim.",
            "Sambungan putus saat mengunggah? Pilihan Anda masih ada: tekan tombol unggah lagi.",
            "Yang sudah terkirim tidak perlu diulang.",
        ),
        "peserta-unggah",
        "Halaman unggah KTP: contoh yang baik, lalu tempat memilih foto",
        "Semua halaman bisa dipakai tanpa aplikasi dan di ponsel lama.",
    ),
)
