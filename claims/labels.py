"""The portal's words for states, stages and steps: one column per reader, in one place."""

from typing import NamedTuple

from claims.domain.workflow import ClaimStatus as S
from claims.domain.workflow import Role, Stage, Step


class Wording(NamedTuple):
    """One state in words: TAG (1–3 words), SENTENCE and TODO for the participant, OFFICER for the desk."""

    tag: str
    sentence: str
    todo: str
    officer: str
    tone: str
    """How the band and the tag look: now, act, ok or bad."""


NOTHING_TO_DO = "Anda tidak perlu melakukan apa-apa sekarang."

STATUS_WORDING: dict[S, Wording] = {
    S.DRAFT: Wording("Draf, belum dikirim", "Klaim ini belum dikirim.", "Lengkapi, lalu kirim.", "Draf", ""),
    S.SUBMITTED: Wording("Klaim diterima", "Klaim Anda kami terima.", NOTHING_TO_DO, "Menunggu diperiksa", "now"),
    S.IN_REVIEW: Wording("Sedang diperiksa", "Dokumen Anda sedang diperiksa.", NOTHING_TO_DO, "Sedang diperiksa", "now"),
    S.CORRECTION_REQUESTED: Wording(
        "Perlu tindakan Anda", "Ada dokumen yang perlu diganti.", "Masuk, lalu kirim gantinya.", "Menunggu perbaikan peserta", "act"
    ),
    S.CORRECTED: Wording("Perbaikan diterima", "Perbaikan Anda sudah kami terima.", NOTHING_TO_DO, "Perbaikan masuk", "now"),
    S.AWAITING_APPROVAL: Wording(
        "Menunggu persetujuan", "Pemeriksaan selesai, menunggu persetujuan.", NOTHING_TO_DO, "Menunggu persetujuan", "now"
    ),
    S.APPROVED: Wording("Disetujui", "Disetujui, menunggu pembayaran.", NOTHING_TO_DO, "Disetujui, belum dibayar", "now"),
    S.PAYING: Wording("Sedang ditransfer", "Uang Anda sedang ditransfer.", NOTHING_TO_DO, "Sedang ditransfer", "now"),
    S.PAYMENT_FAILED: Wording(
        "Perlu tindakan Anda",
        "Transfer ditolak bank.",
        "Masuk, lalu perbaiki rekening. Uang Anda tetap aman.",
        "Transfer gagal, menunggu rekening",
        "act",
    ),
    S.PAID: Wording("Sudah dibayar", "Klaim Anda sudah dibayar.", "Periksa rekening Anda.", "Dibayar", "ok"),
    S.REJECTED: Wording(
        "Tidak dapat dibayarkan",
        "Klaim ini tidak dapat dibayarkan.",
        "Masuk untuk membaca alasannya dan cara mengajukan lagi.",
        "Ditolak",
        "bad",
    ),
    S.CANCELLED: Wording("Dibatalkan", "Klaim ini dibatalkan.", "Anda boleh mengajukan lagi kapan saja.", "Dibatalkan", ""),
    S.EXPIRED: Wording(
        "Kedaluwarsa", "Waktu melengkapi klaim ini sudah lewat.", "Anda boleh mengajukan lagi kapan saja.", "Kedaluwarsa", ""
    ),
}

STAGE_LABELS: dict[Stage, str] = {
    Stage.AGENDA: "Agenda Klaim",
    Stage.PENETAPAN: "Penetapan Klaim",
    Stage.PERSETUJUAN: "Persetujuan Klaim",
    Stage.PEMBAYARAN: "Pembayaran Klaim",
    Stage.SELESAI: "Selesai",
}

STEP_LABELS: dict[Step, str] = {
    Step.SUBMIT: "Kirim klaim",
    Step.TAKE: "Ambil",
    Step.RELEASE: "Lepas",
    Step.REQUEST_CORRECTION: "Minta perbaikan",
    Step.CORRECT: "Kirim perbaikan",
    Step.PROPOSE_PAYMENT: "Usul bayar",
    Step.PROPOSE_REJECTION: "Usul tolak",
    Step.CHALLENGE: "Kembalikan ke pemeriksa",
    Step.APPROVE: "Setujui",
    Step.REJECT: "Tolak klaim",
    Step.START_PAYMENT: "Mulai pembayaran",
    Step.CONFIRM_PAYMENT: "Catat dibayar",
    Step.FAIL_PAYMENT: "Catat gagal transfer",
    Step.CANCEL: "Batalkan klaim",
    Step.EXPIRE: "Kedaluwarsa",
    Step.REOPEN: "Buka kembali",
}

# What the history says, with a doer and never a name (look.md section 6).
STEP_HISTORY: dict[Step, str] = {
    Step.SUBMIT: "Klaim Anda kami terima. Tanda terima sudah dikirim kepada Anda.",
    Step.TAKE: "Petugas mulai memeriksa dokumen Anda.",
    Step.RELEASE: "Petugas mengembalikan klaim Anda ke antrean pemeriksaan.",
    Step.REQUEST_CORRECTION: "Petugas meminta dokumen pengganti. Pesan sudah dikirim kepada Anda.",
    Step.CORRECT: "Perbaikan Anda kami terima.",
    Step.PROPOSE_PAYMENT: "Pemeriksaan selesai. Dokumen Anda lengkap dan benar.",
    Step.PROPOSE_REJECTION: "Pemeriksaan selesai. Petugas lain akan memutuskan.",
    Step.CHALLENGE: "Pemberi persetujuan meminta pemeriksaan ulang.",
    Step.APPROVE: "Klaim Anda disetujui.",
    Step.REJECT: "Klaim Anda diputuskan tidak dapat dibayarkan. Surat alasannya dapat dibaca setelah masuk.",
    Step.START_PAYMENT: "Pembayaran dikirim ke bank.",
    Step.CONFIRM_PAYMENT: "Bank sudah mentransfer uang Anda.",
    Step.FAIL_PAYMENT: "Bank menolak transfer. Kami meminta Anda memperbaiki rekening.",
    Step.CANCEL: "Klaim dibatalkan.",
    Step.EXPIRE: "Batas waktu lewat, klaim ditutup. Anda boleh mengajukan lagi.",
    Step.REOPEN: "Kepala kantor membuka kembali klaim Anda untuk diperiksa petugas lain.",
}

# What we are doing now; {office} is the name of the office.
DOING_NOW: dict[S, str] = {
    S.SUBMITTED: "Klaim Anda menunggu giliran diperiksa di {office}.",
    S.IN_REVIEW: "Petugas {office} memeriksa apakah dokumen lengkap dan benar. Sesudah itu, petugas lain memberi persetujuan.",
    S.CORRECTION_REQUESTED: "Kami menunggu dokumen pengganti dari Anda. {office} melanjutkan pemeriksaan begitu dokumen tiba.",
    S.CORRECTED: "Perbaikan Anda menunggu giliran diperiksa di {office}.",
    S.AWAITING_APPROVAL: "Petugas lain di {office} menilai hasil pemeriksaan.",
    S.APPROVED: "Bagian keuangan {office} menyiapkan transfer ke rekening Anda.",
    S.PAYING: "Bank sedang memproses transfer ke rekening Anda.",
    S.PAYMENT_FAILED: "Kami menunggu perbaikan rekening dari Anda. {office} mengirim ulang begitu rekening benar.",
    S.PAID: "Tidak ada lagi. Klaim ini selesai.",
    S.REJECTED: "Tidak ada lagi. Klaim ini selesai.",
    S.CANCELLED: "Tidak ada lagi. Klaim ini ditutup.",
    S.EXPIRED: "Tidak ada lagi. Klaim ini ditutup.",
}

# Where the history's words depend on where the claim came from, or on who took the step.
STEP_HISTORY_FROM: dict[tuple[Step, S], str] = {
    (Step.TAKE, S.CORRECTED): "Petugas mulai memeriksa perbaikan Anda.",
    (Step.CORRECT, S.PAYMENT_FAILED): "Rekening baru Anda kami terima.",
    (Step.EXPIRE, S.CORRECTION_REQUESTED): "Batas waktu perbaikan lewat, jadi klaim kami tutup. Anda boleh mengajukan lagi.",
}
STEP_HISTORY_BY: dict[tuple[Step, Role], str] = {
    (Step.RELEASE, Role.SYSTEM): "Klaim Anda kembali ke antrean pemeriksaan, supaya petugas lain bisa mengambilnya.",
    (Step.CANCEL, Role.PARTICIPANT): "Anda membatalkan klaim ini.",
    (Step.CANCEL, Role.HEIR): "Anda membatalkan klaim ini.",
    (Step.CANCEL, Role.HEAD): "Kepala kantor membatalkan klaim ini. Alasannya dapat dibaca setelah masuk.",
}

# Why a claim stands at an earlier stage again.
MOVED_BACK: dict[Step, str] = {
    Step.RELEASE: "Kembali ke tahap ini, menunggu petugas lain.",
    Step.CHALLENGE: "Kembali ke tahap ini, perlu pemeriksaan ulang.",
    Step.CORRECT: "Kembali ke tahap ini, rekening baru perlu diperiksa.",
    Step.REOPEN: "Kembali ke tahap ini, kepala kantor membuka klaim lagi.",
}

# The card "Yang perlu Anda lakukan" on the page of one claim; other states say NOTHING_ASKED.
NOTHING_ASKED = "Tidak ada. Bila ada yang kurang, kami kirim pesan kepada Anda."
ASKED: dict[S, str] = {
    S.CORRECTION_REQUESTED: "Masuk untuk melihat dokumen mana dan alasannya. Cukup kirim yang diminta. Urutan Anda tidak hilang.",
    S.PAYMENT_FAILED: "Masuk, lalu tulis rekening atas nama Anda sendiri. Uang Anda tetap aman.",
    S.PAID: "Periksa rekening Anda. Hubungi kami bila uangnya belum masuk.",
    S.REJECTED: "Masuk untuk membaca alasannya dan cara mengajukan lagi.",
    S.CANCELLED: "Tidak ada. Anda boleh mengajukan lagi kapan saja.",
    S.EXPIRED: "Tidak ada. Anda boleh mengajukan lagi kapan saja.",
}
ASKED_BUTTON: dict[S, str] = {
    S.CORRECTION_REQUESTED: "Ganti dokumen",
    S.PAYMENT_FAILED: "Perbaiki rekening",
    S.REJECTED: "Baca alasannya",
}

# The same on the owner's own page, where nobody is asked to sign in again; other states say what the lookup says.
OWN_ADVICE: dict[S, str] = {
    S.PAYMENT_FAILED: "Perbaiki rekening Anda. Uang Anda tetap aman.",
    S.REJECTED: "Baca alasannya di bawah. Anda boleh mengajukan lagi kapan saja.",
}
OWN_ASKED: dict[S, str] = {
    S.CORRECTION_REQUESTED: "Lihat dokumen mana dan alasannya. Cukup kirim yang diminta.",
    S.PAYMENT_FAILED: "Tulis rekening atas nama Anda sendiri. Sesudah itu kami transfer lagi.",
    S.REJECTED: "Baca alasannya, lalu ajukan lagi bila sudah sesuai.",
}

# The card of the legal clock: what starts it, why it stands still.
CLOCK_PAUSED: dict[S, str] = {
    S.CORRECTION_REQUESTED: "Hitungan mulai lagi saat dokumen pengganti tiba.",
    S.PAYMENT_FAILED: "Hitungan jalan lagi saat rekening baru Anda tiba.",
}
CLOCK_WAITING = "Hitungan dimulai dari hari dokumen terakhir Anda tiba, begitu petugas menyatakan semuanya lengkap dan benar."
CLOCK_RESUMED = "Dihitung lagi sejak rekening baru Anda tiba. Tanggalnya tampil sesudah pemeriksaan."
CLOCK_LATE = "Klaim ini masuk daftar terlambat yang ditangani kepala kantor."
