"""The wizard's verbs. A draft row is the wizard's only state: filled in any order, sent once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from claims.domain import papers
from claims.domain.heirs import HEIR_REASON
from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import Claim, Document, DocumentPage, Office
from claims.models.document import FILLED
from claims.services import deadlines
from claims.services.applicants import find_applicant, stated_on
from claims.services.checking import check_claim
from claims.services.guards import Actor
from claims.services.intake import forget_files, send_versions
from claims.services.name_index import index_claims
from claims.services.requirements import requirements_of
from claims.services.slots import Slot, slots_of
from claims.services.workflow import ClaimChangedMeanwhile, advance
from participants.domain.banks import account_length_warning
from participants.domain.sentences import sentence

TAX_WARNING = ("tax_warning", "tax_warning_read_at")
PAYOUT = ("email", "phone", "bank_code", "account_number", "account_name", "tax_number")


ANOTHER_NAME = (
    sentence("Nama pemilik rekening berbeda dari nama Anda di data kami. Rekening harus atas nama Anda."),
    sentence("Nama pemilik rekening berbeda dari nama ahli waris di data kami. Rekening harus atas nama ahli waris."),
)
"""For a participant, and for an heir."""


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


@dataclass(frozen=True, kw_only=True)
class Payout:
    """Where the money goes and how to reach the claimant; the phone number is E.164."""

    email: str
    phone: str
    bank_code: str
    account_number: str
    account_name: str
    tax_number: str = ""
    tax_warning: dict | None = None
    """The tax comparison as it was confirmed; None where it was not."""


def next_step(claim: Claim) -> str:
    """Return the name of the first page that CLAIM still needs; the receipt once it was sent."""
    if claim.status != ClaimStatus.DRAFT:
        return "claims:receipt"
    if not data_is_complete(claim):
        return "claims:data"
    if claim.documents.filter(required=True).exclude(state__in=FILLED).exists():
        return "claims:documents"
    return "claims:review" if claim.office_id else "claims:office"


def data_is_complete(claim: Claim) -> bool:
    """Tell whether contact and account are filled in and, for a partial claim, the tax warning was read."""
    return claim.data_saved_at is not None and (not claim.is_partial or claim.tax_warning is not None)


def save_data(claim: Claim, payout: Payout, now: datetime) -> Claim:
    """Keep where the money goes; raise ClaimChangedMeanwhile once the claim was sent or closed."""
    with transaction.atomic():
        draft = locked_draft(claim)
        for column in PAYOUT:
            setattr(draft, column, getattr(payout, column))
        draft.data_saved_at = now
        _keep_tax_warning(draft, payout.tax_warning, now)
        draft.save(update_fields=[*PAYOUT, "phone_index", "account_index", "data_saved_at", *TAX_WARNING, "updated_at"])
    return draft


def _keep_tax_warning(draft: Claim, confirmed: dict | None, now: datetime) -> None:
    """Keep what was confirmed and when; the same words confirmed once more keep their first moment."""
    if confirmed != draft.tax_warning:
        draft.tax_warning, draft.tax_warning_read_at = confirmed, now if confirmed else None


def account_warnings(claim: Claim) -> list[str]:
    """Return what looks unusual about the account; it never keeps a claim from being sent (domain.md section 4)."""
    owner = claim.heir_name or claim.participant.name
    length = account_length_warning(claim.bank_code, claim.account_number)
    other = _as_compared(claim.account_name) != _as_compared(owner)
    name = ANOTHER_NAME[bool(claim.heir_name)]
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
    parts = [Missing("facts", sentence("Belum dijawab: adakah ahli waris lain yang ikut berhak?"))] if _heirs_unknown(claim) else []
    parts += [] if data_is_complete(claim) else [Missing("data", _data_gap(claim))]
    parts += [Missing("slot", sentence("{name} belum ada.", name=slot.requirement.label), slot.code) for slot in slots if slot.needs_work]
    if claim.office is None:
        parts.append(Missing("office", sentence("Kantor belum dipilih.")))
    elif not claim.office.is_open:
        parts.append(Missing("office", sentence("{office} tidak menerima klaim lagi. Pilih kantor lain.", office=claim.office.name)))
    return parts


def _heirs_unknown(claim: Claim) -> bool:
    """Tell whether the letter of consent may be needed and nobody was asked yet, as in a draft from before the question."""
    return claim.other_heirs is None and papers.Slot.PERSETUJUAN_AHLI_WARIS in requirements_of(claim)


def _data_gap(claim: Claim) -> str:
    """Say what the data page still asks for."""
    return sentence("Kontak dan rekening belum diisi.") if claim.data_saved_at is None else sentence("Perbandingan pajak belum dibaca.")


def submit(claim: Claim, *, seen: str, now: datetime, officer: AbstractBaseUser | None = None) -> Claim:
    """Send the draft to its office, once: papers sealed, declaration kept, step taken, messages planned, or nothing at all.

    SEEN is the mark of the page on which the claimant declared; an OFFICER files at the counter, with the claimant there.
    Raises ClaimChangedMeanwhile (the draft is another, or
    was sent already), ClaimIncomplete, NotEligible, StepRefused.
    """
    with transaction.atomic():
        draft = locked_draft(claim)
        slots = slots_of(draft)
        if seen != seen_state(draft, [slot.document for slot in slots]):
            raise ClaimChangedMeanwhile(draft.number)
        if missing := missing_parts(draft, slots):
            raise ClaimIncomplete(missing)
        today = deadlines.local_date(draft.office, now)
        _, note = check_claim(find_applicant(draft.participant_id), draft.membership, draft.reason, stated_on(draft), today)
        _drop_unasked(draft, slots)
        draft.declared_at, draft.review_note = now, note
        draft.save(update_fields=["declared_at", "review_note", "updated_at"])
        send_versions(draft, now)
        advance(draft, Step.SUBMIT, actor=_filer(draft, officer), now=now)
        index_claims([draft])
    return draft


def _filer(draft: Claim, officer: AbstractBaseUser | None) -> Actor:
    if officer is not None:
        return Actor(frozenset({Role.COUNTER}), officer)
    return Actor(frozenset({Role.HEIR if draft.reason == HEIR_REASON else Role.PARTICIPANT}))


def locked_draft(claim: Claim) -> Claim:
    """Return CLAIM fresh and held until the transaction ends; raise ClaimChangedMeanwhile when it is no draft any more."""
    rows = Claim.objects.select_for_update(of=("self",)).select_related("participant", "membership", "office")
    draft = rows.filter(pk=claim.pk, status=ClaimStatus.DRAFT).first()
    if draft is None:
        raise ClaimChangedMeanwhile(claim.number)
    return draft


def _drop_unasked(draft: Claim, slots: list[Slot]) -> None:
    """Remove papers of an earlier choice of reason: what is not asked for is not handed over."""
    unasked = draft.documents.exclude(slot__in=[slot.code for slot in slots])
    pages = list(DocumentPage.objects.filter(version__document__in=unasked))
    unasked.delete()
    transaction.on_commit(lambda: forget_files(pages))


def _as_compared(name: str) -> list[str]:
    """Return the words of NAME without case, marks and order: banks and civil registry write them differently."""
    return sorted(re.findall(r"\w+", normalize("NFKC", name).casefold()))
