"""What an officer looks at once more before a step: amounts, account, the message that will go out on every channel."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from claims.domain.sms import SmsSize, sms_size
from claims.domain.workflow import TRANSITIONS, Step
from claims.models import Claim
from claims.services import comparing, estimating, sending
from claims.services.composing import EMAIL, SMS, WHATSAPP, Message, asked_again, correction_due, render_everywhere
from claims.services.deadlines import local_date
from jht_portal.lib.formats import long_date, rupiah
from participants.domain.identifiers import mask_account, mask_email, mask_phone

Line = tuple[str, str]


def amount_lines(gross: int | None, tax: int | None) -> Iterator[Line]:
    """Yield gross, tax and net in words; nothing while they are not computed."""
    if gross is None or tax is None:
        return
    yield "Jumlah kotor", rupiah(gross)
    yield "Pajak (PPh 21)", rupiah(tax)
    yield "Ditransfer", rupiah(gross - tax)


def _computed_now(claim: Claim, now: datetime) -> Iterator[Line]:
    amounts = estimating.compute_amounts(claim, paid_on=local_date(claim.office, now))
    yield from amount_lines(amounts.gross, amounts.tax)
    yield from _account(claim, now)


def _asked_for(claim: Claim, now: datetime) -> Iterator[Line]:
    """Yield every paper that will be asked for again with its reasons, until when, and what happens then."""
    for document in asked_again(claim):
        yield document.name, f"{', '.join(wrong for wrong, _ in document.reasons)}{f'. {document.note}' if document.note else ''}"
    yield "Batas perbaikan", long_date(correction_due(claim, now))
    yield "Sesudah itu", "Klaim kembali ke Anda lebih dulu, dan tempatnya di antrean tetap."


def _kept_amounts(claim: Claim, now: datetime) -> Iterator[Line]:
    yield from amount_lines(claim.gross_amount, claim.tax_amount)
    yield from _account(claim, now)


def _account(claim: Claim, now: datetime) -> Iterator[Line]:
    yield "Rekening", f"{comparing.bank_label(claim.bank_code)} {mask_account(claim.account_number)}, atas nama {claim.account_name}"


SUMMARIES: dict[Step, Callable[[Claim, datetime], Iterator[Line]]] = {
    Step.REQUEST_CORRECTION: _asked_for,
    Step.PROPOSE_PAYMENT: _computed_now,
    Step.START_PAYMENT: _kept_amounts,
    Step.CONFIRM_PAYMENT: _kept_amounts,
    Step.FAIL_PAYMENT: _account,
}
WARNED: frozenset[Step] = frozenset(
    {Step.PROPOSE_PAYMENT, Step.PROPOSE_REJECTION, Step.CHALLENGE, Step.APPROVE, Step.REJECT, Step.START_PAYMENT}
)
"""Steps that are looked at once more with the warnings beside them."""
NOTICES = {transition.step: transition.notice for transition in TRANSITIONS if transition.notice}
CHANNEL_LABELS = {EMAIL: "E-mail", SMS: "SMS", WHATSAPP: "WhatsApp"}


@dataclass(frozen=True)
class Shown:
    """A message as one channel would carry it, masked RECIPIENT first; SIZE of an SMS; CONNECTED when the portal sends there."""

    channel: str
    label: str
    recipient: str
    message: Message
    size: SmsSize | None
    connected: bool


def summary(claim: Claim, step: Step, now: datetime) -> list[Line]:
    """Return label and value of everything that STEP rests on; amounts of a proposal are computed as of today."""
    return list(SUMMARIES[step](claim, now)) if step in SUMMARIES else []


def previews(claim: Claim, step: Step, now: datetime) -> list[Shown]:
    """Return the very text that the participant will receive, as each channel carries it; empty where STEP tells nothing."""
    if step not in NOTICES:
        return []
    return [_shown(claim, channel, message) for channel, message in render_everywhere(NOTICES[step], claim, now=now).items()]


def _shown(claim: Claim, channel: str, message: Message) -> Shown:
    size = sms_size(message.body) if channel == SMS else None
    return Shown(channel, CHANNEL_LABELS[channel], _recipient(claim, channel), message, size, channel in sending.CHANNELS)


def _recipient(claim: Claim, channel: str) -> str:
    """Return the masked address: the claim's own, else the registered one."""
    person = claim.participant
    if channel == EMAIL:
        email = claim.email or person.email
        return mask_email(email) if email else ""
    phone = claim.phone or person.phone
    return mask_phone(phone) if phone else ""
