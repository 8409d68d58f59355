"""Where a claim stands, in words: the one model behind the tracking page, the participant's claim page, paper and PDF.

It holds what a lookup by number alone may show: stages, dates, office, masked KPJ. Never a name, an amount, a bank, a
contact, a document or an officer (product.md section 2).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from claims.domain import deadlines as legal
from claims.domain.stages import StageStanding, StepTaken, stages_of
from claims.domain.workflow import CLOCK_RUNS, CLOSED, OPEN, STAGE_OF, WAITING_FOR_PARTICIPANT, ClaimStatus, Role, Stage, Step
from claims.labels import (
    ASKED,
    ASKED_BUTTON,
    CLOCK_PAUSED,
    CLOCK_RESUMED,
    CLOCK_WAITING,
    DOING_NOW,
    HEAD_TOLD,
    HELD_DOING,
    HELD_SENTENCE,
    HELD_TAG,
    MOVED_BACK,
    NOTHING_ASKED,
    NOTHING_TO_DO,
    REVIEW_LATE,
    STAGE_LABELS,
    STATUS_WORDING,
    STEP_HISTORY,
    STEP_HISTORY_BY,
    STEP_HISTORY_FROM,
    UNTOLD,
)
from claims.models import Claim, ClaimEvent, ClaimHold
from claims.services import deadlines, escalating
from jht_portal.lib.formats import full_time, long_date, short_date
from participants.domain.identifiers import mask_kpj

STATUS_ICONS = {ClaimStatus.CANCELLED: "x", ClaimStatus.EXPIRED: "clock"}
TOLD_OF = ("late", "waiting", "resumed")
"""States of the clock in which a claim can be past its day."""
STEP_COLUMNS = ("claim_id", "step", "old_status", "new_status", "role", "at")


@dataclass(frozen=True, slots=True)
class StageLine:
    """One of the five stages: STATE as in claims.domain.stages; NOTE stands instead of the date, REASON below it."""

    code: str
    name: str
    state: str
    at: datetime | None
    note: str = ""
    reason: str = ""
    tag: str = ""
    tag_kind: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class DayBox:
    """One of the five legal days: ``past``, ``today``, ``coming`` or ``last``."""

    date: date
    state: str


@dataclass(frozen=True, slots=True)
class ClockCard:
    """The legal clock: ``running``, ``late``, ``paused``, ``resumed``, ``waiting`` (not started) or ``met``.

    DAYS (five working days) stand only where it runs; DUE is the last legal day, DAY_NUMBER the working day it is. TOLD says when
    the head of the office was told of a claim past its day, once that has happened.
    """

    state: str
    sentence: str
    due: date | None = None
    days: tuple[DayBox, ...] = ()
    day_number: int = 0
    told: str = ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One step in a sentence."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """One claim as its page tells it, top to bottom. ZONE is the office's time zone; HISTORY is newest first.

    BUTTON names what is asked of the participant (verb and object); empty where nothing is.
    """

    number: str
    kpj: str
    status: ClaimStatus
    stage: Stage
    office: str
    zone: str
    tag: str
    icon: str
    tone: str
    headline: str
    advice: str
    stages: tuple[StageLine, ...]
    todo: str
    button: str
    doing: str
    since: datetime | None
    clock: ClockCard | None
    history: tuple[HistoryLine, ...]

    @property
    def here(self) -> StageLine:
        """The stage where the claim stands."""
        return next(line for line in self.stages if line.code == self.stage)


def load_progress(claim: Claim, now: datetime) -> Progress:
    """Return where a sent CLAIM stands at NOW: two queries, its steps and the holidays; one more for a claim past its day."""
    steps = _steps_of([claim])[claim.pk]
    progress = progress_of(claim, steps, deadlines.holidays(), now)
    if claim.status in OPEN and any(step.is_held for step in steps):
        return _held(progress)
    if not (progress.clock and progress.clock.state in TOLD_OF and escalating.is_past_its_day(claim, now)):
        return progress
    told_at = escalating.head_told_at(claim)
    return replace(progress, clock=replace(progress.clock, told=_told(progress, told_at))) if told_at else progress


def _held(progress: Progress) -> Progress:
    """Say in neutral words that the office looks into the claim first; what is asked of the participant stays asked."""
    told = {"doing": HELD_DOING.format(office=progress.office), "clock": None}
    if progress.status not in WAITING_FOR_PARTICIPANT:
        told |= {"tag": HELD_TAG, "headline": HELD_SENTENCE, "advice": NOTHING_TO_DO, "tone": "now", "icon": ""}
    return replace(progress, **told)


def load_stages(claims: Sequence[Claim]) -> dict[Claim, StageLine]:
    """Return the current stage of each sent claim in one query, in the order given."""
    steps = _steps_of(claims)
    return {claim: next(line for line in _stage_lines(claim, steps[claim.pk]) if line.code == claim.stage) for claim in claims}


def _told(progress: Progress, at: datetime) -> str:
    told = HEAD_TOLD.format(moment=full_time(at, progress.zone))
    return told if progress.clock.state == "late" else f"{REVIEW_LATE} {told}"


def progress_of(claim: Claim, steps: Sequence[ClaimEvent], holidays: Collection[date], now: datetime) -> Progress:
    """Return where a sent CLAIM stands from its STEPS (oldest first); raise ValueError for a draft."""
    status = ClaimStatus(claim.status)
    wording = STATUS_WORDING[status]
    moved = [step for step in steps if step.old_status != step.new_status]
    return Progress(
        number=claim.number,
        kpj=mask_kpj(claim.membership.kpj),
        status=status,
        stage=STAGE_OF[status],
        office=claim.office.name,
        zone=claim.office.timezone,
        tag=str(wording.tag),
        icon=STATUS_ICONS.get(status, ""),
        tone=wording.tone,
        headline=str(wording.sentence),
        advice=str(_advice(claim, status)),
        stages=_stage_lines(claim, steps),
        todo=str(ASKED.get(status, NOTHING_ASKED)),
        button=str(ASKED_BUTTON.get(status, "")),
        doing=str(DOING_NOW[status].format(office=claim.office.name)),
        since=None if status in CLOSED else (moved[-1].at if moved else claim.submitted_at),
        clock=clock_card(claim, holidays, deadlines.local_date(claim.office, now)),
        history=tuple(HistoryLine(step.at, history_sentence(step)) for step in reversed(steps)),
    )


def history_sentence(step: ClaimEvent) -> str:
    """Say what happened, with a doer and without a name."""
    taken = Step(step.step)
    special = STEP_HISTORY_BY.get((taken, Role(step.role))) or STEP_HISTORY_FROM.get((taken, ClaimStatus(step.old_status)))
    return str(special or STEP_HISTORY[taken])


def clock_card(claim: Claim, holidays: Collection[date], today: date) -> ClockCard | None:
    """Return the legal clock as TODAY (the office's day) sees it; None where no payment is due any more."""
    status = ClaimStatus(claim.status)
    if status == ClaimStatus.PAID:
        return _clock_of_paid(claim)
    if status in CLOSED:
        return None
    if status in WAITING_FOR_PARTICIPANT:
        return ClockCard("paused", str(CLOCK_PAUSED[status]))
    if claim.complete_at is None or claim.proposal == "tolak":
        return ClockCard("waiting", str(CLOCK_WAITING))
    return _running_clock(claim, holidays, today) if status in CLOCK_RUNS else ClockCard("resumed", str(CLOCK_RESUMED))


def _running_clock(claim: Claim, holidays: Collection[date], today: date) -> ClockCard:
    start = deadlines.local_date(claim.office, claim.complete_at)
    clock = legal.clock(start, today, holidays, deadlines.parse_pauses(claim.clock_pauses))
    if clock.late:
        return ClockCard("late", "", clock.due_on)
    days = tuple(DayBox(day, state) for day, state in clock.days)
    return ClockCard("running", _day_sentence(days, clock.day_number), clock.due_on, days, clock.day_number)


def _day_sentence(days: Sequence[DayBox], number: int) -> str:
    if number == 0:
        return _("Hari kerja pertama: %(day)s.") % {"day": long_date(days[0].date)}
    if any(day.state == "today" for day in days):
        return _("Hari ini hari kerja ke-%(number)d dari %(total)d.") % {"number": number, "total": len(days)}
    return _("Sudah %(number)d dari %(total)d hari kerja.") % {"number": number, "total": len(days)}


def _clock_of_paid(claim: Claim) -> ClockCard | None:
    if claim.due_on is None or claim.closed_at is None:
        return None
    paid_on = deadlines.local_date(claim.office, claim.closed_at)
    sentence = _("Uang ditransfer %(day)s.") % {"day": long_date(paid_on)}
    return ClockCard("met" if paid_on <= claim.due_on else "late", sentence, claim.due_on)


def _advice(claim: Claim, status: ClaimStatus) -> str:
    if status == ClaimStatus.CORRECTION_REQUESTED and claim.correction_due_on:
        return _("Kirim gantinya paling lambat %(day)s.") % {"day": short_date(claim.correction_due_on)}
    if status == ClaimStatus.PAID and claim.closed_at:
        return _("Ditransfer %(moment)s.") % {"moment": full_time(claim.closed_at, claim.office.timezone)}
    return STATUS_WORDING[status].todo


def _stage_lines(claim: Claim, steps: Iterable[StepTaken]) -> tuple[StageLine, ...]:
    status = ClaimStatus(claim.status)
    agenda, *later = stages_of(status, steps)
    agenda = replace(agenda, at=agenda.at or claim.submitted_at)
    return tuple(_stage_line(standing, status) for standing in (agenda, *later))


def _stage_line(standing: StageStanding, status: ClaimStatus) -> StageLine:
    line = StageLine(standing.stage.value, str(STAGE_LABELS[standing.stage]), standing.state, standing.at)
    if standing.state == "next" and standing.stage == Stage.SELESAI:
        return replace(line, note=_("Belum"))
    if standing.state == "now" and status in WAITING_FOR_PARTICIPANT:
        line = replace(line, tag=_("Menunggu Anda"), tag_kind="act")
    if standing.state == "end" and status != ClaimStatus.REJECTED:
        line = replace(line, tag=str(STATUS_WORDING[status].tag), icon=STATUS_ICONS[status])
    return replace(line, reason=str(MOVED_BACK.get(standing.moved_back_by, "")))


def _steps_of(claims: Iterable[Claim]) -> dict[object, list[ClaimEvent]]:
    """Return the steps of each claim, every one with whether its claim is held now."""
    holds = ClaimHold.objects.filter(claim=OuterRef("claim"), cleared_at=None)
    told = ClaimEvent.objects.filter(claim__in=list(claims)).exclude(step__in=UNTOLD).only(*STEP_COLUMNS).annotate(is_held=Exists(holds))
    steps = defaultdict(list)
    for event in told.order_by("number"):
        steps[event.claim_id].append(event)
    return steps
