"""B6: every status, every step, every role. What the table lists works once and leaves one line; nothing else works."""

from dataclasses import replace

import pytest
from django.utils import timezone

from claims.domain.workflow import TRANSITIONS, ClaimStatus, Role, Step, StepNotAllowed
from claims.models import ClaimEvent
from claims.services.guards import Actor
from claims.services.workflow import StepRefused, advance
from tests.builders import make_claim
from tests.claims.steps import NOTE, ready

pytestmark = pytest.mark.django_db

LEGAL = {(t.step, status, role): t.target for t in TRANSITIONS for status in sorted(t.sources) for role in sorted(t.roles)}
PAIRS = [(step, status) for step in Step for status in ClaimStatus]


def test_table_has_one_row_a_step():
    assert sorted(t.step for t in TRANSITIONS) == sorted(Step)


@pytest.mark.parametrize(("step", "status", "role"), LEGAL, ids=lambda value: str(value.value))
def test_legal_step_moves_the_claim_and_leaves_one_line(step, status, role):
    """B6, the steps that the table lists."""
    claim, actor, facts = ready(step, status, role)
    version = claim.version

    advance(claim, step, actor=actor, facts=facts, now=timezone.now())

    claim.refresh_from_db()
    assert (claim.status, claim.version) == (LEGAL[step, status, role], version + 1)
    lines = [(e.number, e.step, e.old_status, e.new_status, e.role, e.actor) for e in claim.events.all()]
    assert lines == [(version + 1, step, status, claim.status, role, actor.user)]


@pytest.mark.parametrize(("step", "status"), PAIRS, ids=lambda value: str(value.value))
def test_any_other_step_is_refused_and_leaves_nothing(step, status):
    """B6, all the rest: one claim and every role that the table does not give this step."""
    claim = make_claim(status)
    before = (claim.status, claim.version)
    others = [role for role in Role if (step, status, role) not in LEGAL]

    for role in others:
        with pytest.raises(StepNotAllowed):
            advance(claim, step, actor=Actor(frozenset({role})), now=timezone.now())

    claim.refresh_from_db()
    assert (claim.status, claim.version, ClaimEvent.objects.count()) == (*before, 0)


def test_matrix_covers_every_status_step_and_role():
    refused = [(step, status, role) for step, status in PAIRS for role in Role if (step, status, role) not in LEGAL]

    assert len(LEGAL) + len(refused) == len(Step) * len(ClaimStatus) * len(Role)


@pytest.mark.parametrize(
    ("step", "status", "role"),
    [(t.step, status, role) for t in TRANSITIONS for status in sorted(t.sources) for role in sorted(t.note_from)],
    ids=lambda value: str(value.value),
)
def test_step_that_needs_a_reason_is_refused_without_one(step, status, role):
    claim, actor, facts = ready(step, status, role)
    assert facts.note == NOTE

    with pytest.raises(StepRefused) as refusal:
        advance(claim, step, actor=actor, facts=replace(facts, note="  "), now=timezone.now())

    assert refusal.value.reasons == ["Tulis alasannya."]
    assert claim.events.count() == 0
