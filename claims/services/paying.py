"""Payment batches: what one officer sends to the bank on one day."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction

from claims.domain.workflow import Step
from claims.models import Claim, ClaimEvent, Office, PaymentBatch
from claims.services.deadlines import local_date
from claims.services.guards import Actor, StepFacts
from claims.services.workflow import advance


def open_batch(officer: AbstractBaseUser, office: Office, *, now: datetime) -> PaymentBatch:
    """Return the officer's batch of today (the office's own day), made on first use: one however many ask at once."""
    reference = f"{local_date(office, now):%y%m%d}-{office.pk}-{officer.pk}"
    facts = {"office": office, "created_by": officer, "created_at": now}
    try:
        with transaction.atomic():
            batch, _ = PaymentBatch.objects.get_or_create(reference=reference, defaults=facts)
    except IntegrityError:
        batch = PaymentBatch.objects.get(reference=reference)
    return batch


def start_payment(claim: Claim, *, actor: Actor, now: datetime) -> ClaimEvent:
    """Put CLAIM into the officer's batch of today and hand it to the bank; raises what ``workflow.advance`` raises."""
    with transaction.atomic():
        batch = open_batch(actor.user, claim.office, now=now)
        return advance(claim, Step.START_PAYMENT, actor=actor, facts=StepFacts(batch=batch), now=now)
