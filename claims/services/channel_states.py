"""Officers pause a channel whose provider fails, and resume it: what waits for it stays in the outbox meanwhile."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from claims.models import ChannelState
from claims.services.keeping import note_change
from participants.domain.channels import CHANNELS


@transaction.atomic
def pause(channel: str, reason: str, *, by: AbstractBaseUser, now: datetime) -> bool:
    """Send nothing more on CHANNEL until it is resumed; return False where it was paused already."""
    state, _ = ChannelState.objects.get_or_create(channel=_known(channel))
    after = {"paused_at": now, "paused_by_id": by.pk, "reason": reason.strip()[:200]}
    if not ChannelState.objects.filter(pk=state.pk, paused_at=None).update(**after):
        return False
    note_change(f"channelstate {channel}", {"reason": ""}, {"reason": after["reason"] or "dijeda"}, user=by, now=now)
    return True


@transaction.atomic
def resume(channel: str, *, by: AbstractBaseUser, now: datetime) -> bool:
    """Send again what waited for CHANNEL; return False where it was not paused."""
    state = ChannelState.objects.filter(pk=_known(channel)).exclude(paused_at=None).first()
    resumed = ChannelState.objects.filter(pk=channel).exclude(paused_at=None).update(paused_at=None, paused_by=None, reason="")
    if not (state and resumed):
        return False
    note_change(f"channelstate {channel}", {"reason": state.reason or "dijeda"}, {"reason": ""}, user=by, now=now)
    return True


def paused() -> dict[str, ChannelState]:
    """Return the channels that are paused now, each with when, by whom and why."""
    return {state.channel: state for state in ChannelState.objects.exclude(paused_at=None).select_related("paused_by")}


def _known(channel: str) -> str:
    if channel not in CHANNELS:
        raise ValueError(f"no such channel: {channel!r}")
    return channel
