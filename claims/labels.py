"""The portal's words for states, stages and steps: one column per reader, in one place.

What participants read is said in their language when it is read; officers' words are plain.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.domain.workflow import ClaimStatus as S
from claims.domain.workflow import Role, Stage, Step


class Wording(NamedTuple):
    """One state in words: TAG (1–3 words), SENTENCE and TODO for the participant, OFFICER for the desk."""

    tag: str | Promise
    sentence: str | Promise
    todo: str | Promise
    officer: str
    tone: str
    """How the band and the tag look: now, act, ok or bad."""


NOTHING_TO_DO = _("Anda tidak perlu melakukan apa-apa sekarang.")

STATUS_WORDING: dict[S, Wording] = {
    S.DRAFT: Wording(_("Draf, belum dikirim"), _("Klaim ini belum dikirim."), _("Lengkapi, lalu kirim."), "Draf", ""),
    S.SUBMITTED: Wording(_("Klaim diterima"), _("Klaim Anda kami terima."), NOTHING_TO_DO, "Menunggu diperiksa", "now"),
    S.IN_REVIEW: Wording(_("Sedang diperiksa"), _("Dokumen Anda sedang diperiksa."), NOTHING_TO_DO, "Sedang diperiksa", "now"),
    S.CORRECTION_REQUESTED: Wording(
        _("Perlu tindakan Anda"),
        _("Ada dokumen yang perlu diganti."),
        _("Masuk, lalu kirim gantinya."),
        "Menunggu perbaikan peserta",
        "act",
    ),
    S.CORRECTED: Wording(_("Perbaikan diterima"), _("Perbaikan Anda sudah kami terima."), NOTHING_TO_DO, "Perbaikan masuk", "now"),
    S.AWAITING_APPROVAL: Wording(
        _("Menunggu persetujuan"), _("Pemeriksaan selesai, menunggu persetujuan."), NOTHING_TO_DO, "Menunggu persetujuan", "now"
    ),
    S.APPROVED: Wording(_("Disetujui"), _("Disetujui, menunggu pembayaran."), NOTHING_TO_DO, "Disetujui, belum dibayar", "now"),
    S.PAYING: Wording(_("Sedang ditransfer"), _("Uang Anda sedang ditransfer."), NOTHING_TO_DO, "Sedang ditransfer", "now"),
    S.PAYMENT_FAILED: Wording(
        _("Perlu tindakan Anda"),
        _("Transfer ditolak bank."),
        _("Masuk, lalu perbaiki rekening. Uang Anda tetap aman."),
        "Transfer gagal, menunggu rekening",
        "act",
    ),
    S.PAID: Wording(_("Sudah dibayar"), _("Klaim Anda sudah dibayar."), _("Periksa rekening Anda."), "Dibayar", "ok"),
    S.REJECTED: Wording(
        _("Tidak dapat dibayarkan"),
        _("Klaim ini tidak dapat dibayarkan."),
        _("Masuk untuk membaca alasannya dan cara mengajukan lagi."),
        "Ditolak",
        "bad",
    ),
    S.CANCELLED: Wording(_("Dibatalkan"), _("Klaim ini dibatalkan."), _("Anda boleh mengajukan lagi kapan saja."), "Dibatalkan", ""),
    S.EXPIRED: Wording(
        _("Kedaluwarsa"), _("Waktu melengkapi klaim ini sudah lewat."), _("Anda boleh mengajukan lagi kapan saja."), "Kedaluwarsa", ""
    ),
}

STAGE_LABELS: dict[Stage, str | Promise] = {
    Stage.AGENDA: _("Agenda Klaim"),
    Stage.PENETAPAN: _("Penetapan Klaim"),
    Stage.PERSETUJUAN: _("Persetujuan Klaim"),
    Stage.PEMBAYARAN: _("Pembayaran Klaim"),
    Stage.SELESAI: _("Selesai"),
}

STEP_LABELS: dict[Step, str] = {
    Step.SUBMIT: "Kirim klaim",
    Step.TAKE: "Ambil",
    Step.RELEASE: "Lepas",
    Step.TAKE_OVER: "Ambil alih",
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
STEP_HISTORY: dict[Step, str | Promise] = {
    Step.SUBMIT: _("Klaim Anda kami terima. Tanda terima sudah dikirim kepada Anda."),
    Step.TAKE: _("Petugas mulai memeriksa dokumen Anda."),
    Step.RELEASE: _("Petugas mengembalikan klaim Anda ke antrean pemeriksaan."),
    Step.REQUEST_CORRECTION: _("Petugas meminta dokumen pengganti. Pesan sudah dikirim kepada Anda."),
    Step.CORRECT: _("Perbaikan Anda kami terima."),
    Step.PROPOSE_PAYMENT: _("Pemeriksaan selesai. Dokumen Anda lengkap dan benar."),
    Step.PROPOSE_REJECTION: _("Pemeriksaan selesai. Petugas lain akan memutuskan."),
    Step.CHALLENGE: _("Pemberi persetujuan meminta pemeriksaan ulang."),
    Step.APPROVE: _("Klaim Anda disetujui."),
    Step.REJECT: _("Klaim Anda diputuskan tidak dapat dibayarkan. Surat alasannya dapat dibaca setelah masuk."),
    Step.START_PAYMENT: _("Pembayaran dikirim ke bank."),
    Step.CONFIRM_PAYMENT: _("Bank sudah mentransfer uang Anda."),
    Step.FAIL_PAYMENT: _("Bank menolak transfer. Kami meminta Anda memperbaiki rekening."),
    Step.CANCEL: _("Klaim dibatalkan."),
    Step.EXPIRE: _("Batas waktu lewat, klaim ditutup. Anda boleh mengajukan lagi."),
    Step.REOPEN: _("Kepala kantor membuka kembali klaim Anda untuk diperiksa petugas lain."),
}

UNTOLD = frozenset({Step.TAKE_OVER})
"""Steps that are the office's own affair: nothing changes for the participant, so no history tells them."""

# What we are doing now; {office} is the name of the office.
DOING_NOW: dict[S, str | Promise] = {
    S.SUBMITTED: _("Klaim Anda menunggu giliran diperiksa di {office}."),
    S.IN_REVIEW: _("Petugas {office} memeriksa apakah dokumen lengkap dan benar. Sesudah itu, petugas lain memberi persetujuan."),
    S.CORRECTION_REQUESTED: _("Kami menunggu dokumen pengganti dari Anda. {office} melanjutkan pemeriksaan begitu dokumen tiba."),
    S.CORRECTED: _("Perbaikan Anda menunggu giliran diperiksa di {office}."),
    S.AWAITING_APPROVAL: _("Petugas lain di {office} menilai hasil pemeriksaan."),
    S.APPROVED: _("Bagian keuangan {office} menyiapkan transfer ke rekening Anda."),
    S.PAYING: _("Bank sedang memproses transfer ke rekening Anda."),
    S.PAYMENT_FAILED: _("Kami menunggu perbaikan rekening dari Anda. {office} mengirim ulang begitu rekening benar."),
    S.PAID: _("Tidak ada lagi. Klaim ini selesai."),
    S.REJECTED: _("Tidak ada lagi. Klaim ini selesai."),
    S.CANCELLED: _("Tidak ada lagi. Klaim ini ditutup."),
    S.EXPIRED: _("Tidak ada lagi. Klaim ini ditutup."),
}

# Where the history's words depend on where the claim came from, or on who took the step.
STEP_HISTORY_FROM: dict[tuple[Step, S], str | Promise] = {
    (Step.TAKE, S.CORRECTED): _("Petugas mulai memeriksa perbaikan Anda."),
    (Step.CORRECT, S.PAYMENT_FAILED): _("Rekening baru Anda kami terima."),
    (Step.EXPIRE, S.CORRECTION_REQUESTED): _("Batas waktu perbaikan lewat, jadi klaim kami tutup. Anda boleh mengajukan lagi."),
}
STEP_HISTORY_BY: dict[tuple[Step, Role], str | Promise] = {
    (Step.SUBMIT, Role.COUNTER): _("Petugas loket mengirim klaim ini bersama Anda di kantor. Tanda terima sudah dikirim kepada Anda."),
    (Step.RELEASE, Role.SYSTEM): _("Klaim Anda kembali ke antrean pemeriksaan, supaya petugas lain bisa mengambilnya."),
    (Step.CANCEL, Role.PARTICIPANT): _("Anda membatalkan klaim ini."),
    (Step.CANCEL, Role.HEIR): _("Anda membatalkan klaim ini."),
    (Step.CANCEL, Role.HEAD): _("Kepala kantor membatalkan klaim ini. Alasannya dapat dibaca setelah masuk."),
}

# Why a claim stands at an earlier stage again.
MOVED_BACK: dict[Step, str | Promise] = {
    Step.RELEASE: _("Kembali ke tahap ini, menunggu petugas lain."),
    Step.CHALLENGE: _("Kembali ke tahap ini, perlu pemeriksaan ulang."),
    Step.CORRECT: _("Kembali ke tahap ini, rekening baru perlu diperiksa."),
    Step.REOPEN: _("Kembali ke tahap ini, kepala kantor membuka klaim lagi."),
}

# The card "Yang perlu Anda lakukan" on the page of one claim; other states say NOTHING_ASKED.
NOTHING_ASKED = _("Tidak ada. Bila ada yang kurang, kami kirim pesan kepada Anda.")
ASKED: dict[S, str | Promise] = {
    S.CORRECTION_REQUESTED: _("Masuk untuk melihat dokumen mana dan alasannya. Cukup kirim yang diminta. Urutan Anda tidak hilang."),
    S.PAYMENT_FAILED: _("Masuk, lalu tulis rekening atas nama Anda sendiri. Uang Anda tetap aman."),
    S.PAID: _("Periksa rekening Anda. Hubungi kami bila uangnya belum masuk."),
    S.REJECTED: _("Masuk untuk membaca alasannya dan cara mengajukan lagi."),
    S.CANCELLED: _("Tidak ada. Anda boleh mengajukan lagi kapan saja."),
    S.EXPIRED: _("Tidak ada. Anda boleh mengajukan lagi kapan saja."),
}
ASKED_BUTTON: dict[S, str | Promise] = {
    S.CORRECTION_REQUESTED: _("Ganti dokumen"),
    S.PAYMENT_FAILED: _("Perbaiki rekening"),
    S.REJECTED: _("Baca alasannya"),
}

# The same on the owner's own page, where nobody is asked to sign in again; other states say what the lookup says.
OWN_ADVICE: dict[S, str | Promise] = {
    S.PAYMENT_FAILED: _("Perbaiki rekening Anda. Uang Anda tetap aman."),
    S.REJECTED: _("Baca alasannya di bawah. Anda boleh mengajukan lagi kapan saja."),
}
OWN_ASKED: dict[S, str | Promise] = {
    S.CORRECTION_REQUESTED: _("Lihat dokumen mana dan alasannya. Cukup kirim yang diminta."),
    S.PAYMENT_FAILED: _("Tulis rekening atas nama Anda sendiri. Sesudah itu kami transfer lagi."),
    S.REJECTED: _("Baca alasannya, lalu ajukan lagi bila sudah sesuai."),
}

# The card of the legal clock: what starts it, why it stands still.
CLOCK_PAUSED: dict[S, str | Promise] = {
    S.CORRECTION_REQUESTED: _("Hitungan mulai lagi saat dokumen pengganti tiba."),
    S.PAYMENT_FAILED: _("Hitungan jalan lagi saat rekening baru Anda tiba."),
}
CLOCK_WAITING = _("Hitungan dimulai dari hari dokumen terakhir Anda tiba, begitu petugas menyatakan semuanya lengkap dan benar.")
CLOCK_RESUMED = _("Dihitung lagi sejak rekening baru Anda tiba. Tanggalnya tampil sesudah pemeriksaan.")
# While a claim that its participant denied is held: the same neutral words for everybody who looks a number up.
HELD_TAG = _("Sedang ditelaah")
HELD_SENTENCE = _("Klaim ini sedang ditelaah kantor.")
HELD_DOING = _("{office} menelaah klaim ini lebih dulu. Tanggal pembayaran tampil lagi sesudah itu.")

HEAD_TOLD = _("Kepala kantor sudah diberi tahu pada {moment}.")
REVIEW_LATE = _("Pemeriksaan sudah lebih lama dari 5 hari kerja. Kami minta maaf.")
