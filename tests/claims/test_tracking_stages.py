"""The five public stages, replayed from the steps that were taken."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from claims.domain.stages import stages_of
from claims.domain.workflow import TRANSITIONS, ClaimStatus, Stage, Step

TARGETS = {row.step: row.target for row in TRANSITIONS}


def day(number: int) -> datetime:
    return datetime(2026, 11, number, 2, 0, tzinfo=UTC)


def past(*steps: str) -> list[SimpleNamespace]:
    """One step a day from 1 November on."""
    statuses = [ClaimStatus.DRAFT, *(TARGETS[Step(step)] for step in steps)]
    return [
        SimpleNamespace(step=step, old_status=old, new_status=new, at=day(number))
        for number, (step, old, new) in enumerate(zip(steps, statuses, statuses[1:], strict=False), 1)
    ]


def states(*steps: str) -> list[tuple[str, int | None]]:
    events = past(*steps)
    return [(stage.state, stage.at and stage.at.day) for stage in stages_of(ClaimStatus(events[-1].new_status), events)]


STRAIGHT = ("submit", "take", "propose_payment", "approve", "start_payment", "confirm_payment")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (STRAIGHT[:1], [("now", 1), ("next", None), ("next", None), ("next", None), ("next", None)]),
        (STRAIGHT[:2], [("done", 1), ("now", 2), ("next", None), ("next", None), ("next", None)]),
        (STRAIGHT[:3], [("done", 1), ("done", 2), ("now", 3), ("next", None), ("next", None)]),
        (STRAIGHT[:4], [("done", 1), ("done", 2), ("done", 3), ("now", 4), ("next", None)]),
        (STRAIGHT[:5], [("done", 1), ("done", 2), ("done", 3), ("now", 4), ("next", None)]),
        (STRAIGHT, [("done", 1), ("done", 2), ("done", 3), ("done", 4), ("paid", 6)]),
        (
            ("submit", "take", "propose_rejection", "reject"),
            [("done", 1), ("done", 2), ("done", 3), ("skipped", None), ("end", 4)],
        ),
        (("submit", "cancel"), [("done", 1), ("skipped", None), ("skipped", None), ("skipped", None), ("end", 2)]),
    ],
)
def test_stages_carry_their_state_and_their_day(steps, expected):
    assert states(*steps) == expected


@pytest.mark.parametrize(
    ("steps", "stage", "since", "back_by"),
    [
        (("submit", "take", "release"), Stage.AGENDA, 3, Step.RELEASE),
        (("submit", "take", "propose_payment", "challenge"), Stage.PENETAPAN, 4, Step.CHALLENGE),
        (("submit", "take", "propose_payment", "challenge", "request_correction"), Stage.PENETAPAN, 4, Step.CHALLENGE),
        (("submit", "take", "propose_payment", "approve", "start_payment", "fail_payment", "correct"), Stage.PENETAPAN, 7, Step.CORRECT),
        (("submit", "take", "propose_rejection", "reject", "reopen"), Stage.PENETAPAN, 5, Step.REOPEN),
        (("submit", "take", "propose_payment", "challenge", "propose_payment"), Stage.PERSETUJUAN, 5, None),
    ],
)
def test_a_claim_that_moved_back_says_by_which_step(steps, stage, since, back_by):
    events = past(*steps)

    here = next(standing for standing in stages_of(ClaimStatus(events[-1].new_status), events) if standing.state == "now")

    assert (here.stage, here.at, here.moved_back_by) == (stage, day(since), back_by)


def test_a_later_stage_starts_anew_after_a_move_back():
    assert states("submit", "take", "propose_payment", "challenge")[2:] == [("next", None)] * 3


def test_a_done_stage_keeps_the_day_it_was_first_reached():
    assert states("submit", "take", "release", "take") == [("done", 1), ("now", 4), ("next", None), ("next", None), ("next", None)]


def test_a_draft_has_no_stage():
    with pytest.raises(ValueError, match="draft"):
        stages_of(ClaimStatus.DRAFT, [])
