"""What happened to the demo's claims, told through the real services with yesterday's dates.

A story is told anew when it has grown older than a day and nobody has touched its claim, so that the demo never goes
stale; a claim in which a person did anything is left alone.
"""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count, islice
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from claims.domain.deadlines import is_working_day
from claims.domain.heirs import OtherHeir, written
from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import BankFile, Claim, Document, DocumentPage, DocumentVersion, Office, PaymentBatch, SlotState
from claims.services import auditing, bank_files, drafting, filing, paying, releasing, verifying
from claims.services.applicants import NOTHING_STATED, StatedFacts, find_applicant
from claims.services.deadlines import holidays
from claims.services.demo_people import AGUS, DEWI, HENDRA, HOME_OFFICE, JOKO, SITI, DemoPerson
from claims.services.demo_pictures import account_of, picture
from claims.services.estimating import estimate
from claims.services.guards import StepFacts
from claims.services.intake import Upload, add_files, forget_files
from claims.services.officers import Desk, desk_of
from claims.services.tax_notice import tax_notice
from claims.services.ticks import TICKS
from claims.services.workflow import advance
from jht_portal.lib.crypto import blind_index
from participants.domain.import_rows import LedgerRow
from participants.models import LedgerEntry, Membership
from participants.services.importing import row_key

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Story:
    """One claim of PERSON: what was stated, and on which working day before today each step was taken."""

    person: DemoPerson
    reason: str
    steps: tuple[tuple[Step, int], ...]
    stated: Callable[[date | None], StatedFacts] = lambda ended_on: StatedFacts(event_on=ended_on)
    accepted: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    """Slots with the reason for which each goes back; the drawn paper has that fault."""


def _heir(ended_on: date | None) -> StatedFacts:
    children = written([OtherHeir("Rizky Gunawan", "anak"), OtherHeir("Putri Gunawan", "anak")])
    heir = {"heir_name": "Maya Gunawan", "heir_nik": "6471035203780009", "heir_relation": "janda_duda"}
    return StatedFacts(event_on=ended_on, **heir, other_heirs=children)


STORIES = (
    Story(person=SITI, reason="RESIGN", steps=((Step.SUBMIT, 3), (Step.TAKE, 1)), accepted=("kartu_peserta", "ktp")),
    Story(
        person=AGUS,
        reason="PHK",
        steps=((Step.SUBMIT, 4), (Step.TAKE, 3), (Step.REQUEST_CORRECTION, 2)),
        refused={"kk": "BURAM", "buku_rekening": "TERPOTONG"},
    ),
    Story(
        person=DEWI,
        reason="RESIGN",
        steps=(
            (Step.SUBMIT, 12),
            (Step.TAKE, 11),
            (Step.PROPOSE_PAYMENT, 10),
            (Step.APPROVE, 9),
            (Step.START_PAYMENT, 8),
            (Step.CONFIRM_PAYMENT, 8),
        ),
    ),
    Story(
        person=JOKO,
        reason="SEBAGIAN_10",
        steps=((Step.SUBMIT, 4), (Step.TAKE, 3), (Step.PROPOSE_PAYMENT, 2)),
        stated=lambda ended_on: NOTHING_STATED,
    ),
    Story(person=HENDRA, reason="MENINGGAL", steps=((Step.SUBMIT, 1),), stated=_heir),
)


class Teller:
    """Tells one story about one membership as of today."""

    def __init__(self, story: Story, membership: Membership, office: Office, today: date) -> None:
        self.story, self.membership, self.office, self.today = story, membership, office, today
        self.days_off = holidays()
        self.claim: Claim | None = None

    def moment(self, step: Step) -> datetime:
        """Return when STEP was taken: so many working days before today, each step at an hour of its own."""
        steps = [name for name, _ in self.story.steps]
        back = (self.today - timedelta(days=n) for n in count(1))
        working = (day for day in back if is_working_day(day, self.days_off))
        day = next(islice(working, dict(self.story.steps)[step] - 1, None))
        return datetime.combine(day, time(9 + steps.index(step), 14), ZoneInfo(self.office.timezone))

    @transaction.atomic
    def tell(self) -> None:
        """Open the claim and take every step of the story."""
        self._file()
        for step, _ in self.story.steps[1:]:
            TAKEN[step](self, self.moment(step))
        self.claim.notifications.update(state="sent", sent_at=F("created_at"))

    def _file(self) -> None:
        now, story = self.moment(Step.SUBMIT), self.story
        applicant = find_applicant(self.membership.participant_id)
        membership = next(each for each in applicant.memberships if each == self.membership)
        draft = drafting.begin(applicant, membership, story.reason, story.stated(membership.ended_on), now)
        Claim.objects.filter(pk=draft.pk).update(created_at=now - timedelta(hours=1))
        for document in draft.documents.filter(required=True):
            self._hand_in(document, now)
        draft = filing.save_data(draft, self._payout(draft, now), now)
        draft = filing.choose_office(draft, self.office)
        self.claim = filing.submit(draft, seen=filing.seen_state(draft, draft.documents.all()), now=now)

    def _hand_in(self, document: Document, now: datetime) -> None:
        with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
            file.write(picture(document.slot, self.story.person, flaw=self.story.refused.get(document.slot, "")))
            file.flush()
            add_files(document, [Upload(Path(file.name), f"{document.slot}.jpg")], now=now)

    def _payout(self, draft: Claim, now: datetime) -> filing.Payout:
        person, heir = self.story.person, draft.heir_name
        return filing.Payout(
            email=f"{heir.lower().replace(' ', '.')}@contoh.test" if heir else person.email,
            phone=person.phone,
            bank_code="002",
            account_number=account_of(person),
            account_name=heir or person.name,
            tax_warning=tax_notice(draft, estimate(draft), now.date()).kept() if draft.is_partial else None,
        )

    def _take(self, now: datetime) -> None:
        advance(self.claim, Step.TAKE, actor=_desk("verifikator").actor, now=now)
        for slot in self.story.accepted:
            self._judge(slot, verifying.ACCEPTED, (), now)

    def _request_correction(self, now: datetime) -> None:
        for slot, reason in self.story.refused.items():
            self._judge(slot, verifying.REJECTED, (reason,), now)
        self._accept_the_rest(now)
        advance(self.claim, Step.REQUEST_CORRECTION, actor=_desk("verifikator").actor, now=now)

    def _judge(self, slot: str, verdict: str, reasons: tuple[str, ...], now: datetime) -> None:
        document = self.claim.documents.select_related("claim").get(slot=slot)
        verifying.judge_version(document, verdict, reasons, "", officer=_desk("verifikator").user, now=now)

    def _accept_the_rest(self, now: datetime) -> None:
        for document in self.claim.documents.filter(state=SlotState.UPLOADED):
            self._judge(document.slot, verifying.ACCEPTED, (), now)

    def _propose_payment(self, now: datetime) -> None:
        officer = _desk("verifikator")
        self._accept_the_rest(now)
        verifying.tick_data(self.claim, TICKS, officer=officer.user, now=now)
        verifying.propose_payment(self.claim, actor=officer.actor, now=now)

    def _approve(self, now: datetime) -> None:
        advance(self.claim, Step.APPROVE, actor=_desk("penyetuju").actor, now=now)

    def _start_payment(self, now: datetime) -> None:
        """One officer draws the batch up, the head of the office releases it, the file goes to the bank."""
        builder, head = _desk("bayar"), _desk("kepala")
        batch = paying.enter({self.claim.pk: self.claim.version}, builder, now=now).batch
        releasing.propose(batch, builder, now=now)
        releasing.release(batch, head, now=now)
        bank_files.take(batch, "csv", builder, now=now)
        self.claim.refresh_from_db()

    def _confirm_payment(self, now: datetime) -> None:
        facts = StepFacts(bank_reference=f"CONTOH{self.claim.number.replace('-', '')}")
        advance(self.claim, Step.CONFIRM_PAYMENT, actor=_desk("bayar").actor, facts=facts, now=now)
        paid = LedgerRow(self.membership.kpj, now.date(), "penarikan", -self.claim.gross_amount, "Klaim JHT")
        LedgerEntry.objects.create(
            membership=self.membership,
            booked_on=paid.booked_on,
            kind=paid.kind,
            amount=paid.amount,
            description=paid.description,
            row_key=row_key(paid, 1),
        )


TAKEN: dict[Step, Callable[[Teller, datetime], None]] = {
    Step.TAKE: Teller._take,
    Step.REQUEST_CORRECTION: Teller._request_correction,
    Step.PROPOSE_PAYMENT: Teller._propose_payment,
    Step.APPROVE: Teller._approve,
    Step.START_PAYMENT: Teller._start_payment,
    Step.CONFIRM_PAYMENT: Teller._confirm_payment,
}


def tell_all(today: date) -> None:
    """Bring every story up to TODAY, except where a person has taken it further."""
    office = Office.objects.get(code=HOME_OFFICE)
    for story in STORIES:
        kpj = blind_index(story.person.memberships[0].kpj, "kpj")
        teller = Teller(story, Membership.objects.get(kpj_index=kpj), office, today)
        claims = list(teller.membership.claims.all())
        if claims and not _is_stale(claims, teller):
            continue
        for claim in claims:
            _forget(claim)
        teller.tell()


def _is_stale(claims: list[Claim], teller: Teller) -> bool:
    """Tell whether the story stands as it was told, but on another day."""
    return len(claims) == 1 and _is_untouched(claims[0], teller.story) and claims[0].submitted_at != teller.moment(Step.SUBMIT)


def _is_untouched(claim: Claim, story: Story) -> bool:
    """Tell whether nobody but the system did anything since the story was told."""
    events = list(claim.events.exclude(role=Role.SYSTEM))
    if [event.step for event in events] != [step for step, _ in story.steps]:
        return False
    versions = DocumentVersion.objects.filter(document__claim=claim)
    return not versions.filter(sent_at=None).exists() and not versions.filter(judged_at__gt=events[-1].at).exists()


@transaction.atomic
def _forget(claim: Claim) -> None:
    """Take a story back with its papers and its payment."""
    pages = list(DocumentPage.objects.filter(version__document__claim=claim))
    if claim.status == ClaimStatus.PAID:
        LedgerEntry.objects.filter(membership=claim.membership_id, kind="penarikan").delete()
    auditing.record(auditing.ERASED, now=timezone.now(), role=Role.SYSTEM, claim=claim)
    batches = _forget_orders(claim)
    claim.delete()
    _forget_batches(batches)
    transaction.on_commit(lambda: forget_files(pages))


def _forget_orders(claim: Claim) -> list[int]:
    batches = list(claim.orders.values_list("batch_id", flat=True))
    claim.orders.all().delete()
    return batches


def _forget_batches(batches: list[int]) -> None:
    empty = PaymentBatch.objects.filter(pk__in=batches, orders=None)
    BankFile.objects.filter(batch__in=empty).delete()
    empty.delete()


def _desk(username: str) -> Desk:
    return desk_of(User.objects.get(username=username))
