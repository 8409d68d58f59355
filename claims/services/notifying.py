"""Messages about claims: planned with the step, sent later by the worker."""

from claims.models import ClaimEvent


def plan(event: ClaimEvent, notice: str | None) -> None:
    """Write the outbox rows of NOTICE for EVENT, in the caller's transaction."""
