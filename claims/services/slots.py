"""The documents of a claim as a participant sees them: one line a slot, what next, what is wrong."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.domain.documents import SlotRequirement
from claims.domain.return_reasons import Fixer, ReturnReason
from claims.domain.workflow import ClaimStatus
from claims.examples import Example, examples_for
from claims.models import Claim, Document, DocumentPage, DocumentVersion, SlotState
from claims.models.document import ASKED_AGAIN, FILLED
from claims.services.requirements import refusals_of, requirements_of
from jht_portal.lib import formats
from jht_portal.lib.wording import say

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
    "small": _("Foto ini sangat kecil. Unggah foto aslinya supaya tulisan terbaca."),
    "blurred": _("Foto ini tampak buram. Foto ulang supaya cepat diperiksa."),
    "dark": _("Foto ini tampak gelap. Foto ulang di tempat terang supaya cepat diperiksa."),
}


FIXERS = {
    Fixer.PESERTA: _("Anda sendiri"),
    Fixer.PERUSAHAAN: _("Perusahaan Anda"),
    Fixer.BANK: _("Bank Anda"),
    Fixer.DUKCAPIL: _("Kantor Dukcapil"),
}
"""Who can put a refused document right, as its owner reads it."""


@dataclass(frozen=True)
class VersionLine:
    """What was handed in at one time: NUMBER, when it arrived, what was said to it and why."""

    number: int
    sent_at: datetime
    source: str
    verdict: str
    refused: list[ReturnReason] = field(default_factory=list)


@dataclass(frozen=True)
class Slot:
    """One document of a claim with everything its line and its page say."""

    document: Document
    requirement: SlotRequirement
    version: DocumentVersion | None
    pages: list[DocumentPage]
    refused: list[ReturnReason] = field(default_factory=list)
    refusal_note: str = ""
    history: list[VersionLine] = field(default_factory=list)
    """What reached the office, oldest first."""

    @property
    def tells_history(self) -> bool:
        """Tell whether there is more to tell than that one version arrived."""
        return len(self.history) > 1 or any(version.refused for version in self.history)

    @property
    def examples(self) -> list[Example]:
        """Return pictures of a good one and of the mistakes that were made; none where no picture shows them."""
        made = {reason.code for reason in self.refused}
        mistakes = [example for example in examples_for(self.code) if example["code"] in made]
        return [*(example for example in examples_for(self.code) if example["good"]), *mistakes] if mistakes else []

    @property
    def fixers(self) -> list[str]:
        """Return who can put right what is refused, each once."""
        return list(dict.fromkeys(str(FIXERS[reason.fixer]) for reason in self.refused))

    @property
    def code(self) -> str:
        return self.document.slot

    @property
    def name(self) -> str:
        return say(self.requirement.label)

    @property
    def state(self) -> str:
        return self.document.state

    @property
    def hint(self) -> str:
        """What a machine noticed on the pages: advice, never a verdict."""
        return next((str(HINTS[page.hint]) for page in self.pages if page.hint in HINTS), "")

    @property
    def needs_work(self) -> bool:
        """Tell whether the participant still has to do something here."""
        return (self.document.required and self.state not in FILLED) or self.state in ASKED_AGAIN

    @property
    def tag(self) -> str:
        if self._looks_bad:
            return gettext("Sebaiknya diganti")
        return gettext("Bila ada") if self._may_stay_empty else say(SlotState(self.state).label)

    @property
    def tag_kind(self) -> str:
        return "act" if self._looks_bad else "" if self._may_stay_empty else TAG_KINDS[SlotState(self.state)][0]

    @property
    def icon(self) -> str:
        return "alert" if self._looks_bad else TAG_KINDS[SlotState(self.state)][1]

    @property
    def _looks_bad(self) -> bool:
        return bool(self.hint) and self.state in (SlotState.UPLOADED, SlotState.REPLACED)

    @property
    def _may_stay_empty(self) -> bool:
        return self.state == SlotState.EMPTY and not self.document.required

    @property
    def _still_needed(self) -> str:
        if self.document.claim.status == ClaimStatus.PAYMENT_FAILED:
            return gettext("Rekening berganti. Unggah halaman depan buku yang baru.")
        return gettext("Petugas tetap memerlukan dokumen ini.")

    @property
    def note(self) -> str:
        """Why, or what next, in one line."""
        if self.state in ASKED_AGAIN:
            return " ".join(f"{say(reason.short)}." for reason in self.refused) or self._still_needed
        if self.state == SlotState.UNAVAILABLE:
            return gettext("%(reason)s. Petugas akan menilai.") % {"reason": say(self.document.get_unavailable_reason_display())}
        if self.state == SlotState.ACCEPTED:
            return gettext("Sudah diperiksa petugas.")
        if self.state == SlotState.WAIVED:
            return gettext("Petugas setuju klaim diteruskan tanpa dokumen ini.")
        if self.hint:
            return self.hint
        if self.version and self.version.source == "digital_card":
            return gettext("Diisi dari kartu digital Anda.")
        if self.version and self.version.source == "earlier":
            return gettext("Diambil dari klaim Anda sebelumnya. Masih berlaku? Tidak perlu diunggah lagi.")
        if self.version and self.pages:
            return gettext("Diunggah %(day)s.") % {"day": formats.long_date(self.pages[-1].created_at)}
        return say(self.requirement.hint)


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
        refused=refusals_of(refused) if refused else [],
        refusal_note=refused.note if refused else "",
        history=[_version_line(version) for version in versions if version.sent_at],
    )


def _version_line(version: DocumentVersion) -> VersionLine:
    refused = refusals_of(version) if version.verdict == "rejected" else []
    return VersionLine(version.number, version.sent_at, version.get_source_display(), version.get_verdict_display(), refused)


def next_to_do(slots: list[Slot], after: str = "") -> Slot | None:
    """Return the next slot that needs work, looking on from AFTER and then from the top."""
    codes = [slot.code for slot in slots]
    start = codes.index(after) + 1 if after in codes else 0
    return next((slot for slot in slots[start:] + slots[:start] if slot.needs_work), None)


def counted(claim: Claim, slots: list[Slot]) -> tuple[int, int]:
    """Return how many of the slots that the participant must see to are ready, and how many there are."""
    asked = [slot for slot in slots if slot.document.required] if claim.status == ClaimStatus.DRAFT else _asked_again(slots)
    return sum(not slot.needs_work for slot in asked), len(asked)


def listed(claim: Claim, slots: list[Slot]) -> list[Slot]:
    """Return what the list of CLAIM shows: every slot of a draft; afterwards only what was asked for."""
    return slots if claim.status == ClaimStatus.DRAFT else _asked_again(slots)


def _asked_again(slots: list[Slot]) -> list[Slot]:
    return [slot for slot in slots if slot.document.is_repaired]
