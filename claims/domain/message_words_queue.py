"""Messages about queue numbers that officers may write anew: what may be filled in, what must be, and the text to begin from."""

from collections.abc import Mapping

NUMBER: Mapping[str, str] = {
    "kode_cek": "kode cek pesan",
    "nomor_antrian": "nomor antrian, misalnya B-014",
    "kode_booking": "kode booking",
    "kantor": "nama kantor yang didatangi",
    "keperluan": "keperluan kunjungan",
}
_VISIT: Mapping[str, str] = NUMBER | {
    "alamat_kantor": "alamat kantor yang didatangi",
    "hari": "tanggal kunjungan",
    "jam": "jam kunjungan",
}
_OFFER: Mapping[str, str] = {name: words for name, words in _VISIT.items() if name not in ("nomor_antrian", "keperluan")} | {
    "kode_booking": "kode daftar tunggu",
    "batas_pilih": "sampai kapan tempat disimpan",
}

Row = tuple[str, Mapping[str, str], tuple[str, ...], str, str]
ABOUT_NUMBERS: Mapping[str, Row] = {
    "queue_booked": (
        "Nomor antrian dipesan",
        _VISIT,
        ("nomor_antrian", "hari", "jam", "kode_booking"),
        "Nomor antrian {nomor_antrian}, {hari}",
        "Nomor antrian Anda {nomor_antrian} untuk {keperluan}.\n\nHari: {hari}\nJam: {jam}\nKantor: {kantor}, {alamat_kantor}\n"
        "Kode booking: {kode_booking}\n\nTunjukkan kode ini di kantor, dari layar atau kertas. Ganti jam atau batal: ketik "
        "{situs}/antrian di peramban, lalu isi kode booking. Nomor ini atas nama Anda dan tidak bisa dialihkan.",
    ),
    "queue_cancelled": (
        "Nomor antrian dibatalkan",
        _VISIT,
        ("nomor_antrian", "telepon"),
        "Nomor antrian {nomor_antrian} dibatalkan",
        "Nomor antrian {nomor_antrian} untuk {hari}, {jam}, di {kantor} sudah dibatalkan. Tempatnya diberikan kepada orang lain.\n\n"
        "Bukan Anda yang membatalkan? Telepon {telepon}. Nomor baru: ketik {situs}/antrian di peramban.",
    ),
    "queue_offer": (
        "Tempat dari daftar tunggu",
        _OFFER,
        ("hari", "jam", "batas_pilih", "kode_booking"),
        "Ada tempat antrian untuk Anda, {hari}",
        "Ada tempat untuk Anda di {kantor}: {hari}, jam {jam}.\n\nTempat ini kami simpan sampai {batas_pilih}. Sesudah itu kami "
        "tawarkan kepada orang berikutnya.\n\nAmbil: ketik {situs}/antrian di peramban, lalu isi kode daftar tunggu {kode_booking}.",
    ),
    "queue_reminder": (
        "Pengingat nomor antrian",
        _VISIT,
        ("nomor_antrian", "hari", "jam"),
        "Besok: nomor antrian {nomor_antrian}",
        "Besok giliran Anda: nomor {nomor_antrian}, {hari}, jam {jam}, di {kantor}, {alamat_kantor}.\n\n"
        "Keperluan: {keperluan}. Kode booking: {kode_booking}. Bawa KTP.\n\n"
        "Tidak jadi datang? Batalkan, supaya orang lain dapat tempat: ketik {situs}/antrian di peramban.",
    ),
    "queue_moved": (
        "Jadwal antrian dipindah",
        _VISIT | {"alasan": "alasan kantor", "jadwal_lama": "tanggal dan jam yang lama"},
        ("alasan", "nomor_antrian", "hari", "jam", "kode_booking"),
        "Jadwal antrian Anda dipindah kantor",
        "Kantor memindahkan jadwal Anda di {kantor}. Alasannya: {alasan}. Kami minta maaf.\n\nJadwal lama: {jadwal_lama}\n"
        "Jadwal baru: {hari}, {jam}\nNomor baru: {nomor_antrian}\nKode booking baru: {kode_booking}\n\n"
        "Tempat baru ini sudah kami simpan untuk Anda. Mau jam lain? Ketik {situs}/antrian di peramban, lalu isi kode booking.",
    ),
    "queue_near": (
        "Giliran antrian sudah dekat",
        NUMBER | {"orang_di_depan": "banyaknya orang di depan"},
        ("nomor_antrian",),
        "Sebentar lagi giliran Anda: nomor antrian {nomor_antrian}",
        "Orang di depan Anda: {orang_di_depan}. Nomor Anda {nomor_antrian} di {kantor}.\n\n"
        "Datang ke ruang tunggu sekarang dan lihat layar. Nomor yang dipanggil tanpa jawaban dilewati.",
    ),
}
ABOUT_NUMBERS_ENGLISH: Mapping[str, tuple[str, str]] = {
    "queue_booked": (
        "Queue number {nomor_antrian}, {hari}",
        "Your queue number is {nomor_antrian} for {keperluan}.\n\nDay: {hari}\nTime: {jam}\nOffice: {kantor}, {alamat_kantor}\n"
        "Booking code: {kode_booking}\n\nShow this code at the office, on a screen or on paper. Another time or cancel: type "
        "{situs}/antrian in your browser, then enter the booking code. This number is in your name and cannot be passed on.",
    ),
    "queue_cancelled": (
        "Queue number {nomor_antrian} was cancelled",
        "Queue number {nomor_antrian} for {hari}, {jam}, at {kantor} was cancelled. Its place goes to somebody else.\n\n"
        "Did you not cancel it? Call {telepon}. A new number: type {situs}/antrian in your browser.",
    ),
    "queue_offer": (
        "There is a place in the queue for you, {hari}",
        "There is a place for you at {kantor}: {hari}, {jam}.\n\nWe keep it until {batas_pilih}. After that we offer it to the next "
        "person.\n\nTake it: type {situs}/antrian in your browser, then enter the waiting list code {kode_booking}.",
    ),
    "queue_reminder": (
        "Tomorrow: queue number {nomor_antrian}",
        "Your turn is tomorrow: number {nomor_antrian}, {hari}, {jam}, at {kantor}, {alamat_kantor}.\n\n"
        "Purpose: {keperluan}. Booking code: {kode_booking}. Bring your KTP.\n\n"
        "Not coming? Cancel, so that somebody else gets the place: type {situs}/antrian in your browser.",
    ),
    "queue_moved": (
        "The office moved your appointment",
        "The office has moved your appointment at {kantor}. The reason: {alasan}. We are sorry.\n\nOld time: {jadwal_lama}\n"
        "New time: {hari}, {jam}\nNew number: {nomor_antrian}\nNew booking code: {kode_booking}\n\n"
        "We have kept this new place for you. Another time? Type {situs}/antrian in your browser, then enter the booking code.",
    ),
    "queue_near": (
        "Your turn comes soon: queue number {nomor_antrian}",
        "People before you: {orang_di_depan}. Your number is {nomor_antrian} at {kantor}.\n\n"
        "Come to the waiting room now and watch the screen. A number that is called without an answer is passed over.",
    ),
}
