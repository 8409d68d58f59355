"""The documents of a claim as a participant sees them: one line a slot, what next, what is wrong."""

from dataclasses import dataclass, field

from claims.domain.documents import SlotRequirement
from claims.domain.return_reasons import ReturnReason, find_return_reason
from claims.domain.workflow import ClaimStatus
from claims.models import Claim, Document, DocumentPage, DocumentVersion, SlotState
from claims.models.document import ASKED_AGAIN, FILLED
from claims.services.requirements import requirements_of
from jht_portal.lib import formats

TAG_KINDS = {
    SlotState.EMPTY: ("now", "dot"),
    SlotState.UPLOADED: ("ok", "check"),
    SlotState.UNAVAILABLE: ("", "edit"),
    SlotState.ACCEPTED: ("ok", "check"),
    SlotState.REJECTED: ("act", "alert"),
    SlotState.REPLACED: ("ok", "check"),
    SlotState.WAIVED: ("", "check"),
    SlotState.INSISTED: ("act", "alert"),
}
HINTS = {
    "small": "Foto ini sangat kecil. Unggah foto aslinya supaya tulisan terbaca.",
    "blurred": "Foto ini tampak buram. Foto ulang supaya cepat diperiksa.",
    "dark": "Foto ini tampak gelap. Foto ulang di tempat terang supaya cepat diperiksa.",
}


@dataclass(frozen=True)
class Slot:
    """One document of a claim with everything its line and its page say."""

    document: Document
    requirement: SlotRequirement
    version: DocumentVersion | None
    pages: list[DocumentPage]
    refused: list[ReturnReason] = field(default_factory=list)
    refusal_note: str = ""

    @property
    def code(self) -> str:
        return self.document.slot

    @property
    def name(self) -> str:
        return self.requirement.label

    @property
    def state(self) -> str:
        return self.document.state

    @property
    def hint(self) -> str:
        """What a machine noticed on the pages: advice, never a verdict."""
        return next((HINTS[page.hint] for page in self.pages if page.hint in HINTS), "")

    @property
    def needs_work(self) -> bool:
        """Tell whether the participant still has to do something here."""
        return (self.document.required and self.state not in FILLED) or self.state in ASKED_AGAIN

    @property
    def tag(self) -> str:
        if self.hint and self.state in (SlotState.UPLOADED, SlotState.REPLACED):
            return "Sebaiknya diganti"
        if self.state == SlotState.EMPTY and not self.document.required:
            return "Bila ada"
        return SlotState(self.state).label

    @property
    def tag_kind(self) -> str:
        return "act" if self.tag == "Sebaiknya diganti" else "" if self.tag == "Bila ada" else TAG_KINDS[SlotState(self.state)][0]

    @property
    def icon(self) -> str:
        return "alert" if self.tag == "Sebaiknya diganti" else TAG_KINDS[SlotState(self.state)][1]

    @property
    def _still_needed(self) -> str:
        if self.document.claim.status == ClaimStatus.PAYMENT_FAILED:
            return "Rekening berganti. Unggah halaman depan buku yang baru."
        return "Petugas tetap memerlukan dokumen ini."

    @property
    def note(self) -> str:
        """Why, or what next, in one line."""
        if self.state in ASKED_AGAIN:
            return " ".join(reason.short + "." for reason in self.refused) or self._still_needed
        if self.state == SlotState.UNAVAILABLE:
            return f"{self.document.get_unavailable_reason_display()}. Petugas akan menilai."
        if self.state == SlotState.ACCEPTED:
            return "Sudah diperiksa petugas."
        if self.state == SlotState.WAIVED:
            return "Petugas setuju klaim diteruskan tanpa dokumen ini."
        if self.hint:
            return self.hint
        if self.version and self.version.source == "digital_card":
            return "Diisi dari kartu digital Anda."
        if self.version and self.pages:
            return f"Diunggah {formats.long_date(self.pages[-1].created_at)}."
        return self.requirement.hint


def slots_of(claim: Claim) -> list[Slot]:
    """Return every slot of CLAIM in order, in three queries whatever the number of documents."""
    requirements = requirements_of(claim)
    documents = claim.documents.prefetch_related("versions__pages")
    return [_slot(document, requirements[document.slot]) for document in documents if document.slot in requirements]


def name_of(document: Document) -> str:
    """Return how people call a document of its claim."""
    return requirements_of(document.claim)[document.slot].label


def _slot(document: Document, requirement: SlotRequirement) -> Slot:
    versions = sorted(document.versions.all(), key=lambda version: version.number)
    latest = versions[-1] if versions else None
    judged = [version for version in versions if version.verdict == "rejected"]
    refused = judged[-1] if judged and document.state in (*ASKED_AGAIN, SlotState.REPLACED) else None
    return Slot(
        document=document,
        requirement=requirement,
        version=latest,
        pages=sorted(latest.pages.all(), key=lambda page: page.position) if latest else [],
        refused=[find_return_reason(code) for code in refused.reasons] if refused else [],
        refusal_note=refused.note if refused else "",
    )


def next_to_do(slots: list[Slot], after: str = "") -> Slot | None:
    """Return the next slot that needs work, looking on from AFTER and then from the top."""
    codes = [slot.code for slot in slots]
    start = codes.index(after) + 1 if after in codes else 0
    return next((slot for slot in slots[start:] + slots[:start] if slot.needs_work), None)


def counted(claim: Claim, slots: list[Slot]) -> tuple[int, int]:
    """Return how many of the slots that the participant must see to are ready, and how many there are."""
    asked = [slot for slot in slots if slot.document.required] if claim.status == ClaimStatus.DRAFT else _asked_again(slots)
    return sum(not slot.needs_work for slot in asked), len(asked)


def _asked_again(slots: list[Slot]) -> list[Slot]:
    return [slot for slot in slots if slot.state in (*ASKED_AGAIN, SlotState.REPLACED)]
