"""What an officer looks at once more before a step: amounts, account, differences, the message that will go out."""

from collections.abc import Callable, Iterator
from datetime import datetime

from claims.domain.return_reasons import find_rejection_reason
from claims.domain.workflow import Step
from claims.models import Claim
from claims.services import comparing, estimating
from claims.services.composing import Message, render_notice
from claims.services.deadlines import local_date
from claims.services.officers import shown_name
from jht_portal.lib.formats import rupiah
from participants.domain.identifiers import mask_account

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


def _kept_amounts(claim: Claim, now: datetime) -> Iterator[Line]:
    yield from amount_lines(claim.gross_amount, claim.tax_amount)
    yield from _account(claim, now)


def _account(claim: Claim, now: datetime) -> Iterator[Line]:
    yield "Rekening", f"{comparing.bank_label(claim.bank_code)} {mask_account(claim.account_number)}, atas nama {claim.account_name}"


def _for_decision(claim: Claim, now: datetime) -> Iterator[Line]:
    if claim.verifier:
        yield "Diperiksa oleh", shown_name(claim.verifier)
    yield from _kept_amounts(claim, now)
    yield from (("Perbedaan", warning) for warning in comparing.differences(claim, local_date(claim.office, now)))


def _for_rejection(claim: Claim, now: datetime) -> Iterator[Line]:
    if claim.verifier:
        yield "Diperiksa oleh", shown_name(claim.verifier)
    for reason in map(find_rejection_reason, claim.rejection_codes):
        yield "Alasan", f"{reason.short}. {reason.advice}"
    if claim.rejection_note:
        yield "Penjelasan", claim.rejection_note


SUMMARIES: dict[Step, Callable[[Claim, datetime], Iterator[Line]]] = {
    Step.PROPOSE_PAYMENT: _computed_now,
    Step.APPROVE: _for_decision,
    Step.REJECT: _for_rejection,
    Step.START_PAYMENT: _kept_amounts,
    Step.CONFIRM_PAYMENT: _kept_amounts,
    Step.FAIL_PAYMENT: _account,
}
PREVIEWED = {Step.REQUEST_CORRECTION: "correction_requested"}


def summary(claim: Claim, step: Step, now: datetime) -> list[Line]:
    """Return label and value of everything that STEP rests on; amounts of a proposal are computed as of today."""
    return list(SUMMARIES[step](claim, now)) if step in SUMMARIES else []


def message_preview(claim: Claim, step: Step, now: datetime) -> Message | None:
    """Return the very text that the participant will receive, for a step that asks something of them."""
    return render_notice(PREVIEWED[step], claim, now=now) if step in PREVIEWED else None
