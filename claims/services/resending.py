"""Messages that did not go out: who sees them, why they stopped, and the one way back into the outbox."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from claims.domain.message_words import NOTICES
from claims.domain.workflow import Role
from claims.models import Claim, Notification
from claims.models.notification import CODES, WAITING
from claims.services import auditing
from claims.services.officers import Desk
from participants.domain.identifiers import mask_email, mask_phone

SENDERS = frozenset({Role.HEAD, Role.COUNTER, Role.VERIFIER, Role.CONFIGURATOR})
"""Who may send again; the others look."""
OTHER_KINDS = {
    "sign_in_code": "Kode masuk",
    "contact_code": "Kode kontak baru",
    "own_code": "Kode bukti",
    "counter_code": "Kode pengajuan di loket",
    "contact_changed": "Kontak diganti di loket",
    "own_contact_changed": "Kontak diganti sendiri",
    "own_contact_undone": "Kontak lama dikembalikan",
    "data_answered": "Jawaban permintaan data",
    "data_asked": "Permintaan data, untuk kepala kantor",
    "claim_held": "Klaim ditahan, untuk kepala kantor",
    "queue_code": "Kode nomor antrian",
    "late_digest": "Klaim terlambat, untuk kepala kantor",
    "failure_digest": "Pesan yang tidak sampai, untuk kepala kantor",
}
STATES: dict[str, Q] = {
    "failed": Q(state="failed", fell_back_at=None),
    "queued": Q(state__in=WAITING),
    "sent": Q(state__in=("sent", "delivered")),
    "moved": Q(state="failed", fell_back_at__isnull=False),
}
"""What the list of messages may show; what went on to another channel did not fail its person yet."""
CAUSES = (
    ("recipient refused", "Server email menolak alamat ini. Periksa alamatnya bersama peserta."),
    ("sign-in refused", "Penyedia menolak akun portal, bukan pesannya. Beri tahu admin portal."),
    ("sender refused", "Server email menolak alamat pengirim portal. Beri tahu admin portal."),
    ("server refused", "Server email menolak pesan ini."),
    ("not an address", "Alamat ini tidak bisa dikirimi. Periksa alamatnya bersama peserta."),
    ("not delivered", "Pesan ini tidak sampai. Periksa alamat atau nomornya bersama peserta."),
    ("gateway refused", "Penyedia SMS menolak pesan ini. Periksa nomornya bersama peserta."),
    ("whatsapp refused", "WhatsApp menolak pesan ini. Mungkin nomornya tidak memakai WhatsApp."),
    ("no gateway", "SMS belum dipasang di portal ini."),
    ("no account", "WhatsApp belum dipasang di portal ini."),
    ("busy", "Penyedia sedang sibuk."),
    ("server failed", "Penyedia sedang terganggu."),
    ("no answer", "Penyedia tidak menjawab sampai selesai."),
    ("telephone: wrong number", "Nomor ini bukan milik peserta. Tanyakan nomor yang benar."),
    ("telephone:", "Sudah ditelepon, tidak diangkat."),
    ("too many attempts", "Sudah dicoba berkali-kali tanpa hasil."),
    ("the code has ended", "Masa berlaku kode sudah lewat."),
    ("muted", "Peserta tidak mau lagi dikabari lewat saluran ini."),
    ("unforeseen", "Portal gagal mengirim pesan ini. Beri tahu admin portal."),
)
AT_ONCE = 500
SHOWN = 50
NO_ANSWER = {"email": "Server email tidak menjawab."}
NOBODY_ANSWERED = "Penyedia tidak menjawab."


@dataclass(frozen=True)
class MessageLine:
    """One message as the list shows it, its address masked."""

    message: Notification
    kind: str
    recipient: str
    reason: str
    zone: str
    may_go: bool


def messages_within_reach(desk: Desk) -> QuerySet[Notification]:
    """Return the messages of the offices within reach; to Admin Konfigurasi those that belong to no office."""
    told = Notification.objects.exclude(state="void")
    if desk.may_read_claims:
        return told.filter(office__in=desk.offices)
    return told.filter(office=None) if Role.CONFIGURATOR in desk.roles else told.none()


def messages_about(claim: Claim) -> list[Notification]:
    """Return the newest messages about CLAIM, on every channel."""
    told = Notification.objects.filter(claim=claim).exclude(state="void").select_related("office")
    return list(told.order_by("-created_at", "-id")[:SHOWN])


def may_send_again(desk: Desk) -> bool:
    """Tell whether the officer may put messages back into the outbox."""
    return bool(SENDERS & desk.roles)


def failed_messages(desk: Desk, ids: Collection[UUID] | None = None, *, until: datetime) -> QuerySet[Notification]:
    """Return what the officer may send again: of the own office, failed, written by UNTIL; only IDS where they are given.

    A one-time code has ended long before and never goes out again; what another channel took over is on its way.
    """
    if not may_send_again(desk):
        return Notification.objects.none()
    failed = messages_within_reach(desk).filter(office=desk.office if desk.may_read_claims else None, state="failed", created_at__lte=until)
    failed = failed.filter(fell_back_at=None).exclude(kind__in=CODES)
    return failed if ids is None else failed.filter(pk__in=ids)


@transaction.atomic
def send_again(desk: Desk, ids: Collection[UUID] | None = None, *, until: datetime, now: datetime) -> int:
    """Put failed messages back into the outbox, as if they were new; return how many. Any other state stays as it is."""
    chosen = dict(failed_messages(desk, ids, until=until).select_for_update(of=("self",)).values_list("pk", "kind"))
    for some in batched(chosen, AT_ONCE):
        Notification.objects.filter(pk__in=some).update(state="queued", attempts=0, next_try_at=now, last_error="")
    if chosen:
        what = f"message {next(iter(chosen))}" if len(chosen) == 1 else f"{len(chosen)} messages"
        office = desk.office if desk.may_read_claims else None
        auditing.record(
            "resend", now=now, user=desk.user, role=_role(desk), office=office, what=what, details=dict(Counter(chosen.values()))
        )
    return len(chosen)


def batched(rows: Iterable[UUID], size: int) -> Iterator[list[UUID]]:
    """Yield ROWS in lists of at most SIZE."""
    rest = iter(rows)
    while some := list(islice(rest, size)):
        yield some


def _role(desk: Desk) -> Role:
    return next(role for role in Role if role in SENDERS & desk.roles)


def line_of(message: Notification, desk: Desk) -> MessageLine:
    """Return MESSAGE as the officer reads it."""
    own = message.office_id == (desk.office.pk if desk.may_read_claims else None)
    may_go = message.state == "failed" and own and may_send_again(desk) and message.kind not in CODES and not message.fell_back_at
    zone = message.office.timezone if message.office else ""
    return MessageLine(message, kind_words(message.kind), mask_recipient(message), reason_words(message), zone, may_go)


def kind_words(kind: str) -> str:
    """Say in words what a message is about."""
    return NOTICES[kind].label if kind in NOTICES else OTHER_KINDS.get(kind, kind)


def mask_recipient(message: Notification) -> str:
    """Return the address behind its mask."""
    return mask_email(message.recipient) if message.channel == "email" else mask_phone(message.recipient)


def reason_words(message: Notification) -> str:
    """Say why a message did not go out at its last try."""
    if not message.last_error:
        return ""
    return next((words for sign, words in CAUSES if message.last_error.startswith(sign)), NO_ANSWER.get(message.channel, NOBODY_ANSWERED))
