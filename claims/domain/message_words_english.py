"""English texts to begin from where officers write a message anew: subject and body, with the same places as the Indonesian ones."""

from collections.abc import Mapping

from claims.domain.message_words_queue import ABOUT_NUMBERS_ENGLISH

_TYPE = "Type {situs} in your browser, choose Sign in"
IN_ENGLISH: Mapping[str, tuple[str, str]] = {
    "claim_received": (
        "We received your JHT claim",
        "We received your JHT claim on {saat}. You need not do anything now.\n\nDid you not file this claim? Call {telepon} at once.",
    ),
    "correction_requested": (
        "Documents of your JHT claim must be replaced",
        "An officer has checked your claim. Documents to be replaced: {jumlah_dokumen}, by {batas_perbaikan} at the latest.\n\n"
        "{daftar_dokumen}\n\n" + _TYPE + ", then send the replacements. You keep your place in the queue.",
    ),
    "correction_reminder": (
        "Reminder: documents of your JHT claim must be replaced",
        "We are still waiting for your correction. The last day is {batas_perbaikan}; after that the claim is closed.\n\n"
        "{daftar_dokumen}\n\n" + _TYPE + ", then send the correction.",
    ),
    "correction_received": (
        "We received the correction of your JHT claim",
        "We received your correction on {saat}. An officer goes on checking. You need not do anything now.",
    ),
    "complete_and_correct": (
        "The documents of your JHT claim are complete and correct",
        "Your documents are complete and correct. The claim waits for approval and is paid on {batas_bayar} at the latest.",
    ),
    "approved": (
        "Your JHT claim is approved",
        "Your claim is approved. We are preparing the transfer to your account, on {batas_bayar} at the latest.",
    ),
    "rejected": (
        "Your JHT claim cannot be paid",
        "This claim cannot be paid. " + _TYPE + ", then read the letter with the reason and how to file again.",
    ),
    "paid": (
        "Your JHT claim is paid",
        "The bank has transferred the money of your claim. Look at your account. Has the money not arrived? Call {telepon}.",
    ),
    "payment_failed": (
        "The bank refused the transfer of your JHT claim",
        "The bank refused the transfer of your claim. Your money is safe. " + _TYPE + ", then correct the account.",
    ),
    "account_changed": (
        "The account of your JHT claim was changed",
        "The account to which your claim will be paid was changed on {saat}.\n\nWas it not you? Call {telepon} at once.",
    ),
    "cancelled": (
        "Your JHT claim was cancelled",
        "This claim was cancelled on {saat}. You may file again at any time.\n\nDid you not cancel it? Call {telepon} at once.",
    ),
    "expired": (
        "The time for your JHT claim is over",
        "The time to complete this claim is over, so we closed it. You may file again at any time.",
    ),
    "reopened": (
        "Your JHT claim is open again",
        "The head of the office has opened your claim again. Another officer checks it. You need not do anything now.",
    ),
    "draft_expiring": (
        "The draft of your JHT claim will be closed",
        "The draft of your claim has not been sent and will be closed on {tanggal_tutup}. After that what you entered and its photos "
        "are deleted. " + _TYPE + ", then go on. Everything you entered is still there.",
    ),
} | ABOUT_NUMBERS_ENGLISH
