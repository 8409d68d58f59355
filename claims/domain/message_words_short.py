"""Texts to begin from where officers write an SMS anew: Indonesian and English, each short enough to be sent as it stands."""

from collections.abc import Mapping

IN_SHORT: Mapping[str, tuple[str, str]] = {
    "claim_received": (
        "kami terima. Bukan Anda yang mengajukan? Ketik {situs}/bukan-saya.",
        "received. Did you not file it? Type {situs}/bukan-saya.",
    ),
    "correction_requested": (
        "perlu diganti paling lambat {batas_perbaikan}: {daftar_dokumen}.",
        "to be replaced by {batas_perbaikan}: {daftar_dokumen}.",
    ),
    "correction_reminder": (
        "perbaikan kami tunggu sampai {batas_perbaikan}; sesudah itu klaim ditutup. Dokumennya: {daftar_dokumen}.",
        "we wait for your correction until {batas_perbaikan}; after that the claim is closed. Documents: {daftar_dokumen}.",
    ),
    "correction_received": (
        "perbaikan Anda kami terima. Petugas melanjutkan pemeriksaan.",
        "we received your correction. An officer goes on checking.",
    ),
    "complete_and_correct": (
        "dokumen lengkap dan benar, dibayar paling lambat {batas_bayar}.",
        "documents complete and correct, paid on {batas_bayar} at the latest.",
    ),
    "approved": (
        "disetujui. Kami menyiapkan transfer, paling lambat {batas_bayar}.",
        "approved. We are preparing the transfer, on {batas_bayar} at the latest.",
    ),
    "rejected": (
        "tidak dapat dibayarkan. Alasannya ada di surat pada portal.",
        "cannot be paid. The reason is in the letter on the portal.",
    ),
    "paid": ("bank sudah mentransfer. Belum masuk? Telepon {telepon}.", "the bank has transferred the money. Not arrived? Call {telepon}."),
    "payment_failed": (
        "bank menolak transfer, uang Anda aman. Perbaiki rekening.",
        "the bank refused the transfer, your money is safe. Correct the account.",
    ),
    "account_changed": (
        "rekening pembayaran diubah. Bukan Anda? Telepon {telepon}.",
        "the account to pay to was changed. Not you? Call {telepon}.",
    ),
    "cancelled": ("dibatalkan. Bukan Anda? Telepon {telepon}.", "cancelled. Not you? Call {telepon}."),
    "expired": (
        "waktu melengkapi sudah lewat, klaim ditutup. Anda boleh mengajukan lagi.",
        "the time to complete it is over, the claim is closed. You may file again.",
    ),
    "reopened": ("dibuka kembali, petugas lain memeriksanya.", "open again, another officer checks it."),
    "draft_expiring": (
        "draf belum dikirim dan ditutup {tanggal_tutup}. Isian masih tersimpan.",
        "your draft has not been sent and is closed on {tanggal_tutup}. What you entered is still there.",
    ),
    "queue_booked": (
        "nomor antrian {nomor_antrian}, {hari} jam {jam}, {kantor}. Kode booking {kode_booking}. Ganti/batal: {situs}/antrian",
        "queue number {nomor_antrian}, {hari} at {jam}, {kantor}. Booking code {kode_booking}. Change/cancel: {situs}/antrian",
    ),
    "queue_cancelled": (
        "nomor antrian {nomor_antrian}, {hari}, dibatalkan. Bukan Anda? Telepon {telepon}.",
        "queue number {nomor_antrian}, {hari}, was cancelled. Not you? Call {telepon}.",
    ),
    "queue_offer": (
        "ada tempat antrian {hari} jam {jam}, {kantor}. Disimpan sampai {batas_pilih}. Ambil: {situs}/antrian kode {kode_booking}",
        "a place in the queue {hari} at {jam}, {kantor}. Kept until {batas_pilih}. Take it: {situs}/antrian code {kode_booking}",
    ),
    "queue_reminder": (
        "besok {hari} jam {jam}: nomor antrian {nomor_antrian}, {kantor}. Bawa KTP. Kode booking {kode_booking}. Batal: {situs}/antrian",
        "tomorrow {hari} at {jam}: queue number {nomor_antrian}, {kantor}. Bring your KTP. Booking code {kode_booking}. "
        "Cancel: {situs}/antrian",
    ),
    "queue_moved": (
        "kantor memindahkan jadwal Anda: {alasan}. Jadwal baru {hari} jam {jam}, nomor {nomor_antrian}, kode {kode_booking}. "
        "Jam lain: {situs}/antrian",
        "the office moved your appointment: {alasan}. New time {hari} at {jam}, number {nomor_antrian}, code {kode_booking}. "
        "Other times: {situs}/antrian",
    ),
    "queue_near": (
        "orang di depan Anda: {orang_di_depan}. Nomor antrian {nomor_antrian}, {kantor}. Datang ke ruang tunggu sekarang.",
        "people before you: {orang_di_depan}. Queue number {nomor_antrian}, {kantor}. Come to the waiting room now.",
    ),
}
