"""The code of a sign-in: made and put into the outbox in one transaction."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from claims.services import notifying
from participants.services import signing_in


@transaction.atomic
def send_first_code(kpj: str, nik: str, *, now: datetime) -> UUID:
    """Start an attempt and queue its code; return the attempt, whether or not the numbers name somebody."""
    code = signing_in.begin(kpj, nik, now=now)
    notifying.plan_sign_in_code(code, now)
    return code.attempt


@transaction.atomic
def send_another_code(attempt: UUID, *, now: datetime) -> None:
    """Queue one more code for an open attempt; raise AttemptOver."""
    notifying.plan_sign_in_code(signing_in.renew(attempt, now=now), now)
