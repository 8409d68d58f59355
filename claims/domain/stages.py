"""Where a claim stands among the five public stages, replayed from the steps that were taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from claims.domain.workflow import CLOSED, STAGE_OF, ClaimStatus, Stage, Step

ORDER = {stage: place for place, stage in enumerate(Stage)}
ENDED_EARLY = CLOSED - {ClaimStatus.PAID}


class StepTaken(Protocol):
    """One step of the past, as the audit trail keeps it."""

    step: str
    old_status: str
    new_status: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StageStanding:
    """One stage: ``done``, ``now``, ``next``, ``skipped``, ``paid`` or ``end`` (closed unpaid), and since when.

    ``moved_back_by`` is the step that brought the claim back to this stage, where it came from a later one.
    """

    stage: Stage
    state: str
    at: datetime | None = None
    moved_back_by: Step | None = None


def stages_of(status: ClaimStatus, steps: Iterable[StepTaken]) -> tuple[StageStanding, ...]:
    """Return all five stages of a sent claim from its steps, oldest first.

    A done stage keeps the moment it was first reached; the current one the moment it was last entered.
    """
    current = STAGE_OF[status]
    if current is None:
        raise ValueError("a draft has no stage")
    reached: dict[Stage, datetime] = {}
    entered, moved_back_by = None, None
    for step, old, new, at in _stage_changes(steps):
        reached = {stage: when for stage, when in reached.items() if ORDER[stage] <= ORDER[new]}
        reached.setdefault(new, at)
        entered = at
        moved_back_by = step if old is not None and ORDER[new] < ORDER[old] else None
    here = StageStanding(current, _state_here(status), entered, moved_back_by)
    return tuple(here if stage == current else _elsewhere(stage, current, reached, status) for stage in Stage)


def _stage_changes(steps: Iterable[StepTaken]) -> Iterable[tuple[Step, Stage | None, Stage, datetime]]:
    for taken in steps:
        old, new = STAGE_OF[ClaimStatus(taken.old_status)], STAGE_OF[ClaimStatus(taken.new_status)]
        if new is not None and old != new:
            yield Step(taken.step), old, new, taken.at


def _state_here(status: ClaimStatus) -> str:
    if status == ClaimStatus.PAID:
        return "paid"
    return "end" if status in CLOSED else "now"


def _elsewhere(stage: Stage, current: Stage, reached: dict[Stage, datetime], status: ClaimStatus) -> StageStanding:
    if ORDER[stage] > ORDER[current]:
        return StageStanding(stage, "next")
    if stage not in reached and status in ENDED_EARLY:
        return StageStanding(stage, "skipped")
    return StageStanding(stage, "done", reached.get(stage))
