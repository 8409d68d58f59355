"""One officer goes on with a claim that a colleague holds: the step, and the word to the colleague, in one transaction."""

from datetime import datetime

from django.db import transaction

from claims.domain.workflow import Step
from claims.models import Claim, ClaimEvent, Visit
from claims.services.guards import Actor, StepFacts
from claims.services.workflow import advance


@transaction.atomic
def take_over(claim: Claim, *, actor: Actor, facts: StepFacts, now: datetime) -> ClaimEvent:
    """Take CLAIM from its holder with the reason in FACTS; the former holder is told at the next page.

    Raises what ``workflow.advance`` raises.
    """
    former = claim.holder
    event = advance(claim, Step.TAKE_OVER, actor=actor, facts=facts, now=now)
    if former:
        ended = {"since": now, "seen_at": now, "until": now}
        Visit.objects.update_or_create(claim=claim, user=former, defaults={"lost_to": event}, create_defaults={"lost_to": event} | ended)
    return event
