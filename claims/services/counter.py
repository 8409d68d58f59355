"""What the counter does for a participant who stands there: take a replacement in, and send the repair on."""

from datetime import datetime

from django.db import transaction

from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import Claim, ClaimEvent
from claims.models.document import ASKED_AGAIN
from claims.services import intake
from claims.services.desk import Frame
from claims.services.guards import StepFacts
from claims.services.officers import Desk
from claims.services.workflow import advance

WAITING = (ClaimStatus.CORRECTION_REQUESTED, ClaimStatus.PAYMENT_FAILED)


def takes_in(claim: Claim, frame: Frame | None, desk: Desk) -> bool:
    """Tell whether the officer may take a replacement of this document in now."""
    if frame is None or Role.COUNTER not in desk.roles or claim.status not in WAITING or not desk.acts_on(claim):
        return False
    return frame.document.state in ASKED_AGAIN or intake.may_change(frame.document)


@transaction.atomic
def send_correction(claim: Claim, *, desk: Desk, now: datetime) -> ClaimEvent:
    """Send what was taken in at the counter back to the verifiers; raises what ``workflow.advance`` raises."""
    intake.send_versions(claim, now)
    facts = StepFacts(details={"account_changed": True} if claim.account_confirmed else {})
    return advance(claim, Step.CORRECT, actor=desk.actor, facts=facts, now=now)
