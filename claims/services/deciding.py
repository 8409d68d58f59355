"""What an approver decides on: what the verifier saw and ticked, what the claim pays and why, what has changed since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from claims.domain.workflow import ClaimStatus, Step
from claims.models import AccountChange, Claim, ClaimEvent, Document
from claims.services import comparing, estimating
from claims.services.deadlines import local_date
from claims.services.desk import Frame, film_of
from claims.services.estimating import Estimate
from claims.services.officers import shown_name
from claims.services.tax_notice import TaxNotice, confirmed_notice
from claims.services.ticks import tick_label, ticks_needed
from claims.services.warnings import CONTACTS, SOURCES
from jht_portal.lib.formats import clock_time, rupiah, short_date
from participants.domain.identifiers import mask_account
from participants.domain.tax import FINAL, PROGRESSIVE
from participants.models import ContactChange

PROPOSALS = (Step.PROPOSE_PAYMENT, Step.PROPOSE_REJECTION)
ENDS_A_ROUND = (*PROPOSALS, Step.REQUEST_CORRECTION)
FIRST_CHALLENGE = 4
"""Sent, taken, proposed, challenged: no claim of fewer steps was ever sent back by an approver."""
BASIS_WORDS = {
    FINAL: "tarif final, dibayar dalam dua tahun kalender sejak pencairan pertama",
    PROGRESSIVE: "tarif progresif, dibayar sejak tahun ketiga sesudah pencairan pertama",
}
SAME_MOMENT = timedelta(minutes=1)
"""A contact that was changed counts once, although the person's row was written with it."""


@dataclass(frozen=True)
class Verdict:
    """One paper with what was decided: by whom, when, in which words."""

    frame: Frame
    who: str
    at: datetime | None
    note: str


@dataclass(frozen=True)
class Money:
    """What the claim pays, in whole rupiah, on which basis, worked out in LINES; empty where it cannot be worked out again."""

    gross: int
    tax: int
    net: int
    basis: str
    article: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """Everything on the page of a decision."""

    proposed: ClaimEvent | None
    verifier: str
    verdicts: list[Verdict]
    ticks: list[tuple[str, bool]]
    money: Money | None
    tax_notice: TaxNotice | None
    account: str
    changes: list[str]


@dataclass(frozen=True)
class Challenge:
    """What an approver wrote when sending a claim back."""

    who: str
    at: datetime
    note: str


def case_of(claim: Claim, now: datetime) -> Case:
    """Return what an approver sees of CLAIM, which awaits approval."""
    proposed = claim.events.filter(step__in=PROPOSALS).select_related("actor").order_by("-number").first()
    film = film_of(claim)
    outlook = estimating.estimate(claim, paid_on=local_date(claim.office, proposed.at if proposed else now))
    return Case(
        proposed,
        shown_name(claim.verifier) if claim.verifier else "",
        [_verdict(frame) for frame in film],
        [(tick_label(tick), tick in claim.data_ticks) for tick in ticks_needed(claim)],
        _money(claim, outlook),
        confirmed_notice(claim),
        f"{comparing.bank_label(claim.bank_code)} {mask_account(claim.account_number)}, atas nama {claim.account_name}",
        list(_changes(claim, film, outlook, proposed.at)) if proposed else [],
    )


def challenge_of(claim: Claim) -> Challenge | None:
    """Return why an approver sent CLAIM back, until the verifier proposes again or asks the participant."""
    if claim.status != ClaimStatus.IN_REVIEW or claim.version < FIRST_CHALLENGE:
        return None
    steps = claim.events.filter(step__in=(*ENDS_A_ROUND, Step.CHALLENGE)).select_related("actor")
    last = steps.order_by("-number").first()
    return Challenge(shown_name(last.actor), last.at, last.note) if last and last.step == Step.CHALLENGE else None


def _verdict(frame: Frame) -> Verdict:
    document, version = frame.document, frame.latest
    if frame.missing:
        who = shown_name(document.decided_by) if document.decided_by else ""
        return Verdict(frame, who, document.decided_at, document.decision_note or "")
    judge = version.judged_by if version else None
    return Verdict(frame, shown_name(judge) if judge else "", version.judged_at if version else None, version.note if version else "")


def _money(claim: Claim, outlook: Estimate) -> Money | None:
    if claim.net_amount is None:
        return None
    tax = outlook.tax
    agrees = (tax.gross, tax.amount) == (claim.gross_amount, claim.tax_amount)
    article, lines = (tax.article, tax.lines) if agrees else ("", ())
    basis = BASIS_WORDS.get(claim.tax_basis, "")
    return Money(claim.gross_amount, claim.tax_amount, claim.net_amount, basis, article, lines)


# --- What has changed since the proposal


def _changes(claim: Claim, film: list[Frame], outlook: Estimate, since: datetime) -> Iterator[str]:
    yield from _changed_papers(film, since)
    yield from _changed_account(claim, since)
    yield from _changed_person(claim, since)
    yield from _changed_amount(claim, outlook)


def _changed_papers(film: list[Frame], since: datetime) -> Iterator[str]:
    for frame in film:
        if frame.latest and frame.latest.sent_at > since:
            yield f"{frame.label}: versi {frame.latest.number} tiba {short_date(frame.latest.sent_at)}."
        elif (decided := _decided_at(frame.document, frame)) and decided > since:
            yield f"{frame.label}: diputus ulang {short_date(decided)}, sekarang {frame.words}."


def _decided_at(document: Document, frame: Frame) -> datetime | None:
    return document.decided_at if frame.missing else frame.latest and frame.latest.judged_at


def _changed_account(claim: Claim, since: datetime) -> Iterator[str]:
    for change in AccountChange.objects.filter(claim=claim, at__gt=since).order_by("at"):
        yield f"Rekening diganti {_when(claim, change.at)}. Sebelumnya {_account_before(change)}."


def _account_before(change: AccountChange) -> str:
    return f"{comparing.bank_label(change.bank_code)} {mask_account(change.account_number)}"


def _changed_person(claim: Claim, since: datetime) -> Iterator[str]:
    changes = list(ContactChange.objects.filter(participant=claim.participant_id, at__gt=since).order_by("at"))
    for change in changes:
        yield f"{CONTACTS[change.kind]} terdaftar diganti {_when(claim, change.at)} {SOURCES[change.source]}."
    known = max([since, *(change.at for change in changes)]) + SAME_MOMENT
    if claim.participant.updated_at > known:
        yield f"Data peserta diperbarui {_when(claim, claim.participant.updated_at)}. Cocokkan lagi dengan dokumen."


def _changed_amount(claim: Claim, outlook: Estimate) -> Iterator[str]:
    """Compare with the same sum worked out anew as of the day of the proposal: bookings may have come in since."""
    if claim.proposal != "bayar" or claim.net_amount is None:
        return
    tax = outlook.tax
    if (tax.gross, tax.amount) != (claim.gross_amount, claim.tax_amount):
        yield f"Saldo atau pajak berubah: dihitung lagi menjadi {rupiah(tax.gross)} kotor dan pajak {rupiah(tax.amount)}."


def _when(claim: Claim, moment: datetime) -> str:
    zone = claim.office.timezone
    return f"{short_date(moment, zone)}, {clock_time(moment, zone)}"
