"""The outbox: messages are written in the transaction of what causes them and sent later by the worker."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from claims.models import Claim, ClaimEvent, Notification
from claims.services.composing import Message, addressee, compose, first_name, render_notice
from claims.services.issuing import issue_code
from jht_portal.lib.crypto import blind_index
from participants.services.signing_in import FreshCode

TOLD_TO_OLD_CONTACT = frozenset({"claim_received", "cancelled", "account_changed"})
"""What the registered contact is told even when the claim names another one: somebody may be acting in its name."""
CODES_KEPT = timedelta(days=1)
SHOWN = 50


def plan(event: ClaimEvent, notice: str | None) -> None:
    """Write the outbox rows of NOTICE for EVENT, in the caller's transaction; nothing where the step has no notice."""
    if notice:
        _plan(event.claim, notice, str(event.pk), now=event.at, event=event)


def plan_account_changed(claim: Claim, now: datetime) -> None:
    """Tell the claim's and the registered contact that the bank account of CLAIM is another one since NOW."""
    _plan(claim, "account_changed", f"{claim.pk}:{now:%Y%m%dT%H%M%S%f}", now=now, event=None)


@transaction.atomic
def plan_reminder(claim: Claim, notice: str, cause: str, *, now: datetime, **more: Any) -> bool:
    """Queue NOTICE, which no step causes; CAUSE tells one occasion from the next. Return False where nobody can be reached."""
    return _plan(claim, notice, cause, now=now, event=None, **more)


def was_planned(claim: Claim, notice: str, cause: str) -> list[Notification]:
    """Return the rows that were written for NOTICE and CAUSE."""
    return list(Notification.objects.filter(claim=claim, kind=notice, key__startswith=f"{cause}:{notice}:"))


def plan_sign_in_code(code: FreshCode, now: datetime) -> None:
    """Queue a one-time code before everything else; for nobody the same row is written and never sent."""
    message = compose("sign_in_code", {"name": first_name(code.participant.name), "code": f"{code.digits[:3]} {code.digits[3:]}"})
    email = code.participant.email or "-"
    Notification.objects.create(
        key=_key(str(code.id), "sign_in_code", email),
        participant_id=None if code.nobody else code.participant.pk,
        kind="sign_in_code",
        recipient=email,
        subject=message.subject,
        body=message.body,
        priority=Notification.URGENT,
        state="void" if code.nobody else "queued",
        next_try_at=now,
        created_at=now,
    )


def latest() -> list[Notification]:
    """Return the newest messages to somebody, sent or not."""
    return list(Notification.objects.exclude(state="void").order_by("-created_at", "-pk")[:SHOWN])


def sweep(now: datetime) -> int:
    """Forget messages with one-time codes after a day; return how many there were."""
    return Notification.objects.filter(kind="sign_in_code", created_at__lte=now - CODES_KEPT).delete()[0]


def _plan(claim: Claim, notice: str, cause: str, *, now: datetime, event: ClaimEvent | None, **more: Any) -> bool:
    contacts = dict(_contacts(claim, notice))
    if not contacts:
        return False
    code = issue_code("message", claim, now).code
    for email, name in contacts.items():
        message = render_notice(notice, claim, now=now, check_code=code, name=name, **more)
        _write(claim, notice, cause, email, message, now=now, event=event)
    return True


def _contacts(claim: Claim, notice: str) -> Iterator[tuple[str, str]]:
    """Yield address and name of everybody who is told, each address once."""
    chosen, registered = claim.email, claim.participant.email
    if registered and (not chosen or notice in TOLD_TO_OLD_CONTACT):
        yield registered.lower(), claim.participant.name
    if chosen:
        yield chosen.lower(), addressee(claim)


def _write(claim: Claim, notice: str, cause: str, email: str, message: Message, *, now: datetime, event: ClaimEvent | None) -> None:
    row = Notification(
        key=_key(cause, notice, email),
        claim=claim,
        event=event,
        participant_id=claim.participant_id,
        kind=notice,
        recipient=email,
        subject=message.subject,
        body=message.body,
        next_try_at=now,
        created_at=now,
    )
    Notification.objects.bulk_create([row], ignore_conflicts=True)


def _key(cause: str, notice: str, email: str) -> str:
    return f"{cause}:{notice}:email:{blind_index(email, 'address').hex()}"
