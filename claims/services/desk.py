"""The claim desk as an officer sees it: the film of documents, one document with its versions, the data beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from claims.domain.papers import Slot
from claims.domain.return_reasons import find_return_reason
from claims.domain.workflow import HELD_STEPS, ClaimStatus, Role, Step, transitions_from
from claims.labels import STEP_LABELS
from claims.models import Claim, Document, DocumentPage, DocumentVersion, SlotState
from claims.models.document import DECIDED_GOOD
from claims.services.four_eyes import is_own_claim
from claims.services.guards import ALREADY_YOURS, HELD, NOT_HELD, NOT_YOURS, OWN_CLAIM, obstacles
from claims.services.officers import Desk
from claims.services.requirements import requirements_of

FILM_NAMES = {
    Slot.KARTU_PESERTA: "Kartu",
    Slot.KTP: "KTP",
    Slot.KK: "KK",
    Slot.SURAT_KETERANGAN: "Surat kerja",
    Slot.BUKU_REKENING: "Rekening",
    Slot.FORMULIR: "Formulir",
    Slot.FOTO: "Foto",
    Slot.NPWP: "NPWP",
    Slot.SURAT_AHLI_WARIS: "Ahli waris",
    Slot.PENDUKUNG_AHLI_WARIS: "Pendukung",
    Slot.STANDING_INSTRUCTION: "Kuasa debit",
    Slot.PERSETUJUAN_AHLI_WARIS: "Persetujuan",
}
STATE_ICONS = {
    SlotState.ACCEPTED: ("check", "ok"),
    SlotState.WAIVED: ("check", "ok"),
    SlotState.REJECTED: ("x", "bad"),
    SlotState.INSISTED: ("x", "bad"),
    SlotState.EMPTY: ("minus", ""),
}
STATE_WORDS = {
    SlotState.EMPTY: "tidak dikirim",
    SlotState.UPLOADED: "belum diputus",
    SlotState.REPLACED: "pengganti, belum diputus",
    SlotState.UNAVAILABLE: "peserta tidak punya, belum diputus",
    SlotState.ACCEPTED: "diterima",
    SlotState.REJECTED: "ditolak",
    SlotState.WAIVED: "tidak perlu",
    SlotState.INSISTED: "tetap diminta",
}
UNDECIDED = (SlotState.UPLOADED, SlotState.REPLACED, SlotState.UNAVAILABLE)
DECIDED = (*DECIDED_GOOD, SlotState.REJECTED, SlotState.INSISTED)
MISSING = (SlotState.UNAVAILABLE, SlotState.WAIVED, SlotState.INSISTED)


@dataclass(frozen=True)
class Frame:
    """One document in the film. VERSIONS are those that reached the office, oldest first."""

    document: Document
    label: str
    versions: list[DocumentVersion]

    @property
    def slot(self) -> str:
        return self.document.slot

    @property
    def name(self) -> str:
        return FILM_NAMES.get(self.slot, self.label)

    @property
    def icon(self) -> str:
        return STATE_ICONS.get(self.document.state, ("dot", ""))[0]

    @property
    def icon_class(self) -> str:
        return STATE_ICONS.get(self.document.state, ("dot", ""))[1]

    @property
    def words(self) -> str:
        return STATE_WORDS[SlotState(self.document.state)]

    @property
    def undecided(self) -> bool:
        return self.document.state in UNDECIDED

    @property
    def missing(self) -> bool:
        """Tell whether the participant said that this paper cannot be had."""
        return self.document.state in MISSING

    @property
    def latest(self) -> DocumentVersion | None:
        return self.versions[-1] if self.versions else None


def film_of(claim: Claim) -> list[Frame]:
    """Return the documents of CLAIM in order, in three queries whatever their number; empty optional slots are left out."""
    labels = requirements_of(claim)
    documents = claim.documents.prefetch_related("versions__pages", "versions__judged_by").select_related("decided_by")
    return [_frame(document, labels) for document in documents if document.required or document.state != SlotState.EMPTY]


def _frame(document: Document, labels: Mapping[str, object]) -> Frame:
    label = labels[document.slot].label if document.slot in labels else FILM_NAMES.get(document.slot, document.slot)
    return Frame(document, label, [version for version in document.versions.all() if version.sent_at])


@dataclass(frozen=True)
class Sheet:
    """One picture of a version: a photo, or page NUMBER (from 1) of a PDF; a photo has 0."""

    page: DocumentPage
    number: int = 0


def sheets_of(version: DocumentVersion) -> list[Sheet]:
    """Return the pictures of a version in order, those of a PDF one by one."""
    return [sheet for page in version.pages.all() for sheet in _sheets(page)]


def _sheets(page: DocumentPage) -> list[Sheet]:
    if page.content_type != "application/pdf":
        return [Sheet(page)]
    return [Sheet(page, number) for number in range(1, page.page_count + 1)]


def pages_of(version: DocumentVersion | None) -> list[DocumentPage]:
    """Return the pages of a version in order."""
    return list(version.pages.all()) if version else []


def chosen_frame(film: list[Frame], slot: str) -> Frame | None:
    """Return the frame asked for, else the first undecided one, else the first."""
    asked = next((frame for frame in film if frame.slot == slot), None)
    return asked or next((frame for frame in film if frame.undecided), film[0] if film else None)


def next_slot(film: list[Frame], after: str) -> str:
    """Return the slot to look at after one was decided: the next undecided one, going round; the same when all are done."""
    slots = [frame.slot for frame in film]
    start = slots.index(after) + 1 if after in slots else 0
    return next((frame.slot for frame in film[start:] + film[:start] if frame.undecided), after)


def decided_count(film: list[Frame]) -> int:
    """Return how many documents have a verdict."""
    return sum(frame.document.state in DECIDED for frame in film)


def words_for_participant(codes: Iterable[str], note: str) -> str:
    """Return what the participant will read for these reasons, with the officer's own sentence last."""
    reasons = [find_return_reason(code) for code in codes]
    return " ".join([f"{reason.short}. {reason.advice}" for reason in reasons] + [note]).strip()


@dataclass(frozen=True)
class Offer:
    """A step that the officer may take; OBSTACLES say why it cannot be taken yet."""

    step: Step
    obstacles: list[str]

    @property
    def ready(self) -> bool:
        return not self.obstacles


NEVER_HERE = frozenset({NOT_YOURS, NOT_HELD, ALREADY_YOURS})
FOR_ANOTHER = {Step.TAKE: "Tugaskan", Step.TAKE_OVER: "Alihkan"}
PROPOSED = {Step.APPROVE: "bayar", Step.REJECT: "tolak"}
IN_A_BATCH = frozenset({Step.START_PAYMENT})
"""Steps that are taken for a whole batch, never at the desk of one claim."""


def offers(claim: Claim, desk: Desk, now: datetime) -> list[Offer]:
    """Return the steps that the table gives to the officer's roles, without those that could never hold for this claim."""
    if not desk.acts_on(claim):
        return []
    steps = [transition.step for transition in transitions_from(claim.status, desk.roles) if transition.step not in IN_A_BATCH]
    wanted = [step for step in steps if PROPOSED.get(step, claim.proposal) == claim.proposal]
    if wanted and is_own_claim(claim, desk.user):
        return [Offer(step, [OWN_CLAIM]) for step in wanted]
    found = [Offer(step, [*_held_back(claim, step), *obstacles(claim, step, desk.actor, now)]) for step in wanted]
    return [offer for offer in found if NEVER_HERE.isdisjoint(offer.obstacles)]


def _held_back(claim: Claim, step: Step) -> list[str]:
    """Say that a claim is held, as it was when it was looked up for the desk; the act asks again."""
    return [HELD] if step in HELD_STEPS and getattr(claim, "denied_at", None) else []


def label_of(step: Step, desk: Desk) -> str:
    """Return the words on a step's button: who takes a claim for a colleague assigns it."""
    for_another = FOR_ANOTHER.get(step) if Role.VERIFIER not in desk.roles else None
    return for_another or STEP_LABELS[step]


def may_judge(claim: Claim, desk: Desk) -> bool:
    """Tell whether the officer holds the claim in review, in the own office."""
    return claim.status == ClaimStatus.IN_REVIEW and claim.holder_id == desk.user.pk and desk.acts_on(claim)
