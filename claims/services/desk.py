"""The claim desk as an officer sees it: the film of documents, one document with its versions, the data beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from claims.domain.papers import Slot
from claims.domain.return_reasons import find_return_reason
from claims.domain.workflow import ClaimStatus, Role, Step, transitions_from
from claims.labels import STEP_LABELS
from claims.models import Claim, Document, DocumentPage, DocumentVersion, SlotState
from claims.models.document import DECIDED_GOOD
from claims.services.guards import NOT_YOURS, obstacles
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

    def version(self, number: int | None) -> DocumentVersion | None:
        """Return the version with a number, or the newest."""
        return next((version for version in self.versions if version.number == number), self.latest)


def film_of(claim: Claim) -> list[Frame]:
    """Return the documents of CLAIM in order, in three queries whatever their number; empty optional slots are left out."""
    labels = requirements_of(claim)
    documents = claim.documents.prefetch_related("versions__pages", "versions__judged_by").select_related("decided_by")
    return [_frame(document, labels) for document in documents if document.required or document.state != SlotState.EMPTY]


def _frame(document: Document, labels: Mapping[str, object]) -> Frame:
    label = labels[document.slot].label if document.slot in labels else FILM_NAMES.get(document.slot, document.slot)
    return Frame(document, label, [version for version in document.versions.all() if version.sent_at])


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


ASSIGN = "Tugaskan"
PROPOSED = {Step.APPROVE: "bayar", Step.REJECT: "tolak"}


def offers(claim: Claim, desk: Desk, now: datetime) -> list[Offer]:
    """Return the steps that the table gives to the officer's roles, without those that could never hold for this claim."""
    steps = [transition.step for transition in transitions_from(claim.status, desk.roles)]
    wanted = [step for step in steps if PROPOSED.get(step, claim.proposal) == claim.proposal]
    found = [Offer(step, obstacles(claim, step, desk.actor, now)) for step in wanted]
    return [offer for offer in found if NOT_YOURS not in offer.obstacles]


def label_of(step: Step, desk: Desk) -> str:
    """Return the words on a step's button: who takes a claim for a colleague assigns it."""
    return ASSIGN if step is Step.TAKE and Role.VERIFIER not in desk.roles else STEP_LABELS[step]


def may_judge(claim: Claim, desk: Desk) -> bool:
    """Tell whether the officer holds the claim in review."""
    return claim.status == ClaimStatus.IN_REVIEW and claim.holder_id == desk.user.pk
