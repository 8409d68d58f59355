"""The code of a sign-in: made and put into the outbox in one transaction."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from claims.channels.offered import is_offered
from claims.services import channel_states, notifying
from participants.services import signing_in


@transaction.atomic
def send_first_code(kpj: str, nik: str, *, now: datetime) -> UUID:
    """Start an attempt and queue its code; return the attempt, whether or not the numbers name somebody."""
    code = signing_in.begin(kpj, nik, now=now)
    notifying.plan_sign_in_code(code, now)
    return code.attempt


@transaction.atomic
def send_another_code(attempt: UUID, *, now: datetime, channel: str = "") -> None:
    """Queue one more code for an open attempt, on CHANNEL where one is named; raise AttemptOver."""
    notifying.plan_sign_in_code(signing_in.renew(attempt, now=now), now, channel)


def phone_channels() -> list[str]:
    """Return the channels to a phone on which codes can go out here: the same for everybody who asks."""
    return [channel for channel in notifying.CODE_CHANNELS if channel != "email" and is_offered(channel)]


def paused_code_channels() -> list[str]:
    """Return the channels on which no code goes out at this moment."""
    paused = channel_states.paused()
    return [channel for channel in notifying.CODE_CHANNELS if channel in paused and is_offered(channel)]
