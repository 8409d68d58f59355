"""The wizard's verbs. A draft row is the wizard's only state: begun, filled in any order, sent once."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from unicodedata import normalize

from django.conf import settings
from django.db import IntegrityError, transaction

from claims.domain.documents import SlotRequirement
from claims.domain.eligibility import Verdict
from claims.domain.numbers import new_claim_number
from claims.domain.reasons import find_reason
from claims.domain.workflow import LIVE, ClaimStatus, Role, Step
from claims.models import Claim, Document, DocumentPage, Office, SlotState
from claims.models.document import FILLED
from claims.services import deadlines, estimating
from claims.services.applicants import Applicant, StatedFacts, find_applicant, judge, review_note
from claims.services.guards import Actor
from claims.services.intake import forget_files, send_versions
from claims.services.requirements import requirements_of
from claims.services.slots import Slot, slots_of
from claims.services.workflow import ClaimChangedMeanwhile, advance
from participants.domain.banks import account_length_warning
from participants.models import Membership
from participants.services.statements import withdrawals_of

NUMBER_TRIES = 5
STEPS = ("start", "data", "documents", "office", "review")
"""The wizard's pages in order; each is also the name of an address in ``claims:``."""
WITHDRAWN_BEFORE = "Ada penarikan lama di kartu Anda. Petugas memeriksa apakah itu klaim sebagian."
STATED = ("event_on", "pension_age", "housing", "heir_name", "heir_nik", "heir_relation")
OVERTURNED = ("account_number", "account_index", "account_name", "tax_number", "data_saved_at", "tax_warning_read_at")
"""What another reason or another claimant may make untrue."""
PAYOUT = ("email", "phone", "bank_code", "account_number", "account_name", "tax_number")


class NotEligible(Exception):
    """The rules say not yet, or not for this reason; ``verdict`` says why and from which day."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.outcome)
        self.verdict = verdict


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to do before sending: the page that does it, in words, and the slot where it is a document."""

    step: str
    sentence: str
    slot: str = ""


class ClaimIncomplete(Exception):
    """Something is still missing; ``parts`` says what."""

    def __init__(self, parts: list[Missing]) -> None:
        super().__init__(", ".join(part.step for part in parts))
        self.parts = parts


class ClaimAlreadyOpen(Exception):
    """This membership has a claim on its way; ``claim`` is it."""

    def __init__(self, claim: Claim) -> None:
        super().__init__(claim.number)
        self.claim = claim


@dataclass(frozen=True, kw_only=True)
class Payout:
    """Where the money goes and how to reach the claimant; the phone number is E.164."""

    email: str
    phone: str
    bank_code: str
    account_number: str
    account_name: str
    tax_number: str = ""
    tax_warning_read: bool = False


def next_step(claim: Claim) -> str:
    """Return the name of the first page that CLAIM still needs; the receipt once it was sent."""
    if claim.status != ClaimStatus.DRAFT:
        return "claims:receipt"
    unfinished = (
        ("data", not data_is_complete(claim)),
        ("documents", claim.documents.filter(required=True).exclude(state__in=FILLED).exists()),
        ("office", claim.office_id is None),
    )
    return "claims:" + next((step for step, is_open in unfinished if is_open), "review")


def data_is_complete(claim: Claim) -> bool:
    """Tell whether contact and account are filled in and, for a partial claim, the tax warning was read."""
    return claim.data_saved_at is not None and (not claim.is_partial or claim.tax_warning_read_at is not None)


def begin(applicant: Applicant, membership: Membership, reason: str, stated: StatedFacts, now: datetime) -> Claim:
    """Open a draft on MEMBERSHIP, or give its draft another reason; what was uploaded stays.

    Raises NotEligible, ClaimAlreadyOpen, KeyError when no such reason is in force.
    """
    balance, note = _checked(applicant, membership, reason, stated, deadlines.local_date(None, now))
    needs_tax_number = estimating.asks_tax_number(balance, applicant.took_part())
    with transaction.atomic():
        draft = _draft_on(membership, applicant, now)
        _state(draft, reason, stated, note)
        _fit_documents(draft, requirements_of(draft, needs_tax_number=needs_tax_number))
    return draft


def save_data(claim: Claim, payout: Payout, now: datetime) -> Claim:
    """Keep where the money goes; raise ClaimChangedMeanwhile once the claim was sent or closed."""
    with transaction.atomic():
        draft = locked_draft(claim)
        for column in PAYOUT:
            setattr(draft, column, getattr(payout, column))
        draft.data_saved_at = now
        draft.tax_warning_read_at = (draft.tax_warning_read_at or now) if payout.tax_warning_read else None
        draft.save(update_fields=[*PAYOUT, "phone_index", "account_index", "data_saved_at", "tax_warning_read_at", "updated_at"])
    return draft


def account_warnings(claim: Claim) -> list[str]:
    """Return what looks unusual about the account; it never keeps a claim from being sent (domain.md section 4)."""
    owner = claim.heir_name or claim.participant.name
    length = account_length_warning(claim.bank_code, claim.account_number)
    other = _as_compared(claim.account_name) != _as_compared(owner)
    whose = "ahli waris" if claim.heir_name else "Anda"
    name = f"Nama pemilik rekening berbeda dari nama {whose} di data kami. Rekening harus atas nama {whose}."
    return [warning for warning in (length, name if other else None) if warning] if claim.account_number else []


def choose_office(claim: Claim, office: Office) -> Claim:
    """Keep which office handles the claim; raise ClaimChangedMeanwhile once the claim was sent or closed."""
    with transaction.atomic():
        draft = locked_draft(claim)
        draft.office = office
        draft.save(update_fields=["office", "updated_at"])
    return draft


def seen_state(claim: Claim, documents: Iterable[Document]) -> str:
    """Return a mark of everything that the check page shows: it changes with every change of the draft."""
    latest = max(claim.updated_at, *(document.updated_at for document in documents))
    return f"{claim.version}-{latest.isoformat()}"


def missing_parts(claim: Claim, slots: Iterable[Slot]) -> list[Missing]:
    """Return what keeps the draft from being sent, in the order of the wizard."""
    parts = [] if data_is_complete(claim) else [Missing("data", "Data diri dan rekening belum lengkap.")]
    parts += [Missing("slot", f"{slot.name} belum ada.", slot.code) for slot in slots if slot.needs_work]
    if claim.office is None:
        parts.append(Missing("office", "Kantor belum dipilih."))
    elif not claim.office.is_open:
        parts.append(Missing("office", f"{claim.office.name} tidak menerima klaim lagi. Pilih kantor lain."))
    return parts


def submit(claim: Claim, *, seen: str, now: datetime) -> Claim:
    """Send the draft to its office, once: papers sealed, declaration kept, step taken, messages planned, or nothing at all.

    SEEN is the mark of the page on which the claimant declared. Raises ClaimChangedMeanwhile (the draft is another, or
    was sent already), ClaimIncomplete, NotEligible, StepRefused.
    """
    with transaction.atomic():
        draft = locked_draft(claim)
        slots = slots_of(draft)
        if seen != seen_state(draft, [slot.document for slot in slots]):
            raise ClaimChangedMeanwhile(draft.number)
        if missing := missing_parts(draft, slots):
            raise ClaimIncomplete(missing)
        stated = StatedFacts(**{column: getattr(draft, column) for column in STATED})
        today = deadlines.local_date(draft.office, now)
        _, note = _checked(find_applicant(draft.participant_id), draft.membership, draft.reason, stated, today)
        _drop_unasked(draft, slots)
        draft.declared_at, draft.review_note = now, note
        draft.save(update_fields=["declared_at", "review_note", "updated_at"])
        send_versions(draft, now)
        role = Role.HEIR if draft.reason == "MENINGGAL" else Role.PARTICIPANT
        advance(draft, Step.SUBMIT, actor=Actor(frozenset({role})), now=now)
    return draft


def locked_draft(claim: Claim) -> Claim:
    """Return CLAIM fresh and held until the transaction ends; raise ClaimChangedMeanwhile when it is no draft any more."""
    rows = Claim.objects.select_for_update(of=("self",)).select_related("participant", "membership", "office")
    draft = rows.filter(pk=claim.pk, status=ClaimStatus.DRAFT).first()
    if draft is None:
        raise ClaimChangedMeanwhile(claim.number)
    return draft


def _draft_on(membership: Membership, applicant: Applicant, now: datetime) -> Claim:
    """Return the membership's draft, held; a new one where there is none, whoever asks at the same moment."""
    known = applicant.live_claim(membership)
    live = known or _opened(membership, now)
    if live.status != ClaimStatus.DRAFT:
        raise ClaimAlreadyOpen(live)
    if known is None:
        return live
    try:
        return locked_draft(live)
    except ClaimChangedMeanwhile as error:
        raise ClaimAlreadyOpen(live) from error


def _opened(membership: Membership, now: datetime) -> Claim:
    """Insert a draft; on a conflict return the membership's live claim, or try another number."""
    for _ in range(NUMBER_TRIES):
        number = new_claim_number(deadlines.local_date(None, now).year, os.urandom(5))
        try:
            with transaction.atomic():
                return Claim.objects.create(
                    number=number, participant=membership.participant, membership=membership, policy=settings.REQUIREMENT_POLICY
                )
        except IntegrityError:
            live = Claim.objects.filter(membership=membership, status__in=LIVE).first()
            if live:
                return live
    raise RuntimeError(f"No free claim number in {NUMBER_TRIES} tries.")


def _state(draft: Claim, reason: str, stated: StatedFacts, note: str) -> None:
    """Write reason and facts. Another reason asks to read the tax warning again, another claimant for their own account."""
    if draft.reason != reason:
        draft.tax_warning_read_at = None
    if bool(draft.heir_name) != bool(stated.heir_name):
        draft.account_number = draft.account_name = draft.tax_number = ""
        draft.data_saved_at = None
    draft.reason, draft.review_note = reason, note
    for column in STATED:
        setattr(draft, column, getattr(stated, column))
    draft.save(update_fields=[*STATED, *OVERTURNED, "reason", "review_note", "updated_at"])


def _fit_documents(draft: Claim, asked: dict[str, SlotRequirement]) -> None:
    """Give the draft one row a slot in order. An empty slot that is asked no more goes; a filled one stays, out of sight."""
    rows = {document.slot: document for document in draft.documents.all()}
    for position, (slot, requirement) in enumerate(asked.items(), 1):
        rows.setdefault(slot, Document(claim=draft, slot=slot))
        rows[slot].position, rows[slot].required = position, requirement.is_required
    for slot in rows.keys() - asked.keys():
        rows[slot].required = False
    old = [document for document in rows.values() if not document._state.adding]
    Document.objects.bulk_create([document for document in rows.values() if document._state.adding])
    Document.objects.bulk_update(old, ["position", "required"])
    draft.documents.filter(state=SlotState.EMPTY).exclude(slot__in=asked).delete()


def _drop_unasked(draft: Claim, slots: list[Slot]) -> None:
    """Remove papers of an earlier choice of reason: what is not asked for is not handed over."""
    unasked = draft.documents.exclude(slot__in=[slot.code for slot in slots])
    pages = list(DocumentPage.objects.filter(version__document__in=unasked))
    unasked.delete()
    transaction.on_commit(lambda: forget_files(pages))


def _checked(applicant: Applicant, membership: Membership, reason: str, stated: StatedFacts, today: date) -> tuple[int, str]:
    """Return the balance in whole rupiah and what an officer has to look at; raise NotEligible when the rules refuse."""
    balance = estimating.claimable_balance(membership, applicant.claims)
    verdict = judge(applicant, membership, reason, stated, today, balance=balance)
    if not verdict.may_file:
        raise NotEligible(verdict)
    unknown = find_reason(reason, today).is_partial and _was_withdrawn_elsewhere(applicant)
    return balance, review_note(verdict, WITHDRAWN_BEFORE if unknown else "")


def _was_withdrawn_elsewhere(applicant: Applicant) -> bool:
    """Tell whether the ledger shows money taken that no claim here explains: it may have been a partial claim."""
    explained = {claim.membership_id for claim in applicant.claims if claim.status == ClaimStatus.PAID}
    return any(withdrawal.membership_id not in explained for withdrawal in withdrawals_of(applicant.participant.pk))


def _as_compared(name: str) -> list[str]:
    """Return the words of NAME without case, marks and order: banks and civil registry write them differently."""
    return sorted(re.findall(r"\w+", normalize("NFKC", name).casefold()))
